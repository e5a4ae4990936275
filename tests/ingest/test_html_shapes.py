"""Shapes of pages that mislead: other boxes, labels apart, lists of others, pages without an article."""

from pathlib import Path

import pytest

from articles.ingest.documents import Document
from articles.ingest.page_scores import shown_date
from articles.ingest.readers.html import fragment_text, read_html

DEFECTS = Path(__file__).parent.parent / "data" / "html_defects"
TITLE = "بلدية العوجا تعيد فتح سوق الخضار القديم"
PARAGRAPHS = (
    "أعادت بلدية العوجا فتح سوق الخضار القديم وسط المدينة، بعد أعمال ترميم استمرت أربعة عشر شهراً.",
    "وقال رئيس البلدية مازن الحداد إن السوق يضم الآن ستين محلاً، وإن إيجاراتها لن ترتفع هذا العام.",
    "وكان تجار السوق قد نقلوا بسطاتهم إلى ساحة مؤقتة قرب محطة الحافلات، واشتكوا من قلة الزبائن.",
    "وتنتظر البلدية تمويلاً من صندوق الإنماء لترميم الخانات المجاورة في الربيع المقبل.",
    "ويعود بناء السوق إلى عام 1911، وفق وثائق محفوظة في أرشيف البلدية.",
)
BODY = "\n\n".join(PARAGRAPHS)


def read(defect: str) -> Document:
    return read_html((DEFECTS / f"{defect}.html").read_bytes(), url="https://m.example/a/1")


@pytest.mark.parametrize(
    ("defect", "published", "modified"),
    [
        ("offers_between_the_parts_of_a_text", "2020-11-23", ""),
        ("marked_dates_of_other_articles", "", ""),
        ("update_labelled_before_publication", "2020-11-23", "2020-11-25"),
        ("two_double_month_dates_on_one_line", "2020-11-23", "2020-11-25"),
        ("text_in_boxes_of_a_page_builder", "2020-11-23", ""),
        ("captions_in_paragraphs_beside_pictures", "2020-11-23", ""),
        ("summary_in_english_below", "2020-11-23", ""),
    ],
)
def test_only_the_own_text_and_the_own_dates_are_taken(defect: str, published: str, modified: str) -> None:
    document = read(defect)
    assert (document.title, document.body) == (TITLE, BODY)
    assert shown_date(document.published)[:10].strip() == published
    assert shown_date(document.modified)[:10].strip() == modified


@pytest.mark.parametrize("defect", ["archive_of_a_day", "site_closed_for_maintenance"])
def test_a_page_without_an_article_gives_neither_title_nor_text_nor_date(defect: str) -> None:
    document = read(defect)
    assert (document.title, document.body, document.published) == ("", "", None)
    assert document.doubts


def test_a_flash_above_many_dated_items_keeps_its_one_sentence() -> None:
    document = read("flash_above_many_dated_items")
    assert document.body == "أعادت بلدية العوجا فتح سوق الخضار القديم اليوم."
    assert shown_date(document.published)[:10] == "2020-11-23"


def test_a_pull_quote_is_no_paragraph_and_a_footnote_is() -> None:
    body = read("pull_quote_and_footnotes").body
    assert body.count("إيجاراتها لن ترتفع هذا العام") == 1
    assert body.startswith("أعادت")
    assert body.endswith("هوامش\n\nمقابلة مع الكاتب، صيف 2019.")


def test_claim_and_verdict_stand_before_the_text() -> None:
    body = read("claim_and_verdict_above_the_text").body
    assert body.startswith("الادعاء\n\nسوق العوجا القديم هُدم بالكامل")
    assert "النتيجة\n\nزائف\n\nأعادت" in body


def test_the_caption_in_a_fragment_is_dropped() -> None:
    html = (
        "<p>نص الخبر كاملاً.</p><figure><img src=x><figcaption>شرح الصورة</figcaption></figure><p>وتتمته.</p>"
    )
    assert fragment_text(html) == "نص الخبر كاملاً.\n\nوتتمته."
