"""Spelling variants in the admin."""

import pytest
from django.urls import reverse

from articles.models import Article, VariantClass, VariantMember

LIST = reverse("admin:articles_variantclass_changelist")


def proposed(*words: str, score: float = 0.3, examples: tuple[int, ...] = ()) -> VariantClass:
    row = VariantClass.objects.create(key=VariantClass.key_of(words), origin="learned", score=score)
    VariantMember.objects.bulk_create(
        VariantMember(variant_class=row, word=word, count=9, examples=list(examples)) for word in words
    )
    return row


@pytest.fixture
def rows(archive) -> tuple[VariantClass, VariantClass]:
    articles = (archive.articles["port"].pk, archive.articles["hostile"].pk)
    return (
        proposed("بيروت", "بايروت", score=0.2, examples=articles),
        proposed("علامة", "علامه", score=0.4, examples=articles[1:]),
    )


def act(client, action: str, *rows: VariantClass):
    return client.post(
        LIST, {"action": action, "_selected_action": [str(row.pk) for row in rows]}, follow=True
    )


def test_what_waits_comes_first_and_the_likeliest_on_top(rows, client, curator):
    client.force_login(curator)
    shown = list(client.get(LIST).context["cl"].result_list)
    assert shown[:2] == [rows[1], rows[0]]
    assert {row.origin for row in shown[2:]} == {"shipped"}
    assert list(client.get(LIST, {"state__exact": "proposed"}).context["cl"].result_list) == [
        rows[1],
        rows[0],
    ]


def test_spellings_stand_with_their_counts_and_with_examples_from_the_archive(rows, client, curator):
    client.force_login(curator)
    page = client.get(LIST).content.decode()
    assert '<bdi dir="auto">بايروت</bdi> (9)' in page
    assert "<mark>بيروت</mark>" in page


def test_examples_are_escaped_and_those_removed_are_left_out(rows, client, curator):
    client.force_login(curator)
    Article.objects.get(title__contains="مرفأ بيروت").delete()
    for address in (LIST, reverse("admin:articles_variantclass_change", args=[rows[1].pk])):
        page = client.get(address).content.decode()
        assert "<mark>علامة</mark>" in page or "<mark>وعلامة</mark>" in page
        assert "&lt;" in page
        assert "<script>alert" not in page
        assert "مرفأ" not in page


def test_accepting_and_refusing_say_by_whom_and_when(rows, client, curator, admin_user):
    client.force_login(curator)
    act(client, "accept", rows[0])
    act(client, "refuse", rows[1])
    client.force_login(admin_user)
    act(client, "accept", rows[0])
    for row, state in zip(rows, ("accepted", "refused"), strict=True):
        row.refresh_from_db()
        assert (row.state, row.decided_by) == (state, curator)
        assert row.decided_at


def test_an_accepted_class_acts_in_the_next_search(archive, client, curator):
    row = proposed("هلسنكي", "هلسنغي")
    client.force_login(curator)

    def total() -> int:
        return client.get(reverse("search"), {"q": "هلسنغي"}).context["results"].total

    assert total() == 0
    act(client, "accept", row)
    assert total() == 2
    act(client, "refuse", row)
    assert total() == 0


def test_a_class_is_decided_on_its_page_and_nothing_else_is_changed(rows, client, curator):
    client.force_login(curator)
    where = reverse("admin:articles_variantclass_change", args=[rows[0].pk])
    client.post(where, {"state": "accepted", "score": "1", "decision": ""})
    rows[0].refresh_from_db()
    assert (rows[0].state, rows[0].score) == ("proposed", 0.2)
    client.post(where, {"decision": "refused"})
    rows[0].refresh_from_db()
    assert (rows[0].state, rows[0].decided_by) == ("refused", curator)


def test_the_list_is_searched_by_spelling(rows, client, curator):
    client.force_login(curator)
    assert list(client.get(LIST, {"q": "بايروت"}).context["cl"].result_list) == [rows[0]]
    act(client, "accept", rows[0])
    rows[0].refresh_from_db()
    assert rows[0].state == "accepted"


def test_the_list_takes_as_many_queries_for_any_number(rows, client, curator, django_assert_num_queries):
    client.force_login(curator)
    client.get(LIST)
    for number in range(10):
        proposed(
            f"كلمة{number}", f"لفظ{number}", examples=tuple(Article.objects.values_list("pk", flat=True))
        )
    with django_assert_num_queries(9):
        client.get(LIST)
