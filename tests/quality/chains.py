"""Ways from a text to terms that are measured against each other."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from articles.arabic.analyze import is_stop_word, stop_words, trigrams
from articles.arabic.normalize import normalize_word
from articles.arabic.roots import root
from articles.arabic.stem import light_stem, stem
from articles.arabic.tokenize import tokenize

#: Weights of the streams, as in ARABIC.md 6.
WEIGHTS = {"stem": 1.0, "exact": 0.5, "root": 0.5, "tri": 0.6, "neighbours": 0.3}
TITLE = 3
#: The stream of pairs of neighbouring stems.
NEIGHBOURS = "neighbours"

Terms = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Chain:
    """How words are found in a text, and the terms of each word by stream."""

    name: str
    split: Callable[[str], list[str]]
    streams: dict[str, Terms]
    weights: dict[str, float] = field(default_factory=lambda: {"word": 1.0})
    is_stop: Callable[[str], bool] = lambda word: False
    title: int = 1


def split(text: str) -> list[str]:
    return [token.text for token in tokenize(text)]


def _one(make: Callable[[str], str]) -> Terms:
    def terms(word: str) -> Sequence[str]:
        term = make(word)
        return (term,) if term else ()

    return terms


def _tri(word: str) -> Sequence[str]:
    exact = normalize_word(word)
    return trigrams(exact) if exact and not is_stop_word(word) else ()


def _stem(word: str) -> str:
    return stem(normalize_word(word))


STREAMS: dict[str, Terms] = {
    "stem": _one(_stem),
    "exact": _one(normalize_word),
    "root": _one(lambda word: root(normalize_word(word))),
    "tri": _tri,
    NEIGHBOURS: _one(_stem),
}

# Lucene's ArabicAnalyzer 8.7: StandardTokenizer (words by UAX 29, `_` joins), lower
# case, decimal digits, stop words, ArabicNormalizationFilter, ArabicStemFilter.
_LUCENE_WORD = re.compile(
    r"\w(?:\w|[\u064b-\u065f\u0670\u0610-\u061a\u06d6-\u06ed\u200c-\u200f\u00ad\ufeff]"
    r"|(?<=\d)[.,\u066b\u066c](?=\d)|(?<=[a-zA-Z])[.'](?=[a-zA-Z]))*"
)
_LUCENE_FOLDED = str.maketrans(
    {
        **dict.fromkeys("\u0622\u0623\u0625", "\u0627"),
        "\u0649": "\u064a",
        "\u0629": "\u0647",
        **dict.fromkeys(map(chr, [0x640, *range(0x64B, 0x653)])),
    }
)


def _lucene_word(word: str) -> str:
    return "".join(
        str(unicodedata.decimal(letter)) if unicodedata.category(letter) == "Nd" else letter
        for letter in word.lower()
    )


def _lucene_stem(word: str) -> str:
    word = _lucene_word(word)
    return "" if word in stop_words() else light_stem(word.translate(_LUCENE_FOLDED))


def ours(name: str, weights: dict[str, float], title: int = 1) -> Chain:
    """Our streams with these weights."""
    streams = {stream: STREAMS[stream] for stream in weights}
    return Chain(name, split, streams, weights, is_stop_word, title)


CHAINS = (
    Chain("white space", str.split, {"word": lambda word: (word,)}),
    Chain("normalising only", split, {"word": STREAMS["exact"]}, is_stop=is_stop_word),
    Chain("light10 as Lucene does it", _LUCENE_WORD.findall, {"word": _one(_lucene_stem)}),
    ours("our stem alone", {"stem": 1.0}),
    ours("stem + exact + root", {name: WEIGHTS[name] for name in ("stem", "exact", "root")}),
    ours("all streams", WEIGHTS),
    ours(f"all, title {TITLE} times", WEIGHTS, TITLE),
)
