"""Made-up archives for the tests of the store, and what they must come to: counted the slow way."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st
from whoosh.fields import Schema

from articles.arabic.analyze import analyze
from articles.search.text import Part, WeightedText
from articles.search.whoosh import merge_policy
from articles.search.whoosh.columns import Lists, Numbers, Strings
from articles.search.whoosh.fields import STREAMS, ColumnField, KeyField, StreamField
from articles.search.whoosh.segments import Segment, Snapshot
from articles.search.whoosh.storage import DurableStorage
from articles.search.whoosh.writer import StreamIndex, create_index

#: Words of a family, one word in several spellings, stop words, numbers, no words at all.
WORDS = tuple(
    word
    for line in (
        "وزير الوزير وزراء والوزراء أمريكا أميركا امريكا مُحَمَّد محمــد",
        "قال في على ٢٠١٨ 2018 Putin بوتين ا ــ 1,234.5",
    )
    for word in line.split()
)
SEPARATORS = (" ", "، ", "\n\n", " «")


class Document(NamedTuple):
    text: str | WeightedText
    title: str | None
    day: date | None
    places: tuple[str, ...] | None


class Commit(NamedTuple):
    """What is done, in this order: a document is added or replaced, None deletes it."""

    changes: tuple[tuple[str, Document | None], ...]
    policy: merge_policy.Policy
    flush_after_words: int


def schema() -> Schema:
    made = Schema()
    for stream in STREAMS:
        made.add(f"text.{stream}", StreamField(positions=stream in ("stem", "written")))
    for stream in ("stem", "written"):
        made.add(f"title.{stream}", StreamField(positions=True))
    made.add("id", KeyField(unique=True))
    made.add("day", ColumnField(Numbers("date")))
    made.add("title", ColumnField(Strings()))
    made.add("places", ColumnField(Lists(Strings())))
    return made


texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SEPARATORS)), max_size=12).map(
    lambda pairs: "".join(word + separator for word, separator in pairs)
)
weighted = st.lists(st.tuples(texts, st.integers(1, 3)), max_size=3).map(WeightedText)
documents = st.builds(
    Document,
    text=st.one_of(texts, weighted, st.text(max_size=10)),
    title=st.none() | texts,
    day=st.none() | st.dates(date(2018, 6, 1), date(2018, 6, 9)),
    places=st.none() | st.lists(st.sampled_from(["هلسنكي", "موسكو", "روما, إيطاليا"]), max_size=3).map(tuple),
)
changes = st.tuples(st.sampled_from("abcdefgh"), st.one_of(documents, documents, documents, st.none()))
policies = st.sampled_from([merge_policy.levelled, merge_policy.nothing, merge_policy.everything])
commits = st.lists(
    st.builds(
        Commit,
        changes=st.lists(changes, max_size=6).map(tuple),
        policy=policies,
        flush_after_words=st.sampled_from([5, 1000]),
    ),
    min_size=1,
    max_size=5,
)


class HastyStorage(DurableStorage):
    """Does not wait for the disk."""

    def _sync(self, file: Any) -> None: ...

    def _sync_directory(self) -> None: ...


def apply(index: StreamIndex, commit: Commit, archive: dict[str, Document]) -> None:
    """Write the changes to the index, and to what stands for it."""
    writer = index.writer(max_words=commit.flush_after_words)
    for key, document in commit.changes:
        if document is None:
            writer.delete_by_term("id", key)
            archive.pop(key, None)
        else:
            writer.update_document(id=key, **document._asdict())
            archive[key] = document
    writer.commit(mergetype=commit.policy)


def build(path: Path, history: Iterable[Commit]) -> tuple[StreamIndex, dict[str, Document]]:
    index = create_index(HastyStorage(path), schema())
    archive: dict[str, Document] = {}
    for commit in history:
        apply(index, commit, archive)
    return index, archive


class Occurrences(NamedTuple):
    frequency: int
    positions: tuple[int, ...]


Inverted = dict[str, dict[str, Occurrences]]  # term -> key of the document -> where it stands


def invert(archive: dict[str, Document], text: str, stream: str) -> Inverted:
    """By looking at every word of every document."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for key, document in archive.items():
        for term, weight, position in _terms(getattr(document, text), stream):
            before = found[term].get(key, Occurrences(0, ()))
            found[term][key] = Occurrences(before.frequency + weight, (*before.positions, position))
    return dict(found)


def length(document: Document, text: str, stream: str) -> int:
    return sum(weight for _, weight, _ in _terms(getattr(document, text), stream))


def _terms(value: str | WeightedText | None, stream: str) -> Iterable[tuple[str, int, int]]:
    begin = 0
    for part in [] if value is None else [Part(value)] if isinstance(value, str) else value:
        words = analyze(part.text)
        for word in words:
            terms = getattr(word, stream)
            for term in (terms,) if isinstance(terms, str) else terms:
                yield term, part.weight, begin + word.position
        begin += len(words) + 100


def keys(segment: Segment) -> list[str]:
    column = segment.column("id")
    return [column.vocabulary[ordinal] for ordinal in column.ordinals.tolist()]


def live(segment: Segment) -> list[int]:
    return np.flatnonzero(segment.live).tolist() if segment.live is not None else list(range(segment.size))


def stored(snapshot: Snapshot, field: str) -> Inverted:
    """The posting lists of all segments, live documents only."""
    has_positions = field.endswith((".stem", ".written"))
    found: dict[str, dict[str, Occurrences]] = defaultdict(dict)
    for segment in snapshot.segments:
        names, alive = keys(segment), set(live(segment))
        for term, frequency in segment.terms(field):
            postings, positions = segment.postings(field, term), segment.positions(field, term)
            assert len(postings.documents) == frequency == segment.document_frequency(field, term)
            for place, document in enumerate(postings.documents.tolist()):
                if document in alive:
                    span = slice(*positions.offsets[place : place + 2].tolist())
                    where = tuple(positions.values[span].tolist()) if has_positions else ()
                    found[term][names[document]] = Occurrences(int(postings.frequencies[place]), where)
    return dict(found)
