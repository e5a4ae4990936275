"""Pages that a person asks for by their addresses."""

import json
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command

from articles.collect.addresses import source_of_host
from articles.ingest.fetch import PoliteFetcher, Turns
from articles.ingest.sources import source_named
from articles.management.commands import import_url
from articles.models import Article, ImportRun, Source, SourceAlias
from tests.quality.feeds.outlets import Outlet, full_text, hosts


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(import_url, "PoliteFetcher", lambda: PoliteFetcher(turns=Turns(pause_s=0)))


def run(*words: str) -> tuple[int, str]:
    """Exit code and output, errors included."""
    said = StringIO()
    try:
        call_command("import_url", *words, stdout=said, stderr=said)
    except SystemExit as ended:
        return int(ended.code or 0), said.getvalue()
    return 0, said.getvalue()


def test_a_page_is_stored_with_its_address_and_its_bytes(db, outlet: Outlet):
    (news,) = outlet.publish(1)
    code, said = run(news.url)
    article = Article.objects.get()
    assert (code, article.title, article.canonical_url) == (0, news.title, news.url)
    raw = article.raw_files.get()
    assert (raw.kind, raw.context["url"]) == ("html", news.url)
    assert "created" in said
    assert ImportRun.objects.get().command == "import_url"


def test_a_page_that_fails_is_told_and_the_others_are_stored(db, outlet: Outlet):
    (news,) = outlet.publish(1)
    code, said = run(outlet.url("/missing"), "http://10.0.0.1/a", news.url)
    assert (code, Article.objects.count()) == (1, 1)
    assert "status 404" in said and "internal network" in said and "شبكة داخلية" in said


def test_robots_txt_does_not_bind_a_person_but_does_bind_what_a_feed_leads_to(db, outlet: Outlet):
    news = outlet.publish(2)
    outlet.host.pages["/robots.txt"] = lambda asked: asked.answer(b"User-agent: *\nDisallow: /o/\n")
    code, _said = run(news[0].url)
    assert (code, Article.objects.count()) == (0, 1)
    code, said = run(outlet.put_rss())
    assert code == 1 and "robots.txt" in said
    assert outlet.host.visits["/o/2"] == 0


@pytest.mark.parametrize("kind", ["feed", "sitemap", "index"])
def test_of_a_feed_or_sitemap_the_articles_are_stored(db, outlet: Outlet, kind):
    news = outlet.publish(3)
    url = outlet.put_rss()
    if kind != "feed":
        pages = "".join(f"<url><loc>{each.url}</loc></url>" for each in news)
        url = outlet.put_page("/sitemap", f"<urlset>{pages}</urlset>".encode())
    if kind == "index":
        url = outlet.put_page(
            "/index", f"<sitemapindex><sitemap><loc>{url}</loc></sitemap></sitemapindex>".encode()
        )
    assert run(url)[0] == 0
    assert Article.objects.published().count() == 3


def test_a_dry_run_stores_nothing(db, outlet: Outlet):
    (news,) = outlet.publish(1)
    said = run(news.url, "--dry-run", "--json")[1]
    assert json.loads(said)["counts"]["created"] == 1
    assert not Article.objects.exists() and not ImportRun.objects.exists() and not Source.objects.exists()


def test_the_source_is_the_one_asked_for(db, outlet: Outlet):
    source = source_named("صحيفة التجربة")
    (news,) = outlet.publish(1)
    run(news.url, "--source", source.slug)
    assert Article.objects.get().source == source


def test_or_else_the_one_whose_home_page_is_on_the_host(db, outlet: Outlet):
    source = source_named("صحيفة التجربة")
    Source.objects.filter(pk=source.pk).update(home_page=outlet.host.url("/"))
    (news,) = outlet.publish(1)
    run(news.url)
    assert Article.objects.get().source == source


@pytest.mark.parametrize(
    ("url", "is_found"),
    [
        ("https://news.example/a", True),
        ("http://www.news.example:8080/a", True),
        ("https://sport.news.example/a", False),
        ("https://[broken/a", False),
        ("", False),
    ],
)
def test_a_source_is_found_by_the_host_of_its_home_page(db, url, is_found):
    source = Source.objects.create(name="أخبار", slug="news", home_page="https://www.news.example/ar/")
    assert source_of_host(url) == (source if is_found else None)


def test_an_address_may_be_repeated(db, outlet: Outlet):
    (news,) = outlet.publish(1)
    run(news.url)
    code, said = run(news.url)
    assert code == 0 and "unchanged 1" in said
    assert Article.objects.count() == 1


def test_a_page_that_is_stored_makes_no_new_source(db, outlet: Outlet):
    (news,) = outlet.publish(1)
    outlet.put_page("/1", news.html(head='<meta property="og:site_name" content="اسم آخر">'))
    source = source_named("صحيفة التجربة")
    run(news.url, "--source", source.slug)
    run(news.url)
    assert list(Source.objects.all()) == [source]


def test_a_page_does_not_pass_for_a_source_of_another_site(db, outlet: Outlet):
    theirs = Source.objects.create(name="الأخرى", slug="other", home_page="https://other.example/")
    theirs.aliases.create(name="الأخرى", key=SourceAlias.key_of("الأخرى"))
    ours = Source.objects.create(name="هنا", slug="here", home_page=outlet.host.url("/"))
    (news,) = outlet.publish(1)
    outlet.put_page("/1", news.html(head='<meta property="og:site_name" content="الأخرى">'))
    run(news.url)
    assert Article.objects.get().source == ours


def test_a_feed_is_not_believed_about_the_text_of_a_page_on_another_site(db, outlet: Outlet, settings):
    (news,) = outlet.publish(1)
    source = Source.objects.create(name="هنا", slug="here", home_page=outlet.host.url("/"))
    run(news.url)
    with hosts(2) as (_first, second):
        settings.FETCH_ALLOWED_HOSTS = [outlet.host.name, second.name]
        theirs = replace(outlet, host=second)
        run(theirs.put_rss(**{"content:encoded": lambda each: full_text(each) + "مزور " * 200}))
    article = Article.objects.get()
    assert (article.source, article.revision) == (source, 1)
    assert "مزور" not in article.body
