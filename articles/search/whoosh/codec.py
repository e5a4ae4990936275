"""Whoosh's view of a segment: its codec, reading what StreamWriter writes.

Whoosh's own searcher runs on the same index, posting by posting. The engine does not use it; it is the
independent judge of the tests. The format itself is in `arrays`, `terms`, `postings` and `columns`.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound

from articles.search.whoosh.arrays import ArrayFile
from articles.search.whoosh.columns import Column, NumberColumn, Numbers, StringColumn, Strings, from_number
from articles.search.whoosh.fields import length_column
from articles.search.whoosh.terms import FieldTerms

_EXTENSION = ".arrays"


class ArraySegment(W3Segment):
    """The entry of a segment in the table of contents: its name, size and deleted documents."""

    @property
    def file_name(self) -> str:
        return self.make_filename(_EXTENSION)

    def should_assemble(self) -> bool:
        return False  # it is one file already


class ArrayCodec(W3Codec):
    """Segments are written whole by StreamWriter, so there is no writer of parts here."""

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:
        return ArraySegment(self, indexname)

    def per_document_writer(self, storage: Any, segment: Any) -> None:
        return None

    def field_writer(self, storage: Any, segment: Any) -> None:
        return None

    def terms_reader(self, storage: Any, segment: ArraySegment) -> "ArrayTermsReader":
        return ArrayTermsReader(_open(storage, segment))

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> "ArrayDocumentReader":
        return ArrayDocumentReader(_open(storage, segment), segment)


def _open(storage: Any, segment: ArraySegment) -> ArrayFile:
    return ArrayFile(Path(storage.folder) / segment.file_name)


class ArrayTermsReader(base.TermsReader):
    def __init__(self, file: ArrayFile) -> None:
        self._fields = {field: FieldTerms(file, field) for field in sorted(FieldTerms.fields_of(file))}

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self.doc_frequency(*term) > 0

    def indexed_field_names(self) -> Iterable[str]:
        return self._fields.keys()

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """All terms at or behind this one, those of later fields too."""
        for field, terms in self._fields.items():
            if field >= fieldname:
                first = terms.words.lower_bound(prefix) if field == fieldname else 0
                yield from ((field, terms.words[number]) for number in range(first, len(terms.words)))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return self.items_from("", b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        if (fieldname, text) not in self:
            raise TermNotFound(f"{fieldname}:{text!r}")
        documents, frequencies = self._fields[fieldname].postings(text)
        return TermInfo(
            weight=float(frequencies.sum()),
            df=len(documents),
            minlength=1,
            maxlength=2**31,
            maxweight=float(frequencies.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(self.term_info(fieldname, text).weight()) if (fieldname, text) in self else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        terms = self._fields.get(fieldname)
        return terms.document_frequency(text) if terms else 0

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> "ArrayMatcher":
        if (fieldname, text) not in self:
            raise TermNotFound(f"{fieldname}:{text!r}")
        return ArrayMatcher(self._fields[fieldname], text, fieldname, format_, scorer)


class ArrayMatcher(LeafMatcher):
    """Steps through one posting list."""

    def __init__(self, terms: FieldTerms, text: bytes, fieldname: str, format_: Any, scorer: Any) -> None:
        self._terms = terms
        self._text = text
        self._term = (fieldname, text)
        self.format = format_
        self.scorer = scorer
        documents, frequencies = terms.postings(text)
        self._ids = documents.tolist()
        self._weights = frequencies.tolist()
        self._i = 0

    def copy(self) -> "ArrayMatcher":
        made = ArrayMatcher(self._terms, self._text, self._term[0], self.format, self.scorer)
        made._i = self._i
        return made

    def is_active(self) -> bool:
        return self._i < len(self._ids)

    def id(self) -> int:
        return self._ids[self._i]

    def all_ids(self) -> Iterator[int]:
        return iter(self._ids)

    def next(self) -> bool:
        if not self.is_active():
            raise ReadTooFar
        self._i += 1
        return True

    def skip_to(self, id: int) -> None:
        self._i = max(self._i, bisect_left(self._ids, id))

    def weight(self) -> float:
        return float(self._weights[self._i])

    def value_as(self, astype: str) -> Any:
        if astype == "positions":
            offsets, values = self._positions
            return values[offsets[self._i] : offsets[self._i + 1]].tolist()
        return self._weights[self._i]

    def supports_block_quality(self) -> bool:
        return False

    @cached_property
    def _positions(self) -> Any:
        return self._terms.positions(self._text)


class ArrayDocumentReader(base.PerDocumentReader):
    def __init__(self, file: ArrayFile, segment: ArraySegment) -> None:
        self._file = file
        self._segment = segment
        self._columns: dict[str, Any] = {}

    def doc_count(self) -> int:
        return self._segment.doc_count()

    def doc_count_all(self) -> int:
        return self._segment.doc_count_all()

    def has_deletions(self) -> bool:
        return self._segment.has_deletions()

    def is_deleted(self, docnum: int) -> bool:
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> Iterable[int]:
        return self._segment.deleted_docs()

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        return any(f"{fieldname}/{part}" in self._file for part in ("numbers", "ordinals"))

    def column_reader(self, fieldname: str, column: Column) -> "_ColumnReader":
        return _ColumnReader(self._column(fieldname, column))

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Exact: Whoosh's own lengths are rounded to a byte."""
        return self._lengths(fieldname).item(docnum)

    def field_length(self, fieldname: str) -> int:
        return int(self._lengths(fieldname).sum())

    def min_field_length(self, fieldname: str) -> int:
        return int(self._lengths(fieldname).min(initial=2**31))

    def max_field_length(self, fieldname: str) -> int:
        return int(self._lengths(fieldname).max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """The keys: nothing else of a document is stored."""
        names = [name.removesuffix("/ordinals") for name in self._file if name.endswith("/ordinals")]
        found = {name: _ColumnReader(self._column(name, Strings()))[docnum] for name in names}
        return {name: value for name, value in found.items() if value is not None}

    def _lengths(self, field: str) -> Any:
        return self._column(length_column(field), Numbers()).values

    def _column(self, name: str, column: Column) -> Any:
        if name not in self._columns:
            self._columns[name] = column.read(self._file, name, self.doc_count_all())
        return self._columns[name]


class _ColumnReader:
    """What Whoosh asks of a column: the value of a document. Lists are not sorted by."""

    def __init__(self, column: NumberColumn | StringColumn) -> None:
        self._column = column

    def __getitem__(self, docnum: int) -> Any:
        column = self._column
        if isinstance(column, StringColumn):
            ordinal = column.ordinals.item(docnum)
            return None if ordinal < 0 else column.vocabulary[ordinal]
        if column.missing is not None and column.missing[docnum]:
            return None
        return from_number(column.values.item(docnum), column.kind)

    def sort_key(self, docnum: int) -> int | float:
        column = self._column
        return (column.ordinals if isinstance(column, StringColumn) else column.values).item(docnum)
