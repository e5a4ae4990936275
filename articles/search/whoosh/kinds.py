"""What the engine makes of each Haystack field: its kind decides streams, column and lookups."""

from datetime import date, datetime
from enum import Enum
from typing import Any

from articles.search.whoosh.columns import Column, Lists, Numbers, Strings, from_number, to_number


class Kind(Enum):
    """The document field has every stream and is what scores; other texts have fewer."""

    DOCUMENT = "document"
    TEXT = "text"
    NGRAM = "ngram"
    EDGE_NGRAM = "edge_ngram"
    STRING = "string"
    STRINGS = "strings"
    KEYS = "keys"
    INTEGER = "int"
    FLOAT = "float"
    BOOLEAN = "bool"
    DATE = "date"
    DATETIME = "datetime"

    @property
    def is_document(self) -> bool:
        return self is Kind.DOCUMENT

    @property
    def is_text(self) -> bool:
        """It has streams of words."""
        return self in (Kind.DOCUMENT, Kind.TEXT, Kind.NGRAM, Kind.EDGE_NGRAM)

    @property
    def is_string(self) -> bool:
        return self in (Kind.STRING, Kind.STRINGS)

    @property
    def is_list(self) -> bool:
        return self in (Kind.STRINGS, Kind.KEYS)

    @property
    def is_date(self) -> bool:
        return self in (Kind.DATE, Kind.DATETIME)

    @property
    def column(self) -> Column:
        """The column of its values; texts have one only where they are stored."""
        if self.is_list:
            return Lists(Numbers() if self is Kind.KEYS else Strings())
        if self.is_text or self.is_string:
            return Strings()
        return Numbers(self.value)  # type: ignore[arg-type]  # the rest are named as the columns' kinds are


_BY_TYPE = {
    "integer": Kind.INTEGER,
    "float": Kind.FLOAT,
    "boolean": Kind.BOOLEAN,
    "date": Kind.DATE,
    "datetime": Kind.DATETIME,
    "ngram": Kind.NGRAM,
    "edge_ngram": Kind.EDGE_NGRAM,
}


def kind_of(field: Any) -> Kind:
    """The kind of a Haystack search field."""
    if field.document:
        return Kind.DOCUMENT
    if field.is_multivalued:
        return Kind.KEYS if field.field_type == "keys" else Kind.STRINGS
    if field.field_type in _BY_TYPE:
        return _BY_TYPE[field.field_type]
    # The whole value of a text, beside it, for facets.
    return Kind.STRING if hasattr(field, "facet_for") else Kind.TEXT


def to_value(kind: Kind, value: Any) -> Any:
    """One value as the tree compares it: numbers for dates and booleans.

    Raises ValueError or TypeError for what cannot be one.
    """
    if value is None:
        return None
    if kind is Kind.KEYS:
        return int(value)
    if kind.is_text or kind.is_string:
        return str(value)
    if isinstance(value, str):
        value = _read(kind, value)
    return to_number(value, kind.value)


def indexed(kind: Kind, value: Any) -> Any:
    """A prepared value as the writer takes it; texts that are weighted stay what they are."""
    if value is None or (kind.is_text and isinstance(value, str | tuple)):
        return value
    if kind.is_list:
        return [to_value(kind, each) for each in value]
    if kind.is_text or kind.is_string:
        return str(value)
    return _read(kind, value) if isinstance(value, str) else value


def to_python(kind: Kind, value: Any) -> Any:
    """What a result shows for a column's value; times are naive UTC, as Haystack's are."""
    if value is None or kind.is_text or kind.is_string:
        return value
    found = from_number(value, kind.value)  # type: ignore[arg-type]
    if isinstance(found, datetime):
        return found.replace(tzinfo=None)
    return datetime(found.year, found.month, found.day) if isinstance(found, date) else found


def _read(kind: Kind, text: str) -> Any:
    if kind.is_date:
        return datetime.fromisoformat(text.strip())
    if kind is Kind.BOOLEAN:
        return text.lower() in ("true", "t", "1")
    return float(text) if kind is Kind.FLOAT else int(text)
