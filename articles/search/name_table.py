"""Names by their first letters, from each of their words on: a text and numbers, no object for each name.

300,000 names have a million beginnings: as Python strings they would take 150 MB of every web process.
"""

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from articles.arabic.normalize import normalize, normalize_word
from articles.search.sorted_text import END, SortedText
from articles.search.word_sounds import WordSounds

ARTICLE = "ال"
Keys = NDArray[np.int32]
_ARTICLE_BYTES = np.frombuffer(ARTICLE.encode(), np.uint8)
#: Bytes of a word with its article before a beginning without it is worth having.
_SHORTEST = len((ARTICLE + ARTICLE).encode())
_SPACE = b" "
#: Words of nothing but letters are parted by nothing but spaces.
_PLAIN = re.compile("[\u0621-\u063a\u0641-\u064aA-Za-z ]+")
_CHUNK = 1 << 18


@dataclass(frozen=True, eq=False)
class NameTable:
    """Normal spellings with the keys of what they name."""

    names: SortedText
    #: Of each place in `names`, and of each line.
    _keys: Keys
    _lines: Keys
    _keys_of_lines: Keys

    @classmethod
    def of(cls, names: Iterable[tuple[str, int]]) -> "NameTable":
        text, keys = bytearray(), array("i")
        for name, key in names:
            if normal := _normal(name):
                text += normal.encode(errors="replace") + END
                keys.append(key)
        return cls.of_lines(bytes(text), np.array(keys, np.int32))

    @classmethod
    def of_lines(cls, text: bytes, keys: Keys) -> "NameTable":
        """Of normal names, each with its end."""
        letters = np.frombuffer(text, np.uint8)
        ends = np.flatnonzero(letters == END[0])
        lines = np.concatenate(([0], ends[:-1] + 1))[: len(ends)].astype(np.int32)
        names = SortedText.of(text, _beginnings(letters, lines))
        owners = np.searchsorted(lines, names.places, side="right") - 1
        return cls(names, keys[owners], lines, keys)

    def __len__(self) -> int:
        return len(self._lines)

    @property
    def keys(self) -> Keys:
        """Of everything named, once for each name."""
        return self._keys_of_lines

    @property
    def nbytes(self) -> int:
        """Without `sounds`."""
        return self.names.nbytes + self._keys.nbytes + self._lines.nbytes + self._keys_of_lines.nbytes

    def called(self, name: str) -> Keys:
        """The keys of what has exactly this name, in normal spelling; a key may come twice here and below."""
        if not name:
            return _NO_KEYS
        found = self.names.beginning_with(name.encode(errors="replace") + END)
        places = self.names.places[found]
        before = np.frombuffer(self.names.text, np.uint8)[places - 1]
        # Before the first line there is the end of the last one.
        return self._keys[found][before == END[0]]

    def beginning_with(self, prefix: str) -> Keys:
        """The keys of what a name of which begins so, at any of its words."""
        return self._keys[self.names.beginning_with(prefix.encode(errors="replace"))] if prefix else _NO_KEYS

    def holding(self, words: str) -> Keys:
        """The keys of what has a name with these whole words in it."""
        if not words:
            return _NO_KEYS
        return np.concatenate([self._keys[found] for found in self._with_words(words)])

    def has(self, words: str) -> bool:
        """Whether a name has these whole words in it."""
        return any(span.start < span.stop for span in self._with_words(words))

    def _with_words(self, words: str) -> list[slice]:
        encoded = words.encode(errors="replace")
        return [self.names.beginning_with(encoded + end) for end in (END, _SPACE)]

    def lines_of(self, is_wanted: NDArray[np.bool_]) -> tuple[bytes, Keys]:
        """The names of some of the lines, and their keys."""
        if is_wanted.all():
            return self.names.text, self._keys_of_lines
        wanted = self._lines[is_wanted].tolist()
        text = b"".join(self.names.line(place) + END for place in wanted)
        return text, self._keys_of_lines[is_wanted]

    @cached_property
    def sounds(self) -> WordSounds:
        """Of all words of the names; made when a Latin name is first looked for."""
        words: set[bytes] = set()
        text, start = self.names.text, 0
        while start < len(text):
            end = text.find(END, start + _CHUNK) + 1 or len(text)
            words.update(text[start:end].split())
            start = end
        return WordSounds.of(word.decode() for word in words)


_NO_KEYS: Keys = np.empty(0, np.int32)


def _normal(name: str) -> str:
    """As `normalize`; most names need no tokenizer."""
    if _PLAIN.fullmatch(name):
        return " ".join(map(normalize_word, name.split()))
    return normalize(name)


def _beginnings(letters: NDArray[np.uint8], lines: Keys) -> Keys:
    """Where words begin, and where they go on behind the article."""
    ends = np.flatnonzero((letters == END[0]) | (letters == _SPACE[0]))
    starts = np.concatenate((lines, np.flatnonzero(letters == _SPACE[0]) + 1)).astype(np.int32)
    starts.sort()
    is_long = ends - starts >= _SHORTEST
    behind = starts[is_long]
    for place, letter in enumerate(_ARTICLE_BYTES):
        behind = behind[letters[behind + place] == letter]
    return np.concatenate((starts, behind + np.int32(len(_ARTICLE_BYTES))))
