"""Names that are written apart or together: عبد الله and عبدالله, دير الزور and ديرالزور.

Two words are joined by what is known of them (data/compounds.txt), never because a word comes out:
- the pairs of the table, and names known with the space and without;
- never after a particle (من صور is not منصور);
- a head (عبد, ابو, دير) before the article or before three letters, one of two letters (بن, تل)
  before four (بن زين is not بنزين);
- الله or الدين after another word.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

from articles.arabic.known_names import ARTICLE, are_known_apart, fold, is_known
from articles.arabic.letters import ALEF
from articles.arabic.normalize import normalize_word, unmark
from articles.arabic.tokenize import tokenize

#: Longer texts have no other form.
MAX_WORDS = 12
MAX_WORD_LETTERS = 40
MAX_LENGTH = 500
MAX_FORMS = 8
#: A word is cut in two anywhere only where both have so many letters, in texts of so many words.
MIN_PART = 3
MAX_WORDS_CUT = 2

_FILE = Path(__file__).parent / "data" / "compounds.txt"


def same_compound(one: str, other: str) -> bool:
    """Whether two texts have the same letters, and differ in spaces only where a name is one word or two."""
    if max(len(one), len(other)) > MAX_LENGTH:
        return False
    words, others = fold(one).split(), fold(other).split()
    if not words or "".join(words) != "".join(others):
        return False
    return _parted_only_in_names(words, others) and _parted_only_in_names(others, words)


def _parted_only_in_names(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether each space that only `words` has stands inside a name."""
    spaces = set(accumulate(map(len, others)))
    ends = accumulate(map(len, words))
    shares_word = bool(set(words) & set(others))
    return all(
        end in spaces or is_joint(left, right) or (shares_word and _may_be_joint(left, right))
        for left, right, end in zip(words, words[1:], ends, strict=False)
    )


def compound_forms(text: str) -> list[str]:
    """The text with names joined, then parted, that are sure to be one; without the text itself.

    None for texts of more than MAX_WORDS words. Marks are left out.
    """
    tokens = _tokens(text)
    if not tokens or len(tokens) > MAX_WORDS:
        return []
    forms = [_joined(tokens), " ".join(part for token in tokens for part in parted(token))]
    return [form for form in dict.fromkeys(forms) if form != " ".join(tokens)]


def possible_forms(text: str) -> list[str]:
    """`compound_forms`, then what only matches in an archive can decide: at most MAX_FORMS.

    That is any two neighbours joined, and in short texts any word cut in two, as a phrase in quotes.
    """
    tokens = _tokens(text)
    forms = compound_forms(text)
    if len(tokens) <= MAX_WORDS:
        for place, (left, right) in enumerate(pairwise(tokens)):
            if fold(left) not in _section("particles"):
                forms.append(" ".join([*tokens[:place], left + right, *tokens[place + 2 :]]))
    if len(tokens) <= MAX_WORDS_CUT and not compound_forms(text):
        for place, token in enumerate(tokens):
            cuts = range(MIN_PART, min(len(token), MAX_WORD_LETTERS) - MIN_PART + 1)
            phrases = (f'"{token[:cut]} {token[cut:]}"' for cut in cuts)
            forms += [" ".join([*tokens[:place], phrase, *tokens[place + 1 :]]) for phrase in phrases]
    return list(dict.fromkeys(forms))[:MAX_FORMS]


def is_joint(left: str, right: str) -> bool:
    """Whether two folded words are known to be written as one too."""
    if (left, right) in _pairs() or _is_one_known_name(left, right):
        return True
    if left in _section("particles") or not right:
        return False
    if left in _section("heads"):
        return _may_follow(left, right)
    return right in _section("tails") and len(left) > 1


def _tokens(text: str) -> list[str]:
    """Words as written, without marks; none of a text that is too long."""
    if len(text) > MAX_LENGTH:
        return []
    return [word for token in tokenize(text) if (word := unmark(token.text))]


def _may_follow(head: str, right: str) -> bool:
    if right.startswith(ARTICLE) and len(right) > 3:
        return True
    if len(head) <= 2:
        return len(right) >= 4
    # ابواب is no أبو; اب is.
    return len(right) >= 3 and not (len(right) == 3 and right.startswith(ALEF))


def _may_be_joint(left: str, right: str) -> bool:
    """Beside words that agree: any two words that are long enough and of which none is a head or particle."""
    known = _section("particles") | _section("heads")
    return left not in known and right not in known and len(left + right) >= 5


def _joined(tokens: Sequence[str]) -> str:
    text = tokens[0]
    for left, right in pairwise(tokens):
        text += right if is_joint(fold(left), fold(right)) else f" {right}"
    return text


def parted(token: str) -> tuple[str, ...]:
    """A word as the two that it joins; itself where it is known as one word or nothing is known."""
    letters = token if len(fold(token)) == len(token) else normalize_word(token)
    folded = fold(letters)
    if not 4 <= len(folded) == len(letters) <= MAX_WORD_LETTERS:
        return (token,)
    cuts = [(folded[:place], folded[place:], place) for place in range(2, len(folded) - 1)]
    for left, right, place in cuts:
        if (left, right) in _pairs() or _is_one_known_name(left, right):
            return letters[:place], letters[place:]
    if is_known(folded):
        return (token,)
    for left, right, place in cuts:
        if is_joint(left, right) or _are_two_names(left, right):
            return letters[:place], letters[place:]
    return (token,)


def _is_one_known_name(left: str, right: str) -> bool:
    """Whether the name is known with the space and without."""
    apart, together = f"{left} {right}", left + right
    return is_known(apart) and is_known(together) and not are_known_apart(apart, together)


def _are_two_names(left: str, right: str) -> bool:
    return min(len(left), len(right)) >= 3 and is_known(left) and is_known(right)


@cache
def _pairs() -> frozenset[tuple[str, str]]:
    return frozenset((left, right) for pair in _section("pairs") for left, right in [pair.split()])


@cache
def _section(name: str) -> frozenset[str]:
    return frozenset(fold(word) for section, word in _rows() if section == name)


def _rows() -> Iterator[tuple[str, str]]:
    section = ""
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            yield from ((section, word.strip()) for word in line.split("\u060c"))
