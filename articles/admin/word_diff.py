"""What changed between two texts, word by word; whole words, since a part of one would break its joining.

Bounded: `difflib` takes the square of the number of words. So the common beginning and end are cut off
first; what is still too long is compared sentence by sentence and then inside those that differ; and
when that is too long too, the whole text is shown as replaced.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

#: Units (words or sentences) on a side that are compared at once.
MAX_UNITS = 1500
#: Words of one text that are compared word by word, all such comparisons together.
MAX_WORDS = 6000
#: Words that are shown around a change, on each side.
CONTEXT_WORDS = 12
#: Words of one piece that are shown.
MAX_SHOWN_WORDS = 400

_TOKEN = re.compile(r"\n+|\S+")
_SENTENCE_ENDS = (".", "!", "?", "؟", "…", ":", "؛", "\n")


class Kind(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """Words in a row of one kind. `left_out`: how many words more there are, after these or (SAME) between.

    A paragraph break is a word of its own, written as a line end.
    """

    kind: Kind
    text: str
    left_out: int = 0
    after: str = ""


Words = Sequence[str]


def word_diff(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of both texts in order; nothing but SAME when only spaces differ."""
    found = _compare(_TOKEN.findall(old), _TOKEN.findall(new))
    joined = [
        (kind, [word for _, words in run for word in words]) for kind, run in groupby(found, lambda it: it[0])
    ]
    return tuple(
        _piece(kind, words, is_first=number == 0, is_last=number == len(joined) - 1)
        for number, (kind, words) in enumerate(joined)
    )


def _compare(old: Words, new: Words) -> Iterator[tuple[Kind, Words]]:
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle = old[head : len(old) - tail], new[head : len(new) - tail]
    yield from _run(Kind.SAME, old[:head])
    yield from _compare_middle(*middle)
    yield from _run(Kind.SAME, old[len(old) - tail :])


def _common(one: Words, other: Words) -> int:
    """How many words both begin with."""
    number = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        number += 1
    return number


def _compare_middle(old: Words, new: Words) -> Iterator[tuple[Kind, Words]]:
    if _is_short(old, new):
        yield from _matched(old, new)
        return
    sentences = _sentences(old), _sentences(new)
    if not _is_short(*sentences):
        yield from _replaced(old, new)
        return
    left = MAX_WORDS
    for is_same, mine, theirs in _paired(_blocks(*sentences)):
        gone, fresh = _flat(mine), _flat(theirs)
        words = max(len(gone), len(fresh))
        if is_same:
            yield from _run(Kind.SAME, gone)
        elif _is_short(gone, fresh) and words <= left:
            left -= words
            yield from _matched(gone, fresh)
        else:
            yield from _replaced(gone, fresh)


def _is_short(old: Sequence, new: Sequence) -> bool:
    return max(len(old), len(new)) <= MAX_UNITS


def _matched(old: Words, new: Words) -> Iterator[tuple[Kind, Words]]:
    for is_same, mine, theirs in _blocks(old, new):
        if is_same:
            yield from _run(Kind.SAME, mine)
        else:
            yield from _replaced(mine, theirs)


def _blocks(old: Sequence, new: Sequence) -> Iterator[tuple[bool, Sequence, Sequence]]:
    # autojunk stays on: it is what keeps words that are everywhere from being tried everywhere.
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        yield tag == "equal", old[start:end], new[new_start:new_end]


def _paired(
    blocks: Iterable[tuple[bool, Sequence, Sequence]],
) -> Iterator[tuple[bool, Sequence, Sequence]]:
    """Where as many sentences are gone as are new, each with the one in its place."""
    for is_same, mine, theirs in blocks:
        if is_same or len(mine) != len(theirs):
            yield is_same, mine, theirs
        else:
            yield from ((False, [gone], [fresh]) for gone, fresh in zip(mine, theirs, strict=True))


def _replaced(old: Words, new: Words) -> Iterator[tuple[Kind, Words]]:
    yield from _run(Kind.GONE, old)
    yield from _run(Kind.NEW, new)


def _run(kind: Kind, words: Words) -> Iterator[tuple[Kind, Words]]:
    if words:
        yield kind, words


def _sentences(words: Words) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    start = 0
    for number, word in enumerate(words, start=1):
        if word.endswith(_SENTENCE_ENDS):
            found.append(tuple(words[start:number]))
            start = number
    if start < len(words):
        found.append(tuple(words[start:]))
    return found


def _flat(sentences: Iterable[Iterable[str]]) -> list[str]:
    return [word for sentence in sentences for word in sentence]


def _piece(kind: Kind, words: Words, *, is_first: bool, is_last: bool) -> Piece:
    if kind != Kind.SAME:
        return Piece(kind, _text(words[:MAX_SHOWN_WORDS]), max(len(words) - MAX_SHOWN_WORDS, 0))
    before = 0 if is_first else CONTEXT_WORDS
    after = 0 if is_last else CONTEXT_WORDS
    left_out = len(words) - before - after
    if left_out <= CONTEXT_WORDS or (is_first and is_last):
        return Piece(kind, _text(words))
    return Piece(kind, _text(words[:before]), left_out, _text(words[len(words) - after :]))


def _text(words: Words) -> str:
    return " ".join(words)
