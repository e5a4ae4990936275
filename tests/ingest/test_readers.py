"""Readers of files of rows, on the files of `tests/data/bulk/` that are named for their defects."""

import csv
import gzip
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.ingest.documents import UnreadableInput
from articles.ingest.problems import Problem
from articles.ingest.readers import lines, registry
from articles.ingest.readers.columns import ColumnMap, RowFormat
from articles.ingest.readers.record import Record

BULK = Path(__file__).parent.parent / "data" / "bulk"
FILES = sorted(path.name for path in BULK.iterdir() if path.name != "README.md")


def read(data: bytes, name: str, rows: RowFormat | None = None) -> list[Record]:
    file = io.BufferedReader(io.BytesIO(data))
    return list(registry.read(file, name, rows or RowFormat(), size=len(data)))


def read_file(name: str, **rows) -> list[Record]:
    return read((BULK / name).read_bytes(), name, RowFormat(**rows))


def titles(records: list[Record]) -> list[str]:
    return [record.document.title for record in records if record.document]


def problems(records: list[Record]) -> list[Problem]:
    return [record.problem for record in records if record.problem]


def notes(records: list[Record]) -> list[Problem]:
    return [note for record in records for note in record.notes]


#: file: articles read, lines of problems (None: the whole file), notes
EXPECTED = {
    "good.jsonl": (3, [], 0),
    "good.jsonl.gz": (2, [], 0),
    "good.csv": (2, [], 0),
    "arabic_names.jsonl": (1, [], 0),
    "one_line_is_cut_off.jsonl": (2, [2], 0),
    "a_line_is_no_object.jsonl": (2, [2, 3], 0),
    "objects_too_deep.jsonl": (2, [2], 0),
    "mark_and_blank_lines.jsonl": (2, [], 0),
    "windows_1256.jsonl": (2, [], 0),
    "utf16_with_mark.jsonl": (2, [], 0),
    "second_row_in_another_encoding.jsonl": (2, [], 0),
    "odd_dates.jsonl": (6, [], 4),
    "neither_headline_nor_text.jsonl": (1, [2, 3], 0),
    "text_is_an_object.jsonl": (1, [1], 1),
    "text_is_a_list_of_paragraphs.jsonl": (1, [], 0),
    "address_is_a_script.jsonl": (1, [], 1),
    "no_headline.jsonl": (1, [], 0),
    "text_of_three_words.jsonl": (1, [], 0),
    "columns_nobody_knows.jsonl": (3, [], 2),
    "lone_surrogates_and_nul.jsonl": (1, [], 0),
    "column_named_with_lone_surrogates.jsonl": (1, [], 1),
    "same_row_twice.jsonl": (2, [], 0),
    "nothing_but_garbage.jsonl": (0, [*range(1, 1001), 1000], 0),
    "cut_off.jsonl.gz": (36, [36], 0),
    "bomb.jsonl.gz": (1, [2, 2], 0),
    "mark_of_excel.csv": (2, [], 0),
    "windows_1256.csv": (2, [], 0),
    "utf16_tabs.tsv": (2, [], 0),
    "line_that_says_sep.csv": (1, [], 0),
    "quote_without_its_partner.csv": (2, [4], 0),
    "quotes_inside_a_cell.csv": (1, [], 0),
    "rows_with_too_many_and_too_few_cells.csv": (2, [4, 5], 0),
    "no_names_in_the_first_row.csv": (0, [1], 0),
    "months_first.csv": (2, [], 1),
    "empty.csv": (0, [None], 0),
    "only_names.csv": (0, [], 0),
    "binary.csv": (0, [None], 0),
    "of_every_kind.zip": (4, [], 1),
    "names_that_lead_out.zip": (1, [None] * 4, 0),
    "encrypted.zip": (1, [None], 0),
    "bomb.zip": (2, [2, 2], 0),
    "archive_in_archive.zip": (2, [], 0),
    "archive_in_archive_in_archive.zip": (2, [None], 0),
    "table_of_an_office.zip": (0, [None], 0),
    "damaged_member.zip": (1, [None], 0),
    "cut_off.zip": (0, [None], 0),
}


@pytest.mark.parametrize("name", FILES)
def test_every_file_gives_its_articles_and_says_the_rest(name):
    records = read_file(name)
    found = (len(titles(records)), [problem.line for problem in problems(records)], len(notes(records)))
    assert found == EXPECTED[name]
    for problem in (*problems(records), *notes(records)):
        assert problem.message_en
        assert problem.message_ar


@pytest.mark.parametrize("name", FILES)
def test_the_raw_bytes_of_a_record_alone_give_the_same_document(name):
    for record in read_file(name):
        if record.document is not None:
            kind = registry.ending(record.path)
            [again] = read(record.raw, f"again{kind}")
            assert again.document == record.document


def test_arabic_names_of_columns_are_known():
    [record] = read_file("arabic_names.jsonl")
    document = record.document
    assert document.title == "افتتاح الجسر الجديد"
    assert document.body.count("\n\n") == 1
    assert (document.published.year, document.published.month, document.published.day) == (2018, 6, 8)
    assert document.canonical_url == "https://sham-alghad.example/a"
    assert document.source_name == "شام الغد المخترعة"
    assert (document.byline, document.section) == ("سليم الوهمي", "محليات")


@pytest.mark.parametrize(
    "name", ["pub_date", "pubDate", "Pub Date", "PUBLISHED-AT", "تاريخ النَّشر", " التاريخ "]
)
def test_a_column_is_known_in_any_spelling(name):
    row = json.dumps({"title": "عنوان", name: "2018-06-08"}).encode()
    [record] = read(row, "a.jsonl")
    assert record.document.published.month == 6


def test_the_user_says_which_column_is_which():
    row = json.dumps({"story": "نص", "hed": "عنوان", "title": "اسم الموقع", "when": "2018-05-02"}).encode()
    rows = RowFormat(ColumnMap.parse("title=hed, text=story, date=when"))
    [record] = read(row, "a.jsonl", rows)
    assert (record.document.title, record.document.body) == ("عنوان", "نص")
    assert record.document.published.year == 2018
    assert "title" in record.notes[0].message_en


def test_a_field_can_be_left_out():
    row = json.dumps({"title": "عنوان", "author": "x"}).encode()
    [record] = read(row, "a.jsonl", RowFormat(ColumnMap.parse("byline=")))
    assert record.document.byline == ""


@pytest.mark.parametrize("text", ["title", "colour=x", "=x"])
def test_a_map_that_says_nothing_is_refused(text):
    with pytest.raises(UnreadableInput, match="FIELD=COLUMN"):
        ColumnMap.parse(text)


def test_of_two_columns_for_one_field_the_plainer_name_wins_and_the_other_is_said():
    [record] = read(json.dumps({"article": "مقطع", "text": "نص"}).encode(), "a.jsonl")
    assert record.document.body == "نص"
    assert "article" in record.notes[0].message_en


def test_unknown_columns_are_said_once():
    said = [
        note.message_en.split(":")[1].split("(")[0].strip()
        for note in notes(read_file("columns_nobody_knows.jsonl"))
    ]
    assert said == ["id, views", "mood"]


def test_a_date_that_cannot_be_read_is_said_with_line_and_field():
    found = notes(read_file("odd_dates.jsonl"))
    assert [(note.line, note.field) for note in found] == [(1, "date"), (2, "date"), (3, "date"), (4, "date")]


@pytest.mark.parametrize(
    ("order", "months"),
    [("auto", [6, None]), ("mdy", [6, 6]), ("dmy", [None, 8])],
    ids=["unsaid", "mdy", "dmy"],
)
def test_a_date_that_may_be_two_is_none_until_the_order_is_said(order, months):
    dates = [record.document.published for record in read_file("months_first.csv", date_order=order)]
    assert [date and date.month for date in dates] == months


@pytest.mark.parametrize(
    "text", ["13/06/2018", "2018-06-08T11:26:00Z", "06/06/2018", "8 يونيو 2018", "2018/6/8"]
)
def test_a_date_that_can_be_but_one_needs_no_order(text):
    [record] = read(json.dumps({"title": "x", "date": text}).encode(), "a.jsonl")
    assert record.document.published.month == 6
    assert not record.notes


def test_lines_of_a_cell_are_paragraphs_and_a_headline_is_one_line():
    row = {"title": "عنوان\nفي سطرين", "text": "أولى\r\nثانية\rثالثة"}
    [record] = read(json.dumps(row).encode(), "a.jsonl")
    assert record.document.title == "عنوان في سطرين"
    assert record.document.body == "أولى\n\nثانية\n\nثالثة"


def test_lines_inside_a_paragraph_stay_where_empty_lines_part_them():
    [record] = read(json.dumps({"text": "أولى\nتتمة\n \nثانية"}).encode(), "a.jsonl")
    assert record.document.body == "أولى\nتتمة\n\nثانية"


HTML_CELLS = {
    "paragraphs": ("<p>أولى</p>\n<p>ثانية&nbsp;هنا</p>", "أولى\n\nثانية هنا"),
    "line breaks": ("أولى<br/><br/>ثانية", "أولى\n\nثانية"),
    "escaped once too often": ("&lt;p&gt;أولى&lt;/p&gt;&lt;p&gt;ثانية&lt;/p&gt;", "أولى\n\nثانية"),
    "script and style": ("<style>p{}</style><p>أولى</p><script>alert(1)</script>", "أولى"),
    "marks inside lines": ("أولى <b>هنا</b>\n\nثانية", "أولى هنا\n\nثانية"),
    "entities alone": ("أولى &amp; &quot;ثانية&quot;", 'أولى & "ثانية"'),
    "signs that are no markup": ("أولى < ثانية & 5 > 3", "أولى < ثانية & 5 > 3"),
}


@pytest.mark.parametrize(("cell", "expected"), HTML_CELLS.values(), ids=HTML_CELLS)
def test_html_in_a_cell_becomes_text(cell, expected):
    [record] = read(json.dumps({"title": "<b>عنوان</b>&nbsp;خبر", "text": cell}).encode(), "a.jsonl")
    assert record.document.body == expected
    assert record.document.title.split() == ["عنوان", "خبر"]


@pytest.mark.parametrize("text", ["20180608T112600Z", "20180608", "2018060811"])
def test_a_compact_date_in_a_cell_is_read(text):
    [record] = read(json.dumps({"title": "x", "date": text}).encode(), "a.jsonl")
    found = record.document.published
    assert (found and found.month) == (None if text == "2018060811" else 6)


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_a_row_longer_than_any_article_costs_only_itself(name, monkeypatch):
    monkeypatch.setattr(lines, "MAX_ROW_BYTES", 1000)
    monkeypatch.setattr("articles.ingest.readers.separated.MAX_ROW_BYTES", 1000)
    good = '{"title": "b"}\n' if name == "a.jsonl" else "b,x\n"
    head = "" if name == "a.jsonl" else "title,text\n"
    records = read(f"{head}{good}{'x' * 5000}\n{good}".encode(), name)
    assert titles(records) == ["b", "b"]
    assert len(problems(records)) == 1


def test_a_cell_of_a_megabyte_is_read():
    data = f'title,text\nعنوان,"{"كلمة " * 120_000}"\n'.encode()
    [record] = read(data, "a.csv")
    assert len(record.document.body) > 500_000


def test_one_open_quote_does_not_swallow_the_rows_after_it():
    rows = "".join(f"عنوان {n},نص\n" for n in range(50))
    records = read(f'title,text\n"بلا نهاية,نص\n{rows}'.encode(), "a.csv")
    assert len(titles(records)) == 50
    assert [problem.line for problem in problems(records)] == [2]


def test_a_cell_may_hold_lines_and_the_line_of_a_row_is_where_it_begins():
    records = read('title,text\nأ,"س\nس\nس"\nب,ن\n'.encode(), "a.csv")
    assert [record.line for record in records] == [2, 5]


def test_a_line_of_words_between_rows_is_no_article_and_an_empty_row_nothing():
    records = read("title,text\nأ,ن\nملاحظة المحرر\n\n,\nب,ن\n".encode(), "a.csv")
    assert titles(records) == ["أ", "ب"]
    assert [problem.line for problem in problems(records)] == [3]


def test_the_content_and_not_the_name_says_what_is_packed():
    row = b'{"title": "x"}\n'
    assert titles(read(gzip.compress(row), "a.jsonl")) == ["x"]
    assert titles(read(row, "a.jsonl.gz")) == ["x"]
    assert titles(read(row, "export")) == ["x"]


@pytest.mark.parametrize(
    "name", ["good_json_feed_1_1.json", "good_rss_2.xml", "empty_lines_before_the_declaration.xml"]
)
def test_a_feed_without_a_name_that_says_so_is_one(name):
    data = (BULK.parent / "feeds" / name).read_bytes()
    records = read(data, "export")
    assert len(titles(records)) == 2
    assert {record.kind for record in records if record.document} == {"feed_item"}


def test_a_row_with_the_names_of_a_feed_is_a_row():
    [record] = read(b'{"title": "x", "content_html": "<p>y</p>"}\n', "export")
    assert record.kind == "jsonl"


def test_a_file_in_an_archive_is_named_with_it():
    paths = [record.path for record in read_file("of_every_kind.zip") if record.document]
    assert paths == [
        f"of_every_kind.zip/{name}" for name in ("rows/a.jsonl", "b.csv", "c.jsonl.gz", "page.txt")
    ]


def test_what_is_left_out_of_an_archive_is_said():
    [note] = notes(read_file("of_every_kind.zip"))
    assert "notes.md" in note.message_en


def test_a_defect_of_a_reader_costs_only_the_row(monkeypatch):
    def fail(text: str, order: str) -> None:
        if "03-02" in text:
            raise IndexError

    monkeypatch.setattr("articles.ingest.readers.rows._published", fail)
    records = read_file("good.jsonl")
    assert len(titles(records)) == 2
    assert "IndexError" in problems(records)[0].message_en


ENDS = st.sampled_from(["a.jsonl", "a.csv", "a.tsv", "a.jsonl.gz", "a.csv.gz", "a.zip", "a"])


@settings(max_examples=150, deadline=None)
@given(
    start=st.sampled_from(
        [b"", b"\x1f\x8b\x08", b"PK\x03\x04", b"\xff\xfe", b"title,text\n", b'{"title":', b"sep=;\n"]
    ),
    rest=st.binary(max_size=300),
    name=ENDS,
)
def test_no_bytes_make_a_reader_raise_or_blame_the_program(start, rest, name):
    for problem in problems(read(start + rest, name)):
        assert "error of the program" not in problem.message_en


CELLS = st.text(st.sampled_from("اب ,;\t|\"'\n،"), max_size=8)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6), separator=st.sampled_from(",;\t|"))
def test_what_a_program_has_quoted_well_is_read_whole(rows, separator):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerow(["title", "body"])
    writer.writerows(rows)
    expected = [" ".join(title.split("\n")).split() for title, body in rows if title.strip() or body.strip()]
    found = read(text.getvalue().encode(), "a.csv")
    assert [title.split() for title in titles(found)] == expected
    assert not problems(found)
