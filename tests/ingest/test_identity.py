"""Which stored article a document is: rule by rule, and what comes close."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.arabic.dates import parse_date
from articles.ingest.documents import Document, UnreadableInput
from articles.ingest.likeness import jaccard, overlap
from articles.ingest.remove import remove_article
from articles.ingest.store import Batch, Incoming, Outcome, Stored, store
from articles.models import Article, Review, Source

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمن"


def words(start: str, count: int = 40) -> list[str]:
    """Different words that begin alike."""
    return [start + LETTERS[n // 20] + LETTERS[n % 20] for n in range(count)]


BODY = " ".join(words("كلم"))
OTHER_BODY = " ".join(words("لفظ"))
DOCUMENT = Document(title="إعلان النتائج", body=BODY, published=parse_date("08.06.2018 | 11:26"))
ADDRESS = "https://www.sham.example/news/5"
MIDDAY = datetime(2018, 6, 8, 12, tzinfo=UTC)


@pytest.fixture
def source() -> Source:
    return Source.objects.create(slug="sham", name="شام", time_zone="Asia/Damascus")


@pytest.fixture
def other() -> Source:
    return Source.objects.create(slug="other", name="آخر", time_zone="Asia/Damascus")


def at(text: str) -> Document:
    return replace(DOCUMENT, published=parse_date(text))


def edited(share: float) -> str:
    """The body with so much of its words exchanged."""
    changed = round(40 * share)
    return " ".join(words("جديد", changed) + words("كلم")[changed:])


def possible(stored: Stored) -> dict | None:
    """What the review for a possible duplicate says, if there is one."""
    review = stored.article.reviews.open().filter(reason=Review.Reason.POSSIBLE_DUPLICATE).first()
    return review.evidence if review else None


@pytest.mark.parametrize(
    "address",
    [
        "http://www.sham.example/news/5",
        "https://sham.example/news/5/",
        "https://m.sham.example/news/5?utm_source=x#comments",
        "https://www.sham.example/news/5/amp",
    ],
)
def test_addresses_of_one_page_are_one_article_whatever_the_texts_say(source, other, address):
    first = store(replace(DOCUMENT, canonical_url=ADDRESS), source=source)
    again = store(Document(title="آخر", body=OTHER_BODY, canonical_url=address), source=other)
    assert (again.outcome, again.article.pk) == (Outcome.UPDATED, first.article.pk)
    assert again.article.canonical_url == ADDRESS
    assert again.article.source == source


def test_an_address_is_stored_clean(source):
    article = store(replace(DOCUMENT, canonical_url=f" {ADDRESS}?fbclid=x&id=5 "), source=source).article
    assert article.canonical_url == f"{ADDRESS}?id=5"


def test_an_article_without_a_named_address_has_the_one_it_was_fetched_from(source):
    context = {"url": f"{ADDRESS}?utm_source=x"}
    [article] = [Batch([Incoming(DOCUMENT, source, kind="html", context=context)]).store(0).article]
    assert article.canonical_url == ADDRESS


def test_front_pages_named_as_addresses_do_not_make_articles_one(source):
    first = store(replace(DOCUMENT, canonical_url="https://sham.example/"), source=source)
    second = store(
        Document(title="آخر", body=OTHER_BODY, canonical_url="https://sham.example/"), source=source
    )
    assert first.article.canonical_url is None
    assert second.outcome is Outcome.CREATED


def test_a_raw_file_is_one_article_unless_its_addresses_contradict(source):
    one = replace(DOCUMENT, canonical_url=f"{ADDRESS}1")
    store(one, source=source, raw_sha256="a" * 64)
    unnamed = Document(title="بلا عنوان صفحة", body=OTHER_BODY)
    assert store(unnamed, source=source, raw_sha256="a" * 64).outcome is Outcome.UPDATED
    elsewhere = replace(unnamed, title="غيره", body="", canonical_url=f"{ADDRESS}2")
    assert store(elsewhere, source=source, raw_sha256="a" * 64).outcome is Outcome.CREATED


def test_a_guid_names_one_article_of_its_source(source, other):
    first = store(replace(DOCUMENT, guid="n5"), source=source)
    changed = Document(title="عنوان جديد", body=OTHER_BODY, guid="n5")
    assert store(changed, source=other).outcome is Outcome.CREATED
    assert store(changed, source=source).article.pk == first.article.pk


def test_a_guid_with_another_address_needs_something_of_the_text(source):
    first = store(replace(DOCUMENT, guid="n5", canonical_url=f"{ADDRESS}1"), source=source)
    moved = Document(title="عنوان جديد", body=edited(0.3), guid="n5", canonical_url=f"{ADDRESS}2")
    assert store(moved, source=source).article.pk == first.article.pk
    unlike = Document(title="خبر ثان", body=OTHER_BODY, guid="n5", canonical_url=f"{ADDRESS}3")
    new = store(unlike, source=source)
    assert new.outcome is Outcome.CREATED
    assert possible(new) == {"article": first.article.pk, "jaccard": 0.0, "because": "guid"}


def test_an_article_takes_the_guid_and_the_address_that_it_lacked(source):
    article = store(DOCUMENT, source=source).article
    named = replace(DOCUMENT, guid="n5", canonical_url=ADDRESS)
    assert store(named, source=source).outcome is Outcome.UPDATED
    assert store(named, source=source).outcome is Outcome.UNCHANGED
    article.refresh_from_db()
    assert (article.feed_guid, article.canonical_url) == ("n5", ADDRESS)
    assert not article.versions.exists()


def test_equal_content_on_far_days_is_a_new_article_with_a_review(source):
    first = store(at("08.06.2018"), source=source)
    new = store(at("15.06.2018"), source=source)
    assert new.outcome is Outcome.CREATED
    assert possible(new) == {"article": first.article.pk, "jaccard": 1.0, "because": "text"}


def test_a_headline_alone_is_one_article_only_without_another_address(source):
    video = Document(title="شاهد الفيديو", canonical_url=f"{ADDRESS}1")
    store(video, source=source)
    assert store(replace(video, canonical_url=f"{ADDRESS}2"), source=source).outcome is Outcome.CREATED


#: the date of the second, the share of its words that is new, what it is
SAME_TITLE = {
    "the same day, alike": ("08.06.2018 | 19:00", 0.2, "same"),
    "the same day, unlike": ("08.06.2018 | 19:00", 0.6, "review"),
    "just after midnight, alike": ("09.06.2018 | 00:10", 0.2, "new"),
    "the next day, alike": ("09.06.2018 | 12:00", 0.2, "new"),
    "the next day, nearly equal": ("09.06.2018 | 12:00", 0.02, "review"),
    "weeks later, nearly equal": ("29.06.2018 | 12:00", 0.02, "new"),
}


@pytest.mark.parametrize(("date", "share", "expected"), SAME_TITLE.values(), ids=SAME_TITLE)
def test_the_same_headline_is_the_same_article_on_the_same_day_with_like_bodies(
    source, date, share, expected
):
    first = store(replace(DOCUMENT, canonical_url=f"{ADDRESS}1"), source=source)
    spelt = replace(DOCUMENT, title="اعلانُ  النتائج!", body=edited(share), canonical_url=f"{ADDRESS}2")
    second = store(replace(spelt, published=parse_date(date)), source=source)
    if expected == "same":
        assert second.article.pk == first.article.pk
        return
    assert second.outcome is Outcome.CREATED
    assert (possible(second) is not None) == (expected == "review")


def test_minutes_across_midnight_are_one_day(source):
    first = store(replace(at("08.06.2018 | 23:50"), canonical_url=f"{ADDRESS}1"), source=source)
    late = replace(at("09.06.2018 | 00:10"), body=edited(0.2), canonical_url=f"{ADDRESS}2")
    assert store(late, source=source).article.pk == first.article.pk


def test_the_same_text_of_two_outlets_is_two_articles(source, other):
    store(DOCUMENT, source=source)
    second = store(DOCUMENT, source=other)
    assert second.outcome is Outcome.CREATED
    assert possible(second) is None


#: the share of new words, what an article without any day is
UNDATED = {"nearly equal": (0.02, "same"), "alike": (0.2, "review"), "unlike": (0.6, "new")}


@pytest.mark.parametrize(("share", "expected"), UNDATED.values(), ids=UNDATED)
def test_without_a_day_bodies_must_be_nearly_equal(source, share, expected):
    first = store(DOCUMENT, source=source)
    second = store(replace(DOCUMENT, published=None, body=edited(share)), source=source)
    assert (second.article.pk == first.article.pk) == (expected == "same")
    assert (possible(second) is not None) == (expected == "review")


def test_an_undated_article_counts_by_its_fetch_where_that_is_known(source):
    first = store(DOCUMENT, source=source)
    undated = replace(DOCUMENT, published=None, body=edited(0.2), canonical_url=ADDRESS)
    again = store(undated, source=source, raw_sha256="b" * 64, fetched_at=MIDDAY)
    assert again.article.pk == first.article.pk


def test_equal_documents_of_one_batch_are_one_article(source):
    batch = Batch([Incoming(DOCUMENT, source)] * 3)
    assert [batch.store(n).outcome.value for n in range(3)] == ["created", "unchanged", "unchanged"]


def test_like_documents_of_one_batch_are_one_article(source):
    batch = Batch([Incoming(replace(DOCUMENT, body=edited(share)), source) for share in (0, 0.1)])
    assert [batch.store(n).outcome.value for n in range(2)] == ["created", "updated"]


def test_a_headline_over_hundreds_of_articles_costs_each_a_bounded_number_of_questions(source):
    breaking = replace(DOCUMENT, title="عاجل")
    documents = [
        replace(
            breaking,
            body=" ".join(words(f"خبر{LETTERS[n // 20]}{LETTERS[n % 20]}", 20)),
            canonical_url=f"{ADDRESS}{n}",
        )
        for n in range(200)
    ]
    Batch([Incoming(each, source) for each in documents[:1]]).store(0)
    batch = Batch([Incoming(each, source) for each in documents[1:]])
    for number in range(198):
        batch.store(number)
    with CaptureQueriesContext(connection) as queries:
        batch.store(198)
    assert len(queries) < 30
    assert Article.objects.count() == 200


def test_a_removed_page_stays_away_under_all_its_addresses(source):
    article = store(replace(DOCUMENT, canonical_url=ADDRESS), source=source).article
    remove_article(article, reason="حكم قضائي")
    with pytest.raises(UnreadableInput, match="legal"):
        store(
            Document(title="آخر", body=OTHER_BODY, canonical_url="http://sham.example/news/5/"), source=source
        )


def fetched(text: str, hours: int, raw: str) -> dict:
    document = replace(DOCUMENT, body=text, canonical_url=ADDRESS)
    return {"document": document, "raw_sha256": raw * 64, "fetched_at": MIDDAY + timedelta(hours=hours)}


def test_a_page_that_returns_to_an_earlier_wording_is_updated_again(source):
    for text, hours, raw in ((BODY, 0, "a"), (OTHER_BODY, 1, "b"), (BODY, 2, "a")):
        stored = store(**fetched(text, hours, raw), source=source)
    assert (stored.outcome, stored.article.body) == (Outcome.UPDATED, BODY)
    assert stored.article.versions.count() == 2


def test_an_older_fetch_that_arrives_later_is_no_news(source):
    store(**fetched(BODY, 5, "a"), source=source)
    assert store(**fetched(OTHER_BODY, 1, "b"), source=source).outcome is Outcome.UNCHANGED


def test_an_older_fetch_fills_what_a_newer_one_could_not_read(source):
    wall = Document(canonical_url=ADDRESS)
    store(wall, source=source, raw_sha256="b" * 64, fetched_at=MIDDAY + timedelta(hours=5))
    stored = store(**fetched(BODY, 1, "a"), source=source)
    assert (stored.outcome, stored.article.status) == (Outcome.UPDATED, "published")


@pytest.mark.parametrize(
    ("first", "second", "alike", "within"),
    [
        ("", "", 0.0, 0.0),
        ("نعم", "نعم", 1.0, 1.0),
        ("نعم", "لا نعم", 0.0, 1.0),
        ("إعلانُ النتائج اليوم في دمشق", "اعلان النتائج اليوم في دمشق!", 1.0, 1.0),
        ("أ ب ت ث ج ح", "أ ب ت خ د ذ", 3 / 9, 0.5),
    ],
    ids=["nothing", "a word", "a word more", "spelling", "half"],
)
def test_likeness_is_the_share_of_words_in_common(first, second, alike, within):
    assert jaccard(first, second) == pytest.approx(alike)
    assert overlap(first, second) == pytest.approx(within)


RIVAL = """
import django
django.setup()
from articles.ingest.documents import Document
from articles.ingest.sources import source_named
from articles.ingest.store import store
for n in range(40):
    words = " ".join(chr(0x628 + n // 10) + chr(0x628 + n % 10) + chr(0x628 + m) for m in range(30))
    store(Document(title=f"headline {n}", body=words), source=source_named("مصدر"))
"""


@pytest.mark.django_db(databases=[])
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="a database of its own, in a file")
def test_two_imports_of_the_same_at_once_make_each_article_once(tmp_path):
    environment = {
        **os.environ,
        "NEWSARCHIVE_DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
    }
    root = Path(__file__).parents[2]
    migrate = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(migrate, cwd=root, env=environment, check=True)
    rival = [sys.executable, "-W", "ignore", "-c", RIVAL]
    rivals = [subprocess.Popen(rival, cwd=root, env=environment) for _ in range(2)]
    assert [each.wait() for each in rivals] == [0, 0]
    tell = (
        "import django; django.setup(); from articles.models import Article; print(Article.objects.count())"
    )
    told = subprocess.run(
        [sys.executable, "-c", tell], cwd=root, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    assert told.stdout.strip() == "40"
