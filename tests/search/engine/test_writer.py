from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.fields import Schema, UnknownFieldError
from whoosh.index import LockError

from articles.search.text import WeightedText
from articles.search.whoosh import inversion, merge_policy, merging
from articles.search.whoosh import writer as writer_module
from articles.search.whoosh.columns import from_number
from articles.search.whoosh.fields import KeyField, StreamField, texts_of
from articles.search.whoosh.segments import Snapshot
from articles.search.whoosh.writer import StreamIndex, StreamWriter, create_index
from tests.search.engine import corpus

STREAMS = [*[("text", stream) for stream in corpus.STREAMS], ("title", "stem"), ("title", "written")]


@pytest.fixture
def index(tmp_path: Path) -> StreamIndex:
    path = tmp_path / "store"
    path.mkdir()
    return create_index(path, corpus.schema())


def snapshot(index: StreamIndex) -> Snapshot:
    return Snapshot.open(Path(index.storage.folder))


def all_keys(index: StreamIndex) -> list[str]:
    segments = snapshot(index).segments
    return sorted(corpus.keys(segment)[number] for segment in segments for number in corpus.live(segment))


@settings(max_examples=60, deadline=None)
@given(corpus.commits, st.sampled_from([1, 7, 2_000_000]))
def test_whatever_was_written_reads_back_as_counted_word_by_word(
    history: list[corpus.Commit], at_once: int
) -> None:
    with TemporaryDirectory() as directory, pytest.MonkeyPatch.context() as patch:
        patch.setattr(inversion, "_CHUNK", at_once)
        patch.setattr(merging, "_CHUNK_BYTES", at_once)
        _, archive = corpus.build(Path(directory), history)
        snapshot = Snapshot.open(Path(directory))
    for text, stream in STREAMS:
        field = f"{text}.{stream}"
        expected = corpus.invert(archive, text, stream)
        found = corpus.stored(snapshot, field)
        if stream not in ("stem", "written"):
            expected = {
                term: {key: corpus.Occurrences(each.frequency, ()) for key, each in postings.items()}
                for term, postings in expected.items()
            }
        assert found == expected, field
        for segment in snapshot.segments:
            names, lengths = corpus.keys(segment), segment.lengths(field)
            assert segment.total_length(field) == lengths.sum()
            for number in corpus.live(segment):
                assert lengths[number] == corpus.length(archive[names[number]], text, stream), field
    assert dict(columns(snapshot)) == {
        key: (document.day, document.title, document.places or ()) for key, document in archive.items()
    }


def columns(snapshot: Snapshot) -> Iterator[tuple[str, tuple]]:
    for segment in snapshot.segments:
        names = corpus.keys(segment)
        days, titles, places = (segment.column(name) for name in ("day", "title", "places"))
        for number in corpus.live(segment):
            missing = days.missing is not None and days.missing[number]
            day = None if missing else from_number(days.values[number], days.kind)
            title = titles.vocabulary[titles.ordinals[number]] if titles.ordinals[number] >= 0 else None
            ordinals = places.values[places.offsets[number] : places.offsets[number + 1]].tolist()
            yield names[number], (day, title, tuple(places.vocabulary[each] for each in ordinals))


def test_a_document_replaces_the_one_with_its_key_in_the_same_commit(index: StreamIndex) -> None:
    writer = index.writer()
    writer.update_document(id="a", text="أول")
    writer.update_document(id="a", text="ثان")
    writer.commit()
    (segment,) = snapshot(index).segments
    assert segment.size == 1
    assert [term for term, _ in segment.terms("text.written")] == ["ثان"]


def test_deleting_says_how_many_documents_it_found(index: StreamIndex) -> None:
    writer = index.writer()
    writer.add_document(id="a", text="أول")
    writer.commit()
    writer = index.writer()
    writer.add_document(id="b", text="ثان")
    assert [writer.delete_by_term("id", key) for key in "abbc"] == [1, 1, 0, 0]
    writer.commit()
    assert snapshot(index).segments == ()


def test_documents_are_deleted_by_a_term_of_a_stream_too(index: StreamIndex) -> None:
    writer = index.writer()
    writer.add_document(id="a", text="قمة هلسنكي")
    writer.add_document(id="b", text="قمة موسكو")
    assert writer.delete_by_term("text.written", "هلسنكي") == 1
    writer.commit()
    assert all_keys(index) == ["b"]


def test_a_long_merge_begins_when_the_commit_can_be_read(
    index: StreamIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_module, "MERGED_UNSEEN", 1)
    monkeypatch.setattr(StreamWriter, "_merge", _full)
    writer = index.writer()
    writer.add_document(id="a", text="كلمة")
    writer.commit(merge=False)
    writer = index.writer()
    writer.add_document(id="b", text="كلمة")
    with pytest.raises(OSError, match="full"):
        writer.commit(optimize=True)
    writer.cancel()
    assert all_keys(index) == ["a", "b"]
    monkeypatch.undo()
    index.writer().commit(optimize=True)
    assert [corpus.keys(segment) for segment in snapshot(index).segments] == [["a", "b"]]


def _full(writer: StreamWriter, groups: list[list[int]]) -> None:
    if groups:
        raise OSError("The disk is full.")


def test_nothing_of_a_cancelled_writer_is_seen(index: StreamIndex) -> None:
    writer = index.writer(max_words=1)
    writer.add_document(id="a", text="كلمة واحدة")
    writer.cancel()
    assert snapshot(index).documents == 0
    index.writer().commit()
    assert [path.suffix for path in Path(index.storage.folder).iterdir() if path.suffix == ".arrays"] == []


def test_a_second_writer_is_refused(index: StreamIndex) -> None:
    writer = index.writer()
    with pytest.raises(LockError):
        index.writer()
    writer.cancel()


def test_an_unknown_field_is_named(index: StreamIndex) -> None:
    writer = index.writer()
    with pytest.raises(UnknownFieldError, match="colour"):
        writer.add_document(id="a", colour="أزرق")
    writer.cancel()


@pytest.mark.parametrize(
    "values",
    [{"day": "أمس"}, {"places": "هلسنكي"}, {"title": 7}, {"text": ["قمة"]}, {"id": 7}],
    ids=["day", "places", "title", "text", "id"],
)
def test_a_document_that_cannot_be_written_is_refused_and_the_rest_goes_on(
    index: StreamIndex, values: dict[str, Any]
) -> None:
    writer = index.writer()
    writer.add_document(id="a", text="كلمة", title="كلمة")
    (field,) = values
    with pytest.raises(TypeError, match=field):
        writer.add_document(**({"id": "b", "text": "كلمة"} | values))
    writer.add_document(id="c", text="كلمة")
    writer.commit()
    assert all_keys(index) == ["a", "c"]
    assert snapshot(index).document_frequency("text.written", "كلمة") == 2


def test_what_a_killed_commit_left_is_removed_by_the_next(index: StreamIndex) -> None:
    folder = Path(index.storage.folder)
    for name in ("MAIN_0123456789abcdef.arrays", "_MAIN_7.toc.1528445880.0"):
        (folder / name).write_bytes(b"half")
    index.writer().commit()
    assert sorted(path.name for path in folder.iterdir()) == ["MAIN_WRITELOCK", "_MAIN_1.toc"]


def test_words_of_a_part_count_by_its_weight_and_no_phrase_crosses_parts(index: StreamIndex) -> None:
    writer = index.writer()
    writer.add_document(id="a", text=WeightedText([("قمة هلسنكي", 3), ("هلسنكي", 1)]))
    writer.commit()
    (segment,) = snapshot(index).segments
    assert segment.postings("text.written", "هلسنكي").frequencies.tolist() == [4]
    assert segment.positions("text.written", "هلسنكي").values.tolist() == [1, 102]
    assert segment.lengths("text.written").tolist() == [7.0]


def test_a_text_of_more_words_than_two_bytes_count_keeps_its_positions(index: StreamIndex) -> None:
    writer = index.writer()
    writer.add_document(id="a", text="كلمة " * 70_000 + "آخر")
    writer.commit()
    (segment,) = snapshot(index).segments
    assert segment.positions("text.written", "آخر").values.tolist() == [70_000]
    assert segment.postings("text.stem", "كلم").frequencies.tolist() == [70_000]


def test_a_lone_surrogate_does_not_stop_the_writer(index: StreamIndex) -> None:
    writer = index.writer()
    writer.add_document(id="a\ud800", text="كلمة \ud800x", title="\udfff")
    writer.commit()
    assert all_keys(index) == ["a\ud800"]


def test_optimising_leaves_one_segment_without_what_was_deleted(index: StreamIndex) -> None:
    for key in "abc":
        writer = index.writer()
        writer.add_document(id=key, text=f"كلمة {key}")
        writer.commit(merge=False)
    writer = index.writer()
    writer.delete_by_term("id", "b")
    writer.commit(optimize=True)
    (segment,) = snapshot(index).segments
    assert corpus.keys(segment) == ["a", "c"]
    assert segment.document_frequency("text.exact", "b") == 0


def test_what_was_deleted_can_be_purged_without_touching_other_segments(index: StreamIndex) -> None:
    for keys in ("ab", "cd"):
        writer = index.writer()
        for key in keys:
            writer.add_document(id=key, text=f"كلمة {key}")
        writer.commit(merge=False)
    before = {path.name for path in Path(index.storage.folder).glob("*.arrays")}
    writer = index.writer()
    writer.delete_by_term("id", "a")
    writer.commit(mergetype=merge_policy.with_deletions)
    after = {path.name for path in Path(index.storage.folder).glob("*.arrays")}
    assert len(before & after) == 1
    assert all_keys(index) == ["b", "c", "d"]
    assert all(segment.live is None for segment in snapshot(index).segments)


def test_a_stream_that_the_analysis_does_not_make_is_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        texts_of(Schema(**{"text.colour": StreamField()}))


def test_trigrams_have_no_positions() -> None:
    with pytest.raises(ValueError, match="tri"):
        texts_of(Schema(**{"text.tri": StreamField(positions=True)}))


def test_times_are_read_back_in_utc() -> None:
    assert from_number(1_528_445_880_000_000, "datetime") == datetime(2018, 6, 8, 8, 18, tzinfo=UTC)
    assert from_number(1_528_416_000_000_000, "date") == date(2018, 6, 8)


def test_a_key_is_found_by_its_value(index: StreamIndex) -> None:
    writer = index.writer()
    for key in ("b", "a"):
        writer.add_document(id=key)
    writer.commit()
    (segment,) = snapshot(index).segments
    assert segment.postings("id", "a").documents.tolist() == [1]
    assert isinstance(index.schema["id"], KeyField)
