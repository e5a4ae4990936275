"""Numbers in words: the days, hours and years of dates."""

from articles.arabic.date_tokens import DateTokens

_ORDINAL_OF_PAIR = {"I": 1, "J": 2}


def day_in_words(tokens: DateTokens, first: int, last: int) -> int | None:
    """The ordinal that begins at a token: "the fifth", "the fifth ten" (15), "the fifth and twentieth"."""
    unit = _ORDINAL_OF_PAIR.get(tokens.kinds[first]) or tokens.value(first)
    following = tokens.kinds[first + 1] if first + 1 < last else ""
    if following not in ("n", "g"):
        return unit
    return unit + tokens.value(first + 1) if unit < 10 else None


def hour_in_words(tokens: DateTokens, first: int, last: int) -> tuple[int, int] | None:
    """Hour and minute: "the ninth", "the second ten" (12), "the third less a quarter" (2:45)."""
    hour, minute, is_less = tokens.value(first), 0, False
    for i in range(first + 1, last):
        if tokens.kinds[i] == "n":
            if hour > 2:
                return None
            hour += 10
        is_less = is_less or tokens.kinds[i] == "~"
        if tokens.kinds[i] == "%":
            minute = tokens.value(i)
    return less_part(hour, minute) if is_less else (hour, minute)


def less_part(hour: int, minute: int) -> tuple[int, int]:
    return (hour - 1 or 12), 60 - minute


def year_in_words(tokens: DateTokens, first: int, last: int) -> int:
    return sum(tokens.value(i) for i in range(first, last) if tokens.kinds[i] in "UFin")
