"""Which outlet the page belongs to, as the page names it, and whom the text is credited to.

Clues, the weightier first: a short line that agrees with the copyright line, one that recurs with a
dash, or what stands beside a repetition of the headline; the copyright line alone; the first line above
a menu; the credit below the text, if it is no agency.
"""

import re
from collections import Counter
from collections.abc import Iterator

from articles.arabic.normalize import normalize
from articles.ingest.readers.saved_page import furniture, names
from articles.ingest.readers.saved_page.body import Region
from articles.ingest.readers.saved_page.lines import Line
from articles.ingest.readers.saved_page.page import Page

_HEAD_LINES, _FOOT_LINES = 30, 25
_MOST_WORDS = 6
_TOP_LINES = 8
_BELOW_LINES = 5
_CREDIT_WORDS = 4
_BRACKETED = re.compile(r"^[(\[\u00ab\"]\s*([^()\[\]]+?)\s*[)\]\u00bb\"]$")
_RIGHTS = re.compile(
    r"(?:جميع|كل|كافة|كافه)?\s*(?:ال)?حقوق\s*(?:النشر|الطبع|الملكية|الفكرية|والنشر|و)*\s*(?:محفوظة|محفوظه)?"
    r"|copyrights?|all rights reserved|©|\(c\)|®|™",
    re.IGNORECASE,
)
_YEARS = re.compile(r"[0-9\u0660-\u0669]{4}\s*(?:[-\u2013/]\s*[0-9\u0660-\u0669]{4})?\s*(?:م|هـ|ه)?(?!\w)")
_PARTS = re.compile(r"\s[|\u2013\u2014\u2022-]\s|[.\u060c,:|]\s|\s{2,}|[()\[\]]|\u2014")
_QUOTES = ("\u00ab", '"', "\u201c")
_FIRST_PART = re.compile(r"\s[-\u2013|]\s")
_LAM = re.compile("^(?:\u0644\u0640+\\s*|\u0644\\s+)")


def find_outlet(page: Page, headline: int | None, credit: str) -> str:
    """The outlet's name; empty when nothing on the page tells."""
    clues: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for text, weight in _clues(page, headline, credit):
        name = _YEARS.sub(" ", _RIGHTS.sub(" ", text)).strip(" -|\u2013\u2014:.,\u060c")
        key = normalize(name)
        if key and not (_is_agency(key) and text == credit):
            clues[key] = max(clues[key], weight) + 0.1  # type: ignore[assignment]
            shown.setdefault(key, name)
    return shown[max(clues, key=lambda key: clues[key])] if clues else ""


def _clues(page: Page, headline: int | None, credit: str) -> Iterator[tuple[str, float]]:
    """What may be the outlet's name, with how much speaks for it."""
    owner = _owner(page)
    for i in _edge_lines(page):
        text = page.lines[i].text
        bare = _FIRST_PART.split(text)[0]
        is_long = i == headline or len(bare.split()) > len(owner.split()) + _CREDIT_WORDS
        if owner and not is_long and _same_outlet(normalize(bare), normalize(owner)):
            yield _without_button(bare, owner), 4 if normalize(bare) == normalize(owner) else 3
    yield from ((text, 4) for text in _around_headline(page, headline))
    first = _first_line(page, headline)
    if first and (_is_quoted(page, first) or normalize(first) not in furniture.words("sections")):
        yield first, 2.0 + 0.5 * _recurs_below(page, first)
    for name, mentions in _mentioned(page, headline):
        if normalize(name) not in furniture.words("sections"):
            yield name, 1.5 + 0.5 * min(4, mentions)
    # A company that owns the outlet may have another name.
    yield owner, 1.9 if normalize(owner).split(" ")[0] in furniture.words("companies") else 2.5
    yield credit, 1.5


def _is_quoted(page: Page, name: str) -> bool:
    """The text speaks of the outlet as newspapers do of themselves: «told the «Herald»»."""
    forms = tuple(f"{mark}{name}" for mark in _QUOTES)
    prose = (line.text for line in page.lines if page.prose[line.number])
    return any(form in text for text in prose for form in forms)


def _recurs_below(page: Page, name: str) -> bool:
    key = normalize(name)
    return any(line.key == key for line in page.lines[-_FOOT_LINES:] if line.number > _HEAD_LINES)


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
        and not _RIGHTS.search(page.lines[i].text)
        and ":" not in page.lines[i].text
        and not furniture.words("about_words") & set(page.lines[i].words[:1])
    ]


def _owner(page: Page) -> str:
    """The name on the copyright line."""
    for i in range(len(page.lines) - 1, max(-1, len(page.lines) - 200), -1):
        text = page.lines[i].text
        if not page.lines[i].is_label_sized or page.lines[i].word_count > 25 or not _RIGHTS.search(text):
            continue
        rest = _YEARS.sub(" | ", _RIGHTS.sub(" | ", text))
        stripped = (part.strip(" .-\u2013\u2014|:\u060c,\u00a9") for part in _PARTS.split(rest))
        parts = [_without_lam(page, part) for part in stripped]
        found = [name for name in parts if normalize(name) and _plausible(name)]
        edge = {page.lines[j].key for j in _edge_lines(page)}
        if found:
            return next((name for name in found if normalize(name) in edge), found[0])
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


def _without_button(name: str, owner: str) -> str:
    """«Menu The Herald»: the owner's name, where a line holds it and a button."""
    own = normalize(owner).split()
    others = tuple(word for word in normalize(name).split() if word not in own)
    return owner if others and furniture.kind_of_words(others, ends_sentence=False) else name


def core(key: str) -> str:
    """A normalised name without «newspaper», «agency», «network»."""
    words = [word for word in key.split() if word not in furniture.words("outlet_words")]
    return " ".join(words) or key


def _same_outlet(key: str, owner: str) -> bool:
    a, b = f" {core(key)} ", f" {core(owner)} "
    return bool(key) and (a in b or b in a or core(key).replace(" ", "") == core(owner).replace(" ", ""))


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


def _mentioned(page: Page, headline: int | None) -> Iterator[tuple[str, int]]:
    """Names among the first lines that other short lines of the page hold: «follow the Herald on...»."""
    top = [i for i in range(min(_TOP_LINES, len(page.lines))) if page.is_short(i) and i != headline]
    others = [
        (i, f" {line.key} ")
        for i, line in enumerate(page.lines)
        if i != headline and line.is_label_sized and not page.prose[i]
    ]
    for i in top:
        line = page.lines[i]
        name = _FIRST_PART.split(line.text)[0]
        held = f" {core(normalize(name))} "
        if not line.is_label_sized or line.word_count > _MOST_WORDS + 3 or len(held) < 5:
            continue
        if names.is_place(name) or normalize(name) in furniture.words("outlet_words"):
            continue
        mentions = sum(held in key and key.strip() != line.key for _, key in others)
        if mentions:
            yield name, mentions


def _first_line(page: Page, headline: int | None) -> str:
    """The first line, if a menu follows it."""
    for i in range(min(4, len(page.lines))):
        if page.kinds[i] or page.stamps[i] or page.lines[i].key in furniture.words("outlet_words"):
            continue
        following = range(i + 1, min(i + 5, len(page.lines)))
        menu = sum(page.lines[j].word_count <= 4 and not page.prose[j] for j in following)
        menu += 3 * any(page.kinds[j] == "nav" and page.lines[j].word_count > 4 for j in following)
        if i == headline or page.lines[i].word_count > _MOST_WORDS + 3 or menu < 3:
            return ""
        return _FIRST_PART.split(page.lines[i].text)[0]
    return ""


def find_credit(page: Page, region: Region, owner_keys: frozenset[str]) -> str:
    """The credit below the text or beside its date."""
    if not region.body:
        return ""
    return _credit_below(page, region, owner_keys) or _credit_beside_date(page, region)


def _credit_below(page: Page, region: Region, owner_keys: frozenset[str]) -> str:
    last = region.body[-1]
    for i in range(last + 1, min(len(page.lines), last + 1 + _BELOW_LINES)):
        line, kind = page.lines[i], page.kinds[i]
        if kind in furniture.SOFT or page.stamps[i]:
            continue
        if kind:
            break
        rest = furniture.label_before(line.text, furniture.labels("credit"))
        rest = rest or furniture.word_label_before(line.text, furniture.labels("credit_words"))
        if rest and len(rest.split()) <= _MOST_WORDS:
            return rest.strip("() ")
        bracketed = _BRACKETED.match(line.text)
        name = bracketed[1] if bracketed else line.text
        if line.word_count > _CREDIT_WORDS + 2 or line.ends_sentence:
            break
        key = normalize(name)
        parts = [normalize(part) for part in re.split(r"[-\u2013/|+\u060c,]|\s\u0648", name)]
        known = furniture.words("agencies") | owner_keys
        if (
            key in known
            or all(part in known for part in parts)
            or (bracketed and line.word_count <= _CREDIT_WORDS)
        ):
            return name
        if _stands_alone(line) and i == last + 1 and len(line.words) <= 2 and not names.is_name(name):
            return name
        break
    return ""


def _credit_beside_date(page: Page, region: Region) -> str:
    """«Source: the Herald» between headline and text, perhaps on the line with the date."""
    top = region.body[0] if region.headline is None else region.headline
    for i in range(top, region.body[0]):
        stamp = page.stamps[i]
        for part in stamp.rest.split("|") if stamp else [page.lines[i].text]:
            rest = furniture.label_before(part.strip(), furniture.labels("credit"))
            if rest and len(rest.split()) <= _MOST_WORDS:
                return rest.strip(' ()"\u00ab\u00bb')
    return ""


def _stands_alone(line: Line) -> bool:
    return line.blank_before and line.blank_after and not line.is_latin
