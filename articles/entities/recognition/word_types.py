"""What words look like by themselves: a place, a person, a nationality or none (model/word_types.npz).

Made by `manage.py train_recogniser --word-types` (learning/word_types.py). A word is found by a hash of its
folded spelling: of a million unknown words forty are taken for another.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class WordTypes:
    """`hashes` are sorted; `levels` beside them: of each word a few small numbers."""

    hashes: npt.NDArray[np.uint32]
    levels: npt.NDArray[np.uint8]

    def of(self, forms: Sequence[str]) -> list[int]:
        """The levels of the first of these spellings that is known; empty for none."""
        for form in forms:
            key = np.uint32(word_hash(form))
            place = int(self.hashes.searchsorted(key))
            if place < len(self.hashes) and self.hashes[place] == key:
                found: list[int] = self.levels[place].tolist()
                return found
        return []


NO_TYPES = WordTypes(np.zeros(0, np.uint32), np.zeros((0, 0), np.uint8))


def word_hash(form: str) -> int:
    return zlib.crc32(form.encode("utf-8", "surrogatepass"))


def read_word_types(path: Path) -> WordTypes:
    with np.load(path, allow_pickle=False) as file:
        return WordTypes(file["hashes"], file["levels"])


def write_word_types(types: WordTypes, path: Path) -> None:
    """The same types make the same bytes."""
    np.savez_compressed(path, hashes=types.hashes, levels=types.levels)
