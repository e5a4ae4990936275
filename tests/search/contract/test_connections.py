"""Several indexes at once, other fields, other threads."""

from datetime import UTC, datetime
from threading import Thread

import pytest
from django.core.management import call_command
from haystack import connections, indexes
from haystack.query import SearchQuerySet
from haystack.utils.loading import UnifiedIndex

from tests.search.contract.app.indexes import CompletingReportIndex, ReportIndex
from tests.search.contract.app.models import Report
from tests.search.contract.connection import ALIAS, found, keys, options


class OddlyNamedIndex(ReportIndex):
    """Fields that are named like parts of the engine, one under another name in the index."""

    writer = indexes.CharField(model_attr="author", index_fieldname="written_by")
    stem = indexes.CharField(model_attr="author")
    exact = indexes.CharField(model_attr="author")
    root = indexes.IntegerField(model_attr="pk")
    tri = indexes.MultiValueField(model_attr="tags")
    written = indexes.DateTimeField(model_attr="pub_date")
    length = indexes.IntegerField(model_attr="pk")
    kind = indexes.CharField(model_attr="editor")
    order = indexes.FloatField(model_attr="pk")
    live = indexes.BooleanField(default=True)


@pytest.fixture
def other(tmp_path, monkeypatch):
    """A second connection, on a directory of its own."""
    monkeypatch.setitem(connections.connections_info, "other", options(tmp_path / "other-index"))
    unified = UnifiedIndex()
    unified.build(indexes=[ReportIndex()])
    connections.reload("other")._index = unified
    yield connections["other"]
    del connections.thread_local.connections["other"]


def test_two_connections_do_not_see_each_other(indexed, reports, other):
    assert SearchQuerySet(using="other").count() == 0
    other.get_backend().update(ReportIndex(), [reports[5]])
    assert found(SearchQuerySet(using="other")) == {5}
    other.get_backend().clear()
    assert indexed.all.count() == 6


def test_a_query_may_change_its_connection(indexed, reports, other):
    other.get_backend().update(ReportIndex(), [reports[1]])
    query = indexed.all.filter(content="alpha")
    assert found(query.using("other")) == {1}
    assert query.count() == 4


def test_another_thread_finds_the_same(indexed):
    answers = []

    def ask() -> None:
        connections[ALIAS]._index = unified
        answers.append(keys(SearchQuerySet(using=ALIAS).filter(content="alpha").order_by("pub_date")))

    unified = connections[ALIAS].get_unified_index()
    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [[2, 1, 3, 6]] * 4


def test_a_write_is_seen_by_another_thread(indexed, reports):
    unified = connections[ALIAS].get_unified_index()

    def remove() -> None:
        connections[ALIAS]._index = unified
        connections[ALIAS].get_backend().remove("contract.report.1")

    assert indexed.all.count() == 6
    thread = Thread(target=remove)
    thread.start()
    thread.join()
    assert found(indexed.all) == {2, 3, 4, 5, 6}


def test_fields_may_have_any_name(search, reports):
    search.use(OddlyNamedIndex())
    search.index(OddlyNamedIndex(), list(reports.values()))
    query = search.all
    assert found(query.filter(stem="daniel", exact="daniel", root=3)) == {3}
    assert found(query.filter(tri="staff", length__lt=6)) == {1, 2}
    assert found(query.filter(written__gte=datetime(2019, 1, 1, tzinfo=UTC), live=True)) == {5, 6}
    assert keys(query.order_by("kind", "-order")) == [6, 5, 4, 2, 3, 1]
    assert dict(query.facet("kind").facet_counts()["fields"]["kind"])["عمر"] == 2
    assert query.filter(exact="daniel")[0].length == 3


def test_a_field_under_another_name_is_searched_by_its_own(search, reports):
    search.use(OddlyNamedIndex())
    search.index(OddlyNamedIndex(), list(reports.values()))
    assert found(search.all.filter(writer="daniel")) == {3}
    assert found(search.all.exclude(writer__startswith="d")) == {1, 2}
    assert found(search.all.filter(written_by="daniel")) == {3}


def test_a_field_under_another_name_is_stored(search, reports):
    search.use(OddlyNamedIndex())
    search.index(OddlyNamedIndex(), [reports[3]])
    assert search.all[0].written_by == "daniel"


def test_after_a_change_of_fields_a_rebuild_knows_the_new_ones(indexed):
    indexed.fresh()
    indexed.use(CompletingReportIndex())
    call_command("rebuild_index", "--noinput", "--using", ALIAS, verbosity=0)
    assert found(indexed.all.autocomplete(author_auto="dan")) == {3, 4}
    assert indexed.all.count() == Report.objects.count()


def test_writes_may_name_a_commit(indexed, reports):
    backend = indexed.backend
    backend.remove(reports[1], commit=True)
    backend.update(ReportIndex(), [reports[1]], commit=True)
    backend.clear([Report], commit=True)
    assert indexed.all.count() == 0
