"""The pages as the server sends them: what they say, to whom, and how many queries that takes."""

import re
from datetime import UTC, datetime

import pytest
from django.utils import translation

from articles.models import Article, Entity, RelatedItem
from articles.worker import drain

pytestmark = pytest.mark.database

RARE = "نادرةجدا"


@pytest.fixture
def page(client):
    """The text of a page."""

    def read(address: str) -> str:
        response = client.get(address)
        assert response.status_code == 200
        return response.content.decode()

    return read


def record(html: str) -> dict[str, str]:
    """The facts of an article's record, without tags."""
    rows = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html, flags=re.DOTALL)
    return {name: " ".join(re.sub(r"<[^>]*>", " ", value).split()) for name, value in rows}


# ------------------------------------------------------------ the search page


def test_a_result_shows_headline_source_date_and_entities(archive, page):
    html = page("/?q=مرفأ")
    assert "انفجار ضخم في <mark>مرفأ</mark> بيروت" in html
    assert "وكالة الاختبار" in html
    assert 'datetime="2020-08-04T18:30+01:00"' in html
    assert f"entity={archive.entities['beirut'].pk}" in html


def test_a_search_without_results_says_which_filter_hides_some(archive, client):
    context = client.get("/?q=انفجار&source=sham").context
    assert [(chip.kind, total) for chip, total in context["ways_out"]] == [("source", 2)]


def test_a_way_out_leads_to_articles_with_all_the_words(archive, client):
    """Without the filter too no article has both words, so leaving it out is no way out."""
    assert client.get("/?q=انفجار السويس&source=sham").context["ways_out"] == []


def test_words_found_nowhere_are_named(archive, client):
    assert client.get(f"/?q=زلزال {RARE}").context["missing_words"] == [RARE]
    assert client.get(f"/?q={RARE}").context["missing_words"] == [RARE]
    assert client.get("/?q=زلزال السويس").context["missing_words"] == []
    assert client.get(f"/?q=«بيروت انفجار»~3 زلز*ل {RARE}").context["missing_words"] == [RARE]
    assert client.get("/?q=«بيروت زلزال» زلزال").context["missing_words"] == ['"بيروت زلزال"']


def test_an_order_is_offered_as_the_one_in_use(archive, page):
    assert re.search(r'id="sort-newest"[^>]*aria-current="true"', page("/?q=؟؟"))
    assert re.search(r'id="sort-relevance"[^>]*aria-current="true"', page("/?q=انفجار"))


# ------------------------------------------------------------ the article page


def test_an_article_shows_its_text_with_its_entities_marked(archive, page):
    html = page(archive.articles["meeting-daily"].get_absolute_url())
    assert re.search(r'<a class="entity entity--person" href="[^"]*">غيراسيموف</a>', html)
    assert re.search(r'<a class="entity entity--place" href="[^"]*">سورية</a>', html)


def test_letters_are_not_marked_until_the_worker_has_read_an_edited_text(archive, page):
    article = archive.articles["port"]
    article.title, article.body = "عنوان جديد كل الجدة عن بيروت", "كلام آخر تمامًا قبل بيروت بكثير."
    article.save()
    assert 'class="entity' not in page(article.get_absolute_url())
    drain()
    assert page(article.get_absolute_url()).count(">بيروت</a>") == 2


def test_the_record_of_an_article_holds_what_is_stored_of_it(archive, client, page):
    article = archive.articles["port"]
    client.cookies["django_language"] = "en"
    facts = record(page(article.get_absolute_url()))
    assert facts["Published"] == "4 August 2020, 18:30 London time"
    assert facts["Section"] == "لبنان"
    assert facts["Address"] == article.canonical_url
    assert facts["First visible"] == f"{article.first_visible_at:%-d %B %Y, %H:%M} Greenwich"
    assert facts["Revision"] == str(article.revision)


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2020, 8, 4, 19, 5, tzinfo=UTC), "4 August 2020, 20:05"),
        (datetime(2020, 8, 4, 23, 0, tzinfo=UTC), "5 August 2020"),
    ],
    ids=["with a clock", "a day"],
)
def test_the_record_says_when_the_outlet_changed_the_article(archive, client, page, moment, shown):
    article = archive.articles["port"]
    client.cookies["django_language"] = "en"
    assert "Changed by the outlet" not in record(page(article.get_absolute_url()))
    article.modified_at = moment
    article.save()
    assert record(page(article.get_absolute_url()))["Changed by the outlet"] == shown


def test_hashes_and_edits_are_for_curators(archive, client, page, curator):
    article = archive.articles["port"]
    article.raw_sha256, article.curated_fields = "ab" * 32, ["title", "related_items"]
    article.save()
    address = article.get_absolute_url()
    assert article.content_hash not in page(address)
    assert "ab" * 32 not in page(address)
    client.force_login(curator)
    html = page(address)
    assert article.content_hash in html
    assert "ab" * 32 in html
    names = (Article._meta.get_field("title").verbose_name, RelatedItem._meta.verbose_name_plural)
    with translation.override("ar"):
        assert " · ".join(map(str, names)) in html


def test_the_evidence_of_a_review_is_for_curators(archive, client, page, curator):
    article = archive.articles["meeting-daily"]
    review = article.reviews.open().get()
    review.evidence = {"dates": [{"text": "<b>7 يونيو</b>", "month": 6, "day": 7}]}
    review.save()
    assert "7 يونيو" not in page(article.get_absolute_url())
    client.force_login(curator)
    assert "&lt;b&gt;7 يونيو" in page(article.get_absolute_url())


# ------------------------------------------------------------ what pages cost

#: Queries of a guest's page, however much there is; more only for a reason that a commit gives.
QUERIES = {
    # Variants 2 and entities 2 (1 each when they are at hand), articles, sources, names of entities, main
    # entities 2, invented outlets; names of entities 4 (1 when they are at hand), for those called so.
    "search": 15,
    # The same, and the condition of source, what is chosen in its facet, chips 2.
    "search with filters": 16,
    # Article, mentions, waiting changes, related items, earlier versions, invented outlets.
    "article": 6,
    # Variants 2 and entities 2 (1 each when they are at hand), articles, their entities.
    "feed": 6,
}


@pytest.mark.parametrize("more", [0, 30], ids=["as it is", "with thirty more articles and entities"])
@pytest.mark.parametrize("name", QUERIES)
def test_a_page_takes_no_more_queries_however_much_there_is(
    archive, client, django_assert_max_num_queries, name, more
):
    for number in range(more):
        Entity.objects.create(kind="person", name=f"شخص {number}").aliases.create(name=f"شخص {number}")
        copy = Article.objects.get(pk=archive.articles["port"].pk)
        copy.pk, copy.canonical_url, copy.body = None, None, f"{copy.body} شخص {number}"
        copy.save(force_insert=True)
    drain()
    addresses = {
        "search": "/?q=انفجار",
        "search with filters": f"/?source=wakala&date=2020&entity={archive.entities['beirut'].pk}",
        "article": archive.articles["port"].get_absolute_url(),
        "feed": "/feeds/search.rss?q=انفجار",
    }
    with django_assert_max_num_queries(QUERIES[name]):
        assert client.get(addresses[name]).status_code == 200
