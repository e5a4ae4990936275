"""The page of an entity: who sees it, what it says, and how many queries that takes."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from articles.models import Article, Entity, Mention
from articles.worker import drain

pytestmark = pytest.mark.database

ARABIC = re.compile("[\u0600-\u06ff]")


def address(entity: Entity) -> str:
    return reverse("entity", args=[entity.pk])


@pytest.fixture
def page(client):
    """The text of a page in English."""
    client.cookies["django_language"] = "en"

    def read(entity: Entity) -> str:
        response = client.get(address(entity))
        assert response.status_code == 200
        return response.content.decode()

    return read


def text(html: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", html).split())


# ------------------------------------------------------------ who sees it


def test_an_entity_of_published_articles_has_a_page_for_everybody(archive, client):
    response = client.get(address(archive.entities["beirut"]))
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"


def test_a_merged_entity_leads_to_its_root(archive, client):
    beirut, syria = archive.entities["beirut"], archive.entities["syria"]
    Entity.objects.filter(pk=beirut.pk).update(canonical=syria)
    response = client.get(address(beirut))
    assert (response.status_code, response["Location"]) == (302, address(syria))


def test_where_it_leads_is_not_told_of_what_guests_do_not_see(archive, client):
    beirut, silent = archive.entities["beirut"], Entity.objects.create(kind="place", name="مكان")
    Entity.objects.filter(pk=beirut.pk).update(canonical=silent)
    Article.objects.all().update(status=Article.Status.DRAFT)
    assert client.get(address(beirut)).status_code == 404


@pytest.mark.parametrize("pk", [0, 999_999, 2**63, 10**40])
def test_a_key_of_nothing_is_not_found(archive, client, pk):
    assert client.get(f"/entity/{pk}/").status_code == 404


def test_what_only_drafts_name_is_for_curators(archive, client, curator):
    beirut = archive.entities["beirut"]
    Article.objects.filter(mentions__entity=beirut).update(status=Article.Status.DRAFT)
    drain()
    assert client.get(address(beirut)).status_code == 404
    client.force_login(curator)
    client.cookies["django_language"] = "en"
    response = client.get(address(beirut))
    assert response.status_code == 200
    html = text(response.content.decode())
    assert "No published article names it." in html
    assert "2 articles that are not published name it as well" in html


def test_what_is_no_entity_is_for_curators(archive, client, curator):
    beirut = archive.entities["beirut"]
    Entity.objects.filter(pk=beirut.pk).update(is_rejected=True)
    assert client.get(address(beirut)).status_code == 404
    client.force_login(curator)
    client.cookies["django_language"] = "en"
    response = client.get(address(beirut))
    assert response.status_code == 200
    assert "A curator decided that this is no entity" in response.content.decode()


def test_only_those_who_curate_entities_are_led_to_the_admin(archive, page, client, curator, analyst):
    beirut = archive.entities["beirut"]
    edit = reverse("admin:articles_entity_change", args=[beirut.pk])
    assert edit not in page(beirut)
    client.force_login(analyst)
    assert edit not in page(beirut)
    client.force_login(curator)
    assert edit in page(beirut)
    curator.groups.clear()
    curator.user_permissions.add(Permission.objects.get(codename="change_article"))
    assert edit not in page(beirut)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(archive, client, method):
    assert getattr(client, method)(address(archive.entities["beirut"])).status_code == 405


# ------------------------------------------------------------ what it says


def test_it_says_name_kind_and_number_and_leads_to_search_and_feed(archive, page):
    syria = archive.entities["syria"]
    html = page(syria)
    assert re.search(r"<h1[^>]*><bdi>سوريا</bdi></h1>", html)
    assert '<bdi dir="ltr">Syria</bdi>' in html
    assert "Named in 3 articles" in text(html)
    assert f'href="/?entity={syria.pk}"' in html
    assert html.count(f'href="/feeds/search.rss?entity={syria.pk}"') == 2


def test_spellings_are_counted(archive, page):
    Mention.objects.filter(entity=archive.entities["syria"]).exclude(name="سورية").update(name="سوريا")
    shown = text(page(archive.entities["syria"]))
    total = Mention.objects.filter(entity=archive.entities["syria"], name="سوريا").count()
    assert f"Spellings How often it is written so in these articles. سوريا {total} سورية 1" in shown


def test_a_bar_leads_to_the_articles_of_its_time_and_the_table_says_the_same(archive, page):
    syria = archive.entities["syria"]
    html = page(syria)
    chart, table = re.search(r"<figure.*?</figure>.*?<table.*?</table>", html, re.DOTALL)[0].split("<details")
    for year in (2018, 2023):
        link = f'href="/?entity={syria.pk}&amp;date={year}"'
        assert link in chart
        assert link in table
    assert 'aria-label="2018: 1 article"' in chart
    assert text(table).endswith("Year Articles 2023 1 2018 1")
    assert f'href="/?entity={syria.pk}&amp;undated=1"' in html


def test_time_runs_from_right_to_left_in_arabic_only(archive, client, page):
    syria = archive.entities["syria"]
    years = [(0, "2018"), (1, "2023")]
    bars = re.findall(r'<rect class="timeline__place" x="([\d.]+)%', page(syria))
    assert [float(x) for x in bars] == sorted(map(float, bars)), years
    client.cookies["django_language"] = "ar"
    bars = re.findall(r'<rect class="timeline__place" x="([\d.]+)%', page(syria))
    assert [float(x) for x in bars] == sorted(map(float, bars), reverse=True)


def test_names_beside_it_lead_to_their_pages_and_numbers_to_both(archive, page):
    syria, helsinki = archive.entities["syria"], archive.entities["helsinki"]
    gerasimov = archive.entities["gerasimov"]
    html = page(syria)
    assert f'href="{address(helsinki)}"' in html
    assert f'href="/?entity={syria.pk}&amp;entity={gerasimov.pk}"' in html


def test_the_house_form_of_a_source_is_marked(archive, page):
    syria = archive.entities["syria"]
    Mention.objects.filter(entity=syria).delete()
    for source, name in (("meeting-agency", "سوريا"), ("quake", "سورية")):
        for place in range(3):
            Mention.objects.create(
                article=archive.articles[source],
                entity=syria,
                field="body",
                start=place * 10,
                end=place * 10 + 5,
                name=name,
            )
    [table] = re.findall(r'<table class="table table--usage">.*?</table>', page(syria), re.DOTALL)
    assert "<caption" in table
    assert table.count('scope="col"') == 3
    assert table.count('scope="row"') == 2
    assert [text(cell) for cell in re.findall("<b>.*?</b>", table)] == ["3 (most often)"] * 2


def test_hostile_names_are_escaped(archive, client, page):
    syria = archive.entities["syria"]
    Entity.objects.all().update(name='<script>alert(1)</script>"', latin="<img src=x onerror=alert(1)>")
    Mention.objects.update(name="<b onclick=alert(1)>")
    for language in ("ar", "en"):
        client.cookies["django_language"] = language
        html = client.get(address(syria)).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "<b onclick" not in html


def test_without_an_index_it_says_when_to_ask_again(archive, client, settings):
    for part in settings.INDEX_DIR.iterdir():
        if part.is_file() or part.is_symlink():
            part.unlink()
    response = client.get(address(archive.entities["syria"]))
    assert (response.status_code, response["Retry-After"]) == (503, "60")


def test_the_english_page_has_no_arabic_but_names_and_headlines(archive, page):
    html = page(archive.entities["beirut"])
    main = html[html.index("<main") : html.index("</main>")]
    without = re.sub(r"<(bdi|h3)\b.*?</\1>", "", main, flags=re.DOTALL)
    assert not ARABIC.search(re.sub('(href|title|aria-label)="[^"]*"', "", without))


# ------------------------------------------------------------ the ways to it


def test_the_names_beside_an_article_lead_to_their_pages(archive, client):
    html = client.get(archive.articles["port"].get_absolute_url()).content.decode()
    assert f'href="{address(archive.entities["beirut"])}"' in html


def test_a_search_for_one_entity_leads_to_its_page(archive, client):
    beirut, syria = archive.entities["beirut"], archive.entities["syria"]
    link = f'href="{address(beirut)}"'
    assert link in client.get(f"/?entity={beirut.pk}").content.decode()
    assert link in client.get(f"/?entity={beirut.pk}&not_entity={syria.pk}&q=انفجار").content.decode()
    assert link not in client.get(f"/?entity={beirut.pk}&entity={syria.pk}").content.decode()
    assert link not in client.get(f"/?not_entity={beirut.pk}").content.decode()
    assert 'class="about-entity"' not in client.get("/?entity=999999").content.decode()


def test_a_search_for_what_only_drafts_name_leads_nowhere(archive, client):
    beirut = archive.entities["beirut"]
    Article.objects.filter(mentions__entity=beirut).update(status=Article.Status.DRAFT)
    drain()
    assert 'class="about-entity"' not in client.get(f"/?entity={beirut.pk}").content.decode()


# ------------------------------------------------------------ what it costs

#: Entity, visibility, variants 2 and entities 2 (1 each when they are at hand), chip 2, articles, sources,
#: company, spellings with their sources and bound 3, invented outlets.
QUERIES = 15


@pytest.mark.parametrize("more", [0, 30], ids=["as it is", "with thirty more articles and entities"])
def test_it_takes_no_more_queries_however_much_there_is(archive, client, django_assert_max_num_queries, more):
    for number in range(more):
        Entity.objects.create(kind="person", name=f"شخص {number}").aliases.create(name=f"شخص {number}")
        copy = Article.objects.get(pk=archive.articles["port"].pk)
        copy.pk, copy.canonical_url, copy.body = None, None, f"{copy.body} شخص {number}"
        copy.save(force_insert=True)
    drain()
    with django_assert_max_num_queries(QUERIES):
        assert client.get(address(archive.entities["beirut"])).status_code == 200
