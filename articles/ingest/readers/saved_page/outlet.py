"""Which outlet the page belongs to, as the page names it.

Clues, the weightier first: a short line that agrees with the copyright line, one that recurs with a
dash, or what stands beside a repetition of the headline; the copyright line alone; the first line above
a menu; the credit below the text, if it is no agency.
"""

import re
from collections import Counter

from articles.arabic.normalize import normalize
from articles.ingest.readers.saved_page import furniture
from articles.ingest.readers.saved_page.page import Page

_HEAD_LINES, _FOOT_LINES = 30, 25
_MOST_WORDS = 6
_RIGHTS = re.compile(
    r"(?:جميع|كل|كافة|كافه)?\s*(?:ال)?حقوق\s*(?:النشر|الطبع|الملكية|الفكرية|والنشر|و)*\s*(?:محفوظة|محفوظه)?"
    r"|copyrights?|all rights reserved|©|\(c\)|®|™",
    re.IGNORECASE,
)
_YEARS = re.compile(r"[0-9\u0660-\u0669]{4}\s*(?:[-\u2013/]\s*[0-9\u0660-\u0669]{4})?\s*(?:م|هـ|ه)?(?!\w)")
_PARTS = re.compile(r"\s[|\u2013\u2014\u2022-]\s|[.\u060c,:|]\s|\s{2,}|[()\[\]]|\u2014")
_LAM = re.compile("^(?:\u0644\u0640+\\s*|\u0644\\s+)")
_DASHED = re.compile(r"\s*[-\u2013\u2014|]+$")


def find_outlet(page: Page, headline: int | None, credit: str, exclude: frozenset[str]) -> str:
    """The outlet's name; empty when nothing on the page tells. `exclude`: keys that are section or writer."""
    owner = _owner(page)
    clues: Counter[str] = Counter()
    shown: dict[str, str] = {}

    def clue(text: str, weight: float) -> None:
        name = _YEARS.sub(" ", _RIGHTS.sub(" ", text)).strip(" -|\u2013\u2014:.,\u060c")
        key = normalize(name)
        if key and key not in exclude and key not in furniture.words("sections") and not _is_agency(key):
            clues[key] = max(clues[key], weight) + 0.1  # type: ignore[assignment]
            shown.setdefault(key, name)

    for i in _edge_lines(page):
        text = page.lines[i].text
        bare = re.split(r"\s[-\u2013|]\s", text)[0]
        if owner and _same_outlet(normalize(bare), normalize(owner)):
            clue(bare, 4 if normalize(bare) == normalize(owner) else 3)
        elif _DASHED.search(text) and page.key_counts[page.lines[i].key] > 1:
            clue(text, 4)
    for text in _around_headline(page, headline):
        clue(text, 4)
    if first := _first_line(page, headline):
        clue(first, 2)
    if owner:
        clue(owner, 2.5)
    if credit:
        clue(credit, 1.5)
    if not clues:
        return ""
    best = max(clues, key=lambda key: clues[key])
    return shown[best]


def _is_agency(key: str) -> bool:
    return key in furniture.words("agencies")


def _edge_lines(page: Page) -> list[int]:
    count = len(page.lines)
    edge = [*range(min(_HEAD_LINES, count)), *range(max(_HEAD_LINES, count - _FOOT_LINES), count)]
    return [
        i
        for i in edge
        if page.lines[i].is_label_sized
        and not page.kinds[i]
        and not page.stamps[i]
        and page.lines[i].word_count <= _MOST_WORDS + 3
    ]


def _owner(page: Page) -> str:
    """The name on the copyright line."""
    for i in range(len(page.lines) - 1, max(-1, len(page.lines) - 200), -1):
        text = page.lines[i].text
        if not page.lines[i].is_label_sized or page.lines[i].word_count > 25 or not _RIGHTS.search(text):
            continue
        rest = _YEARS.sub(" | ", _RIGHTS.sub(" | ", text))
        for part in _PARTS.split(rest):
            name = _without_lam(page, part.strip(" .-\u2013\u2014|:\u060c,\u00a9"))
            if normalize(name) and _plausible(name):
                return name
    return ""


def _plausible(name: str) -> bool:
    words = normalize(name).split()
    kind = furniture.kind_of_words(
        tuple(w for w in words if not w[0].isdigit()) or ("",), ends_sentence=False
    )
    return 1 <= len(words) <= _MOST_WORDS and not kind and not all(len(word) < 2 for word in words)


def _without_lam(page: Page, name: str) -> str:
    """«rights reserved *to the* newspaper»: the preposition off, the article back."""
    if _LAM.match(name):
        return _LAM.sub("", name).strip("() ")
    first, _, rest = name.partition(" ")
    if first.startswith("\u0644\u0644"):
        return f"\u0627\u0644{first[2:]} {rest}".strip()
    if first.startswith("\u0644") and normalize(first[1:]) in furniture.words("outlet_words"):
        return f"{first[1:]} {rest}".strip()
    if first.startswith("\u0644") and len(name) > 4:
        shorter = name[1:]
        edge = (page.lines[i].key for i in _edge_lines(page))
        if any(_same_outlet(key, normalize(shorter)) for key in edge):
            return shorter
    return name


def _core(key: str) -> str:
    words = [word for word in key.split() if word not in furniture.words("outlet_words")]
    return " ".join(words) or key


def _same_outlet(key: str, owner: str) -> bool:
    a, b = f" {_core(key)} ", f" {_core(owner)} "
    return bool(key) and (a in b or b in a or _core(key).replace(" ", "") == _core(owner).replace(" ", ""))


def _around_headline(page: Page, headline: int | None) -> list[str]:
    """What stands before or after the headline on lines that repeat it."""
    if headline is None:
        return []
    title = page.lines[headline].text
    if not 15 <= len(title) <= 300:
        return []
    found = []
    for line in page.lines[: headline + 200]:
        if len(title) < len(line.text) < len(title) + 50 and title in line.text:
            before, after = line.text.split(title, 1)
            found += [part for part in (before, after) if re.search(r"[-\u2013\u2014|]", part)]
    return found


def _first_line(page: Page, headline: int | None) -> str:
    """The first line, if a menu follows it."""
    for i in range(min(4, len(page.lines))):
        if page.kinds[i] or page.stamps[i]:
            continue
        following = range(i + 1, min(i + 5, len(page.lines)))
        menu = sum(page.lines[j].word_count <= 4 and not page.prose[j] for j in following)
        if i == headline or page.lines[i].word_count > _MOST_WORDS + 3 or menu < 3:
            return ""
        return re.split(r"\s[-\u2013|]\s", page.lines[i].text)[0]
    return ""
