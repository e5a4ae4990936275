"""Posting lists on disk, and Whoosh's own searcher on them as the judge."""

from math import log
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query, scoring
from whoosh.query import Query
from whoosh.reading import TermNotFound

from articles.arabic.analyze import analyze
from articles.search.whoosh import merge_policy, postings
from articles.search.whoosh.postings import Run
from articles.search.whoosh.segments import Segment, Snapshot
from tests.search.engine import corpus

K1, B = 1.2, 0.75


# ------------------------------------------------------------ bytes

lists = st.lists(  # term -> document -> (times, positions)
    st.dictionaries(
        st.integers(0, 2**32 - 1) | st.integers(0, 300),
        st.tuples(st.integers(0, 70_000), st.sets(st.integers(0, 2**32 - 1), min_size=1, max_size=4)),
        min_size=1,
        max_size=6,
    ),
    min_size=1,
    max_size=5,
)


def run_of(terms: list[dict[int, tuple[int, set[int]]]], *, positions: bool) -> Run:
    entries = [(document, *each) for term in terms for document, each in sorted(term.items())]
    occurrences = np.array([len(places) for _, _, places in entries])
    return Run(
        np.array(list(map(len, terms))),
        np.array([document for document, _, _ in entries]),
        np.array([more + len(places) for _, more, places in entries]),
        occurrences if positions else None,
        np.array([place for _, _, places in entries for place in sorted(places)]) if positions else None,
    )


@given(lists, st.booleans())
def test_a_run_is_read_back_as_it_was_written_at_once_and_term_by_term(terms: list, positions: bool) -> None:
    run = run_of(terms, positions=positions)
    data, sizes, forms = postings.encode(run)
    places = postings.starts_of(sizes)
    for read, written in zip(postings.decode(data, run.counts, places, forms), run, strict=True):
        assert (read is None and written is None) or read.tolist() == written.tolist()
    begin = begin_positions = 0
    for place, count, form in zip(places.tolist(), run.counts.tolist(), forms.tolist(), strict=True):
        chosen = slice(begin, begin + count)
        found = postings.read_postings(data, place, count, form)
        assert found.documents.tolist() == run.documents[chosen].tolist()
        assert found.frequencies.tolist() == run.frequencies[chosen].tolist()
        offsets, values = postings.read_positions(data, place, count, form)
        if run.occurrences is not None and run.positions is not None:
            assert np.diff(offsets).tolist() == run.occurrences[chosen].tolist()
            end = begin_positions + len(values)
            assert values.tolist() == run.positions[begin_positions:end].tolist()
            begin_positions = end
        else:
            assert not len(values)
        begin += count


@pytest.mark.parametrize(
    ("documents", "bytes_each"), [([3, 250], 1), ([3, 70_000 - 5_000], 2), ([3, 2**24], 4)]
)
def test_a_rare_term_takes_only_the_bytes_that_its_gaps_need(documents: list[int], bytes_each: int) -> None:
    run = Run(np.array([2]), np.array(documents), np.array([1, 1]))
    assert postings.encode(run).sizes.tolist() == [2 * bytes_each]


# ------------------------------------------------------------ Whoosh as the judge


class LuceneBm25(scoring.WeightingModel):
    """Lucene's idf and exact lengths: Whoosh's own idf differs, and so do its lengths in a byte."""

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: float = 1) -> "_Scorer":
        return _Scorer(searcher, fieldname, text)


class _Scorer(scoring.BaseScorer):
    def __init__(self, searcher: Any, fieldname: str, text: bytes) -> None:
        whole = searcher.get_parent()
        documents = whole.doc_count_all()
        self._idf = idf(documents, whole.doc_frequency(fieldname, text))
        self._average = whole.field_length(fieldname) / documents
        self._length = lambda number: searcher.doc_field_length(number, fieldname, 1)

    def supports_block_quality(self) -> bool:
        return False

    def score(self, matcher: Any) -> float:
        return bm25(self._idf, matcher.weight(), self._length(matcher.id()), self._average)


def idf(documents: int, with_term: int) -> float:
    return log(1 + (documents - with_term + 0.5) / (with_term + 0.5))


def bm25(idf: float, frequency: float, length: float, average: float) -> float:
    return idf * frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length / average))


FIELD = "text.stem"
WORDS = analyze(" ".join(corpus.WORDS))
stems = st.sampled_from([*sorted({word.stem for word in WORDS}), "لا"])
trigrams = st.sampled_from(sorted({term for word in WORDS for term in word.tri}))
queries = st.one_of(
    st.builds(query.Term, st.just(FIELD), stems),
    st.builds(query.Term, st.just("text.tri"), trigrams),
    st.lists(stems, min_size=2, max_size=3, unique=True).map(
        lambda words: query.And([query.Term(FIELD, word) for word in words])
    ),
    st.lists(stems, min_size=2, max_size=3, unique=True).map(
        lambda words: query.Or([query.Term(FIELD, word) for word in words])
    ),
    st.lists(stems, min_size=2, max_size=3, unique=True).map(lambda words: query.Phrase(FIELD, words)),
)


@settings(max_examples=50, deadline=None)
@given(corpus.commits, st.lists(queries, min_size=4, max_size=4))
def test_whoosh_finds_and_scores_the_same_as_the_arrays(
    history: list[corpus.Commit], wanted: list[Query]
) -> None:
    with TemporaryDirectory() as directory:
        index, _ = corpus.build(Path(directory), history)
        snapshot = Snapshot.open(Path(directory))
        with index.searcher(weighting=LuceneBm25()) as searcher:
            for each in wanted:
                hits = {hit["id"]: hit.score for hit in searcher.search(each, limit=None)}
                assert hits == pytest.approx(counted(snapshot, each))


def counted(snapshot: Snapshot, wanted: Query) -> dict[str, float]:
    """Key of each document that matches -> its score, from the posting lists."""
    terms = [wanted] if isinstance(wanted, query.Term) else getattr(wanted, "subqueries", None)
    words = [(each.fieldname, each.text) for each in terms] if terms else phrase(wanted)
    found: dict[str, float] = {}
    for segment in snapshot.segments:
        scores = [scores_of(snapshot, segment, *word) for word in words]
        matching = set(scores[0]).union(*scores[1:])
        if not isinstance(wanted, query.Or):
            matching = matching.intersection(*scores)
        if isinstance(wanted, query.Phrase):
            matching = {number for number in matching if follow_one_another(segment, words, number)}
        names = corpus.keys(segment)
        for number in matching.intersection(corpus.live(segment)):
            found[names[number]] = sum(score.get(number, 0) for score in scores)
    return found


def phrase(wanted: Any) -> list[tuple[str, str]]:
    return [(wanted.fieldname, word) for word in wanted.words]


def scores_of(snapshot: Snapshot, segment: Segment, field: str, term: str) -> dict[int, float]:
    rarity = idf(snapshot.documents, snapshot.document_frequency(field, term))
    average, lengths = snapshot.average_length(field), segment.lengths(field)
    documents, frequencies = segment.postings(field, term)
    return {
        number: bm25(rarity, float(frequency), float(lengths[number]), average)
        for number, frequency in zip(documents.tolist(), frequencies.tolist(), strict=True)
    }


def follow_one_another(segment: Segment, words: list[tuple[str, str]], number: int) -> bool:
    places = []
    for later, (field, term) in enumerate(words):
        place = segment.postings(field, term).documents.tolist().index(number)
        offsets, values = segment.positions(field, term)
        places.append({each - later for each in values[offsets[place] : offsets[place + 1]].tolist()})
    return bool(set.intersection(*places))


def test_whoosh_reads_terms_lengths_and_keys(tmp_path: Path) -> None:
    history = [
        corpus.Commit((("a", corpus.Document("قمة القمة", "قمة", None, None)),), merge_policy.nothing, 1000)
    ]
    (tmp_path / "store").mkdir()
    index, _ = corpus.build(tmp_path / "store", history)
    with index.reader() as reader:
        assert [term.decode() for term in reader.lexicon("text.written")] == ["القمة", "قمة"]
        assert reader.doc_field_length(0, "text.stem") == reader.field_length("text.stem") == 2
        assert reader.stored_fields(0) == {"id": "a", "title": "قمة"}
        assert [reader.frequency("text.stem", word) for word in ("قم", "لا")] == [2.0, 0]
        with pytest.raises(TermNotFound):
            reader.postings("text.stem", "لا")
