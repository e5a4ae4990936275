"""Lines that hold a date or a clock time and little else."""

import re
from dataclasses import dataclass, replace
from datetime import time, timedelta, timezone
from functools import cache, lru_cache

from articles.arabic.dates import Clock, ParsedDate, find_clock, find_dates
from articles.arabic.normalize import normalize
from articles.ingest.readers.saved_page import furniture
from articles.ingest.readers.saved_page.furniture import labels, words
from articles.ingest.readers.saved_page.lines import Line

#: A line with a date and more words than these is a sentence.
_MOST_WORDS = 22
_MOST_OTHER_WORDS = 4
_HEADLINE_WORDS = 6
_SEPARATORS = re.compile(r"[|/:()\u2013\u2014-]")
#: A writer may stand before the label: «by So-and-so, published on...».
_LABEL_REACH = 7
_SINCE, _BEFORE = "\u0645\u0646\u0630", "\u0642\u0628\u0644"
_BY_CLOCK_OF = "\u0628\u062a\u0648\u0642\u064a\u062a"
_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(r"\d{1,2}(:\d{2}){1,2}")


@dataclass(frozen=True)
class Stamp:
    """What a line says about time; `rest` is what else stands on it."""

    date: ParsedDate | None
    clock: str
    clock_time: time | None
    zone: timezone | None
    label: str
    rest: str

    @property
    def is_full(self) -> bool:
        return self.date is not None and self.date.year is not None


def read_stamp(line: Line) -> Stamp | None:
    """The date or clock of a line made for it, else None."""
    if line.word_count > _MOST_WORDS or len(line.text) > 200:
        return None
    return _read(line.text)


@cache
def _ago() -> re.Pattern[str]:
    """«Three hours ago»: time of some kind, but no date."""
    units = "|".join(words("ago"))
    return re.compile(rf"^(?:\S+ ){{0,3}}?(?:{_SINCE}|{_BEFORE}) (?:\S+ ){{0,3}}?(?:{units})\b|\bago$")


@cache
def _named_zone() -> re.Pattern[str]:
    names = "|".join(furniture.fixed_zones())
    return re.compile(rf"(?:{_BY_CLOCK_OF} ({names})|\b(gst))\b")


@lru_cache(maxsize=4096)
def _read(text: str) -> Stamp | None:
    if not _DIGIT.search(text):
        return Stamp(None, "", None, None, "ago", "") if _ago().search(normalize(text)) else None
    dates = find_dates(text)
    full = [found for found in dates if found.year]
    if not full and _ago().search(normalize(text)) and len(text.split()) < 8:
        return Stamp(None, "", None, None, "ago", "")
    spans = [(found.start, found.end) for found in dates]
    clock = find_clock(text)
    if clock:
        spans.append((clock.start, clock.end))
    rest_text = _without(text, spans)
    label, rest = _label(rest_text)
    other = [
        word
        for word in normalize(rest).split()
        if word not in words("around_dates") and not word[0].isdigit()
    ]
    if not spans:
        return _numbers_only(text, other)
    if label not in ("published", "updated") and _is_headline(text[: min(start for start, _ in spans)]):
        return None
    if len(other) > _MOST_OTHER_WORDS and not (label and len(other) <= 2 * _MOST_OTHER_WORDS):
        return None
    date = _choose(full or dates)
    zone = (clock.zone if clock else None) or _zone_named_in(text)
    if date and date.time and not date.zone:
        date = replace(date, zone=zone)
    shown = _shown_clock(text, clock) if clock else ""
    rest = "" if label == "not_own" else _rest_words(rest)
    return Stamp(date, shown, clock.time if clock else None, zone if clock else None, label, rest)


def _is_headline(before: str) -> bool:
    """Whether so much stands before the day that the line is a headline about it, and no writer's name."""
    tokens = [word for word in normalize(before).split() if not word[0].isdigit()]
    is_phrase = not _SEPARATORS.search(before.strip(" -|"))
    return is_phrase and len(tokens) >= _HEADLINE_WORDS and tokens[0] not in labels("byline")


def _zone_named_in(text: str) -> timezone | None:
    found = _named_zone().search(normalize(text))
    return timezone(timedelta(hours=furniture.fixed_zones()[found[1] or found[2]])) if found else None


def _numbers_only(text: str, other: list[str]) -> Stamp | None:
    """A date of another calendar, or numbers: time of some kind, but of no use."""
    numbers = len(_DIGIT.findall(text))
    return (
        Stamp(None, "", None, None, "", "") if numbers >= 5 and len(other) <= 1 and len(text) < 50 else None
    )


def _choose(dates: list[ParsedDate]) -> ParsedDate | None:
    """The most precise of the dates of a line: one stands for the day, another for the day and clock."""
    if not dates:
        return None
    return max(
        dates, key=lambda found: (found.year is not None, found.time is not None, found.day is not None)
    )


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with a bar for each span; the span of a clock may lie within that of a date."""
    kept, position = [], 0
    for start, end in sorted(spans):
        if start >= position:
            kept.append(text[position:start])
        position = max(position, end)
    return " | ".join([*kept, text[position:]])


def _label(text: str) -> tuple[str, str]:
    """The label of a line (published, updated, not_own), and the line with a bar in its place."""
    tokens = text.split()
    keys = [(i, key) for i, token in enumerate(tokens) for key in normalize(token).split()]
    for start in range(min(_LABEL_REACH, len(keys))):
        for length in range(min(4, len(keys) - start), 0, -1):
            phrase = " ".join(key for _, key in keys[start : start + length])
            for name in ("not_own", "updated", "published"):
                if phrase in labels(name) and (name != "not_own" or start == 0):
                    first, last = keys[start][0], keys[start + length - 1][0]
                    return name, " ".join([*tokens[:first], "|", *tokens[last + 1 :]])
    return "", text


def _rest_words(rest: str) -> str:
    """Without words for time; a place counts only before the day, behind it the place names a clock."""
    before, bar, after = rest.partition("|")
    kept = [
        word
        for text, is_before in ((before, True), (bar, False), (after, False))
        for word in text.split()
        if not word[0].isdigit()
        and (normalize(word) not in words("around_dates") or _is_place(word, is_before))
    ]
    return " ".join(kept).strip(" -|,/():\u060c\u0640\u2013")


def _is_place(word: str, is_before: bool) -> bool:
    return is_before and normalize(word) in words("places")


def _shown_clock(text: str, clock: Clock) -> str:
    """As shown; in hours of 24 where the page counts 12."""
    found = _CLOCK.search(text[clock.start : clock.end])
    if not found:
        return ""
    shown = found[0] if found[0].startswith(f"{clock.time:%H}") else f"{clock.time:%H:%M}"
    return f"{shown} GMT{str(clock.zone).removeprefix('UTC')}" if clock.zone else shown
