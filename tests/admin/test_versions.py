"""What changed in an article, and when; two articles side by side; the evidence of duplicates."""

import pytest
from django.urls import reverse
from django.utils import translation

from articles.admin.word_diff import CONTEXT_WORDS, MAX_SHOWN_WORDS, MAX_UNITS, Kind, word_diff
from articles.ingest.store import keep_version
from articles.models import Article, ArticleVersion, Review

GONE, NEW, SAME = Kind.GONE, Kind.NEW, Kind.SAME


@pytest.fixture(autouse=True)
def signed_in(client, curator):
    client.force_login(curator)


def versions_page(article: Article) -> str:
    return reverse("admin:articles_article_versions", args=[article.pk])


def edit(article: Article, **values: str) -> None:
    keep_version(article)
    for name, value in values.items():
        setattr(article, name, value)
    article.save()


# ------------------------------------------------------------------ words


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        pytest.param("", "", [], id="nothing"),
        pytest.param("", "خبر", [(NEW, "خبر")], id="all new"),
        pytest.param("خبر", "", [(GONE, "خبر")], id="all gone"),
        pytest.param("أعلن الوزير", "أعلن الوزير", [(SAME, "أعلن الوزير")], id="the same"),
        pytest.param("أعلن  الوزير", "أعلن الوزير ", [(SAME, "أعلن الوزير")], id="only spaces"),
        pytest.param(
            "في آذار المقبل",
            "في نيسان المقبل",
            [(SAME, "في"), (GONE, "آذار"), (NEW, "نيسان"), (SAME, "المقبل")],
            id="a word",
        ),
        pytest.param("كتاب", "كتب", [(GONE, "كتاب"), (NEW, "كتب")], id="never a part of a word"),
        pytest.param("أ. ب.", "أ.\n\nب.", [(SAME, "أ."), (NEW, "\n\n"), (SAME, "ب.")], id="a paragraph"),
    ],
)
def test_words_are_compared_whole(old, new, pieces):
    assert [(piece.kind, piece.text) for piece in word_diff(old, new)] == pieces


def rebuilt(pieces, kind: Kind) -> list[str]:
    return " ".join(piece.text for piece in pieces if piece.kind in (kind, SAME)).split()


def test_both_texts_can_be_read_from_the_pieces():
    old = "قال الوزير إن العمل سيبدأ غدا في المدينة كلها"
    new = "قال وزير النقل إن العمل سيبدأ بعد غد في كل المدينة"
    pieces = word_diff(old, new)
    assert rebuilt(pieces, GONE) == old.split()
    assert rebuilt(pieces, NEW) == new.split()


def test_of_what_stayed_only_what_is_near_a_change_is_shown():
    words = [f"كلمة{number}" for number in range(200)]
    first, changed, last = word_diff(" ".join(words), " ".join([*words[:100], "أخرى", *words[100:]]))
    assert (first.text, first.left_out) == ("", 100 - CONTEXT_WORDS)
    assert first.after.split() == words[100 - CONTEXT_WORDS : 100]
    assert (changed.kind, changed.text) == (NEW, "أخرى")
    assert last.text.split() == words[100 : 100 + CONTEXT_WORDS]


def test_a_long_text_is_compared_by_its_sentences():
    sentences = [f"هذه الجملة رقم {number} من النص." for number in range(MAX_UNITS // 2)]
    edited = list(sentences)
    edited[3] = "هذه الجملة رقم ثلاثة من النص."
    edited[-3] = edited[-3].replace("النص", "المقال")
    changed = [piece for piece in word_diff(" ".join(sentences), " ".join(edited)) if piece.kind != SAME]
    assert [piece.text for piece in changed] == ["3", "ثلاثة", "النص.", "المقال."]


def test_texts_that_are_too_long_to_compare_are_shown_as_replaced_and_cut():
    old, new = (" ".join(f"{sign}{number}" for number in range(MAX_UNITS * 2)) for sign in "اب")
    gone, fresh = word_diff(old, new)
    assert (gone.kind, fresh.kind) == (GONE, NEW)
    assert gone.left_out == fresh.left_out == MAX_UNITS * 2 - MAX_SHOWN_WORDS


# ------------------------------------------------------------------ the page


def test_each_version_is_shown_with_the_words_that_changed(client, archive):
    article = archive.articles["port"]
    edit(article, title="انفجار كبير في مرفأ بيروت")
    edit(article, body="هزّ انفجار ضخم مرفأ بيروت مساء الاثنين وأوقع عشرات القتلى.")
    response = client.get(versions_page(article))
    changes = response.context["changes"]
    assert [(change.revision, change.next_revision) for change in changes] == [(2, 3), (1, 2)]
    page = response.content.decode()
    assert "<del>الثلاثاء</del> <ins>الاثنين</ins>" in page
    assert "<del>ضخم</del> <ins>كبير</ins>" in page
    assert ArticleVersion.objects.first().replaced_at.strftime("%Y-%m-%d %H:%M UTC") in page


def test_texts_are_escaped(client, archive):
    article = archive.articles["hostile"]
    edit(article, body="نص جديد <script>alert(2)</script>")
    page = client.get(versions_page(article)).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(2)" in page


def test_a_version_with_other_fields_than_today_is_shown_all_the_same(client, archive):
    article = archive.articles["port"]
    ArticleVersion.objects.create(
        article=article, revision=0, content={"title": "عنوان قديم", "published_at": None, "x": 5}
    )
    (change,) = client.get(versions_page(article)).context["changes"]
    assert len(change.fields) == 1
    assert len(change.earlier) == 2


def test_a_change_of_spaces_only_is_said_in_words(client, archive):
    article = archive.articles["port"]
    edit(article, body=article.body.replace(" ", "  "))
    (change,) = client.get(versions_page(article)).context["changes"]
    assert [field.only_spaces for field in change.fields] == [True]


def test_hundreds_of_versions_are_paged(client, archive, django_assert_num_queries):
    article = archive.articles["port"]
    ArticleVersion.objects.bulk_create(
        ArticleVersion(article=article, revision=number + 10, content={"title": f"عنوان {number}"})
        for number in range(25)
    )
    with django_assert_num_queries(9):
        first = client.get(versions_page(article))
    second = client.get(versions_page(article), {"page": "2"})
    assert len(first.context["changes"]) == len(second.context["changes"]) == 10
    # The first of a page is compared with the last of the page before.
    newest = second.context["changes"][0]
    assert (newest.revision, newest.next_revision) == (24, 25)
    assert len(client.get(versions_page(article), {"page": "x"}).context["changes"]) == 10


def test_an_article_of_one_version_says_so(client, archive):
    response = client.get(versions_page(archive.articles["port"]))
    assert response.context["changes"] == []


def test_the_page_of_an_article_leads_to_its_versions(client, archive):
    article = archive.articles["port"]
    where = reverse("admin:articles_article_change", args=[article.pk])
    assert versions_page(article) not in client.get(where).content.decode()
    edit(article, title="عنوان آخر")
    assert versions_page(article) in client.get(where).content.decode()


# ------------------------------------------------------------------ possible duplicates


@pytest.fixture
def duplicate(archive) -> Review:
    return Review.objects.create(
        article=archive.articles["port-toll"],
        reason="possible_duplicate",
        evidence={"article": archive.articles["port"].pk, "jaccard": 0.83, "because": "title"},
    )


def pages_of(review: Review) -> list[str]:
    return [
        reverse("admin:articles_review_changelist"),
        reverse("admin:articles_review_change", args=[review.pk]),
        reverse("admin:articles_article_change", args=[review.article_id]),
    ]


def beside(review: Review, other: Article) -> str:
    return reverse("admin:articles_article_beside", args=[review.article_id, other.pk])


def test_the_evidence_of_a_duplicate_names_the_other_article(client, archive, duplicate):
    other = archive.articles["port"]
    for where in pages_of(duplicate):
        page = client.get(where).content.decode()
        assert reverse("admin:articles_article_change", args=[other.pk]) in page
        assert other.title in page
        assert "83%" in page
        assert beside(duplicate, other) in page


def test_the_other_article_may_be_gone(client, archive, duplicate):
    Review.objects.filter(pk=duplicate.pk).update(
        evidence={"article": 999_999, "jaccard": 0.7, "because": "guid"}
    )
    for where in pages_of(duplicate):
        assert client.get(where).status_code == 200


@pytest.mark.parametrize("evidence", [{}, [], {"article": "x"}, {"article": None, "jaccard": "?"}, "نص"])
def test_evidence_of_any_shape_is_shown(evidence, client, archive, duplicate):
    Review.objects.filter(pk=duplicate.pk).update(evidence=evidence)
    for where in pages_of(duplicate):
        assert client.get(where).status_code == 200


def test_the_queue_takes_as_many_queries_for_any_number_of_duplicates(
    client, archive, duplicate, django_assert_num_queries
):
    for key in ("canal", "final", "quake"):
        Review.objects.create(
            article=archive.articles[key], reason="possible_duplicate", evidence=duplicate.evidence
        )
    with django_assert_num_queries(8):
        client.get(reverse("admin:articles_review_changelist"))


def test_readers_of_the_page_of_the_article_see_the_evidence_too(client, archive, duplicate):
    page = client.get(duplicate.article.get_absolute_url()).content.decode()
    assert archive.articles["port"].title in page
    assert "83%" in page


def test_two_articles_are_shown_side_by_side(client, archive, duplicate):
    other = archive.articles["port"]
    with translation.override("ar"):
        page = client.get(beside(duplicate, other)).content.decode()
    assert other.title in page
    assert duplicate.article.title in page
    assert "<del>" in page
    assert "<ins>" in page


def test_a_duplicate_is_settled_or_rejected(client, archive, duplicate):
    queue = reverse("admin:articles_review_changelist")
    client.post(queue, {"action": "settle", "_selected_action": [str(duplicate.pk)]})
    duplicate.refresh_from_db()
    assert not duplicate.is_open
    again = Review.objects.create(
        article=duplicate.article, reason="possible_duplicate", evidence=duplicate.evidence
    )
    articles = reverse("admin:articles_article_changelist")
    client.post(articles, {"action": "reject", "_selected_action": [str(again.article_id)]})
    again.refresh_from_db()
    again.article.refresh_from_db()
    assert (again.is_open, again.article.status) == (False, "rejected")


def test_how_little_is_arabic_is_shown_as_a_share(client, archive):
    review = Review.objects.create(
        article=archive.articles["port"], reason="not_arabic", evidence={"arabic_share": 0.31}
    )
    for where in pages_of(review):
        assert "31%" in client.get(where).content.decode()
