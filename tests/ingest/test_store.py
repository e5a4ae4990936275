"""Storing: identity, dates, reviews, versions, and what a curator has edited."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from articles.arabic.dates import parse_date
from articles.ingest.documents import Document, Doubt, RelatedLink, UnreadableInput
from articles.ingest.remove import remove_article
from articles.ingest.sources import find_source, source_named
from articles.ingest.store import Batch, Incoming, Outcome, keep_version, store
from articles.models import Article, Change, Review, Source

pytestmark = [pytest.mark.django_db, pytest.mark.database]

DOCUMENT = Document(
    title="عنوان الخبر",
    body="فقرة أولى.\n\nفقرة ثانية.",
    published=parse_date("08.06.2018 | 11:26"),
    related=(RelatedLink("خبر آخر", "نبذة"),),
)


@pytest.fixture
def source() -> Source:
    return Source.objects.create(slug="sham", name="شام", time_zone="Asia/Damascus")


def test_a_clock_time_is_read_in_the_zone_of_its_source(source):
    article = store(DOCUMENT, source=source).article
    assert article.published_at == datetime(2018, 6, 8, 8, 26, tzinfo=UTC)
    assert article.published_day == date(2018, 6, 8)
    assert article.published_precision == "minute"
    assert article.status == "published"
    assert article.first_visible_at is not None


def test_a_day_stays_that_day_in_a_zone_behind_utc():
    source = Source.objects.create(slug="west", name="غرب", time_zone="America/New_York")
    article = store(replace(DOCUMENT, published=parse_date("8 حزيران 2018")), source=source).article
    assert article.published_day == date(2018, 6, 8)
    assert article.published_precision == "day"


def test_an_undated_article_is_published_with_an_open_review_of_what_its_text_says(source):
    document = replace(
        DOCUMENT, published=None, body="جرى ذلك مساء 7 يونيو (حزيران) في إدلب.", page_clock="12:58:10 GMT"
    )
    article = store(document, source=source).article
    assert article.status == "published"
    review = article.reviews.open().get()
    assert review.reason == Review.Reason.NO_DATE
    assert review.evidence["page_clock"] == "12:58:10 GMT"
    [found] = review.evidence["dates"]
    assert (found["year"], found["month"], found["day"]) == (None, 6, 7)
    assert document.body[found["start"] : found["end"]] == found["text"]


@pytest.mark.parametrize("reason", sorted(Review.HOLD_BACK))
def test_a_doubtful_text_stays_a_draft(source, reason):
    article = store(replace(DOCUMENT, doubts=(Doubt(reason, {"words": 3}),)), source=source).article
    assert article.status == "draft"
    assert article.first_visible_at is None
    assert article.reviews.open().get().evidence == {"words": 3}


def test_storing_the_same_document_again_changes_nothing(source):
    first = store(DOCUMENT, source=source, raw_sha256="a" * 64)
    Change.objects.all().delete()
    again = store(DOCUMENT, source=source, raw_sha256="a" * 64)
    assert (again.outcome, again.article.pk) == (Outcome.UNCHANGED, first.article.pk)
    assert not Change.objects.exists()


def test_equal_content_from_another_file_is_the_same_article(source):
    first = store(DOCUMENT, source=source, raw_sha256="a" * 64)
    again = store(DOCUMENT, source=source, raw_sha256="b" * 64)
    assert (again.outcome, again.article.pk) == (Outcome.UNCHANGED, first.article.pk)


def test_equal_content_of_another_source_is_another_article(source):
    other = Source.objects.create(slug="other", name="آخر")
    store(DOCUMENT, source=source)
    assert store(DOCUMENT, source=other).outcome is Outcome.CREATED


def test_a_changed_page_updates_its_article_and_keeps_what_it_said(source):
    document = replace(DOCUMENT, canonical_url="https://sham.example/1")
    article = store(document, source=source).article
    stored = store(replace(document, body="فقرة مصححة."), source=source)
    assert (stored.outcome, stored.article.pk) == (Outcome.UPDATED, article.pk)
    version = stored.article.versions.get()
    assert version.content["body"] == DOCUMENT.body
    assert stored.article.body == "فقرة مصححة."
    assert stored.article.revision == version.revision + 1


def test_a_curators_edit_is_never_overwritten(source):
    document = replace(DOCUMENT, canonical_url="https://sham.example/1")
    article = store(document, source=source).article
    article.title, article.curated_fields = "عنوان المحرر", ["title"]
    article.save()
    stored = store(replace(document, title="عنوان جديد", subtitle="فرعي"), source=source)
    assert stored.outcome is Outcome.UPDATED
    stored.article.refresh_from_db()
    assert stored.article.title == "عنوان المحرر"
    assert stored.article.subtitle == "فرعي"


def test_a_date_found_later_settles_the_review(source):
    document = replace(DOCUMENT, published=None, canonical_url="https://sham.example/1")
    article = store(document, source=source).article
    store(replace(document, published=DOCUMENT.published), source=source)
    article.refresh_from_db()
    assert article.published_day == date(2018, 6, 8)
    assert not article.reviews.open().exists()


def test_a_page_that_lost_its_date_keeps_the_stored_one(source):
    document = replace(DOCUMENT, canonical_url="https://sham.example/1")
    article = store(document, source=source).article
    store(replace(document, published=None, body="نص جديد."), source=source)
    article.refresh_from_db()
    assert article.published_day == date(2018, 6, 8)
    assert not article.reviews.open().exists()


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("08.06.2018", False),
        ("حزيران 2018", False),
        ("عام 2018", False),
        ("09.06.2018", True),
        ("أيار 2018", True),
    ],
    ids=["the day", "the month", "the year", "another day", "another month"],
)
def test_a_coarser_date_replaces_a_finer_one_only_if_it_contradicts_it(source, text, changes):
    document = replace(DOCUMENT, canonical_url="https://sham.example/1")
    store(document, source=source)
    coarser = replace(document, published=parse_date(text))
    assert (store(coarser, source=source).outcome is Outcome.UPDATED) == changes


def test_a_finer_date_replaces_a_coarser_one(source):
    document = replace(DOCUMENT, canonical_url="https://sham.example/1")
    store(replace(document, published=parse_date("08.06.2018")), source=source)
    stored = store(document, source=source)
    assert (stored.outcome, stored.article.published_precision) == (Outcome.UPDATED, "minute")


def test_what_the_database_cannot_hold_is_taken_out(source):
    document = replace(DOCUMENT, title="عنوان\x00 \ud800" + "س" * 2000, body="نص\x00")
    article = store(document, source=source).article
    article.refresh_from_db()
    assert article.title.startswith("عنوان س")
    assert len(article.title) == 1000
    assert article.body == "نص"


def test_related_items_are_kept_apart_in_their_order(source):
    links = tuple(RelatedLink(f"خبر {n}") for n in range(3))
    article = store(replace(DOCUMENT, related=links), source=source).article
    assert [item.title for item in article.related_items.all()] == ["خبر 0", "خبر 1", "خبر 2"]


def test_a_removed_article_is_refused_and_leaves_a_trace_without_text(source):
    article = store(DOCUMENT, source=source, raw_sha256="a" * 64).article
    key = article.pk
    removal = remove_article(article, reason="حكم قضائي")
    assert (removal.article_id, removal.source_name) == (key, "شام")
    assert not Article.objects.filter(pk=key).exists()
    assert Change.objects.filter(article_id=key).exists()
    with pytest.raises(UnreadableInput, match="legal"):
        store(DOCUMENT, source=source)
    with pytest.raises(UnreadableInput):
        store(replace(DOCUMENT, title="عنوان آخر"), source=source, raw_sha256="a" * 64)


def test_a_removal_needs_a_reason(source):
    article = store(DOCUMENT, source=source).article
    with pytest.raises(ValueError, match="reason"):
        remove_article(article, reason="  ")
    assert Article.objects.filter(pk=article.pk).exists()


def test_a_source_is_found_in_any_spelling(source):
    made = source_named("العرب الجديدة")
    assert source_named("العَرب الجديدة") == made
    assert find_source("العرب  الجديده") == made
    assert made.slug.isascii()


def test_two_sources_whose_names_read_alike_get_addresses_of_their_own():
    assert source_named("صدى").slug != source_named("سدى").slug


def test_a_page_without_a_source_goes_to_the_unknown_one_with_a_review():
    unknown = source_named("")
    article = store(DOCUMENT, source=unknown).article
    assert source_named("؟؟") == unknown
    assert Review.Reason.NO_SOURCE in article.reviews.open().values_list("reason", flat=True)


def test_pages_without_an_article_are_not_one_article(source):
    empty = Document(doubts=(Doubt("consent_page", {}),))
    first = store(empty, source=source, raw_sha256="a" * 64)
    second = store(empty, source=source, raw_sha256="b" * 64)
    assert second.outcome is Outcome.CREATED
    assert store(empty, source=source, raw_sha256="a" * 64).article.pk == first.article.pk
    remove_article(first.article, reason="حكم قضائي")
    assert store(empty, source=source, raw_sha256="c" * 64).outcome is Outcome.CREATED


def test_a_consent_wall_fetched_later_changes_nothing_that_was_published(source):
    document = replace(DOCUMENT, canonical_url="https://sham.example/1")
    article = store(document, source=source).article
    wall = Document(canonical_url="https://sham.example/1", doubts=(Doubt("consent_page", {}),))
    assert store(wall, source=source).outcome is Outcome.UNCHANGED
    article.refresh_from_db()
    assert (article.title, article.status) == (DOCUMENT.title, "published")
    assert article.reviews.open().get().reason == Review.Reason.CONSENT_PAGE


def test_a_draft_is_published_when_its_page_is_whole(source):
    document = replace(DOCUMENT, canonical_url="https://sham.example/1")
    short = replace(document, body="قصير", doubts=(Doubt("too_short", {"words": 1}),))
    article = store(short, source=source).article
    store(document, source=source)
    article.refresh_from_db()
    assert article.status == "published"
    assert not article.reviews.open().exists()


def test_an_import_does_not_undo_a_corrected_source(source):
    article = store(DOCUMENT, source=source, raw_sha256="a" * 64).article
    article.source = Source.objects.create(slug="dz", name="جزائر", time_zone="Africa/Algiers")
    article.set_published(DOCUMENT.published.at(article.source.zone), precision="minute", origin="page")
    article.save()
    stored = store(DOCUMENT, source=source, raw_sha256="a" * 64)
    assert stored.outcome is Outcome.UNCHANGED
    stored.article.refresh_from_db()
    assert stored.article.published_at == datetime(2018, 6, 8, 10, 26, tzinfo=UTC)


def test_a_date_that_has_not_come_leaves_the_article_undated(source):
    document = replace(DOCUMENT, published=parse_date("8 حزيران 2099"))
    article = store(document, source=source).article
    assert article.published_at is None
    assert article.reviews.open().get().evidence["future_date"] == "8 حزيران 2099"


def test_an_old_file_does_not_bring_the_old_text_back(source):
    document = replace(DOCUMENT, canonical_url="https://sham.example/1")
    store(document, source=source, raw_sha256="a" * 64)
    corrected = replace(document, body="فقرة مصححة.")
    article = store(corrected, source=source, raw_sha256="b" * 64).article
    assert store(document, source=source, raw_sha256="a" * 64).outcome is Outcome.UNCHANGED
    article.refresh_from_db()
    assert article.body == "فقرة مصححة."


def test_the_text_of_before_a_curators_edit_is_no_new_article(source):
    article = store(DOCUMENT, source=source, raw_sha256="a" * 64).article
    keep_version(article)
    article.title, article.curated_fields = "عنوان المحرر", ["title"]
    article.save()
    again = store(DOCUMENT, source=source, raw_sha256="b" * 64)
    assert (again.outcome, again.article.pk) == (Outcome.UNCHANGED, article.pk)


def test_related_items_that_a_curator_edited_stay(source):
    article = store(DOCUMENT, source=source, raw_sha256="a" * 64).article
    article.related_items.all().delete()
    article.curated_fields = ["related_items"]
    article.save()
    assert store(DOCUMENT, source=source, raw_sha256="a" * 64).outcome is Outcome.UNCHANGED
    assert not article.related_items.exists()


def test_what_is_cut_to_fit_is_no_change_the_next_time(source):
    document = replace(DOCUMENT, related=(RelatedLink("خ" * 2000),))
    store(document, source=source, raw_sha256="a" * 64)
    assert store(document, source=source, raw_sha256="a" * 64).outcome is Outcome.UNCHANGED
    long_name = "ص" * 500
    assert source_named(long_name) == source_named(long_name)


def test_a_removal_forgets_every_version_and_every_raw_file(source):
    document = replace(DOCUMENT, canonical_url="https://sham.example/1")
    store(document, source=source, raw_sha256="a" * 64)
    article = store(replace(document, body="نص جديد."), source=source, raw_sha256="b" * 64).article
    removal = remove_article(article, reason="حكم قضائي")
    assert removal.fingerprints.count() == 4
    for text, raw in ((DOCUMENT.body, "c"), ("نص جديد.", "d"), ("غيره", "a"), ("غيره", "b")):
        with pytest.raises(UnreadableInput):
            store(replace(DOCUMENT, body=text), source=source, raw_sha256=raw * 64)


def test_white_space_alone_is_no_change(source):
    document = replace(DOCUMENT, canonical_url="https://sham.example/1")
    store(document, source=source, raw_sha256="a" * 64)
    spaced = replace(
        document, title=f" {DOCUMENT.title}\u00a0", body=DOCUMENT.body.replace("\n\n", " \n\n\n")
    )
    assert store(spaced, source=source, raw_sha256="b" * 64).outcome is Outcome.UNCHANGED


def test_the_same_raw_file_may_be_read_with_better_paragraphs(source):
    store(DOCUMENT, source=source, raw_sha256="a" * 64)
    better = replace(DOCUMENT, body=DOCUMENT.body.replace("\n\n", "\n"))
    assert store(better, source=source, raw_sha256="a" * 64).outcome is Outcome.UPDATED


@pytest.mark.parametrize("lost", [{"body": ""}, {"title": "", "body": ""}], ids=["text", "all"])
@pytest.mark.parametrize("doubts", [(), (Doubt("too_short"),)], ids=["published", "draft"])
def test_a_page_that_lost_its_text_changes_nothing(source, lost, doubts):
    document = replace(DOCUMENT, canonical_url="https://sham.example/1", doubts=doubts)
    article = store(document, source=source).article
    gone = replace(document, **lost, doubts=(Doubt("too_short"),))
    assert store(gone, source=source).outcome is Outcome.UNCHANGED
    article.refresh_from_db()
    assert article.body == DOCUMENT.body


def test_what_a_curator_settled_holds_back_no_update(source, django_user_model):
    document = replace(DOCUMENT, canonical_url="https://sham.example/1", doubts=(Doubt("too_short"),))
    article = store(document, source=source).article
    curator = django_user_model.objects.create_user("curator")
    article.reviews.update(settled_at=article.fetched_at, settled_by=curator)
    article.status, article.curated_fields = "published", ["status"]
    article.save()
    assert store(replace(document, body="فقرة مصححة."), source=source).outcome is Outcome.UPDATED


def test_when_the_outlet_changed_it_is_kept_but_is_no_change_by_itself(source):
    document = replace(
        DOCUMENT, canonical_url="https://sham.example/1", modified=parse_date("09.06.2018 | 12:00")
    )
    article = store(document, source=source).article
    assert article.modified_at == datetime(2018, 6, 9, 9, tzinfo=UTC)
    touched = replace(document, modified=parse_date("10.06.2018 | 12:00"))
    assert store(touched, source=source).outcome is Outcome.UNCHANGED
    store(replace(touched, body="فقرة مصححة."), source=source)
    article.refresh_from_db()
    assert article.modified_at == datetime(2018, 6, 10, 9, tzinfo=UTC)


LONG = "\n\n".join(
    f"فقرة طويلة من نص الخبر الكامل فيها ما ليس في غيرها من الكلام {word}" for word in "أبتثجحخد"
)
ITEM = Document(
    title=DOCUMENT.title, body="ملخص كتبته هيئة التحرير", guid="n5", canonical_url="https://sham.example/1"
)


def incoming(document, source, kind, raw):
    return Batch([Incoming(document, source, raw * 64, kind=kind)])


def test_a_feed_that_announces_what_is_stored_in_full_only_names_it(source):
    page = replace(DOCUMENT, body=LONG, byline="سليم", canonical_url="https://sham.example/1")
    article = incoming(page, source, "html", "a").store(0).article
    assert incoming(ITEM, source, "feed_item", "b").store(0).outcome is Outcome.UPDATED
    assert incoming(ITEM, source, "feed_item", "b").store(0).outcome is Outcome.UNCHANGED
    article.refresh_from_db()
    assert (article.body, article.byline, article.feed_guid) == (LONG, "سليم", "n5")
    assert article.raw_sha256 == "a" * 64
    assert not article.reviews.open().exists()


def test_what_a_full_feed_does_not_say_stays(source):
    page = replace(DOCUMENT, body=LONG, byline="سليم", canonical_url="https://sham.example/1")
    incoming(page, source, "html", "a").store(0)
    item = replace(ITEM, body=f"{LONG}\n\nتحديث.")
    article = incoming(item, source, "feed_item", "b").store(0).article
    assert (article.body.endswith("تحديث."), article.byline) == (True, "سليم")


def test_a_raw_file_says_how_it_is_read_and_when_it_was_fetched(source):
    moment = datetime(2018, 6, 9, tzinfo=UTC)
    each = Incoming(
        DOCUMENT, source, "a" * 64, moment, kind="html", context={"url": "https://sham.example/1"}
    )
    file = Batch([each]).store(0).article.raw_files.get()
    assert file.kind == "html"
    assert file.context == {"url": "https://sham.example/1", "fetched_at": "2018-06-09T00:00:00+00:00"}


def test_a_raw_file_of_before_kinds_gets_one_when_it_comes_again(source):
    article = store(DOCUMENT, source=source, raw_sha256="a" * 64).article
    assert incoming(DOCUMENT, source, "page", "a").store(0).outcome is Outcome.UNCHANGED
    assert article.raw_files.get().kind == "page"


def test_an_endless_text_waits_for_a_curator(source):
    article = store(replace(DOCUMENT, body="كلمة " * 50_000), source=source).article
    assert article.status == "draft"
    assert article.reviews.open().get().evidence == {"letters": len(article.body)}


def test_the_bytes_of_a_fetched_page_in_a_file_do_not_forget_its_address(source):
    url = "https://sham.example/1"
    fetched = replace(DOCUMENT, canonical_url=url, related=(RelatedLink("خبر آخر", "نبذة", f"{url}2"),))
    context = {"url": url, "item": "{}"}
    article = Batch([Incoming(fetched, source, "a" * 64, kind="html", context=context)]).store(0).article
    again = Batch([Incoming(DOCUMENT, source, "a" * 64, kind="html")]).store(0)
    assert again.outcome is Outcome.UNCHANGED
    assert article.raw_files.get().context == context
    assert article.related_items.get().url == f"{url}2"
