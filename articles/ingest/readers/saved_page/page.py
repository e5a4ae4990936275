"""Page: the lines of a saved page with what is known of each before any of them has a role."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache

from articles.ingest.readers.saved_page import furniture
from articles.ingest.readers.saved_page.lines import Line, split_lines
from articles.ingest.readers.saved_page.stamps import Stamp, read_stamp

_PREFIXES = re.compile(
    "^(?:[\u0648\u0641]?(?:\u0628|\u0643|\u0644)?\u0627\u0644|[\u0648\u0641]?\u0644\u0644|[\u0648\u0628\u0644\u0641](?=....))"
)
_SUFFIXES = re.compile(
    "(?<=...)(?:\u0647\u0627|\u064a\u0646|\u0648\u0646|\u0627\u062a|\u0627\u0646|\u064a\u0647|\u0647|\u064a)$"
)
_LENIENT_WORDS, _LENIENT_WORDS_BELOW = 14, 8
_WAW = "\u0648"
_NEVER_DATED = frozenset({"footer", "inline", "tags", "link", "rule", "crumbs", "consent", "missing"})


@dataclass(frozen=True)
class Page:
    lines: tuple[Line, ...]
    was_cut: bool
    #: Take long lines for paragraphs though they do not end in a full stop.
    lenient: bool = False

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        return tuple(kind for kind, _ in self._classified)

    @cached_property
    def stamps(self) -> tuple[Stamp | None, ...]:
        return tuple(stamp for _, stamp in self._classified)

    @cached_property
    def _classified(self) -> tuple[tuple[str, Stamp | None], ...]:
        """Kind and stamp of each line; «published 1/2/2019» is a date though the word is a button too."""
        found = []
        for line in self.lines:
            kind = furniture.kind_of(line)
            stamp = None if kind in _NEVER_DATED else read_stamp(line)
            if stamp and kind and (stamp.is_full or stamp.clock) and stamp.label != "not_own":
                kind = ""
            found.append((kind, stamp if not kind or kind in ("wordless", "tools") else None))
        return tuple(found)

    @cached_property
    def prose(self) -> tuple[bool, ...]:
        """Which lines are paragraphs of something: not of furniture, and not the headline printed twice."""
        found: list[bool] = []
        for line, kind, stamp in zip(self.lines, self.kinds, self.stamps, strict=True):
            is_text = not kind and not stamp and not doubled(line)
            found.append(
                is_text
                and (
                    line.is_prose
                    or (
                        (line.has_clauses or (self.lenient and line.word_count >= _LENIENT_WORDS_BELOW))
                        and self._follows_text(line, found)
                    )
                )
            )
        return tuple(found)

    def _follows_text(self, line: Line, prose: list[bool]) -> bool:
        """Whether a line without a full stop stands where paragraphs do: below another, or the date."""
        above, below = line.number - 1, line.number + 1
        while above >= 0 and self.kinds[above] in furniture.SOFT:
            above -= 1
        if above < 0 or (below < len(self.lines) and self.stamps[below]):
            return False
        if self.lenient:
            is_title = self.key_counts[line.key] > 1 or self.kinds[above] in furniture.LISTS
            return not is_title and (line.word_count >= _LENIENT_WORDS or prose[above])
        if prose[above] or continues(line.key):
            return True
        # A first paragraph has text below and a headline above its date; a standfirst lacks one.
        has_more = below < len(self.lines) and (self.lines[below].has_clauses or self.lines[below].is_prose)
        titled = any(len(self.lines[i].words) >= 4 for i in range(max(0, above - 3), above))
        return self.stamps[above] is not None and has_more and titled

    @cached_property
    def key_counts(self) -> Counter[str]:
        return Counter(line.key for line in self.lines)

    @cached_property
    def is_live(self) -> bool:
        """A live report: it says so, and clock times alone part its entries."""
        clocks = sum(
            bool(stamp and stamp.clock and not stamp.date and not stamp.rest) for stamp in self.stamps
        )
        return clocks >= 2 and any(line.key.startswith(tuple(furniture.words("live"))) for line in self.lines)

    @cached_property
    def closed_blocks(self) -> frozenset[int]:
        """Blocks of lines, without a blank between, that hold a label of furniture."""
        hard = furniture.ASIDES | furniture.TERMINAL
        return frozenset(
            line.block for line, kind in zip(self.lines, self.kinds, strict=True) if kind in hard
        )

    @cached_property
    def parts_paragraphs(self) -> bool:
        """Paragraphs have blank lines around them."""
        prose = [line for line, is_prose in zip(self.lines, self.prose, strict=True) if is_prose]
        parted = sum(line.blank_before and line.blank_after for line in prose)
        return parted >= 0.6 * len(prose) > 0

    def is_short(self, i: int) -> bool:
        """A line that could be a headline, name or subheading: no paragraph, stamp or furniture."""
        return not (self.prose[i] or self.kinds[i] or self.stamps[i])


def continues(key: str) -> bool:
    """A paragraph that starts as if something stood before it."""
    first, _, rest = key.partition(" ")
    openings = (first, " ".join((first, *rest.split(" ", 1)[:1])))
    if furniture.words("continuing") & set(openings):
        return True
    return first.startswith(_WAW) and len(first) >= 4 and first not in furniture.words("waw_words")


def read_page(text: str) -> Page:
    return Page(*split_lines(text))


def doubled(line: Line) -> bool:
    """The same words twice, one after the other."""
    words = line.key.split()
    half = len(words) // 2
    return half >= 3 and len(words) % 2 == 0 and words[:half] == words[half:]


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    return _SUFFIXES.sub("", _PREFIXES.sub("", word))


def topic(line: Line) -> frozenset[str]:
    """What a line is about: its longer words, crudely stemmed."""
    return frozenset(
        _stem(word) for word in line.words if len(word) > 2 and word not in furniture.words("common_words")
    )


def overlap(of: frozenset[str], with_: frozenset[str]) -> float:
    """Share of the words of the first that the second has."""
    return len(of & with_) / len(of) if of else 0.0
