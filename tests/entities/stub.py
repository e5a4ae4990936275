"""A recogniser for tests: it finds the names that a test has written into NAMES, as whole words."""

import re
from collections.abc import Iterator

from articles.arabic.names import Kind
from articles.entities.recognition.spans import Span

#: Name: kind. Longer names win over shorter ones.
NAMES: dict[str, Kind] = {}
_PROCLITICS = "[وفبلك]{0,2}"


def recognise(text: str) -> Iterator[Span]:
    names = sorted(NAMES, key=len, reverse=True)
    if not names:
        return
    for match in re.finditer(rf"(?<!\w){_PROCLITICS}?({'|'.join(map(re.escape, names))})(?!\w)", text):
        yield Span(match.start(1), match.end(1), NAMES[match[1]], match[1])
