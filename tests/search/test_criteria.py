"""SearchCriteria: any URL gives legal criteria, and equal criteria have equal URLs."""

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from articles.search.criteria import Period, SearchCriteria


def read(query: str) -> SearchCriteria:
    return SearchCriteria.from_query(QueryDict(query))


def test_defaults_are_left_out_of_the_url():
    assert SearchCriteria().url_query() == "?"


def test_a_url_is_read_as_it_was_written():
    criteria = SearchCriteria(
        query="غارة على حلب",
        match="any",
        sources=("sana", "enab"),
        entities=(3, 17),
        period=Period(2018, 6),
        date_from=date(2018, 6, 1),
        date_to=date(2018, 6, 30),
        undated=True,
        statuses=("draft",),
        sort="oldest",
        page=3,
    )
    assert read(criteria.url_query()[1:]) == criteria


def test_another_choice_goes_back_to_the_first_page():
    assert SearchCriteria(page=7).with_changes(undated=True).page == 1


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("page=0", id="page zero"),
        pytest.param("page=-3", id="negative page"),
        pytest.param("page=²", id="a digit that int() refuses"),
        pytest.param("page=99999999999999999999", id="huge page"),
        pytest.param("entity=abc&entity=&entity=-1&entity=99999999999999999999", id="no keys"),
        pytest.param("sort=random&match=some&status=deleted", id="unknown words"),
    ],
)
def test_what_cannot_be_used_is_left_out(query):
    assert read(query) == SearchCriteria()


@pytest.mark.parametrize("written", ["2018-13", "2018-02-30", "0000", "18-06", "2018-6-8-1", "غدًا"])
def test_a_date_that_is_none_is_noted(written):
    criteria = read(f"date={written}")
    assert criteria.period is None
    assert len(criteria.notes) == 1


def test_a_month_as_an_end_means_its_last_day():
    assert read("from=2018-02&to=2018-02").date_from == date(2018, 2, 1)
    assert read("from=2018-02&to=2018-02").date_to == date(2018, 2, 28)


def test_a_year_in_arabic_digits_is_a_span():
    assert read("from=٢٠١٨&to=٢٠١٨").date_to == date(2018, 12, 31)


@pytest.mark.parametrize(
    "written",
    ["24 رمضان 1439", "٢٤ رمضان ١٤٣٩هـ", "8 حزيران (يونيو) 2018", "٨/٦/٢٠١٨", "الثامن من حزيران 2018"],
)
def test_a_day_is_read_in_every_form_that_arabs_write(written):
    criteria = read(f"from={written}&to={written}")
    assert (criteria.date_from, criteria.date_to) == (date(2018, 6, 8), date(2018, 6, 8))
    assert criteria.notes == ()


@pytest.mark.parametrize("written", ["أمس", "رمضان 1439", "8-10 حزيران 2018"])
def test_what_says_no_day_is_noted(written):
    criteria = read(f"from={written}")
    assert criteria.date_from is None
    assert len(criteria.notes) == 1


def test_bidi_controls_and_nul_are_taken_out_of_the_query():
    assert read("q=%E2%80%AE%D8%B3%D9%88%D8%B1%D9%8A%D8%A7%00").query == "سوريا"


def test_a_long_query_is_cut_and_says_so():
    criteria = read("q=" + "س" * 600)
    assert len(criteria.query) == 500
    assert len(criteria.notes) == 1


@given(
    st.dictionaries(
        st.sampled_from(["q", "match", "source", "entity", "date", "from", "to", "undated", "sort", "page"]),
        st.text(max_size=30),
    )
)
def test_any_url_gives_criteria_whose_url_gives_them_back(parameters):
    query = QueryDict(mutable=True)
    for name, value in parameters.items():
        query[name] = value
    criteria = SearchCriteria.from_query(query)
    again = SearchCriteria.from_query(QueryDict(criteria.url_query()[1:]))
    assert again.with_changes(page=again.page) == criteria.with_changes(page=criteria.page)
