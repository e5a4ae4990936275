"""What is written is there when the call returns, and what is removed is gone."""

import logging
from datetime import UTC, datetime

import pytest
from haystack import connections

from tests.search.contract.app.indexes import (
    BoostedReportIndex,
    RemarkIndex,
    ReportIndex,
    SkippingReportIndex,
)
from tests.search.contract.app.models import Record, Remark, Report
from tests.search.contract.connection import ALIAS, found, options


def test_what_is_indexed_is_found_at_once(search, reports):
    assert search.all.count() == 0
    search.index(ReportIndex(), [reports[1]])
    assert found(search.all.filter(content="alpha")) == {1}


def test_what_is_indexed_is_found_by_another_process(indexed):
    indexed.fresh()
    assert found(indexed.all.filter(content="alpha")) == {1, 2, 3, 6}


def test_a_queryset_may_be_indexed(search, reports):
    search.index(ReportIndex(), Report.objects.filter(pk__in=[2, 5]))
    assert found(search.all) == {2, 5}


def test_nothing_may_be_indexed(search):
    search.index(ReportIndex(), [])
    search.index(ReportIndex(), Report.objects.none())
    assert search.all.count() == 0


def test_indexing_again_replaces(indexed, reports):
    reports[1].text = "changed"
    indexed.index(ReportIndex(), [reports[1]])
    assert indexed.all.count() == 6
    assert found(indexed.all.filter(content="changed")) == {1}
    assert found(indexed.all.filter(content="alpha")) == {2, 3, 6}


def test_the_same_object_twice_in_one_call_is_one_document(search, reports):
    before, after = Report.objects.get(pk=1), reports[1]
    after.text = "changed"
    search.index(ReportIndex(), [before, after])
    assert search.all.count() == 1
    assert found(search.all.filter(content="changed")) == {1}


def test_an_index_keeps_its_own_objects_up_to_date(search, reports):
    index = ReportIndex()
    index.update_object(reports[1], using=ALIAS)
    assert found(search.all) == {1}
    index.remove_object(reports[1], using=ALIAS)
    assert search.all.count() == 0
    index.update(using=ALIAS)
    assert search.all.count() == 6
    index.clear(using=ALIAS)
    assert search.all.count() == 0


def test_reindexing_puts_back_what_the_database_has(indexed):
    Report.objects.filter(pk=2).delete()
    ReportIndex().reindex(using=ALIAS)
    assert found(indexed.all) == {1, 3, 4, 5, 6}


def test_an_index_may_skip_an_object(search, reports):
    search.index(SkippingReportIndex(), list(reports.values()))
    assert found(search.all) == {1, 2, 3, 4, 5}


def test_a_document_s_boost_does_no_harm(search, reports):
    search.index(BoostedReportIndex(), list(reports.values()))
    assert search.all.count() == 6


def test_an_object_is_removed(indexed, reports):
    indexed.backend.remove(reports[1])
    assert found(indexed.all) == {2, 3, 4, 5, 6}
    assert found(indexed.all.filter(content="alpha")) == {2, 3, 6}


def test_an_object_is_removed_by_its_identifier(indexed):
    indexed.backend.remove("contract.report.1")
    assert found(indexed.all) == {2, 3, 4, 5, 6}


def test_removing_one_model_s_object_leaves_the_other_s(indexed, remarks):
    indexed.backend.remove(remarks[1])
    assert found(indexed.all.models(Report)) == {1, 2, 3, 4, 5, 6}
    assert found(indexed.all.models(Remark)) == {2}


def test_removing_key_1_leaves_key_10(search, reports):
    report = reports[1]
    for key in (1, 10, 11):
        report.pk = key
        search.index(ReportIndex(), [report])
    search.backend.remove("contract.report.1")
    assert found(search.all) == {10, 11}


def test_removing_what_is_not_there_does_nothing(indexed):
    indexed.backend.remove("contract.report.77")
    indexed.backend.remove(Record(pk=1))
    assert indexed.all.count() == 6


def test_what_was_removed_can_be_indexed_again(indexed, reports):
    indexed.backend.remove(reports[1])
    indexed.index(ReportIndex(), [reports[1]])
    assert found(indexed.all.filter(content="beta")) == {1, 3}


def test_clearing_removes_everything(indexed, remarks):
    indexed.backend.clear()
    assert indexed.all.count() == 0


def test_clearing_a_model_leaves_the_others(indexed, remarks):
    indexed.backend.clear([Remark])
    assert (indexed.all.models(Report).count(), indexed.all.models(Remark).count()) == (6, 0)
    indexed.backend.clear(models=[Report, Record])
    assert indexed.all.count() == 0


def test_clearing_a_model_without_documents_changes_nothing(indexed):
    indexed.backend.clear([Record])
    assert indexed.all.count() == 6


def test_an_empty_index_can_be_cleared_and_filled(search, reports):
    search.backend.clear()
    search.backend.clear([Report])
    search.index(ReportIndex(), [reports[1]])
    assert found(search.all) == {1}


def test_many_small_writes_add_up(search, reports):
    report = reports[1]
    for key in range(1, 41):
        report.pk = key
        search.index(ReportIndex(), [report])
        if key % 3 == 0:
            search.backend.remove(report)
    assert found(search.all.filter(content="alpha")) == {key for key in range(1, 41) if key % 3}


def test_a_queryset_made_before_a_write_sees_it_when_asked_anew(indexed, reports):
    query = indexed.all.filter(content="alpha")
    assert query.count() == 4
    indexed.backend.remove(reports[1])
    assert query.all().count() == 3


def test_two_models_with_the_same_key_are_two_documents(indexed, remarks):
    assert sorted(result.id for result in indexed.all.filter(django_id="1")) == [
        "contract.remark.1",
        "contract.report.1",
    ]


def broken(tmp_path, monkeypatch):
    """The engine on a path that cannot be a directory."""
    (tmp_path / "file").write_text("no directory")
    monkeypatch.setitem(connections.connections_info, ALIAS, options(tmp_path / "file" / "index"))
    return connections.reload(ALIAS).get_backend()


@pytest.mark.parametrize(
    "call",
    [
        lambda backend: backend.update(
            ReportIndex(), [Report(pk=1, pub_date=datetime(2018, 6, 8, tzinfo=UTC))]
        ),
        lambda backend: backend.remove("contract.report.1"),
        lambda backend: backend.clear([Report]),
        lambda backend: backend.search("alpha"),
    ],
    ids=["update", "remove", "clear", "search"],
)
def test_an_engine_that_must_not_be_silent_reports_a_failure(search, tmp_path, monkeypatch, call):
    backend = broken(tmp_path, monkeypatch)
    with pytest.raises(Exception, match=r"\S"):
        call(backend)


def test_an_object_that_cannot_be_prepared_is_reported(search):
    with pytest.raises(Exception, match=r"\S"):
        search.index(ReportIndex(), [Report(pk=1, author="no date", text="", tags=None, pub_date=None)])


def test_after_a_failed_write_the_index_can_be_written(search, reports):
    with pytest.raises(Exception, match=r"\S"):
        search.index(ReportIndex(), [reports[1], Report(pk=9, author="no date", pub_date=None)])
    search.index(ReportIndex(), [reports[2]])
    assert 2 in found(search.all)


def test_updating_logs_no_error(search, reports, caplog):
    with caplog.at_level(logging.WARNING):
        search.index(ReportIndex(), list(reports.values()))
        search.index(RemarkIndex(), [])
    assert caplog.records == []
