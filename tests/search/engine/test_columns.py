from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.whoosh.arrays import ArrayFile, ArrayFileWriter, IndexDamaged
from articles.search.whoosh.columns import (
    Column,
    ListColumn,
    Lists,
    NumberColumn,
    Numbers,
    ReadColumn,
    StringColumn,
    Strings,
    from_number,
    to_number,
)

integers = st.integers(-(2**63), 2**63 - 1)
strings = st.text(max_size=5)
days = st.dates()
moments = st.datetimes(timezones=st.just(UTC))
floats = st.floats(allow_nan=False)
columns = st.one_of(
    *[
        st.tuples(st.just(column), st.lists(st.lists(st.none() | values, max_size=6), min_size=1, max_size=4))
        for column, values in (
            (Numbers("int"), integers),
            (Numbers("float"), floats),
            (Numbers("bool"), st.booleans()),
            (Numbers("date"), days),
            (Numbers("datetime"), moments),
            (Strings(), strings),
            (Lists(Numbers()), st.lists(integers, max_size=4)),
            (Lists(Numbers("date")), st.lists(days, max_size=4)),
            (Lists(Strings()), st.lists(strings, max_size=4)),
        )
    ]
)


@given(columns, st.data())
def test_values_come_through_files_and_a_merge_of_them(
    made: tuple[Column, list[list[Any]]], data: st.DataObject
) -> None:
    """Each list is a segment, of which some documents are deleted before they are merged."""
    column, segments = made
    kept = [
        sorted(data.draw(st.sets(st.sampled_from(range(len(values)))))) if values else []
        for values in segments
    ]
    with TemporaryDirectory() as directory:
        read = [
            written(column, column.build(values), Path(directory) / str(n))
            for n, values in enumerate(segments)
        ]
        for found, values in zip(read, segments, strict=True):
            assert as_values(found) == [expected(column, value) for value in values]
        parts = [(found, np.array(numbers, np.int64)) for found, numbers in zip(read, kept, strict=True)]
        merged = written(column, column.merge(parts), Path(directory) / "merged")
        live = [values[number] for values, numbers in zip(segments, kept, strict=True) for number in numbers]
        assert as_values(merged) == [expected(column, value) for value in live]
        if isinstance(merged, StringColumn):
            assert list(merged.vocabulary) == sorted({value for value in live if value is not None})


def written(column: Column, made: ReadColumn, path: Path) -> ReadColumn:
    writer = ArrayFileWriter(path.open("xb"))
    column.write(writer, "c", made)
    writer.close()
    documents = len(made.offsets) - 1 if isinstance(made, ListColumn) else len(as_values(made))
    return column.read(ArrayFile(path), "c", documents)


def as_values(column: ReadColumn) -> list[Any]:
    if isinstance(column, StringColumn):
        return [column.vocabulary[n] if n >= 0 else None for n in column.ordinals.tolist()]
    if isinstance(column, NumberColumn):
        missing: Sequence[bool] = (
            column.missing if column.missing is not None else [False] * len(column.values)
        )
        numbers = zip(column.values.tolist(), missing, strict=True)
        return [None if gone else from_number(number, column.kind) for number, gone in numbers]
    flat = [
        column.vocabulary[value] if column.vocabulary is not None else from_number(value, column.kind)
        for value in column.values.tolist()
    ]
    return [flat[begin:end] for begin, end in zip(column.offsets[:-1], column.offsets[1:], strict=True)]


def expected(column: Column, value: Any) -> Any:
    return [] if isinstance(column, Lists) and value is None else value


def test_a_column_that_the_file_does_not_have_is_empty(tmp_path: Path) -> None:
    ArrayFileWriter((tmp_path / "old").open("xb")).close()
    file = ArrayFile(tmp_path / "old")
    for column in (Numbers(), Strings(), Lists(Strings()), Lists(Numbers())):
        nothing: list[Any] = [[], []] if isinstance(column, Lists) else [None, None]
        assert as_values(column.read(file, "new", 2)) == nothing


@pytest.mark.parametrize(
    ("value", "kind", "number"),
    [
        (datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), "datetime", 1_000_000),
        (datetime(1970, 1, 1, 3, tzinfo=timezone(timedelta(hours=3))), "datetime", 0),
        (datetime(1970, 1, 1, 0, 0, 1), "datetime", 1_000_000),
        (datetime(1970, 1, 2, 8), "date", 86_400_000_000),
        (date(1969, 12, 31), "datetime", -86_400_000_000),
        (True, "bool", 1),
        (2, "float", 2.0),
    ],
)
def test_what_number_stands_for_a_value(value: Any, kind: Any, number: float) -> None:
    assert to_number(value, kind) == number


def test_a_value_of_another_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="int"):
        Numbers("int").build(["ثلاثة"])


def test_a_file_that_was_cut_short_is_damaged_wherever_it_was_cut(tmp_path: Path) -> None:
    writer = ArrayFileWriter((tmp_path / "whole").open("xb"))
    writer.add("numbers", np.arange(5))
    writer.close()
    whole = (tmp_path / "whole").read_bytes()
    for length in range(len(whole)):
        cut = tmp_path / f"cut{length}"
        cut.write_bytes(whole[:length])
        with pytest.raises(IndexDamaged, match=f"cut{length}"):
            ArrayFile(cut)


def test_a_changed_directory_is_damaged(tmp_path: Path) -> None:
    writer = ArrayFileWriter((tmp_path / "whole").open("xb"))
    writer.add("numbers", np.arange(5))
    writer.close()
    changed = (tmp_path / "whole").read_bytes().replace(b'"numbers"', b'"numberz"')
    (tmp_path / "changed").write_bytes(changed)
    with pytest.raises(IndexDamaged, match="checksum"):
        ArrayFile(tmp_path / "changed")
