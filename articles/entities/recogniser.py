"""The recogniser that the setting ENTITY_RECOGNISER names: docs/entities/recogniser.md.

Whatever it is, its answers are checked here: what is no span of the text is dropped and logged.
"""

import logging
from collections.abc import Callable, Iterable
from typing import cast, get_args

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from articles.arabic.names import Kind
from articles.entities.recognition.spans import Span, in_order

#: Ends of lines that no name crosses.
_LINE_ENDS = frozenset("\n\r")
_KINDS = get_args(Kind)

logger = logging.getLogger(__name__)


def recogniser() -> Callable[[str], list[Span]]:
    """text -> names, sorted and none overlapping; nothing is recognised where the setting is empty.

    Raises ImproperlyConfigured for a path that leads nowhere.
    """
    path = getattr(settings, "ENTITY_RECOGNISER", "")
    if not path:
        return lambda text: []
    try:
        named = import_string(path)
    except ImportError as error:
        raise ImproperlyConfigured(f"ENTITY_RECOGNISER: {path} cannot be imported: {error}") from error
    if not callable(named):
        raise ImproperlyConfigured(f"ENTITY_RECOGNISER: {path} cannot be called.")

    def recognise(text: str) -> list[Span]:
        return checked(text, named(text), path)

    return recognise


def checked(text: str, answers: Iterable[object], path: str) -> list[Span]:
    """Those that are spans of the text, in order; of two that overlap the one that begins first."""
    spans = []
    for answer in answers:
        span = _span(text, answer)
        if span:
            spans.append(span)
        else:
            logger.warning("%s: dropped %.200r: not a name in this text", path, answer)
    kept = in_order(spans)
    if len(kept) < len(spans):
        logger.warning("%s: dropped %d names that overlap others", path, len(spans) - len(kept))
    return kept


def _span(text: str, answer: object) -> Span | None:
    """Of any object with start, end and kind; the text of it is looked up here."""
    start, end, kind = (getattr(answer, name, None) for name in ("start", "end", "kind"))
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
        return None
    written = text[start:end]
    if kind not in _KINDS or not _LINE_ENDS.isdisjoint(written) or not written.strip():
        return None
    return Span(start, end, cast(Kind, kind), written)
