"""From Haystack's fields to a Whoosh schema, with the Arabic pipeline as its analyzer."""

from collections.abc import Iterator, Mapping
from typing import Any

from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from whoosh import fields
from whoosh.analysis import Analyzer, Token

from articles.arabic.analyze import ANALYSIS_VERSION, analyze


class ArabicAnalyzer(Analyzer):
    """Whoosh's view of `articles.arabic.analyze`: a token per word, its text the stem."""

    def __call__(
        self, value: str, positions: bool = False, chars: bool = False, mode: str = "", **kwargs: Any
    ) -> Iterator[Token]:
        token = Token(positions, chars, removestops=True, mode=mode)
        for word in analyze(value):
            token.text = word.stem
            token.boost = 1.0
            token.stopped = False
            token.pos = word.position
            token.startchar, token.endchar = word.start, word.end
            yield token


def build_schema(search_fields: Mapping[str, Any]) -> tuple[str, fields.Schema]:
    """The name of the document field, and the schema. Only keys are stored: text is in the database."""
    schema = fields.Schema()
    schema.add(ID, fields.ID(stored=True, unique=True))
    schema.add(DJANGO_CT, fields.ID(stored=True))
    schema.add(DJANGO_ID, fields.ID(stored=True))
    document_field = ""
    for field in search_fields.values():
        name = field.index_fieldname
        schema.add(name, _whoosh_field(field))
        if field.document:
            document_field = name
    return document_field, schema


def _whoosh_field(field: Any) -> fields.FieldType:
    if field.is_multivalued:
        # Values are database keys, so the comma can never be part of one.
        return fields.KEYWORD(commas=True, sortable=True)
    if field.field_type in ("integer", "boolean"):
        return fields.NUMERIC(numtype=int, bits=64, sortable=True, default=0)
    if field.field_type == "string":
        return fields.TEXT(analyzer=ArabicAnalyzer())
    raise ValueError(
        f"The index field {field.index_fieldname} has the type {field.field_type}: not known here."
    )


def index_format(schema: fields.Schema) -> dict[str, Any]:
    """What an index was written with; search refuses an index of another format."""
    return {"analysis": ANALYSIS_VERSION, "fields": sorted(schema.names())}
