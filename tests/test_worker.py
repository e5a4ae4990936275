"""The worker: Change rows become mentions and index entries, whatever happens in between."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command

from articles import worker
from articles.models import Article, Change, Entity, EntityAlias
from articles.search.criteria import SearchCriteria
from articles.search.find import find

pytestmark = pytest.mark.database


def total(query: str) -> int:
    return find(SearchCriteria(query=query), AnonymousUser()).total


def test_a_saved_article_is_found_once_the_worker_has_run(archive):
    article = archive.articles["bread"]
    article.body = "كلمة نادرةجدا"
    article.save()
    assert total("نادرةجدا") == 0
    assert worker.drain() == 1
    assert total("نادرةجدا") == 1


def test_every_bulk_path_leaves_change_rows(archive):
    keys = sorted(article.pk for article in archive.articles.values())
    Article.objects.all().update(section="قسم")
    assert sorted(Change.objects.values_list("article_id", flat=True)) == keys
    Change.objects.all().delete()
    copy = Article.objects.get(pk=keys[0])
    copy.pk, copy.canonical_url = None, None
    [made] = Article.objects.bulk_create([copy])
    assert Change.objects.get().article_id == made.pk
    Change.objects.all().delete()
    Article.objects.filter(pk=made.pk).delete()
    assert Change.objects.get().article_id == made.pk
    Change.objects.all().delete()
    Article.objects.get(pk=keys[0]).delete()
    assert Change.objects.get().article_id == keys[0]


def test_a_deleted_article_leaves_the_index(archive):
    archive.articles["canal"].delete()
    worker.drain()
    assert total("السويس") == 0


def test_removed_words_are_left_in_no_file_of_the_index(archive, tmp_path):
    archive.articles["canal"].delete()
    worker.drain()
    stem = "سويس".encode()
    assert not [
        path for path in (tmp_path / "index").rglob("*") if path.is_file() and stem in path.read_bytes()
    ]


def test_rows_that_come_in_meanwhile_are_kept(archive, monkeypatch):
    article = archive.articles["canal"]
    article.save()
    apply = worker.default_backend().apply

    def apply_and_change(*args):
        apply(*args)
        article.save()

    monkeypatch.setattr(worker.default_backend(), "apply", apply_and_change)
    worker.handle_batch()
    assert Change.objects.filter(article_id=article.pk).count() == 1


def test_rows_stay_when_the_index_cannot_be_written(archive, monkeypatch):
    archive.articles["canal"].save()

    def fail(*args):
        raise OSError("disk full")

    monkeypatch.setattr(worker.default_backend(), "apply", fail)
    with pytest.raises(OSError, match="disk full"):
        worker.handle_batch()
    assert Change.objects.count() == 1


def test_mentions_follow_the_text(archive):
    article = archive.articles["canal"]
    article.body = "وصل إلى بيروت وبسوريا ولهلسنكي"
    article.save()
    worker.drain()
    spans = {(m.entity.name, article.body[m.start : m.end]) for m in article.mentions.filter(field="body")}
    assert spans == {("بيروت", "بيروت"), ("سوريا", "سوريا"), ("هلسنكي", "هلسنكي")}


def test_the_longest_name_wins(archive):
    damascus = Entity.objects.create(kind="place", name="ريف دمشق")
    city = Entity.objects.create(kind="place", name="دمشق")
    for entity in (damascus, city):
        EntityAlias.objects.create(entity=entity, name=entity.name)
    article = archive.articles["canal"]
    article.body = "في ريف دمشق ودمشق"
    article.save()
    worker.drain()
    assert list(article.mentions.filter(field="body").values_list("entity__name", flat=True)) == [
        "ريف دمشق",
        "دمشق",
    ]


def test_a_second_worker_refuses_to_start():
    with worker.only_worker(), pytest.raises(CommandError, match="Another worker"):
        call_command("run_indexer", "--drain")


def test_a_rebuild_gives_the_same_answers_and_is_skipped_when_not_needed(archive, capsys):
    call_command("rebuild_index")
    assert total("انفجار") == 2
    capsys.readouterr()
    call_command("rebuild_index", "--if-needed")
    assert capsys.readouterr().out == ""


def test_a_failed_rebuild_leaves_the_index_in_use(archive, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("killed")

    monkeypatch.setattr("articles.search_indexes.ArticleIndex.full_prepare", fail)
    with pytest.raises(RuntimeError):
        call_command("rebuild_index")
    monkeypatch.undo()
    assert total("انفجار") == 2
