"""Scores are the same whatever the path by which they were added up."""

from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.search.ranking import K1, PAIR_WEIGHT, WEIGHTS, B
from articles.search.tree import All, Or, Term, Word
from articles.search.whoosh import impacts, scoring
from articles.search.whoosh.executor import search
from articles.search.whoosh.impacts import ScoredTerm
from articles.search.whoosh.scoring import Scorer, scored_terms
from articles.search.whoosh.views import SnapshotView
from tests.search.engine.corpora import COLUMNS, archives, document, scored_word, trees, word_texts
from tests.search.engine.memory import MemorySegment, snapshot
from tests.search.engine.oracle import Oracle

MANY = 10**9
#: (_SMALL, _DENSE, _MOST): all terms together or each; frequencies or impacts, of all documents or of the
#: matched.
PATHS = {
    "together": (MANY, 0, 0),
    "frequencies, all": (0, MANY, MANY),
    "frequencies, matched": (0, MANY, 0),
    "impacts, all": (0, 0, MANY),
    "impacts, matched": (0, 0, 0),
    "both, matched": (0, 8, 0),
}


def set_path(monkeypatch, path):
    for name, value in zip(("_SMALL", "_DENSE", "_MOST"), PATHS[path], strict=True):
        monkeypatch.setattr(impacts, name, value)


def large_archive(seed=1, size=250):
    """Frequent and rare words: both kinds of everything occur."""
    luck = Random(seed)
    words = [first + second for first in "abcdefgh" for second in "abcdefghij"]
    shares = [1 / (rank + 1) for rank in range(len(words))]
    rows = [document(luck.choices(words, shares, k=luck.randint(0, 40)), number=n) for n in range(size)]
    cut = size // 3
    return [
        MemorySegment(rows[:cut], COLUMNS, deleted={1, 5, 6}),
        MemorySegment(rows[cut:], COLUMNS, deleted={0, 77}),
    ]


QUERIES = [
    tuple(map(scored_word, texts.split()))
    for texts in (
        "aa",
        "aa ab ac",
        "hj",
        "hi hj aa",
        "aa ab aa",
        "ba bb bc bd be bf ca cb cc cd ce cf da db dc",
    )
]


@pytest.mark.parametrize("words", QUERIES, ids=lambda words: "-".join(word.exact for word in words))
@pytest.mark.parametrize("path", PATHS)
def test_every_path_gives_the_scores_of_the_oracle(monkeypatch, path, words):
    set_path(monkeypatch, path)
    segments = large_archive()
    oracle = Oracle(segments)
    found = search(snapshot(*segments), Or(tuple(Term("text", "stem", word.stems) for word in words)), words)
    assert found.total
    for hit in found.hits[:: max(1, len(found.hits) // 6)]:
        expected = oracle.score(oracle.documents[hit.segment, hit.document], words)
        assert hit.score == pytest.approx(expected, rel=1e-4)


def test_every_path_gives_the_same_scores_to_the_last_bit(monkeypatch):
    segments = large_archive()
    for words in QUERIES:
        found = []
        for path in PATHS:
            set_path(monkeypatch, path)
            found.append(search(snapshot(*segments), Term("text", "stem", ("aa",)), words).hits)
        assert all(hits == found[0] for hits in found)


def test_what_is_kept_changes_no_score():
    segments = large_archive()
    index = snapshot(*segments)
    few = Term("text", "stem", ("hj",))
    before = [search(index, few, words).hits for words in QUERIES]
    for words in QUERIES:
        search(index, All(), words)
    assert [search(index, few, words).hits for words in QUERIES] == before


@settings(max_examples=150, deadline=None)
@given(
    archives(max_segments=2, max_documents=40),
    trees | st.just(All()),
    st.lists(st.builds(scored_word, word_texts), min_size=2, max_size=6),
    st.integers(1, 3),
    st.integers(0, 2),
)
def test_documents_that_are_not_scored_in_full_are_none_of_the_best(segments, tree, words, wanted, step):
    index = snapshot(*segments)
    whole = search(index, tree, words, ties=(("day", True),)).hits
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("_PILOTS", 1), ("_WORTH", 1), ("_STEP", max(1, step))):
            patch.setattr(scoring, name, value)
        assert search(index, tree, words, ties=(("day", True),), last=wanted).hits == whole[:wanted]


def test_long_queries_score_few_documents_in_full(monkeypatch):
    monkeypatch.setattr(scoring, "_PILOTS", 20)
    monkeypatch.setattr(scoring, "_WORTH", 8)
    monkeypatch.setattr(impacts, "_SMALL", 0)
    segments = large_archive(size=3000)
    index = snapshot(*segments)
    whole = search(index, All(), QUERIES[-1]).hits
    assert search(index, All(), QUERIES[-1], last=10).hits == whole[:10]
    view = SnapshotView(index)
    scorer = Scorer(view, "text", QUERIES[-1])
    numbers, _scores = scorer.scores(view.segments[1], view.segments[1].every, 10)
    assert len(numbers) < 1000


def test_equal_documents_have_equal_scores():
    rows = [document(["aa", "ab", "ac", "ad"]) for _ in range(50)] + [document(["zz"])] * 50
    found = search(snapshot(MemorySegment(rows, COLUMNS), MemorySegment(rows, COLUMNS)), All(), QUERIES[1])
    assert len({hit.score for hit in found.hits[:100]}) == 1


# ------------------------------------------------------------ what is scored


def test_variants_are_one_term():
    """Their frequencies are summed, and the document frequency is that of the union."""
    segment = MemorySegment([document(["aa", "bb", "cc"]), document(["aa"]), document(["cc"])], COLUMNS)
    word = Word(("aa", "bb"))
    found = search(snapshot(segment), Term("text", "stem", word.stems), (word,))
    idf, average = 0.4700036292457356, 5 / 3  # log(1 + 1.5 / 2.5)

    def score(often, length):
        return idf * often * (K1 + 1) / (often + K1 * (1 - B + B * length / average))

    assert [hit.score for hit in found.hits] == pytest.approx(
        sorted((score(2, 3), score(1, 1)), reverse=True)
    )


def test_a_word_asked_for_twice_counts_twice():
    terms = scored_terms((scored_word("ab"), scored_word("ab")))
    assert terms[ScoredTerm("stem", ("ab",))] == 2
    assert not [term for term in terms if term.near]


def test_a_trigram_of_two_words_counts_twice():
    terms = scored_terms((scored_word("abcd"), scored_word("xabc")))
    assert terms[ScoredTerm("tri", ("abc",))] == 2


def test_neighbours_are_a_pair_in_either_order():
    one_way, other_way = (
        scored_terms(tuple(map(scored_word, texts.split()))) for texts in ("ab cd", "cd ab")
    )
    pair = ScoredTerm("stem", ("ab",), ("cd",))
    assert one_way[pair] == other_way[pair] == 1


@pytest.mark.parametrize("weights", [(1.0, 3.0), (3.0, 1.0)])
def test_a_pair_counts_as_its_lighter_word(weights):
    words = [scored_word(text, weight) for text, weight in zip(("ab", "cd"), weights, strict=True)]
    assert scored_terms(words)[ScoredTerm("stem", ("ab",), ("cd",))] == 1


def test_only_what_stands_near_is_a_pair():
    texts = ("aa bb", "aa x bb", "aa x x bb", "bb aa aa")
    index = snapshot(MemorySegment([document(text.split()) for text in texts], COLUMNS))
    with_pairs = search(index, All(), (Word(("aa",)), Word(("bb",)))).hits
    without = search(index, All(), (Word(("aa",)), Word(()), Word(("bb",)))).hits
    added = {hit.document: hit.score for hit in with_pairs}
    for hit in without:
        added[hit.document] -= hit.score
    assert added[2] == pytest.approx(0, abs=1e-6)
    assert 0 < added[1] < added[0] < added[3]
    assert added[3] < PAIR_WEIGHT / WEIGHTS["stem"] * (K1 + 1)


def test_a_word_that_is_nowhere_adds_nothing():
    index = snapshot(MemorySegment([document(["aa"])], COLUMNS))
    assert search(index, All(), (scored_word("zz"),)).hits[0].score == 0


def test_a_weight_multiplies():
    index = snapshot(*large_archive())
    once = search(index, Term("text", "stem", ("aa",)), (scored_word("aa"),)).hits[0]
    thrice = search(index, Term("text", "stem", ("aa",)), (scored_word("aa", 3.0),)).hits[0]
    assert thrice.score == pytest.approx(3 * once.score, rel=1e-5)


def test_threads_that_share_a_snapshot_find_the_same():
    segments = large_archive()
    expected = [search(snapshot(*segments), All(), words, last=10).hits for words in QUERIES]
    shared = snapshot(*segments)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda words: search(shared, All(), words, last=10).hits, QUERIES * 5))
    assert found == expected * 5
