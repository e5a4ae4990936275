"""Problem: why an input, or a part of it, was not imported, in both languages."""

import logging
from dataclasses import dataclass

from articles.ingest.documents import UnreadableInput

logger = logging.getLogger("newsarchive.import")


@dataclass(frozen=True)
class Problem:
    """Why an input was not imported; `line` counts from 1."""

    message_en: str
    message_ar: str
    line: int | None = None
    field: str = ""


def problem_of(error: Exception, place: str) -> Problem:
    """What to tell of an error. A defect of ours must cost this record only; the log has where it is."""
    if isinstance(error, UnreadableInput):
        return Problem(error.message_en, error.message_ar, error.line, error.field_name)
    logger.error("import of %s failed", place, exc_info=error)
    name = type(error).__name__
    return Problem(f"An error of the program: {name}.", f"خطأ في البرنامج: {name}.")
