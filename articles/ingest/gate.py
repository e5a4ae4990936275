"""The one gate between what readers read and what is published: reasons why a curator should look first.

The rules, in this order; a reader's own doubt stands before the same doubt from here:
1. What a reader found to be no article (a front page, a consent or error page) is judged no further.
2. No headline; a text longer than any report.
3. Only for what a reader read, not for what was written by hand: a consent or error page, by the words of a
   short text; too short; not Arabic; more menu than article.
4. No source; no date, or one that had not come when the page was fetched.

Which of these hold an article back as a draft, the model says (Review.HOLD_BACK).
"""

import re
from collections.abc import Iterable, Iterator

from articles.arabic.tokenize import WORD
from articles.ingest.documents import Document, Doubt
from articles.ingest.notices import notices_in
from articles.ingest.readers.saved_page.doubts import FEWEST_WORDS
from articles.ingest.readers.saved_page.furniture import kind_of
from articles.ingest.readers.saved_page.furniture import words as names
from articles.ingest.readers.saved_page.lines import Line
from articles.ingest.sources import UNKNOWN_SLUG
from articles.models import Article, Review

#: Letters of a report; what is longer is a book, a dump or an attack, and waits for a curator.
LONGEST_BODY = 200_000
#: So much of a text tells its language.
_SAMPLE = 20_000
_FEWEST_LETTERS = 20
#: Names and quotations in other letters are fine up to here.
_ARABIC_SHARE = 0.5
#: Persian, Urdu and Kurdish have letters of their own; Arabic has the article before every fourth word.
_FOREIGN_SHARE, _ARTICLE_SHARE = 0.02, 0.08
_FEWEST_LINES, _MENU_WORDS, _MOST_LINES = 6, 6, 60

_ARABIC = "\u0620-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff"
_ARABIC_RUN = re.compile(f"[{_ARABIC}]+")
_OTHER_RUN = re.compile(rf"[^\W\d_{_ARABIC}]+")
_FOREIGN = re.compile(
    "[\u067e\u0686\u0698\u06af\u0679\u0688\u0691\u06ba\u06d2\u06be\u06b5\u06c6\u06ce\u06d5]"
)
_WITH_ARTICLE = re.compile("[\u0648\u0641]?[\u0628\u0643]?(?:\u0627\u0644|\u0644\u0644)")
#: Whoever says this has found no article at all.
NO_ARTICLE = frozenset({Review.Reason.CONSENT_PAGE, Review.Reason.FURNITURE})


def doubts_about(article: Article, document: Document, *, was_read: bool) -> tuple[Doubt, ...]:
    """All that speaks against publishing this, one doubt for each reason. The article is dated already."""
    found: dict[str, Doubt] = {}
    of_text = _of_text(article, document, was_read=was_read)
    for doubt in (*document.doubts, *of_text, *_of_origin(article, document)):
        found.setdefault(doubt.reason, doubt)
    return tuple(found.values())


def is_held_back(doubts: Iterable[Doubt]) -> bool:
    return any(doubt.reason in Review.HOLD_BACK for doubt in doubts)


def _of_text(article: Article, document: Document, *, was_read: bool) -> Iterator[Doubt]:
    if any(doubt.reason in NO_ARTICLE for doubt in document.doubts):
        return
    body = article.body
    if len(body) > LONGEST_BODY:
        yield Doubt(Review.Reason.FURNITURE, {"letters": len(body)})
    words = len(body.split())
    if was_read and words < 2 * FEWEST_WORDS and (notice := _notice(article)):
        yield Doubt(Review.Reason.CONSENT_PAGE, {"says": notice, "words": words})
        return
    if not article.title:
        yield Doubt(Review.Reason.NO_TITLE, {"first_words": body[:80]})
    if not was_read:
        return
    if words < FEWEST_WORDS:
        yield Doubt(Review.Reason.TOO_SHORT, {"words": words})
    if (share := _foreign_share(f"{article.title}\n{body}"[:_SAMPLE])) is not None:
        yield Doubt(Review.Reason.NOT_ARABIC, {"arabic_share": share})
    if menu := _menu_lines(article.paragraphs):
        yield Doubt(Review.Reason.FURNITURE, {"menu_lines": menu})


def _of_origin(article: Article, document: Document) -> Iterator[Doubt]:
    if article.source.slug == UNKNOWN_SLUG:
        yield Doubt(Review.Reason.NO_SOURCE)
    if article.published_at is None and article.has_text:
        evidence = {}
        if article.page_clock:
            evidence["page_clock"] = article.page_clock
        if document.published is not None:
            evidence["future_date"] = document.published.text
        yield Doubt(Review.Reason.NO_DATE, evidence)


def _notice(article: Article) -> list[str]:
    """What a short text says that consent walls and error pages say; empty if it may be a report."""
    lines = [article.title, *article.paragraphs]
    missing = {phrase for line in lines for phrase in notices_in(line, "missing")}
    is_title = (
        2 * len(" ".join(notices_in(article.title, "missing")).split()) >= len(article.title.split()) > 0
    )
    # One phrase of either kind may be what a report is about: a law on cookies, a site that was closed.
    is_gone = is_title or len(missing) > 1 or (missing and len(article.body.split()) < FEWEST_WORDS)
    consent = {phrase for line in lines for phrase in notices_in(line, "consent")}
    if not is_gone and len(consent) < 2:
        return []
    group = "missing" if is_gone else "consent"
    return [line[:200] for line in lines if notices_in(line, group)][:3]


def _foreign_share(text: str) -> float | None:
    """The share of Arabic letters in a text that is not Arabic; None for one that is, or that cannot tell."""
    arabic = sum(map(len, _ARABIC_RUN.findall(text)))
    # Where most characters are Arabic, the others need no counting.
    others = 0 if arabic > _ARABIC_SHARE * len(text) else sum(map(len, _OTHER_RUN.findall(text)))
    if arabic + others < _FEWEST_LETTERS:
        return None
    share = arabic / (arabic + others)
    if share < _ARABIC_SHARE:
        return round(share, 2)
    foreign = len(_FOREIGN.findall(text))
    if foreign < _FOREIGN_SHARE * arabic:
        return None
    words = WORD.findall(text)
    if sum(_WITH_ARTICLE.match(word) is not None for word in words) >= _ARTICLE_SHARE * len(words):
        return None
    return round((arabic - foreign) / (arabic + others), 2)


def _menu_lines(paragraphs: list[str]) -> int:
    """How many of the lines are menu words, if that is most of them."""
    words = sum(paragraph.count(" ") + 1 for paragraph in paragraphs)
    if len(paragraphs) < _FEWEST_LINES or words >= _MENU_WORDS * len(paragraphs):
        return 0
    lines = paragraphs[:_MOST_LINES]
    menu = sum(_is_menu_line(Line(n, line, n, True, True)) for n, line in enumerate(lines))
    return menu if menu > len(lines) / 2 else 0


def _is_menu_line(line: Line) -> bool:
    return bool(kind_of(line)) or line.key in names("sections") or line.key in names("home")
