"""The claim and the verdict of a fact check: short lines with a label, or below one."""

from collections.abc import Iterator

from articles.arabic.normalize import normalize
from articles.ingest.readers.html.page import HtmlPage
from articles.ingest.readers.html.vocabulary import vocabulary

_REACH, _LABEL_WORDS = 6, 4
_MOST_WORDS = 60


def verdict_blocks(page: HtmlPage, headline: int | None) -> Iterator[int]:
    """Lines labelled as claim, and as verdict near one; with their labels."""
    last = -_REACH
    is_awaited = False
    for i in range((headline or 0) + 1, len(page.blocks)):
        line = page.lines[i]
        if page.zone(i) in ("related", "nav", "footer") or line.word_count > _MOST_WORDS:
            is_awaited = False
            continue
        label, is_alone = _label(line.text)
        is_claim = label in vocabulary("claims")
        is_verdict = label in vocabulary("verdicts") and i - last < _REACH
        if is_claim or is_verdict or is_awaited:
            last = i
            yield i
        is_awaited = is_alone and (is_claim or is_verdict)


def _label(text: str) -> tuple[str, bool]:
    """The words before a colon, or the whole short line; and whether nothing follows."""
    before, colon, after = text[:300].partition(":")
    if len(before.split()) > _LABEL_WORDS:
        return "", False
    return normalize(before), not (colon and after.strip())
