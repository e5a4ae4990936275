"""Reviews in the admin."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.urls import reverse

import articles.ingest
from articles.admin.present import EVIDENCE_LABELS
from articles.models import Change, Review

LIST = reverse("admin:articles_review_changelist")


def test_open_reviews_come_first(archive, client, curator):
    client.force_login(curator)
    first = Review.objects.get()
    settled = Review.objects.create(
        article=archive.articles["port"], reason="too_short", evidence={"words": 3}
    )
    client.post(LIST, {"action": "settle", "_selected_action": [str(settled.pk)]})
    assert list(client.get(LIST).context["cl"].result_list) == [first, settled]
    assert list(client.get(LIST, {"state": "settled"}).context["cl"].result_list) == [settled]
    assert list(client.get(LIST, {"reason__exact": "no_date"}).context["cl"].result_list) == [first]


def test_settling_says_by_whom_and_keeps_the_first(archive, client, curator, admin_user):
    review = Review.objects.get()
    client.force_login(curator)
    client.post(LIST, {"action": "settle", "_selected_action": [str(review.pk)]})
    client.force_login(admin_user)
    client.post(LIST, {"action": "settle", "_selected_action": [str(review.pk)]})
    review.refresh_from_db()
    assert review.settled_by == curator
    assert set(Change.objects.values_list("article_id", flat=True)) == {review.article_id}


def test_a_review_is_settled_on_its_page_and_nothing_else_is_changed(archive, client, curator):
    client.force_login(curator)
    review = Review.objects.get()
    where = reverse("admin:articles_review_change", args=[review.pk])
    client.post(where, {"reason": "furniture", "settled_by": "1"})
    review.refresh_from_db()
    assert (review.reason, review.is_open) == ("no_date", True)
    client.post(where, {"settle": "on"})
    review.refresh_from_db()
    assert review.settled_by == curator
    assert client.get(where).status_code == 200


def test_the_list_takes_as_many_queries_for_any_number(archive, client, curator, django_assert_num_queries):
    client.force_login(curator)
    for article in archive.articles.values():
        Review.objects.create(article=article, reason="too_short", evidence={"words": 3})
    with django_assert_num_queries(7):
        client.get(LIST)


def evidence_written() -> Iterator[str]:
    """The keys that readers and `store` give to `Doubt`, itself or in a dict called evidence."""
    for path in Path(articles.ingest.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="Doubt"), args=[_, ast.Dict(keys=keys)]):
                    yield from (ast.literal_eval(key) for key in keys)
                case ast.AnnAssign(target=ast.Name(id="evidence"), value=ast.Dict(keys=keys)):
                    yield from (ast.literal_eval(key) for key in keys)
                case ast.Assign(targets=[ast.Name(id="evidence")], value=ast.Dict(keys=keys)):
                    yield from (ast.literal_eval(key) for key in keys)
                case ast.Subscript(value=ast.Name(id="evidence"), ctx=ast.Store(), slice=key):
                    yield ast.literal_eval(key)


def test_all_evidence_is_named_in_the_language_of_the_page():
    assert set(evidence_written()) == set(EVIDENCE_LABELS)
