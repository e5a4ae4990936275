"""Why a page may not hold an article."""

from articles.ingest.documents import Doubt
from articles.ingest.readers.saved_page.body import Region
from articles.ingest.readers.saved_page.page import Page, overlap, topic

#: A report of one sentence has more words than these.
FEWEST_WORDS = 20
_FEW_LINES = 8
_TEASERS = 3
#: Of the paragraphs of one article most share a word with its headline or first paragraph.
_COHERENT = 0.35


def find_doubts(page: Page, region: Region) -> tuple[Doubt, ...]:
    if page.was_cut:
        return (Doubt("furniture", {"lines_read": len(page.lines)}),)
    notices = [i for i, kind in enumerate(page.kinds) if kind in ("consent", "missing")]
    words = sum(page.lines[i].word_count for i in region.body)
    is_wall = region.headline is None and any(i < region.body[0] for i in notices if region.body)
    if (words < 2 * FEWEST_WORDS or is_wall) and _is_notice(page, notices):
        return (
            Doubt("consent_page", {"says": [page.lines[i].text[:200] for i in notices[:3]], "words": words}),
        )
    if not page.is_live and _is_front_page(page, region):
        return (Doubt("furniture", {"paragraphs": len(region.body)}),)
    doubts = []
    if region.headline is None:
        doubts.append(
            Doubt("no_title", {"first_words": page.lines[region.body[0]].text[:80] if region.body else ""})
        )
    if words < FEWEST_WORDS:
        doubts.append(Doubt("too_short", {"words": words}))
    return tuple(doubts)


def _is_notice(page: Page, notices: list[int]) -> bool:
    return any(page.lines[i].word_count >= 5 or page.kinds[i] == "missing" for i in notices)


def _is_dated_teaser(page: Page, i: int) -> bool:
    """A paragraph under a headline with a date, or a «read more», beside them."""
    if not page.prose[i] or not page.is_short(i - 1) or len(page.lines[i - 1].words) < 4:
        return False
    beside = [page.stamps[j] for j in (i - 2, i + 1) if j >= 0]
    return page.kinds[i + 1] == "related" or any(
        stamp and (stamp.is_full or stamp.label == "ago") for stamp in beside
    )


def _is_front_page(page: Page, region: Region) -> bool:
    """Headlines with teasers that have nothing to do with each other, or nothing but short lines."""
    if not region.body:
        return len(page.lines) >= _FEW_LINES and sum(map(bool, page.kinds)) < len(page.lines)
    teasers = [i for i in range(1, len(page.lines) - 1) if _is_dated_teaser(page, i)]
    if len(teasers) >= _TEASERS and teasers[0] - 1 == region.headline:
        return True
    paragraphs = [i for i in region.body if page.prose[i]]
    titled = [i for i in paragraphs if i and page.is_short(i - 1) and len(page.lines[i - 1].words) >= 4]
    if len(titled) < _TEASERS or len(titled) < 0.7 * len(paragraphs):
        return False
    about = topic(page.lines[paragraphs[0]])
    if region.headline is not None:
        about |= topic(page.lines[region.headline])
    coherent = sum(overlap(topic(page.lines[i]), about) > 0 for i in paragraphs[1:])
    return coherent < _COHERENT * (len(paragraphs) - 1)
