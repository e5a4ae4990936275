"""Lines that hold a date or a clock time and little else."""

import re
from dataclasses import dataclass, replace
from datetime import time, timedelta, timezone
from functools import cache, lru_cache

from articles.arabic.dates import ParsedDate, find_clock, find_dates
from articles.arabic.normalize import normalize
from articles.ingest.readers.saved_page import furniture
from articles.ingest.readers.saved_page.furniture import labels, words
from articles.ingest.readers.saved_page.lines import Line

#: A line with a date and more words than these is a sentence.
_MOST_WORDS = 22
_MOST_OTHER_WORDS = 4
_SINCE, _BEFORE = "\u0645\u0646\u0630", "\u0642\u0628\u0644"
_BY_CLOCK_OF = "\u0628\u062a\u0648\u0642\u064a\u062a"
_DIGIT = re.compile(r"\d")


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
    return re.compile(rf"{_BY_CLOCK_OF} (" + "|".join(furniture.fixed_zones()) + r")\b")


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
    if len(other) > _MOST_OTHER_WORDS and not (label and len(other) <= 2 * _MOST_OTHER_WORDS):
        return None
    date = _in_named_zone(_choose(full or dates), text)
    shown = _shown_clock(text, clock.start, clock.end, clock.zone) if clock else ""
    return Stamp(
        date, shown, clock.time if clock else None, clock.zone if clock else None, label, _rest_words(rest)
    )


def _in_named_zone(date: ParsedDate | None, text: str) -> ParsedDate | None:
    if date is None or date.time is None or date.zone is not None:
        return date
    found = _named_zone().search(normalize(text))
    return replace(date, zone=timezone(timedelta(hours=furniture.fixed_zones()[found[1]]))) if found else date


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
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + " | " + text[end:]
    return text


def _label(text: str) -> tuple[str, str]:
    """The label of a line (published, updated, not_own), and the line without it."""
    normal = normalize(text).split()
    for name in ("not_own", "updated", "published"):
        for length in range(min(4, len(normal)), 0, -1):
            for start in range(min(3, len(normal) - length + 1)):
                phrase = " ".join(normal[start : start + length])
                if phrase in labels(name) and (name != "not_own" or start == 0):
                    return name, " ".join(normal[:start] + normal[start + length :])
    return "", text


def _rest_words(rest: str) -> str:
    kept = [
        word
        for word in rest.split()
        if normalize(word) not in words("around_dates") and not word[0].isdigit()
    ]
    return " ".join(kept).strip(" -|,/():\u060c\u0640\u2013")


def _shown_clock(text: str, start: int, end: int, zone: timezone | None) -> str:
    found = re.search(r"\d{1,2}(:\d{2}){1,2}", text[start:end])
    if not found:
        return ""
    if zone is None:
        return found[0]
    offset = str(zone).removeprefix("UTC")
    return f"{found[0]} GMT{offset}"
