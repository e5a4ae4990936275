from collections.abc import Iterable
from contextlib import suppress
from itertools import product
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.tree import And, OneOf, Pattern, Phrase, Word
from articles.search.whoosh import merge_policy, segments
from articles.search.whoosh.arrays import ArrayFile, IndexDamaged
from articles.search.whoosh.caches import ByteCache, Token
from articles.search.whoosh.counting import FacetRequest
from articles.search.whoosh.executor import search
from articles.search.whoosh.merge_policy import LARGEST, Size
from articles.search.whoosh.segments import SegmentFile, Snapshot, StoredSegment
from articles.search.whoosh.views import SnapshotView
from articles.search.whoosh.writer import StreamIndex, open_index
from tests.search.engine import corpus


@pytest.fixture
def index(tmp_path: Path) -> StreamIndex:
    """Two segments of two documents."""
    path = tmp_path / "store"
    path.mkdir()
    made, _ = corpus.build(path, [])
    add(made, "ab")
    add(made, "cd")
    return made


def add(index: StreamIndex, keys: Iterable[str], **options: Any) -> None:
    writer = index.writer()
    for key in keys:
        writer.update_document(id=key, text=f"كلمة {key}")
    writer.commit(**(options or {"merge": False}))


def folder(index: StreamIndex) -> Path:
    return Path(index.storage.folder)


def open_snapshot(index: StreamIndex, previous: Snapshot | None = None) -> Snapshot:
    return Snapshot.open(folder(index), previous)


def test_a_snapshot_stays_as_it_is_while_the_index_is_written_and_merged(index: StreamIndex) -> None:
    snapshot = open_snapshot(index)
    writer = index.writer()
    writer.delete_by_term("id", "a")
    writer.commit(optimize=True)
    assert snapshot.documents == 4
    assert [corpus.keys(segment) for segment in snapshot.segments] == [["a", "b"], ["c", "d"]]
    assert snapshot.document_frequency("text.written", "كلمة") == 4
    assert open_snapshot(index).documents == 3


def test_a_commit_gives_another_generation(index: StreamIndex) -> None:
    before = open_snapshot(index).generation
    assert open_snapshot(index).generation == before
    add(index, "e")
    assert open_snapshot(index).generation != before


def test_files_that_are_still_in_use_are_not_opened_again(index: StreamIndex) -> None:
    before = open_snapshot(index)
    add(index, "a")
    after = open_snapshot(index, before)
    stored = [each for each in after.segments if isinstance(each, StoredSegment)]
    assert [each.file for each in stored[:2]] == [each.file for each in before.segments]
    assert after.cache is before.cache
    assert [each.live is None for each in before.segments] == [True, True]
    assert stored[0].live is not None and stored[0].live.tolist() == [False, True]


def test_a_file_that_vanishes_while_it_is_opened_is_looked_for_in_the_next_generation(
    index: StreamIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    class Racing(SegmentFile):
        def __init__(self, path: Path, *arguments: Any) -> None:
            if not opened:
                add(index, "e", optimize=True)
            opened.append(path)
            super().__init__(path, *arguments)

    monkeypatch.setattr(segments, "SegmentFile", Racing)
    assert open_snapshot(index).documents == 5
    assert len(opened) == 2


def test_where_there_is_no_index_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no search index"):
        Snapshot.open(tmp_path)
    with pytest.raises(FileNotFoundError, match="no search index"):
        open_index(tmp_path)


@pytest.mark.parametrize("pattern", ["*.arrays", "*.toc"])
@pytest.mark.parametrize("share", [0, 0.3, 0.99])
def test_a_file_that_was_cut_short_is_named_and_does_no_harm(
    index: StreamIndex, pattern: str, share: float
) -> None:
    damaged = sorted(folder(index).glob(pattern))[0]
    damaged.write_bytes(damaged.read_bytes()[: int(damaged.stat().st_size * share)])
    with pytest.raises(IndexDamaged):
        open_snapshot(index)


def test_the_words_of_a_prefix_come_in_order_of_their_letters(index: StreamIndex) -> None:
    writer = index.writer()
    words = ["كتاب", "كتب", "كتابة", "كلمة", "قلم"] + [f"كت{number:03}" for number in range(100)]
    writer.add_document(id="e", text=" ".join(words))
    writer.commit(optimize=True)
    (segment,) = open_snapshot(index).segments
    assert [term for term, _ in segment.terms("text.written", "كت")] == ["كت", "كتاب", "كتابة", "كتب"]
    assert list(segment.terms("text.written", "ككك")) == []
    assert len(list(segment.terms("text.written"))) == len(set("abcd")) + 1 + 5 + 1 + 100 - 1
    assert list(segment.terms("no such field")) == []


def test_what_is_not_there_has_no_postings(index: StreamIndex) -> None:
    segment = open_snapshot(index).segments[0]
    for field, term in (("text.written", "غائب"), ("no such field", "كلمة"), ("title.stem", "كلم")):
        assert len(segment.postings(field, term).documents) == 0
        assert segment.positions(field, term).offsets.tolist() == [0]
        assert segment.document_frequency(field, term) == 0
    with pytest.raises(KeyError):
        segment.column("colour")


@pytest.mark.parametrize("part", ["text.stem/postings", "text.stem/terms/text", "id/ordinals"])
def test_a_byte_that_changed_is_found_when_it_is_looked_for(index: StreamIndex, part: str) -> None:
    damaged = sorted(folder(index).glob("*.arrays"))[0]
    _, place, length, _ = ArrayFile(damaged)._directory[part]
    content = bytearray(damaged.read_bytes())
    open_snapshot(index).verify()
    content[place + length // 2] ^= 1
    damaged.write_bytes(content)
    with pytest.raises(IndexDamaged, match=f"{damaged.name}.*{part}"):
        open_snapshot(index).verify()


# ------------------------------------------------------------ cache


def test_files_that_were_merged_away_are_closed_however_many_commits(index: StreamIndex) -> None:
    match = And((Phrase("text", "stem", (("كلم",), ("b",))), Pattern("text", "كل*"), OneOf("id", ("b",))))
    words = (Word(("كلم",), "كلمه", "كلم", ("كلم",)),)
    snapshot = open_snapshot(index)
    for number in range(30):
        found = search(snapshot, match, words, facets=[FacetRequest("keys", "id")], ties=[("id", False)])
        assert found.total == 1
        # A word more than once in a document: how often is read from the file.
        document = corpus.Document("كلمة " * number, None, None, None)
        corpus.apply(index, corpus.Commit(((str(number), document),), merge_policy.levelled, 1000), {})
        snapshot = open_snapshot(index, snapshot)
        assert len(mapped(folder(index))) <= len(snapshot.segments)
        assert len(opened(folder(index))) <= len(snapshot.segments)
    assert len(snapshot.segments) < 10


def mapped(folder: Path) -> set[str]:
    return {
        line.split(maxsplit=5)[5]
        for line in Path("/proc/self/maps").read_text().splitlines()
        if str(folder) in line
    }


def opened(folder: Path) -> list[str]:
    names = []
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):
            names.append(str(descriptor.readlink()))
    return [name for name in names if name.startswith(str(folder)) and ".arrays" in name]


def test_a_cache_keeps_what_was_made_of_things_still_in_use() -> None:
    cache = ByteCache(1000)
    old, used = Token(1), Token(2)
    for key in ((old, "a"), (used, "a"), (used, (old, "a")), (used, (used, "b"))):
        cache.get(key, lambda: "made", lambda _: 10)
    cache.keep_only(frozenset({used}))
    assert cache.bytes == 20
    assert cache.get((used, "a"), lambda: "again", lambda _: 10) == "made"
    assert cache.get((used, (old, "a")), lambda: "again", lambda _: 10) == "again"


def test_the_terms_of_a_pattern_do_not_drive_out_everything_else(index: StreamIndex) -> None:
    terms = ["كت" + one + other for one, other in product("بجدرسصطعفقلمن", repeat=2)]
    writer = index.writer()
    writer.add_document(id="e", text=" ".join(terms))
    writer.commit(optimize=True)
    (view,) = SnapshotView(open_snapshot(index)).segments
    assert len(view.documents_now("text.written", terms)) == 1
    assert view._cache.bytes == 0
    assert len(view.documents_now("text.written", terms[:5])) == 1
    assert view._cache.bytes > 0


def test_a_cache_forgets_what_was_not_used_for_longest() -> None:
    cache = ByteCache(40)
    made = []

    def get(key: str) -> str:
        return cache.get(key, lambda: made.append(key) or key, lambda _: 10)

    for key in "abcdaea":
        assert get(key) == key
    assert made == ["a", "b", "c", "d", "e"]
    get("b")
    assert made == ["a", "b", "c", "d", "e", "b"]
    assert cache.bytes <= 40


def test_what_would_fill_the_cache_is_not_kept() -> None:
    cache = ByteCache(40)
    assert cache.get("a", lambda: "large", lambda _: 20) == "large"
    assert cache.bytes == 0


def test_threads_read_the_same_through_one_cache(index: StreamIndex) -> None:
    snapshot = Snapshot(open_snapshot(index).segments, "g", ByteCache(2000))
    wrong: list[str] = []

    def read() -> None:
        for number in range(300):
            term = ["كلمة", "a", "b", "c"][number % 4]
            documents = snapshot.segments[0].postings("text.written", term).documents
            if len(documents) != {"كلمة": 2, "c": 0}.get(term, 1):
                wrong.append(term)

    threads = [Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


# ------------------------------------------------------------ merge policy

commits = st.lists(st.integers(1, 3000), min_size=1, max_size=60)


def commit(sizes: list[int], new: int) -> int:
    """Do to the sizes what a commit does; returns the number of documents that were written."""
    sizes.append(new)
    groups = merge_policy.levelled([Size(size) for size in sizes])
    merged = [sum(sizes[number] for number in group) for group in groups]
    gone = {number for group in groups for number in group}
    sizes[:] = [size for number, size in enumerate(sizes) if number not in gone] + merged
    return new + sum(merged)


@given(commits)
def test_segments_stay_few_whatever_the_size_of_the_commits(stream: list[int]) -> None:
    sizes: list[int] = []
    for new in stream:
        commit(sizes, new)
    documents = sum(sizes)
    assert documents == sum(stream)
    assert len(sizes) <= documents.bit_length() // 2 + 1 + 2 * documents // LARGEST


@pytest.mark.parametrize(("each", "most_segments", "most_writes"), [(5, 9, 12), (50, 8, 9), (500, 7, 7)])
def test_100_000_articles_in_small_commits(each: int, most_segments: int, most_writes: int) -> None:
    """Every article is written again a bounded number of times."""
    sizes: list[int] = []
    written = most = 0
    for _ in range(100_000 // each):
        written += commit(sizes, each)
        most = max(most, len(sizes))
    assert most <= most_segments
    assert written <= most_writes * 100_000


def test_a_segment_of_which_most_was_deleted_is_written_anew() -> None:
    assert merge_policy.levelled([Size(1000), Size(10, deleted=11)]) == [[1]]


def test_everything_becomes_one_segment_whatever_its_size() -> None:
    sizes = [Size(LARGEST), Size(LARGEST), Size(3)]
    assert merge_policy.everything(sizes) == [[0, 1, 2]]
    assert merge_policy.everything([Size(3)]) == []
    assert merge_policy.everything([Size(3, deleted=1)]) == [[0]]
    assert merge_policy.everything([]) == []


def test_arrays_of_an_opened_file_cannot_be_changed_by_mistake(index: StreamIndex) -> None:
    segment = open_snapshot(index).segments[0]
    column = segment.column("id")
    assert isinstance(column.ordinals, np.ndarray)
    with pytest.raises(ValueError, match="read-only"):
        column.ordinals[0] = 7


def test_snapshots_opened_while_the_index_is_written_are_each_one_commit(index: StreamIndex) -> None:
    """Every commit replaces all four documents and merges: a mixture would show."""
    done: list[int] = []
    seen: set[frozenset[str]] = set()
    failed: list[Exception] = []

    def read() -> None:
        snapshot = None
        while not done:
            try:
                snapshot = open_snapshot(index, snapshot)
                live = [(each, corpus.keys(each), corpus.live(each)) for each in snapshot.segments]
                assert sorted(names[number] for _, names, numbers in live for number in numbers) == list(
                    "abcd"
                )
                words = {word for each, _, numbers in live for word in words_of(each, numbers)}
                seen.add(frozenset(words - {"كلمة"}))
            except Exception as error:
                failed.append(error)
                return

    reader = Thread(target=read)
    reader.start()
    for number in range(40):
        writer = index.writer()
        for key in "abcd":
            writer.update_document(id=key, text=f"كلمة {number}")
        writer.commit(optimize=number % 3 == 0)
    done.append(1)
    reader.join()
    assert failed == []
    assert all(len(words) == 1 or words == frozenset("abcd") for words in seen)


def words_of(segment: segments.Segment, numbers: list[int]) -> set[str]:
    return {
        term
        for term, _ in segment.terms("text.written")
        if set(segment.postings("text.written", term).documents.tolist()) & set(numbers)
    }
