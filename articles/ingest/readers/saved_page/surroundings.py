"""What stands around the text: section, standfirst, dateline, byline, caption."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from articles.arabic.normalize import normalize
from articles.ingest.readers.saved_page import captions, furniture, names
from articles.ingest.readers.saved_page.body import Region
from articles.ingest.readers.saved_page.lines import Line, without_bullet
from articles.ingest.readers.saved_page.page import Page, doubled, topic

_ABOVE_LINES = 5
#: A writer may stand below the text.
_BELOW_LINES = 4
_STANDFIRST_WORDS = 4
#: After the date, a line as long as this is a standfirst and not a caption.
_LATE_STANDFIRST_WORDS = 8
_SECTION_WORDS = 5
_CLAUSE = re.compile("[.]{2,}|[:;\u061b\u061f!]|\u060c ")
_TOPIC_LINES = 8
_SUSPENSE = ("..", "\u2026")


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
    if not found.byline and region.body:
        found = replace(found, byline=_byline_below(page, region))
    if not found.dateline and region.body:
        first = page.lines[region.body[0]].text
        found = replace(found, dateline=names.inline_dateline(first, outlets))
    return found


def _byline_below(page: Page, region: Region) -> str:
    """The writer, with a label, just below the text."""
    last = region.body[-1]
    for i in range(last + 1, min(len(page.lines), last + 1 + _BELOW_LINES)):
        if page.kinds[i] in furniture.TERMINAL | furniture.ASIDES:
            break
        stamp = page.stamps[i]
        text = stamp.rest if stamp else page.lines[i].text if page.is_short(i) else ""
        if byline := names.byline_of(Line(0, text, 0, True, True)):
            return byline
    return ""


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
    shown: list[str] = []
    about = _about(page, region)
    for i in lines:
        line, stamp = page.lines[i], page.stamps[i]
        if stamp:
            seen_stamp = True
            found = _from_words(page, stamp.rest, outlets, found)
        elif i in repeated or _says_nothing(page, i, outlets):
            continue
        elif section := furniture.label_before(line.text, furniture.labels("section")):
            found = replace(found, section=found.section or section)
        elif (caption := captions.labelled_caption(line)) is not None:
            shown += [caption] if caption else []
        elif named := _named(line, outlets) or _unknown_name(page, region, i, about):
            found = replace(found, dateline=found.dateline or named[0], byline=found.byline or named[1])
            seen_stamp = seen_stamp or i > last_repeated
        elif len(line.words) <= 3 and not found.section and _is_menu_word(page, line):
            found = replace(found, section=line.text)
        elif captions.is_told_by_place(page, i) or captions.names_agency(line, outlets):
            shown.append(line.text)
        elif _is_standfirst(line, found, is_late=seen_stamp and i > last_repeated):
            found = replace(found, subtitle=_standfirst(page, lines, i))
        elif region.headline is not None and len(line.words) >= 2 and not line.is_latin:
            is_point = line.is_bullet and without_bullet(line.text) in found.subtitle
            shown += [] if is_point else [line.text]
    shown = captions.cleaned(
        [*shown, *captions.inside(page, region.body), *captions.gallery(page, region.body[-1])], outlets
    )
    return replace(found, caption="\n".join(shown))


def _says_nothing(page: Page, i: int, outlets: frozenset[str]) -> bool:
    """A label alone, the outlet, the credit, another headline: read elsewhere, or not at all."""
    line = page.lines[i]
    is_label = line.key in furniture.labels("caption") or bool(
        furniture.label_before(line.text, furniture.labels("credit"))
    )
    return is_label or _is_outlet(line, outlets) or page.kinds[i] == "inline"


def _from_words(page: Page, rest: str, outlets: frozenset[str], found: Surroundings) -> Surroundings:
    """Place and writer from what else stands on the line with the date."""
    parts = [part.strip(" -|,/():\u060c") for part in re.split(r"[|]", rest)]
    for part in filter(None, parts):
        key = normalize(part)
        is_repeated = page.key_counts[key] and key not in outlets and not names.is_known_name(part)
        if key in furniture.words("sections") or is_repeated:
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
    first, _, rest = line.text.partition(" ")
    if first in furniture.labels("byline") and names.is_known_name(rest):
        return "", rest
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


def _standfirst(page: Page, lines: Sequence[int], start: int) -> str:
    """The standfirst that starts at a line: points, each with its bullet, are one."""
    points = [start]
    if page.lines[start].is_bullet:
        points += [i for i in lines if i > start and page.lines[i].is_bullet and page.is_short(i)]
    texts = [without_bullet(page.lines[i].text) for i in points]
    return "\n".join(text.rstrip(".\u2026 ") if text.endswith(_SUSPENSE) else text for text in texts)


def _is_standfirst(line: Line, found: Surroundings, *, is_late: bool) -> bool:
    if found.subtitle or line.is_latin or captions.names_photographer(line):
        return False
    if is_late and line.names_source:
        return False
    if not is_late:
        return line.word_count >= _STANDFIRST_WORDS
    # Captions are short and have no clauses.
    has_clauses = bool(_CLAUSE.search(line.text))
    return line.word_count >= (_STANDFIRST_WORDS + 1 if has_clauses else _LATE_STANDFIRST_WORDS)


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
        if not named or found.byline:
            break
        found = replace(found, dateline=found.dateline or named[0], byline=found.byline or named[1])
    return found


def _is_section(page: Page, i: int) -> bool:
    """A menu word that stands on the page again, or a short line by itself."""
    line = page.lines[i]
    if not 1 <= line.word_count <= _SECTION_WORDS or line.ends_sentence or line.is_bullet:
        return False
    known = line.key in furniture.words("sections")
    repeated = page.key_counts[line.key] > 1
    if page.kinds[i] and not (known or (repeated and page.kinds[i] == "latest" and line.word_count <= 2)):
        return False
    # The last word of a menu that stands again only below is the title of a list there.
    if repeated and (
        known or not _ends_menu(page, i) or any(other.key == line.key for other in page.lines[:i])
    ):
        return True
    alone = line.blank_before and line.blank_after
    if alone and (known or i == 0 or line.word_count <= 3):
        return True
    return (known or (line.word_count <= 3 and not line.is_latin)) and not _ends_menu(page, i)


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
    sections = [
        part
        for part in parts
        if (key := normalize(part))
        and key[:25] not in title_key
        and key not in furniture.words("no_sections")
    ]
    return sections[-1].strip() if sections and len(sections[-1].split()) <= _SECTION_WORDS else ""
