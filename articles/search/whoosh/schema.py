"""From Haystack's fields to a Whoosh schema."""

from collections.abc import Mapping
from typing import Any

from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from whoosh import fields

from articles.arabic.analyze import ANALYSIS_VERSION
from articles.search.ranking import TITLE_WEIGHT
from articles.search.whoosh.fields import STREAMS, ColumnField, KeyField, StreamField
from articles.search.whoosh.kinds import Kind, kind_of

#: Counts up whenever the same documents would be written differently.
FORMAT_VERSION = 1
#: The number of the model's row, where its key is one: equal documents are told apart by it.
NUMBER = "django_number"

_WITH_POSITIONS = frozenset({"stem", "written"})
_OF_A_TEXT = ("exact", "stem", "written")
#: Haystack's own fields, which no index declares.
OWN_KINDS = {ID: Kind.STRING, DJANGO_CT: Kind.STRING, DJANGO_ID: Kind.STRING, NUMBER: Kind.INTEGER}


def kinds_of(search_fields: Mapping[str, Any]) -> dict[str, Kind]:
    """The kind of each field of the index."""
    return OWN_KINDS | {field.index_fieldname: kind_of(field) for field in search_fields.values()}


def stored_of(search_fields: Mapping[str, Any]) -> frozenset[str]:
    """The fields whose values results carry."""
    return frozenset(field.index_fieldname for field in search_fields.values() if field.stored)


def build_schema(kinds: Mapping[str, Kind], stored: frozenset[str]) -> fields.Schema:
    """Streams for texts, columns for everything else and for texts that results carry."""
    schema = fields.Schema()
    schema.add(ID, KeyField(unique=True))
    for name, kind in kinds.items():
        if name == ID:
            continue
        if kind.is_text:
            for stream in STREAMS if kind.is_document else _OF_A_TEXT:
                schema.add(f"{name}.{stream}", StreamField(positions=stream in _WITH_POSITIONS))
        if not kind.is_text or name in stored:
            schema.add(name, ColumnField(kind.column))
    return schema


def index_format(schema: fields.Schema) -> dict[str, Any]:
    """What an index was written with; search refuses an index of another format."""
    return {
        "format": FORMAT_VERSION,
        "analysis": ANALYSIS_VERSION,
        "title_weight": TITLE_WEIGHT,
        "fields": sorted(schema.names()),
    }


def can_read(recorded: dict[str, Any] | None, wanted: dict[str, Any]) -> bool:
    """Whether an index of the recorded format answers for the wanted one: it may have more fields."""
    if recorded is None:
        return False
    same = all(recorded.get(name) == value for name, value in wanted.items() if name != "fields")
    return same and set(wanted["fields"]) <= set(recorded.get("fields", ()))
