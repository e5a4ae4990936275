"""find(): what a search finds, in which order, and what its facets count."""

from dataclasses import replace
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from articles.arabic.dates import parse_date
from articles.ingest.documents import Document
from articles.ingest.store import store
from articles.models import Article, Entity
from articles.search.criteria import Period, SearchCriteria
from articles.search.engine import IndexNotReady, default_backend
from articles.search.find import SearchResults, count, find
from articles.worker import drain

pytestmark = pytest.mark.database


def search(query: str = "", user=None) -> SearchResults:
    return find(SearchCriteria.from_query(QueryDict(query)), user or AnonymousUser())


def found(archive, query: str = "", user=None) -> set[str]:
    keys = {article.pk: key for key, article in archive.articles.items()}
    return {keys[hit.article.pk] for hit in search(query, user).hits}


def facet(results: SearchResults, name: str) -> dict[str, int]:
    for each in results.facets:
        if each.name == name:
            return {value.label: value.count for value in each.values}
    return {}


def test_every_word_must_be_in_an_article(archive):
    assert found(archive, "q=انفجار بيروت") == {"port", "port-toll"}


def test_the_article_and_the_conjunction_do_not_hide_a_word(archive):
    assert found(archive, "q=الانفجار") == found(archive, "q=وانفجار") == {"port", "port-toll"}


def test_harakat_tatweel_and_hamza_seats_do_not_hide_a_word(archive):
    assert found(archive, "q=إِنـفـجَار") == {"port", "port-toll"}


def test_stop_words_do_not_narrow_a_search(archive):
    assert found(archive, "q=انفجار في بيروت") == {"port", "port-toll"}


def test_a_phrase_needs_its_words_together(archive):
    assert found(archive, 'q="قناة السويس"') == {"canal"}
    assert found(archive, "q=«السويس قناة»") == set()


def test_a_phrase_may_hold_stop_words(archive):
    assert found(archive, "q=«في مرفأ بيروت»") == {"port"}


def test_a_search_that_finds_nothing_is_widened_to_any_word_and_says_so(archive):
    results = search("q=زلزال لاتوجد")
    assert results.was_widened
    assert {hit.article.pk for hit in results.hits} == {
        archive.articles["quake"].pk,
        archive.articles["quake-2"].pk,
    }


def test_a_search_is_widened_only_where_that_is_wanted(archive):
    results = find(SearchCriteria(query="زلزال لاتوجد"), AnonymousUser(), widen=False)
    assert (results.total, results.was_widened) == (0, False)
    assert count(SearchCriteria(query="زلزال لاتوجد"), AnonymousUser()) == 0


@pytest.mark.parametrize("query", ["", "q=انفجار", "q=انفجار&source=nile", "date=2020", "page=3"])
def test_counting_gives_the_total_of_the_search(archive, query):
    criteria = SearchCriteria.from_query(QueryDict(query))
    assert count(criteria, AnonymousUser()) == find(criteria, AnonymousUser()).total


def test_a_single_unknown_word_finds_nothing(archive):
    results = search("q=لاتوجد")
    assert (results.total, results.was_widened, results.hits) == (0, False, ())


def test_any_word_can_be_asked_for(archive):
    assert found(archive, "q=السويس الأرجنتين&match=any") == {"canal", "final"}


def test_a_headline_counts_more_than_the_text(archive):
    """Two articles of the same words, but for what stands in the headline and what in the text."""
    for key, title, body in (("canal", "نادرةجدا", "كلمة"), ("final", "كلمة", "نادرةجدا")):
        Article.objects.filter(pk=archive.articles[key].pk).update(
            title=title, body=body, section="", source=archive.sources["nile"]
        )
    drain()
    pks = [hit.article.pk for hit in search("q=نادرةجدا").hits]
    assert pks == [archive.articles["canal"].pk, archive.articles["final"].pk]
    pks = [hit.article.pk for hit in search("q=كلمة").hits]
    assert pks == [archive.articles["final"].pk, archive.articles["canal"].pk]


def test_without_a_query_the_newest_come_first_and_the_undated_last(archive):
    days = [hit.article.published_day for hit in search().hits]
    dated = [day for day in days if day]
    assert dated == sorted(dated, reverse=True)
    assert days[-1] is None


def test_oldest_first_keeps_the_undated_last(archive):
    days = [hit.article.published_day for hit in search("sort=oldest").hits]
    dated = [day for day in days if day]
    assert dated == sorted(dated)
    assert days[-1] is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("date=2020", {"port", "port-toll"}, id="year"),
        pytest.param("date=2023-02", {"quake", "quake-2"}, id="month"),
        pytest.param("date=2023-02-06", {"quake"}, id="day"),
        pytest.param("date=2021-02", {"bread"}, id="month of an article known to the month"),
        pytest.param("date=2021", {"bread", "canal"}, id="year of an article known to the month"),
        pytest.param("from=2022-12-18&to=2023-02-06", {"final", "quake"}, id="span with both ends"),
        pytest.param("from=2023-02-07", {"quake-2"}, id="open span"),
        pytest.param("to=8 حزيران 2018", {"meeting-agency"}, id="Levantine month"),
        pytest.param("from=٦/٢/٢٠٢٣&to=6.2.2023", {"quake"}, id="Arabic-Indic digits"),
        pytest.param("undated=1", {"meeting-daily"}, id="undated"),
        pytest.param("undated=1&date=2018", {"meeting-daily", "meeting-agency"}, id="undated or a year"),
    ],
)
def test_dates_filter(archive, query, expected):
    assert found(archive, query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("date=2021-02-01", set(), id="no day of the month"),
        pytest.param("date=2016", {"year"}, id="the year itself"),
        pytest.param("date=2016-01", set(), id="no month of the year"),
        pytest.param("date=2016-01-01", set(), id="no day of the year"),
        pytest.param("from=2016-01-01&to=2016-12-31", {"year"}, id="a span that begins with the year"),
        pytest.param("from=2016-01-02&to=2016-12-31", set(), id="a span within the year"),
        pytest.param("from=2021-02-01&to=2021-02-28", {"bread"}, id="a span that begins with the month"),
    ],
)
def test_a_date_known_to_the_month_or_year_matches_no_finer_period(archive, query, expected):
    document = Document(title="حصاد", body="حصاد السنة.", published=parse_date("عام 2016"))
    archive.articles["year"] = store(document, source=archive.sources["sham"]).article
    assert archive.articles["year"].published_precision == "year"
    assert archive.articles["bread"].published_precision == "month"
    drain()
    assert found(archive, query) == expected


def test_values_of_one_facet_widen_and_facets_narrow_each_other(archive):
    assert found(archive, "source=nile&source=wakala&date=2020") == {"port", "port-toll"}
    gerasimov, helsinki = archive.entities["gerasimov"].pk, archive.entities["helsinki"].pk
    beirut = archive.entities["beirut"].pk
    assert found(archive, f"entity={helsinki}&entity={beirut}&entity={gerasimov}") == {
        "meeting-agency",
        "meeting-daily",
    }


@pytest.mark.parametrize("query", ["source=no-such", "entity=999999"])
def test_a_filter_that_names_nothing_finds_nothing(archive, query):
    assert found(archive, query) == set()


def test_each_facet_ignores_its_own_selection(archive):
    results = search("q=زلزال&source=sham")
    assert facet(results, "source") == {"شام الاختبار": 1, "وكالة الاختبار": 1}
    assert facet(results, "place") == {"سوريا": 1}


def test_an_article_that_names_an_entity_in_two_spellings_counts_once(archive):
    article = archive.articles["canal"]
    article.body = "من سوريا إلى سورية ثم سوريا"
    article.save()
    drain()
    assert article.mentions.filter(entity=archive.entities["syria"]).count() == 3
    assert facet(search("q=السويس"), "place") == {"سوريا": 1}


def test_an_article_that_names_two_entities_made_one_counts_once(archive):
    dunford, gerasimov = archive.entities["dunford"], archive.entities["gerasimov"]
    assert facet(search("q=هلسنكي"), "person") == {"فاليري غيراسيموف": 2, "جوزيف دانفورد": 2}
    Entity.objects.filter(pk=dunford.pk).update(canonical=gerasimov)
    assert facet(search("q=هلسنكي"), "person") == {"فاليري غيراسيموف": 2}


def test_a_merged_entity_counts_as_its_root_at_once(archive):
    dunford, gerasimov = archive.entities["dunford"], archive.entities["gerasimov"]
    Entity.objects.filter(pk=dunford.pk).update(canonical=gerasimov)
    results = search("q=هلسنكي")
    assert facet(results, "person") == {"فاليري غيراسيموف": 2}
    assert found(archive, f"entity={dunford.pk}") == {"meeting-agency", "meeting-daily"}


def test_date_bars_follow_the_chosen_period(archive):
    assert facet(search(), "date")["2023"] == 2
    assert facet(search("date=2023"), "date") == {"2023-02": 2}
    assert facet(search("date=2023-02"), "date") == {"2023-02-06": 1, "2023-02-20": 1}
    assert facet(search("date=2023-02-06"), "date") == {"2023-02-06": 1, "2023-02-20": 1}


def test_an_article_known_to_the_month_counts_in_no_day(archive):
    assert facet(search("date=2021"), "date") == {"2021-02": 1, "2021-03": 1}
    assert facet(search("date=2021-02"), "date") == {}


def test_whole_written_words_are_marked_and_everything_is_escaped(archive):
    hit = search("q=القوات احتكاك").hits[0]
    assert "<mark>الاحتكاك</mark>" in hit.snippet_html
    hostile = search("q=عنوان script").hits[0]
    assert "<script" not in hostile.title_html
    assert "&lt;<mark>script</mark>&gt;" in hostile.title_html
    assert "<img" not in hostile.snippet_html


def test_pages_do_not_overlap_and_a_page_too_far_is_empty(archive):
    first = find(SearchCriteria(), AnonymousUser(), size=4)
    third = find(SearchCriteria(page=3), AnonymousUser(), size=4)
    assert len(first.hits) == 4
    assert len(third.hits) == 2
    assert not {hit.article.pk for hit in first.hits} & {hit.article.pk for hit in third.hits}
    assert find(SearchCriteria(page=9), AnonymousUser(), size=4).hits == ()


def test_drafts_and_rejected_articles_are_for_curators_who_ask_for_them(archive, curator, analyst):
    Article.objects.filter(pk=archive.articles["port"].pk).update(status=Article.Status.DRAFT)
    drain()
    assert found(archive, "q=انفجار") == {"port-toll"}
    assert found(archive, "q=انفجار&status=draft") == set()
    assert found(archive, "q=انفجار&status=draft", analyst) == set()
    assert found(archive, "q=انفجار", curator) == {"port-toll"}
    assert found(archive, "q=انفجار&status=draft", curator) == {"port"}
    assert facet(search("q=انفجار"), "status") == {}


def test_an_article_hidden_since_it_was_indexed_is_not_shown(archive):
    Article.objects.filter(pk=archive.articles["port"].pk).update(status=Article.Status.REJECTED)
    assert found(archive, "q=انفجار") == {"port-toll"}


@pytest.mark.parametrize(
    "query",
    ["؟؟", '""', "«»", "AND", "NOT", "-", "*", "(", "source:1", "a" * 5000, "و" * 400, "\u202e", "ـ" * 300],
)
def test_no_query_fails_and_its_address_gives_it_again(archive, query):
    results = search(f"q={query}")
    again = SearchCriteria.from_query(results.asked.to_query())
    assert again == replace(results.asked, notes=())
    if results.parsed.is_empty:
        assert results.total == len(archive.articles)
        assert (not results.asked.query) or results.notes


def test_a_query_without_words_says_that_it_was_left_out(archive):
    results = search("q=؟؟")
    assert results.total == len(archive.articles)
    assert len(results.notes) == 1


@pytest.mark.parametrize("sort", ["", "&sort=relevance"])
def test_a_query_without_words_has_the_newest_first(archive, sort):
    results = search(f"q=؟؟{sort}")
    assert results.criteria.effective_sort == "newest"
    assert [hit.article.pk for hit in results.hits] == [hit.article.pk for hit in search().hits]


def test_dates_that_leave_no_day_between_them_are_noted(archive):
    assert search("from=2018&to=2020").notes == ()
    backwards = search("from=2020&to=2018")
    assert backwards.total == 0
    assert len(backwards.notes) == 1


def test_search_without_an_index_says_so(db):
    with pytest.raises(IndexNotReady):
        search("q=سوريا")


def test_search_refuses_an_index_of_another_version(archive, monkeypatch):
    monkeypatch.setattr("articles.search.whoosh.schema.ANALYSIS_VERSION", 999)
    assert not default_backend().is_ready
    with pytest.raises(IndexNotReady):
        search("q=سوريا")


def test_chips_undo_one_filter_each(archive):
    beirut = archive.entities["beirut"].pk
    results = search(f"q=انفجار&source=nile&entity={beirut}&date=2020&undated=1")
    assert [chip.kind for chip in results.chips] == ["source", "place", "date", "undated"]
    assert [chip.label for chip in results.chips[:3]] == ["نيل الاختبار", "بيروت", "2020"]
    assert results.chips[0].criteria.sources == ()
    assert results.chips[0].criteria.period == Period(2020)
    assert results.chips[1].criteria.entities == ()


def test_day_spans_are_whole_days(archive):
    criteria = SearchCriteria(date_from=date(2020, 8, 5), date_to=date(2020, 8, 5))
    results = find(criteria, AnonymousUser())
    assert [hit.article.pk for hit in results.hits] == [archive.articles["port-toll"].pk]


def test_date_bars_keep_the_typed_span(archive):
    results = search("from=2020-01-01&to=2021-12-31")
    assert facet(results, "date") == {"2020": 2, "2021": 2}
    assert results.undated_count == 1


def test_every_count_of_a_facet_is_what_its_link_finds(archive):
    for query in ("", "q=زلزال لاتوجد", "from=2020-08-05&to=2021-12-31", "q=انفجار&source=nile", "date=2023"):
        for each in search(query).facets:
            for value in each.values:
                if not value.is_selected and each.name == "date":
                    assert find(value.criteria, AnonymousUser()).total == value.count, (query, value.label)
    widened = search("q=زلزال لاتوجد")
    for value in next(f for f in widened.facets if f.name == "source").values:
        assert find(value.criteria, AnonymousUser()).total == value.count
