"""The worker: Change rows become mentions and index entries, whatever happens in between."""

import os
import shutil
import signal
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import DataError, IntegrityError, OperationalError, connection

from articles import worker
from articles.entities.linking import mentions
from articles.entities.linking.dictionary import Dictionary
from articles.management.commands import run_indexer
from articles.management.commands.run_indexer import work_until_stopped
from articles.models import Article, Change, Entity, EntityAlias, Mention
from articles.search.consistency import check_index
from articles.search.criteria import SearchCriteria
from articles.search.find import find
from articles.search.whoosh.merge_policy import with_deletions
from articles.search.whoosh.writer import StreamWriter
from articles.search_indexes import ArticleIndex

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


def test_one_article_that_cannot_be_indexed_does_not_hold_up_the_others(archive, monkeypatch, caplog):
    broken, other = archive.articles["bread"], archive.articles["port"]
    for article in (broken, other):
        article.body += " نادرةجدا"
        article.save()
    prepare = ArticleIndex.prepare_day

    def fail(self, article):
        return 2**70 if article.pk == broken.pk else prepare(self, article)

    monkeypatch.setattr(ArticleIndex, "prepare_day", fail)
    worker.drain()
    assert not Change.objects.exists()
    assert total("نادرةجدا") == 1
    assert f"article {broken.pk} cannot be indexed" in caplog.text
    assert [(found.kind, found.key) for found in check_index()] == [("outdated", broken.pk)]


def test_one_article_whose_mentions_cannot_be_stored_does_not_hold_up_the_others(
    archive, monkeypatch, caplog
):
    broken, other = archive.articles["bread"], archive.articles["port"]
    for article in (broken, other):
        article.body += " نادرةجدا"
        article.save()
    store_mentions = worker.store_mentions

    def fail(articles):
        if broken in articles:
            raise DataError("value too long")
        return store_mentions(articles)

    monkeypatch.setattr(worker, "store_mentions", fail)
    worker.drain()
    assert not Change.objects.exists()
    assert total("نادرةجدا") == 2
    assert f"article {broken.pk} cannot be stored" in caplog.text


def test_a_database_that_refuses_for_a_moment_does_not_end_the_worker(db, monkeypatch, caplog):
    monkeypatch.setattr(run_indexer, "RETRY_AFTER_S", 0)
    monkeypatch.setattr(run_indexer.signal, "signal", lambda *_: None)
    answers = iter([OperationalError("locked"), IntegrityError("gone"), KeyboardInterrupt()])

    def drain(*_args, **_options):
        raise next(answers)

    monkeypatch.setattr(run_indexer, "drain", drain)
    with pytest.raises(KeyboardInterrupt):
        work_until_stopped()
    assert caplog.text.count("tried again") == 2


def test_what_was_removed_waits_to_be_purged_only_so_long(archive):
    archive.articles["canal"].delete()
    directory = worker.default_backend().access.directory
    worker.drain(purge_after_s=600)
    assert directory.is_purge_due
    worker.drain()
    assert not directory.is_purge_due


def test_an_index_that_is_gone_is_built_whole(archive):
    shutil.rmtree(worker.default_backend().access.directory.root)
    archive.articles["bread"].save()
    worker.drain()
    assert worker.default_backend().status().documents == len(archive.articles)
    assert total("انفجار") == 2


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
    assert not words_in_files("سويس", tmp_path)


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


# ---------------------------------------------------------------------- recognising before writing


@pytest.fixture
def crowd(archive) -> list[Article]:
    """As many articles as a batch takes, all changed."""
    source = archive.sources["wakala"]
    return Article.objects.bulk_create(
        Article(source=source, title=f"خبر {n} من بيروت", content_hash=str(n))
        for n in range(worker.BATCH_SIZE)
    )


def test_a_batch_takes_few_queries_however_many_articles_it_has(crowd, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        worker.handle_batch()
    assert Mention.objects.filter(article__in=crowd).count() == len(crowd)
    assert not Change.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_no_text_is_read_while_the_database_is_locked(archive, monkeypatch):
    locked = []

    def recognise(self, text):
        locked.append(connection.in_atomic_block)
        return []

    monkeypatch.setattr(Dictionary, "recognise", recognise)
    archive.articles["canal"].save()
    worker.handle_batch()
    assert locked
    assert not any(locked)


def test_an_article_that_changes_while_it_is_read_waits_for_the_next_batch(archive, monkeypatch):
    article = Article.objects.get(pk=archive.articles["canal"].pk)
    article.body = "وصل إلى بيروت"
    article.save()
    load = mentions.load_dictionary

    def load_and_change():
        monkeypatch.undo()
        article.body = "ثم وصل إلى هلسنكي"
        article.save()
        return load()

    monkeypatch.setattr(mentions, "load_dictionary", load_and_change)
    worker.handle_batch()
    assert not article.mentions.exists()
    assert Change.objects.filter(article_id=article.pk).count() == 2
    worker.drain()
    assert [mention.entity.name for mention in article.mentions.all()] == ["هلسنكي"]
    assert not Change.objects.exists()


def test_an_article_deleted_while_it_is_read_leaves_the_index(archive, monkeypatch):
    archive.articles["canal"].save()
    load = mentions.load_dictionary

    def load_and_delete():
        monkeypatch.undo()
        archive.articles["canal"].delete()
        return load()

    monkeypatch.setattr(mentions, "load_dictionary", load_and_delete)
    worker.drain()
    assert total("السويس") == 0
    assert not Change.objects.exists()


def test_an_entity_deleted_meanwhile_is_not_mentioned(archive, monkeypatch):
    place = Entity.objects.create(kind="place", name="السويس")
    EntityAlias.objects.create(entity=place, name="السويس")
    archive.articles["canal"].save()
    load = mentions.load_dictionary

    def load_and_delete():
        dictionary = load()
        place.delete()
        return dictionary

    monkeypatch.setattr(mentions, "load_dictionary", load_and_delete)
    worker.drain()
    assert total("السويس") == 1
    assert not archive.articles["canal"].mentions.exists()


def test_an_article_that_cannot_be_recognised_stops_no_other(archive, monkeypatch, caplog):
    recognise = Dictionary.recognise

    def fail_for_one(self, text):
        if "عسيرة" in text:
            raise RecursionError
        return recognise(self, text)

    monkeypatch.setattr(Dictionary, "recognise", fail_for_one)
    for key, body in (("canal", "كلمة عسيرة في بيروت"), ("bread", "كلمة سهلة في بيروت")):
        archive.articles[key].body = body
        archive.articles[key].save()
    worker.drain()
    assert total("عسيرة") == 1
    assert not archive.articles["canal"].mentions.exists()
    assert archive.articles["bread"].mentions.filter(field="body").exists()
    assert f"article {archive.articles['canal'].pk} is indexed without its mentions" in caplog.text
    assert not Change.objects.exists()


def test_articles_are_found_though_entities_cannot_be_compared(archive, monkeypatch, caplog):
    monkeypatch.setattr(worker, "compare_new", lambda: 1 / 0)
    article = archive.articles["canal"]
    article.body = "كلمة نادرةجدا"
    article.save()
    worker.drain()
    assert total("نادرةجدا") == 1
    assert "entities are not compared" in caplog.text


def test_a_stop_is_heard_after_every_batch(archive, monkeypatch):
    monkeypatch.setattr(worker, "BATCH_SIZE", 2)
    Article.objects.all().update(section="قسم")
    handled = []
    monkeypatch.setattr(
        worker, "handle_batch", lambda batch=worker.handle_batch: handled.append(batch()) or handled[-1]
    )
    assert worker.drain(lambda: len(handled) == 2) == 4
    assert Change.objects.count() == len(archive.articles) - 4


def test_a_signal_ends_the_worker_in_the_middle_of_a_backlog(archive, monkeypatch):
    # It would close the connection that holds the test's transaction.
    monkeypatch.setattr(run_indexer, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker, "BATCH_SIZE", 2)
    Article.objects.all().update(section="قسم")
    batch = worker.handle_batch

    def batch_and_signal():
        os.kill(os.getpid(), signal.SIGTERM)
        return batch()

    monkeypatch.setattr(worker, "handle_batch", batch_and_signal)
    former = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        work_until_stopped()
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
    assert Change.objects.count() == len(archive.articles) - 2


# ---------------------------------------------------------------------- recognising again


def test_only_articles_whose_mentions_differ_are_left_to_the_worker_again(archive, capsys):
    EntityAlias.objects.create(entity=archive.entities["beirut"], name="قناة السويس")
    call_command("recognise_entities")
    assert Change.objects.get().article_id == archive.articles["canal"].pk
    worker.drain()
    assert archive.articles["canal"].mentions.exists()
    call_command("recognise_entities")
    assert not Change.objects.exists()
    assert capsys.readouterr().out == "queued: 1\nqueued: 0\n"


def test_all_articles_are_left_to_the_worker_when_asked_for(archive, monkeypatch):
    monkeypatch.setattr("articles.management.commands.recognise_entities.CHUNK", 3)
    call_command("recognise_entities", "--all")
    noted = sorted(Change.objects.values_list("article_id", flat=True))
    assert noted == sorted(article.pk for article in archive.articles.values())


# ---------------------------------------------------------------------- what lies on disk


def test_many_removals_merge_the_index_once(archive, monkeypatch):
    monkeypatch.setattr(worker, "BATCH_SIZE", 2)
    merged = []
    commit = StreamWriter.commit

    def counted(self, **options):
        merged.append(options["mergetype"] is with_deletions)
        commit(self, **options)

    monkeypatch.setattr(StreamWriter, "commit", counted)
    Article.objects.all().delete()
    worker.drain()
    worker.drain()
    assert merged.count(True) == 1
    assert len(merged) > 3


def test_a_merge_that_a_crash_prevented_is_made_up_for(archive, tmp_path, monkeypatch):
    archive.articles["canal"].delete()
    with monkeypatch.context() as patch:
        patch.setattr(worker.default_backend(), "purge", lambda **_how: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            worker.drain()
    assert words_in_files("سويس", tmp_path)
    worker.drain()
    assert not words_in_files("سويس", tmp_path)


def words_in_files(word: str, directory) -> list:
    files = [path for path in (directory / "index").rglob("*") if path.is_file()]
    return [path for path in files if word.encode() in path.read_bytes()]


def test_rows_are_deleted_only_once_the_index_is_on_disk(archive, monkeypatch):
    synced: list[Path] = []
    fsync = os.fsync

    def noted(descriptor):
        assert Change.objects.exists()
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink())
        fsync(descriptor)

    monkeypatch.setattr("articles.search.whoosh.storage.os.fsync", noted)
    current = worker.default_backend().access.directory.current
    before = set(current.glob("*.arrays"))
    archive.articles["canal"].save()
    worker.handle_batch()
    assert not Change.objects.exists()
    written = set(current.glob("*.arrays")) - before
    assert written
    assert written <= set(synced)
    assert current in synced
