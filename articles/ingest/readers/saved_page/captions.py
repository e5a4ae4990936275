"""Which lines around the text say what a picture shows."""

import re

from articles.arabic.normalize import normalize
from articles.ingest.readers.saved_page import furniture, names
from articles.ingest.readers.saved_page.lines import Line
from articles.ingest.readers.saved_page.page import Page

#: Screen readers' labels end in a comma: «Image caption, ...».
_LABEL_COMMA = re.compile(r"^((?:\S+ ){0,3}\S+?)[\u060c,]\s")
_COUNTER = re.compile(
    r"^[(\[]?[0-9\u0660-\u0669]{1,3}\s*(?:/|\u0645\u0646|-)\s*[0-9\u0660-\u0669]{1,3}[)\]]?$"
)
_BRACKETED = re.compile(r"^[(\[][^()\[\]]{1,60}[)\]]$")
_INITIALS = re.compile(r"^(?:[\u0621-\u064a][.\s/]{1,2}){1,3}[\u0621-\u064a]?[.]?$")
#: What may part a caption from «photograph: So-and-so».
_TAIL = re.compile(r"\s+[-\u2013|/(\[]\s*")
#: More pictures are no article's.
_MOST = 60
_CREDIT_WORDS = 5
_STOCK_WORDS = 9
_COPYRIGHT = ("\u00a9", "(c)", "(C)")


def labelled_caption(line: Line) -> str | None:
    """The caption after its label; empty if the line only names the photographer; None if it is neither."""
    text = _LABEL_COMMA.sub(r"\1: ", line.text, count=1)
    caption = furniture.label_before(text, furniture.labels("caption"))
    if caption is not None:
        return "" if names.is_name(caption) or normalize(caption) in furniture.words("agencies") else caption
    if furniture.label_before(text, furniture.labels("photo")) is not None:
        return ""
    is_credit = line.text.startswith(_COPYRIGHT) or line.key in furniture.words("agencies")
    if line.word_count <= _STOCK_WORDS and line.key.startswith(tuple(furniture.words("stock_captions"))):
        return line.text
    is_bracketed = line.word_count <= _CREDIT_WORDS and _BRACKETED.match(line.text)
    return "" if is_credit or is_bracketed or _INITIALS.match(line.text) else None


def stands_below_label(page: Page, i: int) -> bool:
    """The line above is nothing but a label: «Image caption»."""
    above = page.lines[i - 1].key if i else ""
    return " " in above and above in furniture.labels("caption")


def is_told_by_place(page: Page, i: int) -> bool:
    """Directly below «image caption», or directly above the photographer."""
    if stands_below_label(page, i):
        return True
    below = page.lines[i + 1].text if i + 1 < len(page.lines) else ""
    is_photographer = furniture.label_before(below, furniture.labels("photo")) is not None
    return page.is_short(i) and (is_photographer or below.startswith(_COPYRIGHT))


def names_agency(line: Line, outlets: frozenset[str]) -> bool:
    """«... (Reuters)»."""
    inside = re.split(r"[(\[]", line.text)[-1].rstrip(")] ")
    return line.names_source and normalize(inside) in furniture.words("agencies") | outlets


def names_photographer(line: Line) -> bool:
    """«... - photograph: So-and-so»."""
    return _without_photographer(line.text) != line.text


def inside(page: Page, body: tuple[int, ...]) -> list[str]:
    """Captions between the paragraphs, with their labels."""
    between = sorted(set(range(body[0], body[-1])) - set(body))
    below_label = [page.lines[i].text for i in between if stands_below_label(page, i)]
    return [*filter(None, (labelled_caption(page.lines[i]) for i in between)), *below_label]


def gallery(page: Page, last: int) -> list[str]:
    """Captions below the text, each after a counter such as 2/7."""
    after = range(last + 1, len(page.lines) - 1)
    counted = [i + 1 for i in after if _COUNTER.match(page.lines[i].text)]
    return [page.lines[i].text for i in counted if page.is_short(i) and page.lines[i].word_count >= 2]


def cleaned(captions: list[str], outlets: frozenset[str]) -> list[str]:
    """Without the outlet before and the photographer after a dash, and without shorter forms of another."""
    texts = [_without_photographer(_without_outlet(caption, outlets)) for caption in captions[:_MOST]]
    words = [set(normalize(text).split()) for text in texts]
    return [
        text
        for i, text in enumerate(texts)
        if not any(words[i] < other or (words[i] == other and j < i) for j, other in enumerate(words))
    ]


def _without_outlet(text: str, outlets: frozenset[str]) -> str:
    before, dash, rest = text.partition(" - ")
    return rest if dash and normalize(before) in outlets else text


def _without_photographer(text: str) -> str:
    *before, last = _TAIL.split(text)
    if before and furniture.label_before(last, furniture.labels("photo")) is not None:
        return text[: text.rindex(last)].rstrip(" -\u2013|/([")
    return text
