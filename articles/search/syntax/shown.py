"""A query, or a part of one, on a page."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

#: After Arabic letters a date would be shown in the order of its groups: 06-2018.
_DATES = re.compile(r"(?<![\d-])(?:\d{4}(?:-\d{1,2}){1,2}|\d{1,2}([-/.])\d{1,2}\1\d{4})(?![\d-])")


def shown(query: str) -> SafeString:
    """The query as it is typed, from its first letter to its last: dates apart from their surroundings."""
    return mark_safe(_DATES.sub(r'<bdi class="day" dir="ltr">\g<0></bdi>', escape(query)))  # noqa: S308
