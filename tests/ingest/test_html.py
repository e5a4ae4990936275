"""HTML pages and pieces of HTML to documents."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.ingest.documents import Document, UnreadableInput
from articles.ingest.page_scores import shown_date
from articles.ingest.readers.html import fragment_text, looks_like_html, read_html

DEFECTS = Path(__file__).parent.parent / "data" / "html_defects"
TITLE = "عودة المياه إلى وادي السنديان"
FIRST = "أعلنت مديرية المياه في وادي السنديان الانتهاء من إصلاح الخط الرئيس بعد انقطاع استمر ثلاثة أيام."
SECOND = "وقال مدير المياه سامر الخوري إن الورشات استبدلت أربعين متراً من الأنابيب القديمة في الحي الشرقي."
THIRD = "وكانت المديرية قد وعدت الأهالي بعودة الضخ قبل نهاية الأسبوع الجاري."
BODY = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
ADDRESS = "https://sindyan.example/n/12"


def read(defect: str, url: str = ADDRESS) -> Document:
    return read_html((DEFECTS / f"{defect}.html").read_bytes(), url=url)


@pytest.mark.parametrize(
    "defect",
    [
        "utf8_declared_as_windows_1256", "windows_1256_declared_as_utf8", "utf16_without_a_mark",
        "latin1_declared_for_windows_1256", "headline_without_heading_element",
        "h1_is_the_name_of_the_site", "paragraphs_parted_by_br", "paragraphs_in_a_div_each",
        "text_parted_by_an_advertisement", "class_of_the_text_says_sidebar", "comments_longer_than_the_text",
        "next_article_below", "hidden_text_by_a_style_sheet", "read_also_between_paragraphs",
        "text_only_in_json", "text_only_in_json_ld", "json_ld_with_trailing_comma",
        "json_ld_of_another_article", "meta_date_of_a_move", "meta_date_in_greenwich_time",
        "published_and_updated_on_one_line", "visitors_day_in_the_head", "dates_of_other_articles_only",
        "relative_date_with_machine_moment", "place_and_agency_open_the_text", "captions_are_no_text",
        "canonical_with_tracking", "canonical_of_the_front_page", "name_and_date_glued",
    ],
)  # fmt: skip
def test_headline_and_text_are_found_despite(defect: str) -> None:
    document = read(defect)
    assert (document.title, document.body) == (TITLE, BODY)
    assert document.doubts == ()


@pytest.mark.parametrize(
    ("defect", "published"),
    [
        ("json_ld_with_trailing_comma", "2021-03-04T10:00 minute +03:00"),
        ("text_only_in_json_ld", "2021-03-04T10:00 minute +03:00"),
        ("json_ld_of_another_article", ""),
        ("meta_date_of_a_move", "2013-03-14 day"),
        ("meta_date_in_greenwich_time", "2021-03-14T18:30 minute +02:00"),
        ("published_and_updated_on_one_line", "2021-03-14T18:30 minute"),
        ("visitors_day_in_the_head", ""),
        ("dates_of_other_articles_only", ""),
        ("relative_date_with_machine_moment", "2021-03-14T18:30 minute +02:00"),
        ("name_and_date_glued", "2021-03-14 day"),
    ],
)
def test_the_date_is_the_articles_own_or_none(defect: str, published: str) -> None:
    assert shown_date(read(defect).published) == published


def test_paragraphs_need_no_full_stop_where_others_stand() -> None:
    assert read("paragraphs_without_full_stops").body.split("\n\n") == [
        FIRST.removesuffix("."),
        SECOND,
        "ووعدت المديرية بعودة الضخ قريباً",
    ]


def test_a_day_that_may_be_a_month_is_no_date_of_a_server_in_english() -> None:
    assert read("month_or_day_first").published is None


def test_spans_among_blocks_are_lines_of_their_own() -> None:
    document = read("spans_shown_apart")
    assert document.byline == "مروة الياس"
    assert shown_date(document.published) == "2023-06-01T10:00 minute"


def test_a_date_of_the_update_is_no_date_of_publication() -> None:
    assert shown_date(read("published_and_updated_on_one_line").modified) == "2021-03-15T09:10 minute"
    assert read("meta_date_of_a_move").modified is None


def test_a_date_that_only_metadata_tell_says_so() -> None:
    assert read("json_ld_with_trailing_comma").published_origin == "metadata"
    assert read("meta_date_of_a_move").published_origin == "page"


def test_place_and_agency_leave_the_first_paragraph() -> None:
    document = read("place_and_agency_open_the_text")
    assert (document.dateline, document.credit) == ("بيروت (رويترز)", "رويترز")


def test_captions_are_kept_apart_in_the_order_of_the_page() -> None:
    assert read("captions_are_no_text").caption.split("\n") == [
        "عامل يصلح أنبوباً في الحي الشرقي",
        "خزان المياه القديم فوق التلة",
    ]


def test_a_writer_beside_the_date_is_found_though_no_list_knows_the_name() -> None:
    assert read("name_and_date_glued").byline == "يزيد الحربي"


def test_rows_of_a_table_are_paragraphs() -> None:
    assert "الحي موعد الضخ\n\nالشرقي 06:00" in read("table_in_the_text").body


def test_entries_of_a_live_report_keep_their_headings_without_clocks() -> None:
    body = read("live_entries").body
    assert body.startswith(f"وعود للأهالي\n\n{THIRD}\n\nورشات الصيانة")
    assert "12:10" not in body


@pytest.mark.parametrize(
    ("defect", "reason"),
    [
        ("error_page_with_status_200", "consent_page"),
        ("consent_wall", "consent_page"),
        ("front_page", "furniture"),
    ],
)
def test_a_page_without_an_article_has_a_doubt_and_no_text(defect: str, reason: str) -> None:
    document = read(defect)
    assert [doubt.reason for doubt in document.doubts] == [reason]
    assert (document.title, document.body, document.published) == ("", "", None)


def test_a_short_report_above_many_cards_is_no_front_page() -> None:
    assert read("short_text_above_many_cards").body == FIRST


def test_an_offer_to_subscribers_is_no_text() -> None:
    assert read("subscribers_only_below_the_first_paragraphs").body == f"{FIRST}\n\n{SECOND}"


def test_the_canonical_link_is_cleaned_and_completed() -> None:
    assert read("canonical_with_tracking").canonical_url == ADDRESS


def test_a_canonical_link_to_the_front_page_does_not_count() -> None:
    assert read("canonical_of_the_front_page").canonical_url == ADDRESS


def test_entities_are_not_expanded() -> None:
    body = read("entities_that_expand").body
    assert "xxxxxxxxxx" not in body
    assert BODY in body


def test_related_links_carry_their_addresses() -> None:
    related = read("dates_of_other_articles_only").related
    assert [(link.title, link.url) for link in related] == [
        ("افتتاح معرض الكتاب في الساحل", "https://sindyan.example/3"),
        ("منتخب الناشئين يبدأ معسكره", "https://sindyan.example/4"),
    ]


def test_the_outlet_is_what_the_title_has_besides_the_headline() -> None:
    assert read("paragraphs_parted_by_br").source_name == "صحيفة السنديان"


PAGE = (
    f"<html><head><title>{TITLE}</title></head>"
    f"<body><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p>%s</body></html>"
)
DATA = '<script type="application/ld+json">%s</script>'


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 1_000_000,
        "<b>x" * 200_000,
        "<p " + "a=1 " * 500_000 + ">",
        "<p class='" + "a " * 1_000_000 + "'>",
        "".join(f'<li><a href="/{i}">خبر آخر عن الطقس {i}</a></li>' for i in range(100_000)),
        DATA % ('{"@type":"NewsArticle","headline":"' + "x" * 10_000_000 + '"}'),
        DATA % ('{"a":' * 10_000 + "1" + "}" * 10_000),
        "<script>window.x = " + '{"a":[' * 100_000 + "</script>",
        "<style>" + ".a{" * 200_000 + "</style>",
        "<!-- " * 200_000,
        "<table><tr><td>" * 50_000,
        "<a title='" * 50_000,
    ],
    ids=[
        "a million nested elements", "unclosed tags", "half a million attributes", "a giant attribute",
        "100,000 links", "JSON-LD of 10 MB", "JSON-LD 10,000 deep", "state 100,000 deep", "broken style",
        "unclosed comments", "nested tables", "unclosed quotation marks",
    ],
)  # fmt: skip
def test_a_hostile_page_is_read_all_the_same(hostile: str) -> None:
    document = read_html((PAGE % hostile).encode())
    assert document.title == TITLE
    assert document.body.startswith(FIRST)


def test_a_billion_laughs_are_not_laughed() -> None:
    levels = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    page = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "ha">{levels}]>' + PAGE % "<p>&l9;</p>"
    assert len(read_html(page.encode()).body) < 1000


@pytest.mark.parametrize("data", [b"", b"  \n", b"\x89PNG\r\n\x1a\n" + bytes(100), b"%PDF-1.4"])
def test_empty_and_binary_input_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableInput):
        read_html(data)


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from(["", "<div>", "<h1>عنوان</h1><p>", "<script>", "<table><tr>"])
)
def test_any_bytes_give_a_document_or_are_refused(data: bytes, start: str) -> None:
    try:
        assert isinstance(read_html(start.encode() + data), Document)
    except UnreadableInput as refused:
        assert refused.message_ar


MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div>", "</div>", "<br>", "<h1>", "</h1>", "<a href=x>", "</a>", "<td>", "<table>",
         "<li>",
         "<time datetime='2020-01-02'>", "14 آذار 2021", "كلمة", "قال إن الأمر انتهى.", "&lt;", "<!--", "-->",
         "<figure>", "<title>", "<script>", "</script>", "رويترز", "اقرأ أيضا"]
    ),
    max_size=60,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(MARKUP)
def test_any_markup_gives_a_document(pieces: list[str]) -> None:
    try:
        assert isinstance(read_html(" ".join(pieces).encode()), Document)
    except UnreadableInput as refused:
        assert refused.message_ar


@settings(max_examples=100, deadline=None)
@given(MARKUP)
def test_the_text_of_a_fragment_holds_no_markup(pieces: list[str]) -> None:
    assert "<p>" not in fragment_text(" ".join(pieces))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>واحد</p><p>اثنان &amp; ثلاثة<script>x</script></p>", "واحد\n\nاثنان & ثلاثة"),
        ("سطر<br><br>سطر ثان<br>تتمة", "سطر\n\nسطر ثان تتمة"),
        ("سطر\nسطر ثان", "سطر\n\nسطر ثان"),
        ("&lt;p&gt;أ&lt;/p&gt;&lt;p&gt;ب&lt;/p&gt;", "أ\n\nب"),
        ("5 < 6", "5 < 6"),
        ("<img src=x onerror=alert(1)>نص", "نص"),
        ("", ""),
    ],
    ids=["scripts", "line breaks", "plain lines", "escaped twice", "a sign", "a picture", "nothing"],
)
def test_a_fragment_becomes_paragraphs(html: str, text: str) -> None:
    assert fragment_text(html) == text


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"<!DOCTYPE html><html>", True),
        (b"\xef\xbb\xbf <html dir=rtl>", True),
        ("<html>".encode("utf-16"), True),
        (b"{}", False),
        (b"plain text", False),
    ],
)
def test_html_is_told_from_its_start(data: bytes, expected: bool) -> None:
    assert looks_like_html(data) is expected
