"""The queue of possible matches by one key for each answer."""

import pytest
from playwright.sync_api import expect

from articles.entities.curation.decisions import merge
from articles.models import Entity, EntityDecision, EntityPair
from tests.browser.test_admin import sign_in


@pytest.fixture
def pairs(archive) -> list[EntityPair]:
    syria, beirut, helsinki = (archive.entities[name] for name in ("syria", "beirut", "helsinki"))
    ends = [(syria, helsinki, 0.9), (syria, beirut, 0.7), (helsinki, beirut, 0.5)]
    return [
        EntityPair.objects.create(one=one, other=other, score=score, reason="same skeleton")
        for one, other, score in ends
    ]


def states() -> list[str]:
    return list(EntityPair.objects.order_by("pk").values_list("state", flat=True))


def test_a_curator_answers_with_one_key_each_and_takes_the_last_back(visitor, pairs, curator):
    page = visitor("/")
    sign_in(page, "curator")
    page.goto("/admin/articles/entitypair/")
    # By place: on an Arabic layout the key of N sends another letter.
    page.evaluate(
        "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'ى', code: 'KeyN', bubbles: true}))"
    )
    expect(page.locator(".queue__last")).to_contain_text("هلسنكي")
    expect(page.locator(".side h3").first).to_contain_text("سوريا")
    expect(page.locator(".side h3").last).to_contain_text("بيروت")
    assert states() == ["apart", "open", "open"]
    page.locator(".side__stays input").last.check()
    page.keyboard.press("y")
    # Helsinki is kept apart from Syria, and so from what Syria now is: nothing is left to ask.
    expect(page.locator(".queue__empty")).to_be_visible()
    assert Entity.objects.get(name="سوريا").canonical.name == "بيروت"
    page.keyboard.press("u")
    expect(page.locator(".side h3").first).to_contain_text("سوريا")
    assert states() == ["apart", "open", "open"]
    page.keyboard.press("l")
    expect(page.locator(".side h3").first).to_contain_text("هلسنكي")
    assert EntityDecision.objects.filter(undone_at=None).count() == 1


@pytest.mark.parametrize("width", [320, 1280])
def test_the_curators_pages_of_entities_fit_and_work_without_javascript(
    width, visitor, pairs, archive, curator
):
    """`visitor` fails the test for whatever the console reports."""
    syria, gerasimov, dunford = (archive.entities[name] for name in ("syria", "gerasimov", "dunford"))
    merge(gerasimov, [dunford], user=curator)
    page = visitor("/", width=width)
    sign_in(page, "curator")
    for path in (
        "entitypair/",
        "entitypair/list/",
        f"entitypair/{pairs[0].pk}/change/",
        "entitydecision/",
        "entity/",
        f"entity/{gerasimov.pk}/change/",
        f"entity/{gerasimov.pk}/split/",
        f"entity/merge/?keys={syria.pk},{gerasimov.pk}",
    ):
        assert page.goto(f"/admin/articles/{path}").status == 200
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    plain = visitor("/", width=width, javascript=False)
    sign_in(plain, "curator")
    plain.goto("/admin/articles/entitypair/")
    plain.locator("button[value=no]").click()
    plain.locator(".queue__last button").click()
    expect(plain.locator(".side h3").last).to_contain_text("هلسنكي")
    assert states() == ["open", "open", "open"]
