"""How often a feed asks to be read."""

from typing import Any

from articles.ingest.readers.feeds.names import name_of

_HOUR, _DAY = 60, 24 * 60
_LONGEST = 7 * _DAY
_PERIODS = {"hourly": _HOUR, "daily": _DAY, "weekly": 7 * _DAY, "monthly": 30 * _DAY, "yearly": 365 * _DAY}


def ttl_of(head: Any) -> int | None:
    """Minutes between two readings that the feed asks for, by all it says; at most a week."""
    said = {
        name_of(child): (child.text or "").strip().lower()[:20] for child in head if child.text or len(child)
    }
    asked = [_number(said.get("ttl", ""))]
    if period := _PERIODS.get(said.get("sy:updateperiod", "")):
        asked.append(period // max(_number(said.get("sy:updatefrequency", "")), 1))
    asked.append(_by_hours(head))
    longest = max(asked)
    return min(longest, _LONGEST) if longest > 0 else None


def _by_hours(head: Any) -> int:
    """A feed that is to be left alone for most hours asks for as many readings as hours are left."""
    hours = {
        number % 24
        for child in head
        if name_of(child) == "skiphours"
        for hour in child[:100]
        if (number := _number((hour.text or "").strip(), none=-1)) >= 0
    }
    return _DAY // max(24 - len(hours), 1) if hours else 0


def _number(text: str, none: int = 0) -> int:
    return int(text) if text.isascii() and text.isdigit() else none
