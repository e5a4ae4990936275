"""The executor over an index on disk, with commits, deletions and merges, against plain Python."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.arabic.analyze import analyze
from articles.search.text import WeightedText
from articles.search.tree import All, And, Fuzzy, Missing, Not, OneOf, Or, Pattern, Phrase, Term, Word
from articles.search.whoosh import merge_policy
from articles.search.whoosh.counting import FacetRequest
from articles.search.whoosh.executor import search
from articles.search.whoosh.segments import Snapshot
from articles.search.whoosh.writer import create_index, open_index
from tests.search.engine import corpus
from tests.search.engine.memory import Document, MemorySegment, snapshot
from tests.search.engine.oracle import Oracle, matches, values_of

WORDS = ["وزير", "الوزير", "وزراء", "سوريا", "قال", "في", "الروسي", "الروسية", "بوتين", "18"]
COLUMNS = {"number": corpus.Numbers(), "places": corpus.Lists(corpus.Strings())}
words = st.sampled_from(WORDS)
texts = st.lists(words, max_size=10).map(" ".join)
rows = st.tuples(texts, st.lists(st.sampled_from("abc"), max_size=2).map(tuple))
commits = st.lists(
    st.tuples(st.lists(st.tuples(st.integers(0, 9), rows | st.none()), max_size=5), st.booleans()),
    min_size=1,
    max_size=4,
)
stems = words.map(lambda word: (analyze(word)[0].stem,))
leaves = st.one_of(
    st.builds(Term, st.just("text"), st.just("stem"), stems),
    st.builds(
        Phrase,
        st.just("text"),
        st.just("stem"),
        st.lists(stems, min_size=2, max_size=3).map(tuple),
        st.integers(0, 2),
        st.booleans(),
    ),
    st.builds(Pattern, st.just("text"), st.sampled_from(["و*", "ال*", "*ي", "?و*", "18"])),
    st.builds(Fuzzy, st.just("text"), words, st.just(1)),
    st.builds(OneOf, st.just("places"), st.lists(st.sampled_from("abc"), max_size=2).map(tuple)),
    st.builds(Missing, st.just("places")),
    st.builds(All),
)
trees = st.recursive(
    leaves,
    lambda nodes: st.one_of(
        st.builds(And, st.lists(nodes, max_size=3).map(tuple)),
        st.builds(Or, st.lists(nodes, max_size=3).map(tuple)),
        st.builds(Not, nodes),
    ),
    max_leaves=4,
)


def analyzed(text, **values):
    """A document in memory with the terms that the analysis gives."""
    found = analyze(text)
    streams = {
        f"text.{stream}": [[getattr(word, stream)] for word in found]
        for stream in ("stem", "exact", "root", "written")
    }
    return Document(streams | {"text.tri": [word.tri for word in found]}, values)


def scored(text):
    return tuple(Word((word.stem,), word.exact, word.root, word.tri) for word in analyze(text))


def written(path, history):
    """The index after these commits, and its live documents by key."""
    index = create_index(corpus.HastyStorage(path), corpus.schema())
    live = {}
    for changes, is_merged in history:
        writer = index.writer(max_words=12)
        for key, row in changes:
            if row is None:
                writer.delete_by_term("id", str(key))
                live.pop(str(key), None)
            else:
                writer.update_document(id=str(key), text=row[0], places=row[1])
                live[str(key)] = analyzed(row[0], places=row[1])
        writer.commit(mergetype=merge_policy.levelled if is_merged else merge_policy.nothing)
    return Snapshot.open(path), live


def keys_of(index, found):
    columns = [segment.column("id") for segment in index.segments]
    return [
        columns[hit.segment].vocabulary[columns[hit.segment].ordinals[hit.document]] for hit in found.hits
    ]


@settings(max_examples=80, deadline=None)
@given(history=commits, tree=trees, text=texts)
def test_an_index_on_disk_gives_what_the_oracle_gives(tmp_path_factory, history, tree, text):
    index, live = written(tmp_path_factory.mktemp("index"), history)
    found = search(
        index, tree, scored(text), ties=(("id", False),), facets=[FacetRequest("places", "places")]
    )
    expected = {key: document for key, document in live.items() if matches(document, tree)}
    assert sorted(keys_of(index, found)) == sorted(expected)
    counted = dict(found.facets["places"].counts)
    values = [value for document in expected.values() for value in set(values_of(document, "places"))]
    assert counted == {value: values.count(value) for value in set(values)}


@settings(max_examples=60, deadline=None)
@given(history=commits, text=texts)
def test_an_index_on_disk_without_deletions_scores_as_the_oracle(tmp_path_factory, history, text):
    """Deleted documents count in frequencies until they are merged away, so here all is merged at the end."""
    path = tmp_path_factory.mktemp("index")
    index, live = written(path, history)
    writer = open_index(path).writer()
    writer.commit(mergetype=merge_policy.everything)
    index = Snapshot.open(path)
    oracle = Oracle([MemorySegment(list(live.values()), {})])
    found = search(index, All(), scored(text), ties=(("id", False),))
    for hit, key in zip(found.hits, keys_of(index, found), strict=True):
        assert hit.score == pytest.approx(oracle.score(live[key], scored(text)), rel=1e-4, abs=1e-5)


def test_a_word_of_the_title_counts_as_if_it_stood_there_three_times(tmp_path):
    index = create_index(corpus.HastyStorage(tmp_path), corpus.schema())
    writer = index.writer()
    writer.add_document(id="1", text=WeightedText([("وزير", 3), ("سوريا", 1)]))
    writer.add_document(id="2", text="بوتين")
    writer.commit()
    as_text = snapshot(MemorySegment([analyzed("وزير وزير وزير سوريا"), analyzed("بوتين")], {}))
    tree, query = Term("text", "stem", scored("وزير")[0].stems), scored("وزير")
    stored = search(Snapshot.open(tmp_path), tree, query)
    assert stored.hits[0].score == pytest.approx(search(as_text, tree, query).hits[0].score)


def test_a_new_generation_is_not_answered_from_the_one_before(tmp_path):
    history = [([(1, ("وزير سوريا", ("a",))), (2, ("وزير", ("b",)))], False)]
    before, _live = written(tmp_path, history)
    tree, query, places = (
        Term("text", "stem", scored("وزير")[0].stems),
        scored("وزير"),
        [FacetRequest("p", "places")],
    )
    first = search(before, tree, query, facets=places)
    writer = open_index(tmp_path).writer()
    writer.delete_by_term("id", "1")
    writer.add_document(id="3", text="بوتين بوتين", places=("c",))
    writer.commit(mergetype=merge_policy.nothing)
    after = Snapshot.open(tmp_path, before)
    second = search(after, tree, query, facets=places)
    assert (first.total, second.total) == (2, 1)
    assert second.facets["p"].counts == (("b", 1),)
    assert second.hits[0].score != first.hits[1].score
    assert search(before, tree, query, facets=places) == first
