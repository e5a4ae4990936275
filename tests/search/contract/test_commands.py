"""Haystack's commands work on the engine; ours stands in for its rebuild_index."""

import pytest
from django.core.management import CommandError, call_command

from tests.search.contract.app.indexes import RemarkIndex, ReportIndex
from tests.search.contract.app.models import Remark, Report
from tests.search.contract.connection import ALIAS, found


def run(name: str, *arguments: str) -> None:
    call_command(name, *arguments, "--using", ALIAS, verbosity=0)


def test_update_index_indexes_what_the_database_has(search, reports):
    run("update_index")
    assert found(search.all) == {1, 2, 3, 4, 5, 6}


def test_update_index_works_in_batches(search, reports):
    run("update_index", "--batch-size", "4")
    assert found(search.all) == {1, 2, 3, 4, 5, 6}


def test_update_index_indexes_every_model(search, reports):
    Remark.objects.create(pk=1, author="dora", text="word", pub_date=reports[1].pub_date)
    run("update_index")
    assert (search.all.models(Report).count(), search.all.models(Remark).count()) == (6, 1)


def test_update_index_takes_an_app(search, reports):
    run("update_index", "contract")
    assert search.all.count() == 6


def test_update_index_leaves_what_is_gone(indexed):
    Report.objects.filter(pk__in=[1, 2]).delete()
    run("update_index")
    assert indexed.all.count() == 6


def test_update_index_with_remove_takes_out_what_is_gone(indexed):
    Report.objects.filter(pk__in=[1, 2]).delete()
    run("update_index", "--remove")
    assert found(indexed.all) == {3, 4, 5, 6}


def test_update_index_with_remove_takes_out_everything_in_batches(indexed):
    Report.objects.all().delete()
    run("update_index", "--remove", "--batch-size", "2")
    assert indexed.all.count() == 0


def test_update_index_twice_changes_nothing(search, reports):
    run("update_index")
    run("update_index")
    assert search.all.count() == 6


def test_clear_index_empties(indexed, remarks):
    run("clear_index", "--noinput")
    assert indexed.all.count() == 0


def test_clear_index_leaves_an_index_that_can_be_filled(indexed):
    run("clear_index", "--noinput")
    run("update_index")
    assert indexed.all.count() == 6


@pytest.mark.parametrize("before", ["empty", "outdated"])
def test_rebuild_index_makes_the_index_what_the_database_is(search, reports, before):
    if before == "outdated":
        search.index(RemarkIndex(), [Remark(pk=5, author="x", text="word", pub_date=reports[1].pub_date)])
        run("update_index")
        Report.objects.filter(pk=1).delete()
    run("rebuild_index", "--noinput")
    expected = {2, 3, 4, 5, 6} if before == "outdated" else {1, 2, 3, 4, 5, 6}
    assert found(search.all) == expected


def test_after_rebuild_index_the_index_can_be_written(indexed, reports):
    run("rebuild_index", "--noinput")
    indexed.backend.remove(reports[1])
    assert found(indexed.all) == {2, 3, 4, 5, 6}


class WatchingIndex(ReportIndex):
    """Searches while it is being indexed, and fails on demand."""

    def __init__(self, search, fails_at=None):
        super().__init__()
        self.search, self.fails_at, self.seen = search, fails_at, []

    def prepare(self, report):
        self.seen.append(self.search.all.filter(content="alpha").count())
        if report.pk == self.fails_at:
            raise ValueError("cannot be prepared")
        return super().prepare(report)


def test_search_goes_on_while_the_index_is_rebuilt(indexed):
    watching = WatchingIndex(indexed)
    indexed.use(watching)
    run("rebuild_index", "--noinput")
    assert watching.seen == [4] * 6
    assert indexed.all.count() == 6


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(indexed):
    indexed.use(WatchingIndex(indexed, fails_at=3))
    with pytest.raises((ValueError, CommandError)):
        run("rebuild_index", "--noinput", "--max-retries", "1")
    assert found(indexed.all.filter(content="alpha")) == {1, 2, 3, 6}
    indexed.use(ReportIndex())
    run("rebuild_index", "--noinput")
    assert indexed.all.count() == 6
