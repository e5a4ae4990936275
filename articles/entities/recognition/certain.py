"""Names of the curated table, found wherever they stand: no text that was learned from has the newest ones.

The longest name that begins at a word counts. Its alefs have to agree with those of the table where both are
signed: afad, an agency, is written with another alef than the verb of every report.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from articles.arabic.letters import ALEF_HAMZA_ABOVE, ALEF_HAMZA_BELOW, ALEF_MADDA
from articles.arabic.names import Kind
from articles.arabic.normalize import unmark
from articles.entities.recognition.division import is_quoted
from articles.entities.recognition.proclitics import bare_forms
from articles.entities.recognition.words import Word, folded

_SIGNED_ALEFS = ALEF_HAMZA_ABOVE + ALEF_HAMZA_BELOW + ALEF_MADDA


@dataclass(frozen=True)
class Certain:
    """A name in the words of a sentence, half-open; `letters` of its first word are proclitics."""

    start: int
    end: int
    letters: int
    kind: Kind


class CertainNames:
    """Unchanging once made."""

    def __init__(self, spellings: Iterable[tuple[str, Kind]]) -> None:
        """`spellings`: (name as written, kind). Those of several kinds are left out."""
        kinds: dict[str, set[Kind]] = defaultdict(set)
        self._written: dict[str, list[str]] = defaultdict(list)
        for name, kind in spellings:
            key = " ".join(folded(word) for word in name.split())
            kinds[key].add(kind)
            self._written[key].append(unmark(name.split()[0]))
        self._kinds: Mapping[str, Kind] = {
            name: next(iter(own)) for name, own in kinds.items() if len(own) == 1
        }
        lengths: dict[str, set[int]] = defaultdict(set)
        for name in self._kinds:
            first, *rest = name.split()
            lengths[first].add(1 + len(rest))
        self._lengths = {first: sorted(own, reverse=True) for first, own in lengths.items()}

    def __contains__(self, name: object) -> bool:
        """Of a folded name."""
        return name in self._kinds

    def find(self, words: Sequence[Word]) -> Iterator[Certain]:
        """From left to right, none overlapping."""
        at = 0
        while at < len(words):
            name = self._at(words, at)
            if name:
                yield name
            at = name.end if name else at + 1

    def _at(self, words: Sequence[Word], at: int) -> Certain | None:
        """The longest name that begins at this word; of equal ones that without proclitics."""
        whole = folded(words[at].text)
        best: Certain | None = None
        behind = [] if is_quoted(words, at) else bare_forms(whole)
        for letters, first in ((0, whole), *behind):
            for length in self._lengths.get(first, ()):
                if at + length > len(words) or (best and length <= best.end - at):
                    continue
                name = " ".join([first, *(folded(word.text) for word in words[at + 1 : at + length])])
                if name in self._kinds and self._is_spelt_so(words[at].text, name):
                    best = Certain(at, at + length, letters, self._kinds[name])
        return best

    def _is_spelt_so(self, first: str, name: str) -> bool:
        return any(_alefs_agree(unmark(first), written) for written in self._written[name])


def _alefs_agree(one: str, other: str) -> bool:
    """Seen from the end, where a proclitic moves no letter."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return all(a == b for a, b in pairs if a in _SIGNED_ALEFS and b in _SIGNED_ALEFS)
