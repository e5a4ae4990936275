"""The demo corpus and its answer key."""

from typing import Any

import pytest

from articles.demo import check
from articles.demo.check import check_demo
from articles.demo.load import load_demo, rows
from articles.entities.linking.mentions import load_dictionary
from articles.models import Article, Entity, EntityAlias, Source


def test_the_key_agrees_with_the_texts():
    report = check_demo()
    assert report.problems == []
    assert sum(report.counts["outlet"].values()) >= 150
    assert report.counts["in the key"]["stories told by several"] >= 25
    assert report.counts["in the key"]["stories with disagreements"] >= 8


def changed(monkeypatch: pytest.MonkeyPatch, name: str, change: Any) -> list[str]:
    """The problems found after `change` has spoilt the first fitting row of a file."""

    def spoilt(wanted: str):
        found = list(rows(wanted))
        if wanted == name:
            change(found)
        return iter(found)

    monkeypatch.setattr(check, "rows", spoilt)
    return check_demo().problems


def first_story(stories: list[dict[str, Any]], part: str) -> dict[str, Any]:
    return next(story for story in stories if story[part])


@pytest.mark.parametrize(
    ("name", "change"),
    [
        pytest.param("key/mentions", lambda m: m[0].update(start=m[0]["start"] + 1), id="shifted offset"),
        pytest.param("key/mentions", lambda m: m[0].update(entity="nobody"), id="unknown entity"),
        pytest.param("key/mentions", lambda m: m.append(m[0]), id="overlap"),
        pytest.param("key/stories", lambda s: s[0]["reports"].append("demo-9999"), id="missing article"),
        pytest.param("key/stories", lambda s: s[1]["reports"].append(s[0]["reports"][0]), id="two stories"),
        pytest.param("key/stories", lambda s: s[0].update(first=s[1]["first"]), id="wrong first report"),
        pytest.param(
            "key/stories",
            lambda s: first_story(s, "copies").update(
                copies=[[first_story(s, "copies")["reports"][0], s[-1]["reports"][0]]]
            ),
            id="a copy of another story",
        ),
        pytest.param(
            "key/stories",
            lambda s: first_story(s, "disagreements")["disagreements"][0]["values"].clear(),
            id="nobody disagrees",
        ),
        pytest.param(
            "key/stories", lambda s: first_story(s, "looks_like").update(looks_like=[]), id="one way"
        ),
        pytest.param("key/topics", lambda t: t.pop(), id="no topic"),
        pytest.param("articles", lambda a: a[0].update(source="nowhere"), id="unknown source"),
        pytest.param(
            "articles", lambda a: a[1].update(canonical_url=a[0]["canonical_url"]), id="address twice"
        ),
        pytest.param("entities", lambda e: e.append({**e[0], "slug": "unheard-of"}), id="never mentioned"),
    ],
)
def test_the_check_finds_what_is_wrong(monkeypatch, name, change):
    assert changed(monkeypatch, name, change)


@pytest.mark.django_db
@pytest.mark.database
def test_loading_twice_changes_nothing():
    first = load_demo()
    counts = [model.objects.count() for model in (Article, Entity, EntityAlias, Source)]
    assert first == {"created": counts[0]}
    assert load_demo() == {"unchanged": counts[0]}
    assert [model.objects.count() for model in (Article, Entity, EntityAlias, Source)] == counts
    assert not Source.objects.filter(is_invented=False).exists()
    assert Article.objects.published().count() == counts[0]


@pytest.mark.django_db
def test_a_spelling_of_several_entities_is_left_out_of_the_dictionary():
    load_demo()
    assert Entity.objects.filter(latin__startswith="Tripoli").count() == 2
    assert not EntityAlias.objects.filter(name="طرابلس").exists()
    load_demo(is_told_by_hints=lambda name, kind: name == "طرابلس" and kind == "place")
    assert EntityAlias.objects.filter(name="طرابلس", origin="recognised").count() == 2
    assert not EntityAlias.objects.filter(name="وزارة الصحة").exists()


@pytest.mark.django_db
def test_the_dictionary_finds_the_mentions_of_the_key():
    load_demo()
    dictionary = load_dictionary()
    slugs = {(row["name"], row["latin"]): row["slug"] for row in rows("entities")}
    slug_of = {entity.pk: slugs[entity.name, entity.latin] for entity in Entity.objects.all()}
    wanted = {(m["article"], m["field"], m["start"], m["end"], m["entity"]) for m in rows("key/mentions")}
    found = {
        (row["key"], field, span.start, span.end, slug_of[span.entities[0].key])
        for row in rows("articles")
        for field in ("title", "subtitle", "body", "caption")
        for span in dictionary.recognise(row[field] or "")
    }
    assert len(found & wanted) / len(found) > 0.97
    assert len(found & wanted) / len(wanted) > 0.96
