"""By what an item is known again."""

from dataclasses import replace

import pytest

from articles.arabic.dates import parse_date
from articles.collect.announced import announced
from articles.ingest.readers.feeds import Item

A = Item(guid="g1", link="https://a.example/news/1", title="الخبر الأول")
B = Item(guid="g2", link="https://a.example/news/2", title="الخبر الثاني")
FRONT = "https://a.example/"


def keys(*items: Item) -> list[str]:
    return [each.key for each in announced(items)]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        pytest.param(A, replace(A, guid="new"), True, id="a new guid for the same page"),
        pytest.param(A, replace(A, link=A.link + "?utm_source=rss"), True, id="tracking"),
        pytest.param(A, replace(A, link="http://www.a.example/news/1/"), True, id="www and http"),
        pytest.param(A, replace(A, title="عنوان مصحح"), True, id="another headline"),
        pytest.param(A, replace(A, link=B.link), False, id="one guid for two pages"),
        pytest.param(replace(A, link=""), replace(A, link="", title="مصحح"), True, id="no link, but a guid"),
        pytest.param(replace(A, link=FRONT), replace(B, link=FRONT), False, id="links to the front page"),
        pytest.param(replace(A, guid="", link=""), replace(B, guid="", link=""), False, id="headlines alone"),
    ],
)
def test_an_item_of_another_poll_is_known_by_its_page_first(one, other, is_same):
    assert (keys(one) == keys(other)) is is_same


def test_one_link_for_several_headlines_names_none_of_them():
    one, other = replace(A, link=B.link), B
    assert len(set(keys(one, other))) == 2


def test_a_guid_of_several_pages_is_taken_away():
    found = announced([replace(A, guid="1"), replace(B, guid="1")])
    assert [each.item.guid for each in found] == ["", ""]


def test_an_item_that_stands_there_twice_is_announced_once():
    assert len(announced([A, B, A, A])) == 2


def test_items_come_oldest_first_by_date():
    dated = [replace(A, published=parse_date("2026-03-02")), replace(B, published=parse_date("2026-03-01"))]
    assert [each.item.title for each in announced(dated)] == [B.title, A.title]


def test_without_dates_the_newest_is_on_top():
    assert [each.item.title for each in announced([A, B])] == [B.title, A.title]


def test_what_says_nothing_is_no_item():
    assert announced([Item(guid="g")]) == []


@pytest.mark.parametrize(
    ("change", "is_changed"),
    [
        pytest.param({"title": "عنوان مصحح"}, True, id="headline"),
        pytest.param({"summary": "ملخص آخر"}, True, id="summary"),
        pytest.param({"updated": parse_date("2026-03-02")}, True, id="date of change"),
        pytest.param({"guid": "new"}, False, id="guid"),
        pytest.param({"link": A.link + "?utm_content=7"}, False, id="tracking"),
        pytest.param({"title": "الخبر  الأول "}, False, id="spaces"),
    ],
)
def test_the_fingerprint_changes_with_what_the_page_may_have_changed(change, is_changed):
    (before,), (after,) = announced([A]), announced([replace(A, **change)])
    assert (before.fingerprint != after.fingerprint) is is_changed
