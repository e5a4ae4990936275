"""Words that stand before a name or open one: data/triggers.txt."""

from functools import cache
from pathlib import Path

from articles.arabic.known_names import fold

_FILE = Path(__file__).parent.parent / "data" / "triggers.txt"


@cache
def triggers() -> dict[str, str]:
    """Folded word: the first letters of the kinds that it announces, as "po"."""
    found: dict[str, str] = {}
    kind = ""
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line[1]
        elif not line.startswith("#"):
            for word in map(fold, line.split()):
                if kind not in found.get(word, ""):
                    found[word] = found.get(word, "") + kind
    return found
