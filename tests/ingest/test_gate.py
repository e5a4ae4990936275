"""The gate: what is held back as a draft, and what is not."""

from dataclasses import replace

import pytest

from articles.arabic.dates import parse_date
from articles.ingest.documents import Document, Doubt
from articles.ingest.gate import LONGEST_BODY
from articles.ingest.store import Batch, Incoming, Stored, store
from articles.models import Review, Source

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SENTENCE = "أعلنت اللجنة المنظمة اليوم في مؤتمر صحفي عقدته في مقرها أن الدورة الجديدة ستبدأ في موعدها المحدد."
BODY = f"{SENTENCE}\n\nوقال المتحدث باسمها إن التحضيرات اكتملت، وإن الوفود المشاركة ستصل إلى المدينة تباعا."
DOCUMENT = Document(title="الدورة الجديدة في موعدها", body=BODY, published=parse_date("08.06.2018"))
ENGLISH = (
    "The committee said on Friday that the new season would start on time as all the work was done. " * 3
)
PERSIAN = (
    "کمیته برگزاری امروز در نشست خبری اعلام کرد که دوره جدید در زمان مقرر آغاز می شود و همه چیز آماده است و "
    "گروه های شرکت کننده به زودی وارد شهر خواهند شد و پیش از آن گزارش کاملی منتشر می گردد"
)


@pytest.fixture
def source() -> Source:
    return Source.objects.create(slug="sham", name="شام", time_zone="Asia/Damascus")


def read(document: Document, source: Source) -> Stored:
    """Store it as a reader has read it."""
    return Batch([Incoming(document, source, kind="html")]).store(0)


def reasons(stored: Stored) -> set[str]:
    return set(stored.article.reviews.open().values_list("reason", flat=True))


HELD_BACK = {
    "no headline": ({"title": ""}, "no_title"),
    "a sentence": ({"body": "قال إنه لا يعلم."}, "too_short"),
    "no text": ({"body": ""}, "too_short"),
    "english": ({"title": "New season", "body": ENGLISH}, "not_arabic"),
    "english under an arabic headline": ({"body": ENGLISH}, "not_arabic"),
    "persian": ({"title": "دوره جدید", "body": PERSIAN}, "not_arabic"),
    "endless": ({"body": "كلمة " * 50_000}, "furniture"),
    "a menu": (
        {"body": "\n\n".join(["الرئيسية", "سياسة", "اقتصاد", "رياضة", "ثقافة", "اتصل بنا"] * 4)},
        "furniture",
    ),
    "an error page": (
        {
            "title": "الصفحة غير موجودة",
            "body": "عذرا، لم نتمكن من العثور على ما تطلبه. عد إلى الصفحة الرئيسية.",
        },
        "consent_page",
    ),
    "an error of the server": ({"title": "502 Bad Gateway", "body": "nginx"}, "consent_page"),
    "a withdrawn text": (
        {"body": "هذا المحتوى لم يعد متاحا."},
        "consent_page",
    ),
    "a consent wall": (
        {"title": "نحترم خصوصيتك", "body": "نستخدم نحن وشركاؤنا ملفات تعريف الارتباط لعرض إعلانات مخصصة لك."},
        "consent_page",
    ),
    "a check of the browser": (
        {"title": "Just a moment...", "body": "Enable JavaScript and cookies to continue."},
        "consent_page",
    ),
}


@pytest.mark.parametrize(("fields", "reason"), HELD_BACK.values(), ids=HELD_BACK)
def test_what_may_be_no_article_waits_as_a_draft(source, fields, reason):
    stored = read(replace(DOCUMENT, **fields), source)
    assert stored.article.status == "draft"
    assert reason in reasons(stored)


FINE = {
    "a report": {},
    "latin names": {
        "title": "سامسونغ تطلق Galaxy S24",
        "body": f"{BODY}\n\nوتضم السلسلة Galaxy S24 وGalaxy Ultra.",
    },
    "letters of persian keyboards": {"body": BODY.replace("ي", "ی").replace("ك", "ک")},
    "names with foreign letters": {"body": f"{BODY}\n\nوحضر گوران وچيا وپشتيوان وژيان الاجتماع."},
    "a poem": {"body": "\n\n".join(["عاد الربيع إلى الحقول وأزهرا", "وكسا الروابي بالجمال وأنورا"] * 5)},
    "a report about cookies": {"body": f"أقر البرلمان قانونا ينظم ملفات تعريف الارتباط. {BODY}"},
    "a short report about privacy": {
        "body": f"{SENTENCE} وعدلت اللجنة سياسة الخصوصية في موقعها الرسمي الجديد."
    },
    "a short report about a closed site": {
        "body": f"{SENTENCE} وأضافت أن موقعها تحت الصيانة حتى مساء الخميس."
    },
}


@pytest.mark.parametrize("fields", FINE.values(), ids=FINE)
def test_what_is_a_report_is_published(source, fields):
    stored = read(replace(DOCUMENT, **fields), source)
    assert (stored.article.status, reasons(stored)) == ("published", set())


def test_what_was_written_by_hand_may_be_short(source):
    assert store(replace(DOCUMENT, body="نعم."), source=source).article.status == "published"


def test_nothing_is_published_without_a_headline(source):
    assert store(replace(DOCUMENT, title=""), source=source).article.status == "draft"


def test_a_readers_own_doubt_stands_before_the_same_from_the_gate(source):
    stored = read(replace(DOCUMENT, title="", doubts=(Doubt("no_title", {"own": True}),)), source)
    assert stored.article.reviews.open().get().evidence == {"own": True}


def test_what_a_reader_found_to_be_no_article_is_judged_no_further(source):
    stored = read(Document(published=DOCUMENT.published, doubts=(Doubt("furniture"),)), source)
    assert reasons(stored) == {"furniture"}


def test_a_date_that_has_not_come_opens_a_review_and_holds_nothing_back(source):
    stored = read(replace(DOCUMENT, published=parse_date("8 حزيران 2099")), source)
    assert (stored.article.status, reasons(stored)) == ("published", {Review.Reason.NO_DATE})


def test_a_huge_text_is_judged_by_its_beginning(source):
    body = f"{BODY}\n\n" + "x" * (LONGEST_BODY // 2)
    assert "not_arabic" in reasons(read(replace(DOCUMENT, body=body), source))
