"""reextract: today's readers on kept raw input; what changes, what stays, what is told."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.ingest import reextract
from articles.ingest.documents import Document, Doubt, UnreadableInput
from articles.ingest.raw import raw_path
from articles.ingest.readers.again import read_again
from articles.models import Article, Change, ImportProblem, ImportRun, RawFile, Source

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

TEXT = "\n\n".join(
    f"أعلنت اللجنة {word} اليوم في مؤتمر صحفي أن الدورة الجديدة ستبدأ في موعدها المحدد من هذا العام."
    for word in ("المنظمة", "العليا")
)


@pytest.fixture
def articles(tmp_path: Path) -> list[Article]:
    """Three articles, each from a row of its own."""
    rows = (
        {
            "title": f"عنوان {n}",
            "text": f"{TEXT}\n\nالرقم {n}.",
            "date": "2018-06-08",
            "source": "شام",
            "url": f"https://a.example/{n}",
        }
        for n in range(3)
    )
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    call_command("import_articles", str(path), "--json")
    fetched = datetime(2020, 1, 1, tzinfo=UTC)
    Article.objects.update(fetched_at=fetched)
    Change.objects.all().delete()
    return list(Article.objects.order_by("pk"))


@pytest.fixture
def _better(monkeypatch: pytest.MonkeyPatch) -> None:
    """Today's reader finds a byline that the one of before did not."""

    def better(data, kind, context):
        return replace(read_again(data, kind, context), byline="سليم الوهمي", title="عنوان جديد")

    monkeypatch.setattr(reextract, "read_again", better)


def run(*arguments: str, capsys: pytest.CaptureFixture[str], code: int | None = None) -> dict:
    capsys.readouterr()
    try:
        call_command("reextract", *arguments, "--json")
    except SystemExit as stop:
        assert stop.code == code
    return json.loads(capsys.readouterr().out)


def test_readers_that_did_not_change_change_nothing(articles, capsys):
    report = run(capsys=capsys)
    assert report["counts"] == {"created": 0, "updated": 0, "unchanged": 3, "failed": 0}
    assert report["files"] == []
    assert not Change.objects.exists()


@pytest.mark.usefixtures("_better")
def test_what_is_read_otherwise_is_shown_field_by_field_and_taken_over(articles, capsys):
    report = run(capsys=capsys)
    assert report["counts"]["updated"] == 3
    assert report["files"][0]["changes"] == [
        {"field": "title", "before": "0", "after": "جديد"},
        {"field": "byline", "before": "", "after": "سليم الوهمي"},
    ]
    article = Article.objects.get(pk=articles[0].pk)
    assert (article.byline, article.versions.count()) == ("سليم الوهمي", 1)
    assert article.fetched_at == datetime(2020, 1, 1, tzinfo=UTC)
    assert Change.objects.exists()


@pytest.mark.usefixtures("_better")
def test_a_repetition_finds_it_unchanged(articles, capsys):
    run(capsys=capsys)
    assert run(capsys=capsys)["counts"] == {"created": 0, "updated": 0, "unchanged": 3, "failed": 0}


@pytest.mark.usefixtures("_better")
def test_a_dry_run_shows_the_same_and_stores_nothing(articles, capsys):
    report = run("--dry-run", capsys=capsys)
    assert (report["counts"]["updated"], len(report["files"])) == (3, 3)
    assert not Article.objects.exclude(byline="").exists()
    assert not ImportRun.objects.filter(command="reextract").exists()


@pytest.mark.usefixtures("_better")
def test_a_curators_edit_stays(articles, capsys):
    Article.objects.filter(pk=articles[0].pk).update(title="عنوان المحرر", curated_fields=["title"])
    run(capsys=capsys)
    article = Article.objects.get(pk=articles[0].pk)
    assert (article.title, article.byline) == ("عنوان المحرر", "سليم الوهمي")


@pytest.mark.usefixtures("_better")
def test_one_source_alone(articles, capsys):
    other = Source.objects.create(slug="other", name="آخر")
    Article.objects.filter(pk=articles[0].pk).update(source=other)
    assert run("--source", "other", capsys=capsys)["counts"]["updated"] == 1
    with pytest.raises(CommandError, match="Known"):
        call_command("reextract", "--source", "nowhere")


@pytest.mark.usefixtures("_better")
def test_a_raw_file_that_is_gone_or_damaged_is_told_and_the_rest_goes_on(articles, capsys):
    raw_path(articles[0].raw_sha256).unlink()
    raw_path(articles[1].raw_sha256).write_bytes(b"\x1f\x8b damaged")
    report = run(capsys=capsys, code=1)
    assert report["counts"] == {"created": 0, "updated": 1, "unchanged": 0, "failed": 2}
    told = list(ImportProblem.objects.values_list("message_en", flat=True))
    assert ["not there" in told[0], "damaged" in told[1]] == [True, True]
    outcome = ImportRun.objects.get(command="reextract")
    assert (outcome.updated, outcome.failed, outcome.finished_at is None) == (1, 2, False)


def test_bytes_that_are_not_those_that_came_in_are_damaged(articles, capsys):
    raw_path(articles[0].raw_sha256).write_bytes(raw_path(articles[1].raw_sha256).read_bytes())
    assert run(capsys=capsys, code=1)["counts"]["failed"] == 1


def test_a_defect_of_a_reader_costs_only_its_article(articles, capsys, monkeypatch):
    def fail(data, kind, context):
        if "الرقم 1" in json.loads(data)["text"]:
            raise IndexError
        return read_again(data, kind, context)

    monkeypatch.setattr(reextract, "read_again", fail)
    assert run(capsys=capsys, code=1)["counts"]["failed"] == 1


def test_raw_files_of_unknown_kind_are_counted_and_told(articles, capsys):
    RawFile.objects.filter(article=articles[0]).update(kind="")
    call_command("reextract")
    said = capsys.readouterr()
    assert "unchanged 2" in said.out
    assert "1 articles were left out" in said.err
    assert "تُركت" in said.err


def test_what_today_is_no_article_stays_as_it_was_with_a_review(articles, capsys, monkeypatch):
    wall = Document(doubts=(Doubt("consent_page"),))
    monkeypatch.setattr(reextract, "read_again", lambda data, kind, context: wall)
    assert run(capsys=capsys)["counts"]["unchanged"] == 3
    article = Article.objects.get(pk=articles[0].pk)
    assert (article.title, article.status) == ("عنوان 0", "published")
    assert article.reviews.open().get().reason == "consent_page"


def test_what_cannot_be_read_any_more_is_told_in_both_languages(articles, capsys, monkeypatch):
    def refuse(data, kind, context):
        raise UnreadableInput("No.", "لا.")

    monkeypatch.setattr(reextract, "read_again", refuse)
    run(capsys=capsys, code=1)
    assert set(ImportProblem.objects.values_list("message_en", "message_ar")) == {("No.", "لا.")}


@pytest.mark.usefixtures("_better")
def test_an_interrupted_run_keeps_whole_chunks_and_a_repetition_completes_it(articles, capsys, monkeypatch):
    monkeypatch.setattr(reextract, "CHUNK_ROWS", 1)
    seen = []

    def stop(reread):
        seen.append(reread)
        if len(seen) == 2:
            raise KeyboardInterrupt

    outcome = ImportRun.objects.create(command="reextract")
    with pytest.raises(KeyboardInterrupt):
        reextract.reextract(reextract.Again(outcome, on_each=stop))
    outcome.refresh_from_db()
    assert (outcome.updated, outcome.finished_at is None) == (2, False)
    assert run(capsys=capsys)["counts"] == {"created": 0, "updated": 1, "unchanged": 2, "failed": 0}


def test_of_a_long_text_only_the_words_that_differ_are_shown():
    before, after = reextract.different_words(list("abcde"), list("abxde"))
    assert (before, after) == ("c", "x")
    before, after = reextract.different_words(["a", *["b"] * 100, "z"], ["a", "z"])
    assert (before, after) == ("b b b b b b … b b b b b b", "")
