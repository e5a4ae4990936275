"""From what the executor found to what Haystack returns."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from haystack import connections
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.models import SearchResult
from haystack.utils.app_loading import haystack_get_model

from articles.search.whoosh.columns import ListColumn, NumberColumn, StringColumn
from articles.search.whoosh.kinds import Kind, to_python
from articles.search.whoosh.segments import Segment


class DocumentReader:
    """Reads the columns of documents as Python values."""

    def __init__(self, kinds: Mapping[str, Kind], stored: Iterable[str], connection: str) -> None:
        self.kinds = kinds
        self.stored = frozenset(stored)
        self.unified = connections[connection].get_unified_index()

    def result(
        self,
        segment: Segment,
        document: int,
        score: float,
        make: type[SearchResult] | None,
        only: Iterable[str] = (),
    ) -> SearchResult | None:
        """A result with the stored values of its model; of `only` these, where any are named.

        None for a model that is no longer indexed.
        """
        label = self.value(segment, document, DJANGO_CT)
        app_label, model_name = label.split(".")
        fields = self._fields_of(app_label, model_name)
        if fields is None:
            return None
        names = self.stored.intersection(fields)
        wanted = set(only)
        values = {
            name: self._converted(fields[name], self.value(segment, document, name))
            for name in (names & wanted if wanted else names)
        }
        key = self.value(segment, document, DJANGO_ID)
        values[ID] = self.value(segment, document, ID)
        return (make or SearchResult)(app_label, model_name, key, score, **values)

    def value(self, segment: Segment, document: int, name: str) -> Any:
        column = segment.column(name)
        kind = self.kinds[name]
        if isinstance(column, NumberColumn):
            missing = column.missing is not None and column.missing[document]
            return None if missing else to_python(kind, column.values[document].item())
        if isinstance(column, StringColumn):
            ordinal = int(column.ordinals[document])
            return None if ordinal < 0 else column.vocabulary[ordinal]
        assert isinstance(column, ListColumn)
        values = column.values[column.offsets[document] : column.offsets[document + 1]].tolist()
        return values if column.vocabulary is None else [column.vocabulary[value] for value in values]

    def _fields_of(self, app_label: str, model_name: str) -> dict[str, Callable[[Any], Any]] | None:
        """The converters of the model's index, by field."""
        model = haystack_get_model(app_label, model_name)
        if model is None or model not in self.unified.get_indexed_models():
            return None
        index = self.unified.get_index(model)
        return {field.index_fieldname: field.convert for field in index.fields.values()}

    @staticmethod
    def _converted(convert: Callable[[Any], Any], value: Any) -> Any:
        return None if value is None else convert(value)
