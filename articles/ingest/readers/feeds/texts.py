"""Texts of feeds: one-line titles, and what stands at the end of a text that is not the article's.

Rules:
1. A title is plain text: entities are resolved (twice, for titles escaped twice), tags of HTML go.
2. «The post X appeared first on Y» at the end goes, in English and Arabic.
3. A text that ends in an ellipsis or in «read more» was cut. The mark that says so stays, the link goes.
"""

import html
import re

from articles.arabic.letters import HARAKAT
from articles.arabic.normalize import clean_input, strip_bidi_controls

LONGEST_TITLE = 1000
_TAG = re.compile(
    r"</?(a|abbr|b|bdi|bdo|big|br|center|cite|code|div|em|font|h[1-6]|hr|i|img|ins|li|mark|ol|p|q|s|small|span"
    r"|strike|strong|sub|sup|table|tbody|td|tr|u|ul|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
#: CDATA inside CDATA leaves its marks.
_MARKUP = re.compile(r"<!--[^<>]*-->|<!\[CDATA\[|\]\]>")
_INLINE = frozenset(("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "ins", "mark",
                     "q", "s", "small", "span", "strike", "strong", "sub", "sup", "u", "wbr"))  # fmt: skip
_ELLIPSIS = r"(?:\u2026|\.{3,}|\. \. \.)"
_AFTER = r"[\s»›>→⟶←«:.\u2026\])\[(-]*"
#: Words for «read more», without harakat, any alef for alef.
_READ_MORE = (
    r"(?:(?:[اأإ]قر[أا]|ل?قراءة|شاهد|عرض|ل?معرفة) المزيد"
    r"|(?:تابع|[أا]كمل|ل?متابعة|ل?مواصلة|[اأ]ستكمل|ل?[اإ]كمال) (?:ال)?قراءة"
    r"|(?:[اأإ]قر[أا]|ل?قراءة|تابع|ل?متابعة) (?:بقية |باقي |كامل )?"
    r"(?:الخبر|المقالة?|الموضوع|التقرير|التفاصيل)(?: كامل[اةً]*| بالكامل)?"
    r"|[اأ]ضغط هنا(?: ل(?:قراءة|متابعة|مشاهدة) [^\n]{1,40})?"
    r"|read more|continue reading|keep reading|read (?:the )?(?:full|rest)[^\n]{0,40}|full (?:story|article)"
    r"|more\s?[»→])"
)
_READ_MORE_AT_END = re.compile(rf"[\s\[(]*{_READ_MORE}{_AFTER}\Z", re.IGNORECASE)
#: Where no sentence ended before it, it may be one's last words: it stays, and the text counts as cut.
_SENTENCE_END = re.compile(r"(?:\A|[.\u2026!?؟»\])])\Z")
_IMPERATIVE = re.compile(r"[\s\[(]*(?:[اأإ]قر[أا]|[اأ]ضغط|read|continue)", re.IGNORECASE)
#: In a paragraph of its own, or after an ellipsis, the title may follow.
_READ_MORE_OF = re.compile(
    rf"(?:\A|(?<=\u2026)|(?<=\.\.\.))[\s\]\[(]*{_READ_MORE}[^\n]{{0,300}}\Z", re.IGNORECASE
)
_READ_MORE_ALONE = re.compile(rf"{_AFTER}(?:ل?ل?مزيد|المزيد|التفاصيل|more){_AFTER}\Z", re.IGNORECASE)
_CUT = re.compile(rf"[\[(]?\s*{_ELLIPSIS}\s*[\])]?\W{{0,3}}\Z")
_POST = "(?:المقالة?|التدوينة|المشاركة|الخبر|الموضوع|مقالة?)"
_ON = r"[اأ]ولا? (?:على|في|لدى) .{0,200}"
_FIRST_ON = re.compile(
    r"(?:\A|(?<=[\s.\])\u2026]))(?:"
    r"the (?:post|article|entry) .{0,600}?(?:appeared first|first appeared) (?:on|in) .{0,200}"
    rf"|{_POST} .{{0,600}}?(?:ظهرت?|نشرت?) {_ON}"
    rf"|(?:ظهرت?|نشرت?) (?:هذه |هذا )?{_POST} .{{0,600}}?{_ON})\Z",
    re.IGNORECASE | re.DOTALL,
)
#: Letters that an end may have; what is longer is a paragraph.
_LONGEST_END = 900
_MARKS = re.compile(f"[{HARAKAT}]")


def title_text(value: str) -> str:
    """A title as one line of plain text."""
    text = value[: 20 * LONGEST_TITLE]
    for _ in range(2):
        text = _MARKUP.sub(" ", _TAG.sub(_gap, html.unescape(text) if "&" in text else text))
    text = strip_bidi_controls(clean_input(text))
    return " ".join(text.split())[:LONGEST_TITLE]


def _gap(tag: re.Match[str]) -> str:
    return "" if tag[1].lower() in _INLINE else " "


def without_ends(text: str) -> tuple[str, bool]:
    """The text without links to the rest and the like at its end, and whether the text was cut."""
    text, was_cut = text.rstrip(), False
    for _ in range(4):  # one end behind the other
        body, paragraph = _last_paragraph(text)
        plain = _MARKS.sub("", paragraph)
        if len(plain) > _LONGEST_END:
            # An end may be glued to a long paragraph.
            place = max(paragraph.rfind(" ", 0, -_LONGEST_END // 2), 0)
            body, paragraph = text[: len(text) - len(paragraph) + place], paragraph[place:]
            plain = _MARKS.sub("", paragraph)
        if found := _FIRST_ON.search(plain):
            text = (body + _unchanged(paragraph, found.start())).rstrip()
        elif found := _READ_MORE_AT_END.search(plain) or _READ_MORE_OF.search(plain):
            was_cut = True
            if not (_SENTENCE_END.search(plain[: found.start()]) or _IMPERATIVE.match(found[0])):
                break
            text = (body + _unchanged(paragraph, found.start())).rstrip()
        elif _READ_MORE_ALONE.match(plain):
            text, was_cut = body.rstrip(), True
        else:
            break
    return text, was_cut or bool(_CUT.search(text[-20:]))


def _last_paragraph(text: str) -> tuple[str, str]:
    place = text.rfind("\n") + 1
    return text[:place], text[place:]


def _unchanged(paragraph: str, length: int) -> str:
    """The beginning of a paragraph that has `length` letters without its harakat."""
    if not _MARKS.search(paragraph):
        return paragraph[:length]
    for place, letter in enumerate(paragraph):
        if not length:
            return paragraph[:place]
        length -= not _MARKS.match(letter)
    return paragraph
