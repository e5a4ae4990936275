"""A row of columns to a Document: what every reader of rows shares."""

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from articles.arabic.dates import ParsedDate, Style, parse_date
from articles.arabic.normalize import clean_input
from articles.ingest.canonical import canonical_address
from articles.ingest.documents import Document, UnreadableInput
from articles.ingest.problems import Problem, problem_of
from articles.ingest.readers.columns import Found, RowFormat
from articles.ingest.readers.html import fragment_text
from articles.ingest.readers.record import Record

#: So many columns without a meaning are named; a file with more has no columns but data for names.
_MOST_NAMED = 50
_YEAR_FIRST = re.compile(r"\d{4}-")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z]+)?", re.IGNORECASE)
_LANGUAGES = {"arabic": "ar", "العربية": "ar", "عربي": "ar", "english": "en", "french": "fr"}
_BLANK_LINE = re.compile(r"\n[ \t\u00a0]*\n")
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029]")
_BLOCK_TAG = re.compile(
    r"<(?:p|br|div|li|h[1-6]|table|tr|blockquote|section|article)\b[^<>]*>", re.IGNORECASE
)
_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|strong|em|img|h[1-6]|ul|ol|li|table|tr|td|blockquote|figure|font|script"
    r"|style|iframe|section|article)\b[^<>]*>",
    re.IGNORECASE,
)
_BREAKS = re.compile(r"\s*\n\s*")


class RowReader:
    """Makes records of the rows of one file, and says once which columns mean nothing."""

    def __init__(self, path: str, rows: RowFormat, *, kind: str) -> None:
        self._path = path
        self._rows = rows
        self._kind = kind
        self._context = rows.to_context()
        self._found: dict[tuple[str, ...], Found] = {}
        self._said: set[str] = set()

    def find(self, names: tuple[str, ...]) -> Found:
        if names not in self._found:
            if len(self._found) > 1000:  # rows that all have other columns
                self._found.clear()
            self._found[names] = self._rows.columns.find(names)
        return self._found[names]

    def record(self, row: Mapping[str, Any], *, line: int, raw: bytes) -> Record:
        """The record of one row; never raises."""
        try:
            # What cannot be stored may stand in a name too, and names are told in problems.
            row = {clean_input(name): value for name, value in row.items()}
            found = self.find(tuple(row))
            document, about_fields = _document(row, found.fields, self._rows.date_order)
            notes = [*self._unknown(found.left), *about_fields]
        except Exception as error:
            return self.failed(error, line=line)
        return Record(
            self._path,
            line,
            document,
            notes=tuple(replace(note, line=line) for note in notes),
            raw=raw,
            kind=self._kind,
            context=self._context,
        )

    def failed(self, error: Exception, *, line: int) -> Record:
        problem = problem_of(error, f"{self._path}:{line}")
        return Record(self._path, line, problem=replace(problem, line=line))

    def _unknown(self, left: tuple[str, ...]) -> list[Problem]:
        new = [name for name in dict.fromkeys(left) if name.strip() and name not in self._said]
        if not new or len(self._said) > _MOST_NAMED:
            return []
        self._said.update(new)
        names = ", ".join(name[:50] for name in new[:_MOST_NAMED])
        more = ", …" if len(new) > _MOST_NAMED else ""
        return [
            Problem(
                f"Columns that are not read: {names}{more} (--map FIELD=COLUMN gives them a meaning).",
                f"أعمدة لا تُقرأ: {names}{more} (يعطيها ‎--map حقل=عمود معنى).",
            )
        ]


def _document(
    row: Mapping[str, Any], fields: Mapping[str, str], date_order: Style
) -> tuple[Document, list[Problem]]:
    """The document of a row, and what of it was left out. Raises UnreadableInput."""
    texts: dict[str, Any] = {}
    notes: list[Problem] = []
    published = None
    for name, column in fields.items():
        try:
            text = _text(name, row[column])
            if name == "published":
                published = _published(text, date_order)
            elif text:
                texts[name] = text
        except UnreadableInput as error:
            if name in ("title", "body"):
                raise UnreadableInput(error.message_en, error.message_ar, field_name=column) from error
            notes.append(Problem(error.message_en, error.message_ar, field=column[:50]))
    if "title" not in texts and "body" not in texts:
        raise UnreadableInput("This row has neither headline nor text.", "ليس في هذا السطر عنوان ولا نص.")
    return Document(**texts, published=published, published_origin="metadata"), notes


def _text(name: str, value: Any) -> str:
    """A cell as text; a list of texts is paragraphs or names. Raises UnreadableInput."""
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = ("\n\n" if name == "body" else "، ").join(filter(str.strip, value))
    if isinstance(value, (dict, list, bool)):
        raise UnreadableInput("This is no text.", "هذا ليس نصًا.")
    text = _LINE_ENDS.sub("\n", clean_input(str(value))).strip()
    if name != "canonical_url":
        text = _unmarked(text, is_body=name == "body")
    if name == "body":
        return _paragraphs(text)
    text = _BREAKS.sub(" ", text)
    if name == "canonical_url":
        _check_address(text)
    if name == "language":
        text = _LANGUAGES.get(text.lower(), text)
    if name == "language" and text and not _LANGUAGE.fullmatch(text):
        raise UnreadableInput(
            f"“{text[:50]}” is no language code such as ar.",
            f"«{text[:50]}» ليس رمز لغة مثل ar.",
        )
    return text


def _paragraphs(text: str) -> str:
    """Paragraphs parted by an empty line; where no line is empty, every line is one."""
    if _BLANK_LINE.search(text):
        return "\n\n".join(part.strip() for part in _BLANK_LINE.split(text) if part.strip())
    return "\n\n".join(part.strip() for part in text.split("\n") if part.strip())


def _unmarked(text: str, *, is_body: bool) -> str:
    """The text of a cell without HTML, if there is any."""
    if not _TAG.search(text):
        text = html.unescape(text) if "&" in text else text
        if not _TAG.search(text):  # what was escaped once too often is HTML after all
            return text
    if is_body and not _BLOCK_TAG.search(text):
        # Its paragraphs are lines, as editors of blogs keep them.
        text = "<p>" + _paragraphs(text).replace("\n\n", "</p><p>") + "</p>"
    return fragment_text(text)


def _check_address(text: str) -> None:
    if text and not canonical_address(text):
        raise UnreadableInput(
            f"“{text[:100]}” is no address of the web; it was left out.",
            f"«{text[:100]}» ليس عنوان صفحة على الشبكة، فتُرك.",
        )


def _published(text: str, order: Style) -> ParsedDate | None:
    """The date of a cell. Raises UnreadableInput for what is none, and for what could be two."""
    if not text:
        return None
    date = parse_date(text, style=order)
    if date is None:
        raise UnreadableInput(
            f"“{text[:100]}” cannot be read as a date; the article is undated.",
            f"«{text[:100]}» لا يُقرأ تاريخًا، فبقي المقال بلا تاريخ.",
        )
    other = None if order != "auto" or _YEAR_FIRST.match(text) else parse_date(text, style="mdy")
    if other is not None and (date.month, date.day) != (other.month, other.day):
        raise UnreadableInput(
            f"“{text[:100]}” may be two dates; the article is undated. --date-order dmy (day first) "
            "or mdy (month first) says which.",
            f"«{text[:100]}» يحتمل تاريخين، فبقي المقال بلا تاريخ. يحدد المقصود "
            "‎--date-order dmy (اليوم أولًا) أو mdy (الشهر أولًا).",
        )
    return date
