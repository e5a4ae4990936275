"""Words that stand for one state of one article, so that a search tells which state the index has."""

import re
from pathlib import Path

#: Consonants that no prefix or suffix is made of and no spelling rule changes. Those of the beginning are not
#: among the others: no two terms that lie beside each other in a file look like a mark.
_LETTERS = "جحخدذرزشصضطعغ"
_BEGINNING, _SIZE = "قظ", 6
_MARK = re.compile(f"{_BEGINNING}[{_LETTERS}]{{{_SIZE}}}")


def mark(number: int) -> str:
    """The word with this number."""
    letters = []
    for _ in range(_SIZE):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    return _BEGINNING + "".join(letters)


def mark_in(text: str) -> str:
    """The one mark of an article's text."""
    (found,) = _MARK.findall(text)
    return found


def marks_in_files(directory: Path) -> set[str]:
    """Those that can be read from the bytes of the files below a directory."""
    found: set[str] = set()
    for path in directory.rglob("*"):
        if path.is_file():
            found.update(_MARK.findall(path.read_bytes().decode(errors="replace")))
    return found
