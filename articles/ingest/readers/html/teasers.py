"""Paragraphs that stand for other articles."""

from articles.ingest.readers.html.page import HtmlPage, ancestors, holder

_SUSPENSE = ("..", "\u2026")


def is_teaser(page: HtmlPage, i: int) -> bool:
    """Cut off with dots, or below a headline that is a link in the same small box."""
    if page.lines[i].text.endswith(_SUSPENSE) and page.lines[i].word_count < 60:
        return True
    own = holder(page.blocks[i])
    for j in (i - 1, i - 2):
        if j >= 0 and page.is_linked(j) and page.lines[j].word_count >= 4:
            other = holder(page.blocks[j])
            if other is own and own.tag in ("article", "li", "a", "td"):
                return True
            if page.blocks[j].heading and own in ancestors(other):
                return True
    return False
