"""import_articles with files of rows: chunks, interruption, repetition, what the run says."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.ingest import pipeline
from articles.ingest.files import records_of
from articles.ingest.pipeline import Import, import_records
from articles.ingest.raw import read_raw
from articles.ingest.readers.columns import RowFormat
from articles.ingest.remove import remove_article
from articles.models import Article, Change, ImportProblem, ImportRun, RawFile, Review, Source

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

BULK = Path(__file__).parent.parent / "data" / "bulk"
TEXT = " ".join(f"كلمة{n}" for n in range(25))


def write(path: Path, count: int, **more) -> Path:
    rows = (
        {
            "title": f"عنوان {n}",
            "text": f"{TEXT} {n}",
            "date": "2018-06-08",
            "url": f"https://a.example/{n}",
            **more,
        }
        for n in range(count)
    )
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def run(*arguments: object, capsys: pytest.CaptureFixture[str]) -> dict:
    try:
        call_command("import_articles", *map(str, arguments), "--json")
    except SystemExit as stop:
        assert stop.code == 1
    return json.loads(capsys.readouterr().out)


def test_rows_become_articles_each_with_its_own_raw_bytes(capsys):
    report = run(BULK / "good.jsonl", capsys=capsys)
    assert report["counts"] == {"created": 3, "updated": 0, "unchanged": 0, "failed": 0}
    lines = (BULK / "good.jsonl").read_bytes().splitlines(keepends=True)
    for article, line in zip(Article.objects.order_by("pk"), lines, strict=True):
        assert read_raw(article.raw_sha256) == line
        assert article.source.name == "شام الغد المخترعة"
        assert article.published_origin == "metadata"
    assert Change.objects.count() >= 3


def test_a_directory_of_every_kind_of_file(capsys):
    report = run(BULK, capsys=capsys)
    assert report["counts"]["created"] > 40
    outcome = ImportRun.objects.get()
    assert outcome.failed == report["counts"]["failed"]
    assert not ImportProblem.objects.filter(message_en__contains="error of the program").exists()


def test_a_problem_has_file_line_and_field_in_both_languages(capsys):
    run(BULK / "odd_dates.jsonl", BULK / "one_line_is_cut_off.jsonl", capsys=capsys)
    problem = ImportProblem.objects.get(line=3)
    assert problem.path.endswith("odd_dates.jsonl")
    assert problem.field == "date"
    assert "06/08/2018" in problem.message_ar
    assert "06/08/2018" in problem.message_en
    assert ImportRun.objects.get().failed == 1


def test_an_article_whose_date_cannot_be_read_is_undated_with_an_open_review(capsys):
    run(BULK / "odd_dates.jsonl", capsys=capsys)
    article = Article.objects.get(title__contains="رقم 3")
    assert article.published_at is None
    assert article.status == "published"
    assert article.reviews.open().get().reason == Review.Reason.NO_DATE


def test_saying_the_order_later_dates_what_was_undated(tmp_path, capsys):
    path = write(tmp_path / "a.jsonl", 1, date="06/08/2018")
    run(path, capsys=capsys)
    assert run(path, "--date-order", "dmy", capsys=capsys)["counts"]["updated"] == 1
    assert Article.objects.get().published_day.isoformat() == "2018-08-06"
    assert not Review.objects.open().filter(reason=Review.Reason.NO_DATE).exists()


def test_repeating_changes_nothing(tmp_path, capsys):
    path = write(tmp_path / "a.jsonl", 30)
    run(path, capsys=capsys)
    before = list(Article.objects.order_by("pk").values())
    Change.objects.all().delete()
    assert run(path, capsys=capsys)["counts"]["unchanged"] == 30
    assert list(Article.objects.order_by("pk").values()) == before
    assert not Change.objects.exists()
    assert RawFile.objects.count() == 30


def test_the_same_row_twice_in_one_chunk_is_one_article(capsys):
    counts = run(BULK / "same_row_twice.jsonl", capsys=capsys)["counts"]
    assert (counts["created"], counts["unchanged"]) == (1, 1)


def test_a_later_row_with_the_same_address_updates_the_article(tmp_path, capsys):
    path = tmp_path / "a.jsonl"
    rows = [{"title": title, "text": TEXT, "url": "https://a.example/1"} for title in ("أول", "ثان")]
    path.write_text("\n".join(map(json.dumps, rows)))
    counts = run(path, capsys=capsys)["counts"]
    assert (counts["created"], counts["updated"]) == (1, 1)
    article = Article.objects.get()
    assert article.title == "ثان"
    assert article.versions.get().content["title"] == "أول"


def test_a_removed_article_does_not_come_back_and_costs_only_its_row(tmp_path, capsys):
    path = write(tmp_path / "a.jsonl", 3)
    run(path, capsys=capsys)
    remove_article(Article.objects.get(title="عنوان 1"), reason="حكم قضائي")
    counts = run(path, capsys=capsys)["counts"]
    assert (counts["unchanged"], counts["failed"]) == (2, 1)
    assert ImportProblem.objects.get().line == 2


def test_no_transaction_has_more_rows_than_a_chunk(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(pipeline, "CHUNK_ROWS", 10)
    path = write(tmp_path / "a.jsonl", 35)
    with CaptureQueriesContext(connection) as queries:
        run(path, capsys=capsys)
    sizes, size = [], 0
    for query in queries:
        if query["sql"].startswith("COMMIT"):
            sizes.append(size)
            size = 0
        size += query["sql"].startswith('INSERT INTO "articles_article"')
    assert [size for size in sizes if size] in ([10, 10, 10, 5], [])  # PostgreSQL's driver commits unseen


def test_what_was_interrupted_keeps_whole_chunks_and_repeating_completes_it(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(pipeline, "CHUNK_ROWS", 10)
    path = write(tmp_path / "a.jsonl", 35)
    keep, kept = pipeline.keep_raw, []

    def interrupted(data: bytes) -> str:
        kept.append(data)
        if len(kept) > 25:
            raise KeyboardInterrupt
        return keep(data)

    monkeypatch.setattr(pipeline, "keep_raw", interrupted)
    with pytest.raises(SystemExit) as stop:
        call_command("import_articles", str(path), "--json")
    assert stop.value.code == 130
    assert json.loads(capsys.readouterr().out)["counts"]["created"] == 20
    assert Article.objects.count() == 20
    half = ImportRun.objects.get()
    assert (half.created, half.finished_at is None) == (20, False)
    monkeypatch.setattr(pipeline, "keep_raw", keep)
    counts = run(path, capsys=capsys)["counts"]
    assert (counts["created"], counts["unchanged"]) == (15, 20)


def test_a_run_that_is_killed_says_what_it_had_stored(tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "CHUNK_ROWS", 10)
    outcome = ImportRun.objects.create(command="import_articles")
    seen = []

    def look(imported):
        seen.append((ImportRun.objects.get().created, Article.objects.count()))

    import_records(
        records_of(write(tmp_path / "a.jsonl", 30), RowFormat()), Import(run=outcome, on_each=look)
    )
    assert sorted(set(seen)) == [(10, 10), (20, 20), (30, 30)]


def test_a_defect_in_storing_costs_only_its_row(tmp_path, capsys, monkeypatch):
    store_one = pipeline.Batch.store

    def fail(batch, number):
        if number == 1:
            raise IndexError("list index out of range")
        return store_one(batch, number)

    monkeypatch.setattr(pipeline.Batch, "store", fail)
    counts = run(write(tmp_path / "a.jsonl", 3), capsys=capsys)["counts"]
    assert (counts["created"], counts["failed"]) == (2, 1)
    problem = ImportProblem.objects.get()
    assert (problem.line, "IndexError" in problem.message_en) == (2, True)


def test_a_dry_run_of_rows_stores_nothing(tmp_path, capsys, settings):
    report = run(write(tmp_path / "a.jsonl", 5), "--dry-run", capsys=capsys)
    assert report["counts"]["created"] == 5
    assert {file["article_id"] for file in report["files"]} == {None}
    for model in (Article, ImportRun, Source, RawFile):
        assert not model.objects.exists()
    assert not Path(settings.RAW_DIR).exists()


def test_the_source_named_by_the_user_is_that_of_every_row(capsys):
    Source.objects.create(slug="other", name="مصدر آخر", time_zone="UTC")
    run(BULK / "good.csv", "--source", "other", capsys=capsys)
    assert {article.source.slug for article in Article.objects.select_related("source")} == {"other"}
    assert Source.objects.count() == 1


def test_a_row_without_a_source_waits_with_the_unknown_one(tmp_path, capsys):
    run(write(tmp_path / "a.jsonl", 1), capsys=capsys)
    assert Article.objects.get().source.slug == "unknown"
    assert Review.objects.open().get().reason == Review.Reason.NO_SOURCE


def test_a_name_of_a_column_that_cannot_be_stored_is_told_without_what_is_wrong_with_it(capsys):
    run(BULK / "column_named_with_lone_surrogates.jsonl", capsys=capsys)
    assert "not read: id (" in ImportProblem.objects.get().message_en


def test_the_map_is_kept_with_the_run(tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_text(f"hed;story\nعنوان;{TEXT}\n", encoding="utf-8")
    run(path, "--map", "title=hed,body=story", capsys=capsys)
    assert Article.objects.get().title == "عنوان"
    assert ImportRun.objects.get().arguments[1:] == ["--map", "title=hed,body=story"]


def test_a_map_that_is_none_is_refused_before_anything_is_read(tmp_path):
    with pytest.raises(CommandError, match="FIELD=COLUMN"):
        call_command("import_articles", str(tmp_path), "--map", "colour=x")
    assert not ImportRun.objects.exists()


def test_in_the_terminal_rows_are_counted_and_only_their_problems_are_named(capsys):
    with pytest.raises(SystemExit):
        call_command("import_articles", str(BULK / "one_line_is_cut_off.jsonl"))
    said = capsys.readouterr()
    assert said.out.strip() == "created 2, updated 0, unchanged 0, failed 1"
    assert "one_line_is_cut_off.jsonl:2: No valid JSON" in said.err


def test_how_many_questions_a_new_row_costs(tmp_path):
    path = write(tmp_path / "a.jsonl", 60)
    outcome = ImportRun.objects.create(command="import_articles")
    with CaptureQueriesContext(connection) as queries:
        import_records(records_of(path, RowFormat()), Import(run=outcome))
    selects = [query for query in queries if query["sql"].startswith("SELECT")]
    assert outcome.created == 60
    assert len(selects) < 30


def test_all_bytes_of_the_files_are_counted_for_the_progress_bar(tmp_path):
    files = [BULK / "good.jsonl", BULK / "of_every_kind.zip", BULK / "good.jsonl.gz", BULK / "binary.csv"]
    counted: list[int] = []
    for path in files:
        list(records_of(path, RowFormat(), on_bytes=counted.append))
    assert sum(counted) == sum(path.stat().st_size for path in files)
    assert min(counted) >= 0
