"""search, index_status, check_index, optimize_index."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Change, Entity
from articles.search.consistency import Difference, check_index, compare, repair
from articles.search.engine import default_backend
from articles.worker import drain


def output(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def unseen_change(article: Article, **values: object) -> None:
    """A change of which the worker is not told."""
    Article._base_manager.filter(pk=article.pk).update(**values)
    Change.objects.all().delete()


# ---------------------------------------------------------------- search


def found(*arguments: str) -> dict:
    return json.loads(output("search", *arguments, "--json"))


def titles(*arguments: str) -> list[str]:
    return [hit["title"] for hit in found(*arguments)["hits"]]


def test_search_prints_results(archive):
    text = output("search", "انفجار بيروت")
    assert text.startswith("2\n")
    assert "انفجار ضخم في مرفأ بيروت" in text
    assert "2020-08-04  وكالة الاختبار" in text
    assert "<" not in text


def test_search_prints_json(archive):
    (hit,) = found("جنوح سفينة")["hits"]
    article = archive.articles["canal"]
    assert (hit["key"], hit["title"], hit["source"]) == (article.pk, article.title, "nile")
    assert (hit["day"], hit["url"]) == ("2021-03-23", "https://nile.example/canal")


def test_search_shows_a_date_as_precisely_as_it_is_known(archive):
    assert found("طوابير الخبز")["hits"][0]["day"] == "2021-02"
    assert found("لقاء عسكري")["hits"][0]["day"] is None


@pytest.mark.parametrize("name", ["sham", "شام الاختبار"])
def test_search_in_a_source_by_slug_or_name(archive, name):
    assert titles("زلزال", "--source", name) == [archive.articles["quake"].title]


def test_search_between_days(archive):
    assert titles("--from", "2020-08-05", "--to", "آذار 2021", "--sort", "oldest") == [
        archive.articles[key].title for key in ("port-toll", "bread", "canal")
    ]


def test_search_for_an_entity_in_any_spelling(archive):
    meetings = {archive.articles[key].title for key in ("meeting-agency", "meeting-daily")}
    assert set(titles("--person", "غِيراسيموف", "--place", "هلسنكى")) == meetings


def test_search_for_a_merged_entity_finds_its_root(archive):
    merged = Entity.objects.create(
        kind="place", name="هلسنكي العاصمة", canonical=archive.entities["helsinki"]
    )
    merged.aliases.create(name=merged.name)
    assert len(titles("--place", "هلسنكي العاصمة")) == 2


def test_search_says_when_it_was_widened(archive):
    text = output("search", "زلزال بيروت")
    assert "any" in text.splitlines()[0]
    assert found("زلزال بيروت", "--match", "any")["was_widened"] is False


def test_a_guest_sees_what_is_published(archive):
    Article.objects.filter(pk=archive.articles["canal"].pk).update(status="draft")
    drain()
    assert titles("جنوح سفينة") == []


@pytest.mark.parametrize(
    ("arguments", "message"), [(["--source", "nobody"], "nobody.*sham"), (["--person", "لا أحد"], "لا أحد")]
)
def test_unknown_names_are_refused(archive, arguments, message):
    with pytest.raises(CommandError, match=message):
        output("search", *arguments)


def test_search_without_an_index_says_what_to_do(db):
    with pytest.raises(CommandError, match="rebuild_index"):
        output("search", "كلمة")


# ---------------------------------------------------------------- index_status


def test_status_of_an_index(archive):
    status = json.loads(output("index_status", "--json"))
    assert status["ready"] is True
    assert (status["documents"], status["deleted"], status["waiting"]) == (10, 0, 0)
    assert status["bytes"] > 0 and status["segments"] >= 1 and status["generation"]
    assert "documents:        10" in output("index_status")


def test_status_counts_articles_that_wait(archive):
    archive.articles["canal"].save()
    archive.articles["canal"].save()
    status = json.loads(output("index_status", "--json"))
    assert status["waiting"] == 1
    assert status["waiting_s"] >= 0


def test_status_fails_without_an_index(db):
    out = StringIO()
    with pytest.raises(CommandError, match="rebuild_index"):
        call_command("index_status", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"ready": False, "waiting": 0, "waiting_s": 0.0}


# ---------------------------------------------------------------- check_index


def test_an_index_that_agrees_passes(archive):
    assert output("check_index") == "missing: 0, ghost: 0, outdated: 0, waiting: 0, queued: 0\n"


def test_what_differs_is_told_and_fails(archive):
    unseen_change(archive.articles["canal"], revision=99)
    out = StringIO()
    with pytest.raises(CommandError, match="--repair"):
        call_command("check_index", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["outdated"] == 1
    assert told["keys"]["outdated"] == [archive.articles["canal"].pk]


def test_repair_leaves_what_differs_to_the_worker(archive):
    outdated, ghost, missing = (archive.articles[key] for key in ("canal", "final", "port"))
    keys = {outdated.pk, ghost.pk, missing.pk}
    unseen_change(outdated, title="عنوان آخر تماما", revision=99)
    ghost.delete()
    default_backend().remove(f"articles.article.{missing.pk}")
    Change.objects.all().delete()
    text = output("check_index", "--repair")
    assert text == "missing: 1, ghost: 1, outdated: 1, waiting: 0, queued: 3\n"
    assert set(Change.objects.values_list("article_id", flat=True)) == keys
    drain()
    assert output("check_index").startswith("missing: 0, ghost: 0, outdated: 0")
    assert titles("عنوان آخر تماما") == ["عنوان آخر تماما"]
    assert titles("الأرجنتين بطلة") == []


def test_what_the_worker_knows_is_no_failure_and_is_not_queued_again(archive):
    archive.articles["canal"].save()
    assert "outdated: 1, waiting: 1, queued: 0" in output("check_index", "--repair")
    assert Change.objects.count() == 1


def test_check_without_an_index_says_what_to_do(db):
    with pytest.raises(CommandError, match="rebuild_index"):
        output("check_index")


def test_differences_come_in_the_order_of_keys(archive):
    for key in ("port", "bread", "canal"):
        unseen_change(archive.articles[key], revision=99)
    keys = [difference.key for difference in check_index()]
    assert keys == sorted(keys)
    assert len(keys) == 3


def test_repair_of_nothing_leaves_nothing(db):
    assert list(repair([Difference("missing", 1, is_waiting=True)])) == [Difference("missing", 1, True)]
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    ("indexed", "stored", "differences"),
    [
        ([], [], []),
        ([(1, 1), (2, 5)], [(1, 1), (2, 5)], []),
        ([], [(1, 1)], [("missing", 1)]),
        ([(1, 1)], [], [("ghost", 1)]),
        ([(1, 1), (3, 1)], [(2, 1), (3, 2)], [("ghost", 1), ("missing", 2), ("outdated", 3)]),
        ([(1, 1), (1, 1), (2, 1)], [(1, 1), (2, 1)], [("outdated", 1)]),
        ([(1, 1), (1, 2)], [(5, 1)], [("ghost", 1), ("missing", 5)]),
    ],
    ids=["empty", "equal", "missing", "ghost", "all", "twice", "a ghost twice"],
)
def test_two_series_are_compared(indexed, stored, differences):
    assert [(each.kind, each.key) for each in compare(indexed, stored)] == differences


# ---------------------------------------------------------------- optimize_index


def test_optimizing_makes_one_segment(archive):
    for article in archive.articles.values():
        article.save()
        drain()
    assert "→ 1," in output("optimize_index")
    assert default_backend().status().segments == 1
    assert len(titles("بيروت")) == 2


def test_optimizing_without_an_index_says_what_to_do(db):
    with pytest.raises(CommandError, match="rebuild_index"):
        output("optimize_index")
