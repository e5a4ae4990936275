"""Every address of the site, and who may open it.

`TABLE` has a row for each address of `newsarchive/urls.py`, those of the admin included. The tests
fail for an address without a row and for a row without an address. Static files have no
address here: WhiteNoise serves them to everybody.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from articles.groups import ANALYST
from articles.models import (
    Article,
    Entity,
    EntityDecision,
    EntityPair,
    Feed,
    ImportRun,
    Removal,
    Review,
    Source,
    VariantClass,
)

ROLES = ("guest", "analyst", "curator", "admin")


@dataclass(frozen=True)
class Row:
    """An address and the status that each role gets; `closed` is a guest's when guests are shut out."""

    name: str
    guest: int
    closed: int
    analyst: int
    curator: int
    admin: int
    args: tuple[str, ...] = ()
    method: str = "get"
    data: dict[str, str] = field(default_factory=dict)
    #: For addresses without a name.
    path: str = ""

    def expected(self, role: str, *, is_open: bool) -> int:
        return self.closed if role == "guest" and not is_open else getattr(self, role)


def everyone(name: str, status: int, **more: Any) -> Row:
    """Open to guests even when the site is closed."""
    return Row(name, status, status, status, status, status, **more)


def readers(name: str, status: int, **more: Any) -> Row:
    """Open to guests unless the site is closed; then they are sent to sign in."""
    return Row(name, status, 302, status, status, status, **more)


def curators(name: str, curator: int, admin: int | None = None, **more: Any) -> Row:
    """In the admin: everybody else is sent to its door (and analysts are refused there)."""
    return Row(name, 302, 302, 302, curator, curator if admin is None else admin, **more)


def model(
    name: str, *, changelist: str, add: str, change: str, delete: str, history: str = "", pk: str
) -> Iterator[Row]:
    """The addresses that the admin makes for a model. Values: «curator admin» statuses."""
    # Without a history of its own, a page that may be seen has one that may be seen.
    for view, statuses in (
        ("changelist", changelist),
        ("add", add),
        ("change", change),
        ("delete", delete),
        ("history", history or change),
    ):
        curator, admin = map(int, statuses.split())
        args = (pk,) if view in ("change", "delete", "history") else ()
        yield curators(f"admin:{name}_{view}", curator, admin, args=args)
    route = f"admin/{name.replace('_', '/')}/"
    yield curators(f"{route}<path:object_id>/", 302, path=f"/{route}{{{pk}}}/")


READ_ONLY = {"changelist": "200 200", "add": "403 403", "change": "200 200", "delete": "403 403"}
EDITED = {"changelist": "200 200", "add": "200 200", "change": "200 200", "delete": "403 200"}
NOT_ADDED = {**EDITED, "add": "403 403"}
NOT_DELETED = {**NOT_ADDED, "delete": "403 403"}
NEVER_DELETED = {**EDITED, "delete": "403 403"}
NOBODY = dict.fromkeys(("changelist", "add", "change", "delete"), "403 403")
NEXT = {"next": "https://evil.example/"}

TABLE = [
    # ------------------------------------------------------------ the site
    readers("search", 200),
    readers("search", 200, data={"q": "بيروت"}),
    readers("search", 405, method="post"),
    readers("article", 200, args=("published",)),
    Row("article", 404, 302, 404, 200, 200, args=("draft",)),
    Row("article", 404, 302, 404, 200, 200, args=("rejected",)),
    readers("article", 404, args=("missing",)),
    readers("entity", 200, args=("named",)),
    Row("entity", 404, 302, 404, 200, 200, args=("entity",)),
    readers("entity", 404, args=("missing",)),
    readers("article", 405, args=("published",), method="post"),
    readers("search_rss", 200),
    readers("search_rss", 200, data={"q": "بيروت", "status": "draft"}),
    readers("search_rss", 405, method="post"),
    readers("facet", 200, args=("place",)),
    readers("facet", 200, args=("person",), data={"beginning": "ب", "status": "draft"}),
    readers("facet", 404, args=("status",)),
    readers("facet", 405, args=("place",), method="post"),
    readers("suggest", 200),
    readers("suggest", 200, data={"q": "بي"}),
    readers("suggest", 405, method="post"),
    readers("about", 200),
    readers("search_help", 200),
    everyone("healthz", 200),
    everyone("robots", 200),
    everyone("login", 200),
    everyone("login", 200, method="post"),
    readers("logout", 405),
    readers("logout", 302, method="post"),
    everyone("set_language", 302),
    everyone("set_language", 302, method="post", data={"language": "en", **NEXT}),
    # ------------------------------------------------------------ the admin itself
    Row("admin:login", 302, 302, 403, 302, 302),
    Row("admin:login", 302, 302, 403, 302, 302, method="post", data={"username": "x", "password": "y"}),
    curators("admin:index", 200),
    curators("admin:logout", 405),
    curators("admin:logout", 302, method="post"),
    curators("admin:password_change", 200),
    curators("admin:password_change_done", 200),
    curators("admin:autocomplete", 403),
    curators("admin:jsi18n", 200),
    curators("admin:view_on_site", 302, args=("article_type", "published")),
    curators("admin:app_list", 200, args=("articles",)),
    curators("admin:app_list", 404, 200, args=("auth",)),
    curators("admin:app_list", 404, args=("axes",)),
    curators("admin/(?P<url>.*)$", 404, path="/admin/no/such/page/"),
    # ------------------------------------------------------------ its models
    *model("articles_article", **NOT_DELETED, pk="draft"),
    curators("admin:articles_article_change", 200, args=("published",)),
    curators("admin:articles_article_change", 302, args=("missing",)),
    curators("admin:articles_article_remove", 403, 200, args=("published",)),
    curators("admin:articles_article_versions", 200, args=("published",)),
    curators("admin:articles_article_versions", 404, args=("missing",)),
    curators("admin:articles_article_beside", 200, args=("published", "draft")),
    curators("admin:articles_article_beside", 404, args=("published", "missing")),
    *model("articles_feed", **NEVER_DELETED, pk="feed"),
    *model("articles_review", **NOT_ADDED, pk="review"),
    *model("articles_source", **EDITED, pk="source"),
    *model("articles_entity", **EDITED, pk="entity"),
    curators("admin:articles_entity_merge", 302),
    curators("admin:articles_entity_split", 200, args=("entity",)),
    curators("admin:articles_entity_merge_with", 200, args=("entity",)),
    curators("admin:articles_entity_state", 405, args=("entity",)),
    *model("articles_entitypair", **NOT_DELETED, pk="pair"),
    curators("admin:articles_entitypair_list", 200),
    curators("admin:articles_entitypair_answer", 405, args=("pair",)),
    curators("admin:articles_entitypair_undo", 405),
    *model("articles_entitydecision", **READ_ONLY, pk="decision"),
    curators("admin:articles_entitydecision_undo", 405, args=("decision",)),
    *model("articles_importrun", **READ_ONLY, pk="run"),
    *model("articles_removal", **READ_ONLY, pk="removal"),
    *model("articles_variantclass", **READ_ONLY, pk="variants"),
    *model(
        "auth_user", changelist="403 200", add="403 200", change="403 200", delete="403 200", pk="analyst"
    ),
    curators("admin:auth_user_delete", 403, 403, args=("root",)),
    curators("admin:auth_user_password_change", 403, 200, args=("analyst",)),
    curators("admin:auth_user_password_change", 403, 403, args=("root",)),
    *model("auth_group", changelist="403 200", add="403 403", change="403 200", delete="403 403", pk="group"),
    *model("axes_accessattempt", **NOBODY, pk="attempt"),
    *model("axes_accessfailurelog", **NOBODY, pk="failure"),
    *model("axes_accesslog", **NOBODY, pk="log"),
]

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}
#: In a tag: as escaped text of an article these are harmless.
INLINE = re.compile(r"<style|<script>|<[a-z][^<>]*\s(?:style|on[a-z]+)\s*=|<[a-z][^<>]*javascript:")
#: Pages of which there are endlessly many are not for search engines.
NOT_INDEXED = {"search", "search_rss"}


def addresses(resolver: URLResolver, prefix: str = "", namespaces: tuple[str, ...] = ()) -> Iterator[str]:
    """The name of every address under a resolver, or its whole route if it has no name."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from addresses(entry, route, inner)
        else:
            assert isinstance(entry, URLPattern)
            yield ":".join((*namespaces, entry.name)) if entry.name else route.replace("^", "")


@pytest.fixture
def objects(archive, analyst, curator, admin_user) -> dict[str, object]:
    """What the arguments of the rows stand for."""
    draft, rejected = archive.articles["canal"], archive.articles["quake"]
    Article.objects.filter(pk=draft.pk).update(status="draft")
    Article.objects.filter(pk=rejected.pk).update(status="rejected")
    pair = EntityPair.objects.create(one=archive.entities["gerasimov"], other=archive.entities["dunford"])
    attempt = {
        "user_agent": "",
        "ip_address": "127.0.0.1",
        "username": "x",
        "http_accept": "",
        "path_info": "/",
    }
    return {
        "published": archive.articles["port"].pk,
        "draft": draft.pk,
        "rejected": rejected.pk,
        "missing": 999_999,
        "article_type": ContentType.objects.get_for_model(Article).pk,
        "review": Review.objects.get().pk,
        "source": Source.objects.create(name="فارغ", slug="empty").pk,
        "feed": Feed.objects.create(source=archive.sources["nile"], url="https://nile.example/rss").pk,
        "entity": Entity.objects.create(kind="place", name="مكان").pk,
        "named": archive.entities["beirut"].pk,
        "pair": pair.pk,
        "decision": EntityDecision.objects.create(verb="rename", entity=pair.one).pk,
        "run": ImportRun.objects.create(command="import_articles").pk,
        "removal": Removal.objects.create(article_id=12345, source_name="x", reason="x").pk,
        "variants": VariantClass.objects.create(key="كلمة لفظ", origin="learned").pk,
        "analyst": analyst.pk,
        "root": User.objects.create_superuser("root").pk,
        "group": Group.objects.get(name=ANALYST).pk,
        "attempt": AccessAttempt.objects.create(**attempt, failures_since_start=1).pk,
        "failure": AccessFailureLog.objects.create(**attempt).pk,
        "log": AccessLog.objects.create(**attempt).pk,
    }


@pytest.fixture
def users(analyst, curator, admin_user) -> dict[str, User | None]:
    return {"guest": None, "analyst": analyst, "curator": curator, "admin": admin_user}


def answer(
    row: Row, user: User | None, objects: dict[str, object], client: Client | None = None
) -> HttpResponse:
    client = client or Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return getattr(client, row.method)(address(row, objects), row.data)


def address(row: Row, objects: dict[str, object]) -> str:
    if row.path:
        return row.path.format(**objects)
    return reverse(row.name, args=[objects.get(name, name) for name in row.args])


def answers(
    users: dict[str, User | None], objects: dict[str, object], *, rows: Iterable[Row] = TABLE
) -> Iterator[tuple[Row, str, HttpResponse]]:
    for row in rows:
        for role in ROLES:
            yield row, role, answer(row, users[role], objects)


def test_every_address_has_a_row():
    missing = set(addresses(get_resolver())) - {row.name for row in TABLE}
    assert not missing, f"Say in TABLE who may open: {sorted(missing)}"


def test_every_row_has_an_address():
    stale = {row.name for row in TABLE} - set(addresses(get_resolver()))
    assert not stale, f"No longer in urls.py, so not in TABLE: {sorted(stale)}"


@pytest.mark.parametrize("is_open", [True, False], ids=["open to guests", "closed to guests"])
def test_every_door_opens_for_whom_the_table_says(is_open, users, objects, settings):
    settings.GUEST_ACCESS = is_open
    wrong = []
    for row, role, response in answers(users, objects):
        expected = row.expected(role, is_open=is_open)
        if response.status_code != expected:
            wrong.append(
                f"{row.method} {address(row, objects)} as {role}: {response.status_code}, not {expected}"
            )
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_answer_has_the_security_headers_and_no_inline_script_or_style(users, objects):
    """Inline script and style would be blocked by the policy, so that the page would be broken."""
    wrong = []
    for row, role, response in answers(users, objects):
        found = list(faults(response))
        if found:
            wrong.append(f"{row.method} {address(row, objects)} as {role}: {found}")
    assert not wrong, "\n" + "\n".join(wrong)


def faults(response: HttpResponse) -> Iterator[str]:
    policy = response.get("Content-Security-Policy", "")
    for directive in (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
    ):
        if directive not in [part.strip() for part in policy.split(";")]:
            yield f"no {directive}"
    for header, value in HEADERS.items():
        if response.get(header) != value:
            yield f"{header}: {response.get(header)}"
    if "html" in response.get("Content-Type", ""):
        yield from INLINE.findall(response.content.decode().lower())


def test_searches_and_feeds_are_not_for_search_engines(users, objects):
    for row, _role, response in answers(
        users, objects, rows=[row for row in TABLE if row.name in NOT_INDEXED]
    ):
        if response.status_code == 200:
            assert response["X-Robots-Tag"] == "noindex", row


def test_no_page_sends_a_visitor_to_another_site(users, objects):
    rows = [replace(row, data={**row.data, **NEXT}) for row in TABLE]
    for row, role, response in answers(users, objects, rows=rows):
        # "/\\host" is another site to a browser.
        wanted = urlsplit(response.get("Location", "/").replace("\\", "/"))
        assert wanted.netloc in ("", "testserver"), (row, role, wanted)
        assert wanted.scheme in ("", "http"), (row, role, wanted)


def test_an_analyst_ends_before_every_door_of_the_admin(users, objects):
    for row in TABLE:
        if row.name.startswith("admin") and row.name not in ("admin:login", "admin:logout"):
            client = Client(raise_request_exception=False)
            client.force_login(users["analyst"], backend="django.contrib.auth.backends.ModelBackend")
            assert client.get(address(row, objects), follow=True).status_code == 403, row


def test_a_form_from_another_site_changes_nothing(users, objects):
    """Every address refuses a POST without the token of the form, whoever sends it."""
    taken = []
    for row in TABLE:
        for role in ROLES:
            client = Client(enforce_csrf_checks=True, raise_request_exception=False)
            response = answer(replace(row, method="post"), users[role], objects, client)
            if response.status_code != 403:
                taken.append(f"{address(row, objects)} as {role}: {response.status_code}")
    assert not taken, "\n" + "\n".join(taken)


def test_drafts_are_in_no_search_and_no_feed_of_a_reader(users, objects, archive):
    titles = [archive.articles["canal"].title, archive.articles["quake"].title]
    for name in ("search", "search_rss"):
        for role in ("guest", "analyst"):
            row = Row(
                name, 200, 200, 200, 200, 200, data={"q": "السويس زلزال", "status": "draft", "match": "any"}
            )
            page = answer(row, users[role], objects).content.decode()
            assert not any(title in page for title in titles), (name, role)
