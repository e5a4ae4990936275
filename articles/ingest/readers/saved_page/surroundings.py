"""What stands around the text: section, standfirst, dateline, byline, caption, credit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from articles.arabic.normalize import normalize
from articles.ingest.readers.saved_page import furniture, names
from articles.ingest.readers.saved_page.body import Region
from articles.ingest.readers.saved_page.lines import Line, without_bullet
from articles.ingest.readers.saved_page.page import Page, doubled, topic

_ABOVE_LINES = 5
_BELOW_LINES = 5
_STANDFIRST_WORDS = 4
#: After the date, a line as long as this is a standfirst and not a caption.
_LATE_STANDFIRST_WORDS = 8
_BRACKETED = re.compile(r"^[(\[\u00ab\"]\s*([^()\[\]]+?)\s*[)\]\u00bb\"]$")
_SECTION_WORDS = 5
_CLAUSE = re.compile("[.]{2,}|[:;\u061b\u061f!]|\u060c ")
_IMPERFECT = "\u064a\u062a"  # ya, ta
_NOMINAL = "\u0647\u062a\u0629"  # feminine endings, singular and plural
_TOPIC_LINES = 8
#: Screen readers' labels end in a comma: «Image caption, ...».
_LABEL_COMMA = re.compile(r"^((?:\S+ ){0,3}\S+?)[\u060c,]\s")
_COUNTER = re.compile(
    r"^[(\[]?[0-9\u0660-\u0669]{1,3}\s*(?:/|\u0645\u0646|-)\s*[0-9\u0660-\u0669]{1,3}[)\]]?$"
)
_OUTLET_LIKE_WORDS = 4


@dataclass(frozen=True)
class Surroundings:
    section: str = ""
    subtitle: str = ""
    dateline: str = ""
    byline: str = ""
    caption: str = ""


def find_surroundings(page: Page, region: Region, outlets: frozenset[str]) -> Surroundings:
    """`outlets`: normalised names of the page's own outlet."""
    found = Surroundings()
    if region.body:
        found = _below_headline(page, region, outlets, found)
    found = _above_headline(page, region, outlets, found)
    if not found.dateline and region.body:
        first = page.lines[region.body[0]].text
        found = replace(found, dateline=names.inline_dateline(first, outlets))
    return found


def head_lines(page: Page, region: Region) -> Iterator[int]:
    """Lines between the headline and the text that belong to neither a list nor the buttons."""
    first = 0 if region.headline is None else region.headline + 1
    if region.headline is None:
        first = max(0, region.body[0] - 2 * _ABOVE_LINES)
    for i in range(first, region.body[0]):
        if page.kinds[i] in ("", "inline") and not any(s.start <= i < s.end for s in region.stretches):
            yield i


def _below_headline(page: Page, region: Region, outlets: frozenset[str], found: Surroundings) -> Surroundings:
    title = page.lines[region.headline].key if region.headline is not None else ""
    lines = list(head_lines(page, region))
    repeated = [i for i in lines if title and title in page.lines[i].key]
    last_repeated = repeated[-1] if repeated else -1
    seen_stamp = False
    captions = []
    about = _about(page, region)
    for i in lines:
        line, stamp = page.lines[i], page.stamps[i]
        if stamp:
            seen_stamp = True
            found = _from_words(page, stamp.rest, outlets, found)
        elif i in repeated or _is_outlet(line, outlets) or page.kinds[i] == "inline":
            continue
        elif section := furniture.label_before(line.text, furniture.labels("section")):
            found = replace(found, section=found.section or section)
        elif (caption := _labelled_caption(line)) is not None:
            captions += [caption] if caption else []
        elif named := _named(line, outlets) or _unknown_name(page, region, i, about):
            found = replace(found, dateline=found.dateline or named[0], byline=found.byline or named[1])
            seen_stamp = seen_stamp or i > last_repeated
        elif len(line.words) <= 3 and not found.section and _is_menu_word(page, line):
            found = replace(found, section=line.text)
        elif _is_standfirst(line, found, is_late=seen_stamp and i > last_repeated):
            found = replace(found, subtitle=without_bullet(line.text))
        elif (
            region.headline is not None and i > region.headline and len(line.words) >= 2 and not line.is_latin
        ):
            captions.append(line.text)
    captions = [_without_outlet(caption, outlets) for caption in (*captions, *_gallery(page, region))]
    return replace(found, caption="\n".join(captions))


def _without_outlet(text: str, outlets: frozenset[str]) -> str:
    before, dash, rest = text.partition(" - ")
    return rest if dash and normalize(before) in outlets else text


def _gallery(page: Page, region: Region) -> list[str]:
    """Captions below the text, each after a counter such as 2/7."""
    after = range(region.body[-1] + 1, len(page.lines) - 1)
    counted = [i + 1 for i in after if _COUNTER.match(page.lines[i].text)]
    return [page.lines[i].text for i in counted if page.is_short(i) and page.lines[i].word_count >= 2]


def _from_words(page: Page, rest: str, outlets: frozenset[str], found: Surroundings) -> Surroundings:
    """Place and writer from what else stands on the line with the date."""
    parts = [part.strip(" -|,/():\u060c") for part in re.split(r"[|]", rest)]
    for part in filter(None, parts):
        key = normalize(part)
        if key in furniture.words("sections") or (page.key_counts[key] and key not in outlets):
            found = replace(found, section=found.section or part)
        elif names.is_place(part):
            found = replace(found, dateline=found.dateline or part)
        elif byline := names.byline_of(Line(0, part, 0, True, True)):
            found = replace(found, byline=found.byline or byline)
        elif named := names.place_and_name(part, outlets):
            found = replace(found, dateline=found.dateline or named[0], byline=found.byline or named[1])
        elif names.is_name(part) and len(parts) <= 3:
            found = replace(found, byline=found.byline or part)
    return found


def _named(line: Line, outlets: frozenset[str]) -> tuple[str, str] | None:
    """Dateline and byline of a line that is made for them."""
    if not line.is_label_sized or line.word_count > 12 or line.ends_sentence:
        return None
    if byline := names.byline_of(line):
        both = names.place_and_name(byline, outlets)
        return both or ("", byline)
    if both := names.place_and_name(line.text, outlets):
        return both
    if names.is_place(line.text):
        return line.text, ""
    return ("", line.text) if names.is_known_name(line.text) else None


def _about(page: Page, region: Region) -> frozenset[str]:
    paragraphs = [page.lines[i] for i in region.body[:_TOPIC_LINES]]
    if region.headline is not None:
        paragraphs.append(page.lines[region.headline])
    return frozenset().union(*map(topic, paragraphs))


def _unknown_name(page: Page, region: Region, i: int, about: frozenset[str]) -> tuple[str, str] | None:
    """A line like a name beside the headline or date; a caption shares words with the article."""
    line = page.lines[i]
    beside = any(j == region.headline or page.stamps[j] for j in (i - 1, i + 1) if 0 <= j < len(page.lines))
    fits = 2 <= len(line.words) <= 3 and names.is_name(line.text) and not topic(line) & about
    return ("", line.text) if fits and beside and not _is_menu_word(page, line) else None


def _is_menu_word(page: Page, line: Line) -> bool:
    return line.key in furniture.words("sections") or page.key_counts[line.key] > 1


def _labelled_caption(line: Line) -> str | None:
    """The caption after its label; empty if the label only names the photographer."""
    text = _LABEL_COMMA.sub(r"\1: ", line.text, count=1)
    caption = furniture.label_before(text, furniture.labels("caption"))
    if caption is not None:
        return "" if names.is_name(caption) or normalize(caption) in furniture.words("agencies") else caption
    return "" if furniture.label_before(text, furniture.labels("photo")) is not None else None


def _is_standfirst(line: Line, found: Surroundings, *, is_late: bool) -> bool:
    if found.subtitle or line.is_latin:
        return False
    if not is_late:
        return line.word_count >= _STANDFIRST_WORDS
    # Captions are short and have no clauses.
    has_clauses = bool(_CLAUSE.search(line.text)) or _starts_with_verb(line)
    return line.word_count >= (_STANDFIRST_WORDS + 1 if has_clauses else _LATE_STANDFIRST_WORDS)


def _starts_with_verb(line: Line) -> bool:
    """Imperfect prefix, no nominal ending: right often enough to tell a sentence from a caption."""
    first = line.words[0]
    return len(first) >= 4 and first[0] in _IMPERFECT and first[-1] not in _NOMINAL


def _is_outlet(line: Line, outlets: frozenset[str]) -> bool:
    return line.key in outlets or doubled(line)


def _above_headline(page: Page, region: Region, outlets: frozenset[str], found: Surroundings) -> Surroundings:
    anchor = region.headline
    if anchor is None:
        return found
    for i in range(anchor - 1, max(-1, anchor - 1 - _ABOVE_LINES), -1):
        line, kind = page.lines[i], page.kinds[i]
        if crumb := _last_crumb(line, page.lines[anchor].key):
            return replace(found, section=found.section or crumb)
        if page.stamps[i] or kind in furniture.SOFT or _is_outlet(line, outlets):
            continue
        if (kind and not _is_section(page, i)) or page.prose[i]:
            break
        if label := furniture.label_before(line.text, furniture.labels("section")):
            return replace(found, section=found.section or label)
        if _is_section(page, i):
            return replace(found, section=found.section or line.text)
        named = _named(line, outlets)
        if not named and i == anchor - 1 and i and names.is_name(line.text) and _is_section(page, i - 1):
            named = "", line.text
        if not named and not found.subtitle and i == anchor - 1 and _is_overline(page, region, i):
            found = replace(found, subtitle=line.text)
            continue
        if not named or found.byline:
            break
        found = replace(found, dateline=found.dateline or named[0], byline=found.byline or named[1])
    return found


def _is_overline(page: Page, region: Region, i: int) -> bool:
    """A standfirst above the headline: about the same thing, and not in a list or under the outlet's name."""
    if (
        not region.body
        or page.lines[i].word_count < _STANDFIRST_WORDS
        or any(s.start <= i < s.end for s in region.stretches)
    ):
        return False
    return i > 0 and len(topic(page.lines[i]) & _about(page, region)) >= 2


def _is_section(page: Page, i: int) -> bool:
    """A menu word that stands on the page again, or a short line by itself."""
    line = page.lines[i]
    if not 1 <= line.word_count <= _SECTION_WORDS or line.ends_sentence or line.is_bullet:
        return False
    known = line.key in furniture.words("sections")
    repeated = page.key_counts[line.key] > 1
    if page.kinds[i] and not (known or (repeated and page.kinds[i] == "latest" and line.word_count <= 2)):
        return False
    if repeated:
        return True
    alone = line.blank_before and line.blank_after
    if alone and (known or i == 0 or line.word_count <= 3):
        return True
    return (known or line.word_count <= 3) and not _ends_menu(page, i)


def _ends_menu(page: Page, i: int) -> bool:
    """The two lines above are short as well: this is the last word of a menu."""
    if page.lines[i].blank_before and not page.lines[i].blank_after:
        return False
    if i and page.lines[i - 1].key in furniture.words("home"):
        return False  # breadcrumbs, one on a line
    above = [j for j in (i - 1, i - 2) if j >= 0]
    return len(above) == 2 and all(
        page.kinds[j] != "wordless" and not page.stamps[j] and page.lines[j].word_count <= 3 for j in above
    )


def _last_crumb(line: Line, title_key: str) -> str:
    """The section at the end of a breadcrumb line."""
    parts = furniture.crumbs(line) if line.word_count <= 40 else ()
    sections = [part for part in parts if normalize(part) and not title_key.startswith(normalize(part)[:25])]
    return sections[-1].strip() if sections and len(sections[-1].split()) <= _SECTION_WORDS else ""


def find_credit(page: Page, region: Region, owner_keys: frozenset[str]) -> str:
    """The credit below the text."""
    if not region.body:
        return ""
    last = region.body[-1]
    for i in range(last + 1, min(len(page.lines), last + 1 + _BELOW_LINES)):
        line, kind = page.lines[i], page.kinds[i]
        if kind in furniture.SOFT or page.stamps[i]:
            continue
        if kind:
            break
        rest = furniture.label_before(line.text, furniture.labels("credit"))
        if rest:
            return rest.strip("() ")
        bracketed = _BRACKETED.match(line.text)
        name = bracketed[1] if bracketed else line.text
        if line.word_count > _OUTLET_LIKE_WORDS + 2 or line.ends_sentence:
            break
        key = normalize(name)
        parts = [normalize(part) for part in re.split(r"[-\u2013/|+\u060c,]|\s\u0648", name)]
        known = furniture.words("agencies") | owner_keys
        if (
            key in known
            or all(part in known for part in parts)
            or (bracketed and line.word_count <= _OUTLET_LIKE_WORDS)
        ):
            return name
        if _stands_alone(line) and i == last + 1 and len(line.words) <= 2 and not names.is_name(name):
            return name
        break
    return ""


def _stands_alone(line: Line) -> bool:
    return line.blank_before and line.blank_after and not line.is_latin
