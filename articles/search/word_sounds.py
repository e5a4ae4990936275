"""Words by their sound: which Arabic ones a word in Latin letters may mean, or its first letters."""

from array import array
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from articles.arabic.latin import word_sound
from articles.search.sorted_text import SortedText

_BEHIND = "\t"


@dataclass(frozen=True, eq=False)
class WordSounds:
    """Rows of a sound and a word, in their order; and by the hash of the sound, to look for many at once."""

    rows: SortedText
    _hashes: NDArray[np.int64]
    _places: NDArray[np.int32]

    @classmethod
    def of(cls, words: Iterable[str]) -> "WordSounds":
        """Of different words in normal spelling; those without a sound, as Latin ones, are left out."""
        text, places, hashes = bytearray(), array("i"), array("q")
        for word in words:
            if sound := word_sound(word):
                places.append(len(text))
                hashes.append(hash(sound))
                text += f"{sound}{_BEHIND}{word}\n".encode()
        order = np.argsort(np.array(hashes, np.int64), kind="stable")
        unsorted = np.array(places, np.int32)
        rows = SortedText.of(bytes(text), unsorted)
        return cls(rows, np.array(hashes, np.int64)[order], unsorted[order])

    @property
    def nbytes(self) -> int:
        return self.rows.nbytes + self._hashes.nbytes + self._places.nbytes

    def sounding(self, sounds: Collection[str]) -> Iterator[tuple[str, str]]:
        """Words of one of the sounds, with it."""
        wanted = np.unique(np.fromiter(map(hash, sounds), np.int64, len(sounds)))
        first = np.searchsorted(self._hashes, wanted)
        last = np.searchsorted(self._hashes, wanted, side="right")
        for place in np.flatnonzero(last > first).tolist():
            yield from self._words(self._places[first[place] : last[place]])

    def beginning_with(self, sound: str, most: int) -> Iterator[tuple[str, str]]:
        """Words of a sound that begins so, with their sound."""
        return islice(self._words(self.rows.places[self.rows.beginning_with(sound.encode())]), most)

    def _words(self, places: NDArray[np.int32]) -> Iterator[tuple[str, str]]:
        for place in places.tolist():
            sound, _, word = self.rows.line(place).decode().partition(_BEHIND)
            yield word, sound
