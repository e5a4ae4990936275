"""import_articles: files in, articles and problems out."""

import json
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.ingest import pipeline
from articles.ingest.raw import raw_path, read_raw
from articles.ingest.readers import page_files
from articles.ingest.remove import remove_article
from articles.models import Article, ImportProblem, ImportRun, RawFile, Source

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

PAGE = """شام الغد
الرئيسية
أخبار
افتتاح جسر جديد على نهر الخابور بعد عامين من العمل
05.03.2019 | 09:15
افتتحت المحافظة اليوم الجسر الجديد على نهر الخابور بعد عامين من العمل، بحضور عدد من سكان القرى المجاورة.
وقال مدير الخدمات إن الجسر يختصر الطريق بين الضفتين، ويخدم نحو عشرين قرية كانت معزولة في أشهر الشتاء.
جميع الحقوق محفوظة © شام الغد 2019
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "pages" / "one.txt"
    path.parent.mkdir()
    path.write_text(PAGE, encoding="utf-8")
    return path


def run(*arguments: object, capsys: pytest.CaptureFixture[str]) -> dict:
    try:
        call_command("import_articles", *map(str, arguments), "--json")
    except SystemExit as stop:
        assert stop.code == 1
    return json.loads(capsys.readouterr().out)


def test_a_page_becomes_an_article_with_its_raw_file(page, capsys):
    report = run(page, capsys=capsys)
    assert report["counts"] == {"created": 1, "updated": 0, "unchanged": 0, "failed": 0}
    article = Article.objects.get()
    assert article.title == "افتتاح جسر جديد على نهر الخابور بعد عامين من العمل"
    assert article.published_at.isoformat() == "2019-03-05T07:15:00+00:00"
    assert read_raw(article.raw_sha256) == PAGE.encode()
    assert ImportRun.objects.get().created == 1


def test_the_same_file_twice_changes_nothing(page, capsys):
    run(page, capsys=capsys)
    before = Article.objects.values().get()
    assert run(page, capsys=capsys)["counts"]["unchanged"] == 1
    assert Article.objects.values().get() == before
    assert RawFile.objects.count() == 1


def test_a_dry_run_stores_nothing(page, capsys, settings):
    report = run(page, "--dry-run", capsys=capsys)
    assert report["dry_run"] is True
    assert report["files"][0]["title"].startswith("افتتاح جسر")
    for model in (Article, ImportRun, Source, RawFile):
        assert not model.objects.exists()
    assert not Path(settings.RAW_DIR).exists()


def test_a_folder_is_read_whole_and_a_bad_file_costs_only_itself(page, capsys):
    (page.parent / "empty.txt").write_bytes(b"")
    (page.parent / "deeper").mkdir()
    (page.parent / "deeper" / "two.txt").write_text(PAGE.replace("الخابور", "بردى"), encoding="cp1256")
    (page.parent / "notes.md").write_text("no page")
    report = run(page.parent, capsys=capsys)
    assert (report["counts"]["created"], report["counts"]["failed"]) == (2, 1)
    problem = ImportProblem.objects.get()
    assert problem.path.endswith("empty.txt")
    assert problem.message_ar
    assert problem.message_en


def test_a_defect_of_the_reader_costs_only_its_file(page, capsys, monkeypatch):
    def fail(data: bytes) -> None:
        raise IndexError("list index out of range")

    monkeypatch.setattr(page_files, "read_saved_page", fail)
    assert run(page, capsys=capsys)["counts"]["failed"] == 1
    assert "IndexError" in ImportProblem.objects.get().message_en
    assert ImportRun.objects.get().finished_at is not None


@pytest.mark.parametrize(
    "text",
    ["- من واحات الشمال\nمايو 2023", "ــ ــ", "\u202e", "5", "- \n- \n-", "نص", "\n\n\n", "،" * 50],
)
def test_no_page_is_too_odd(page, capsys, text):
    page.write_text(text, encoding="utf-8")
    assert "IndexError" not in json.dumps(run(page, capsys=capsys))


def test_a_missing_file_is_a_problem_and_an_empty_folder_an_error(tmp_path, capsys):
    report = run(tmp_path / "nowhere.txt", capsys=capsys)
    assert report["counts"]["failed"] == 1
    (tmp_path / "empty").mkdir()
    with pytest.raises(CommandError, match=r"No file that can be imported"):
        call_command("import_articles", str(tmp_path / "empty"))


def test_the_source_can_be_named(page, capsys):
    Source.objects.create(slug="other", name="مصدر آخر", time_zone="UTC")
    run(page, "--source", "other", capsys=capsys)
    assert Article.objects.get().source.slug == "other"
    with pytest.raises(CommandError, match="no source"):
        call_command("import_articles", str(page), "--source", "nobody")


def test_a_file_name_that_is_no_text_can_be_reported(tmp_path, capsys):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.txt"))
    path.write_bytes(b"")
    assert run(tmp_path, capsys=capsys)["counts"]["failed"] == 1
    assert ImportProblem.objects.get().path


def test_a_removal_deletes_the_raw_files_and_a_new_import_writes_none(page, capsys):
    run(page, capsys=capsys)
    article = Article.objects.get()
    raw = raw_path(article.raw_sha256)
    assert raw.exists()
    remove_article(article, reason="حكم قضائي")
    assert not raw.exists()
    (page.parent / "again.txt").write_text(PAGE + "\n\n", encoding="utf-8")
    assert run(page.parent, capsys=capsys)["counts"]["failed"] == 2
    assert not [path for path in raw.parent.parent.rglob("*") if path.is_file()]


def test_an_unchanged_article_keeps_no_second_raw_file(page, capsys, settings):
    run(page, capsys=capsys)
    page.write_text(PAGE + "\n", encoding="utf-8")
    assert run(page, capsys=capsys)["counts"]["unchanged"] == 1
    assert len([path for path in Path(settings.RAW_DIR).rglob("*") if path.is_file()]) == 1


def test_a_pipe_and_an_endless_name_are_problems_of_their_own(page, tmp_path, capsys):
    os.mkfifo(tmp_path / "pipe")
    report = run(tmp_path / "pipe", tmp_path / ("x" * 300), page, capsys=capsys)
    assert (report["counts"]["created"], report["counts"]["failed"]) == (1, 2)


def test_a_full_disk_stops_the_import_with_a_word_and_repeating_completes_it(page, capsys, monkeypatch):
    def fail(data: bytes) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pipeline, "keep_raw", fail)
    with pytest.raises(CommandError, match="after 0 articles"):
        call_command("import_articles", str(page))
    assert not Article.objects.exists()
    assert ImportRun.objects.get().finished_at is not None
    monkeypatch.undo()
    assert run(page, capsys=capsys)["counts"]["created"] == 1
