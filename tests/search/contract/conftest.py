"""The app of these tests is installed, and its tables exist, only while they run."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import override_settings
from haystack import connections

from tests.search.contract.app.indexes import RecordIndex, RemarkIndex, ReportIndex, TicketIndex
from tests.search.contract.app.models import Remark, Report
from tests.search.contract.connection import ALIAS, Search, options

#: author, editor, text, published (UTC), tags
REPORTS = {
    1: ("سمير حسن", "ليلى", "Alpha beta: انفجار في مرفأ بيروت", (2018, 6, 8, 11, 26), ["staff", "outdoor"]),
    2: ("سمير عادل حسن", "عمر", "Alpha gamma: زلزال يضرب هاتاي", (2018, 6, 8, 9, 0), ["staff"]),
    3: ("daniel", "ليلى", "Beta alpha gamma: قناة السويس", (2018, 6, 9, 0, 0), ["outdoor", "red, green"]),
    4: ("danton", "عمر", "Delta: مرفأ جديد في بيروت", (2018, 7, 1, 8, 30), []),
    5: ("dora", "david", "Epsilon x zeta", (2019, 1, 31, 23, 59), ["scientist"]),
    6: ("david", "daniel", "alpha زلزال مدمر في سوريا", (2020, 2, 29, 12, 0), ["staff", "scientist"]),
}


@pytest.fixture(scope="module", autouse=True)
def contract_app(django_db_setup, django_db_blocker):
    name = "tests.search.contract.app"
    with django_db_blocker.unblock(), override_settings(INSTALLED_APPS=[*settings.INSTALLED_APPS, name]):
        # Outside of any transaction: SQLite refuses to change its schema inside one.
        models = list(apps.get_app_config("contract").get_models())
        with connection.schema_editor() as editor:
            for model in models:
                editor.create_model(model)
        yield
        with connection.schema_editor() as editor:
            for model in models:
                editor.delete_model(model)


@pytest.fixture
def search(db, tmp_path, monkeypatch) -> Search:
    """A connection of its own, empty; all indexes of the app are registered."""
    monkeypatch.setitem(connections.connections_info, ALIAS, options(tmp_path / "contract-index"))
    connections.reload(ALIAS)
    search = Search()
    search.use(ReportIndex(), RemarkIndex(), RecordIndex(), TicketIndex())
    yield search
    del connections.thread_local.connections[ALIAS]


@pytest.fixture
def reports(db) -> dict[int, Report]:
    """Six reports in the database; not yet indexed."""
    made = [
        Report(
            pk=pk, author=author, editor=editor, text=text, tags=tags, pub_date=datetime(*when, tzinfo=UTC)
        )
        for pk, (author, editor, text, when, tags) in REPORTS.items()
    ]
    return {report.pk: report for report in Report.objects.bulk_create(made)}


@pytest.fixture
def indexed(search, reports) -> Search:
    """The six reports, indexed."""
    search.index(ReportIndex(), list(reports.values()))
    return search


@pytest.fixture
def remarks(search) -> dict[int, Remark]:
    """Two remarks, indexed; their keys are those of reports, too."""
    when = datetime(2018, 6, 8, tzinfo=UTC)
    made = [
        Remark(pk=1, author="daniel", text="Alpha remark", pub_date=when),
        Remark(pk=2, author="dora", text="Second remark", pub_date=when),
    ]
    search.index(RemarkIndex(), Remark.objects.bulk_create(made))
    return {remark.pk: remark for remark in made}
