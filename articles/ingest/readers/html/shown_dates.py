"""The dates that a page shows beside its headline or its text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from articles.arabic.dates import ParsedDate, Precision, find_dates
from articles.arabic.normalize import normalize
from articles.ingest.readers.html.blocks import Element
from articles.ingest.readers.html.clocks import completed, machine_date
from articles.ingest.readers.html.page import HtmlPage, ancestors
from articles.ingest.readers.html.region import Region
from articles.ingest.readers.html.vocabulary import vocabulary
from articles.ingest.readers.saved_page import furniture
from articles.ingest.readers.saved_page.lines import Line
from articles.ingest.readers.saved_page.stamps import Stamp, read_stamp

_ABOVE, _BELOW = 5, 6
_MOST_HEAD = 40
_FEW_ELEMENTS, _FEW_WORDS, _MOST_WORDS_BESIDE = 30, 8, 4
_LABEL_WORDS = 4
_FIRST_YEAR = 1990
_PARTS = re.compile(r"\s*[|\u2022\u00b7]\s*|\s{2,}")


@dataclass(frozen=True)
class Shown:
    """A date beside the headline: published, updated, or with no label."""

    date: ParsedDate | None
    label: str
    block: int
    clock: str = ""


def shown_dates(page: HtmlPage, region: Region) -> Iterator[Shown]:
    if not region.body and region.headline is None:
        return
    for i in _near(page, region):
        line = page.lines[i]
        machine = _machine_moment(page.blocks[i].element)
        if machine and len(line.text) < 120 and not page.prose[i]:
            stamp = page.stamps[i]
            label = (stamp.label if stamp else "") or _label_above(page, i)
            yield Shown(_agreed_moment(stamp, machine), "" if label == "ago" else label, i)
            if stamp is None or len([d for d in find_dates(line.text) if d.year]) < 2:
                continue
        yield from _of_line(page, i)


def _agreed_moment(stamp: Stamp | None, machine: ParsedDate) -> ParsedDate:
    """What is printed, with what its own `time` element adds."""
    if stamp and stamp.date and stamp.is_full and stamp.date.day:
        return completed(stamp.date, machine) or stamp.date
    return machine


def _of_line(page: HtmlPage, i: int) -> Iterator[Shown]:
    """The dates of a line; «published ... | updated ...» holds two."""
    line, stamp = page.lines[i], page.stamps[i]
    dates = [date for date in find_dates(line.text[:300]) if date.is_full and is_plausible(date)]
    if len(dates) >= 2 and line.is_label_sized and not page.prose[i]:
        for part in _dated_parts(line.text):
            found = read_stamp(Line(0, part.strip("() "), 0, True, True))
            if (
                found
                and not found.label
                and normalize(part.strip("( ").split(" ")[0].rstrip(":")) in vocabulary("updated")
            ):
                found = replace(found, label="updated")
            if found and found.date and found.date.is_full and found.label != "not_own":
                yield Shown(_timed(found), found.label, i)
        return
    if stamp is None or page.prose[i]:
        return
    if stamp.date and stamp.is_full and is_plausible(stamp.date):
        label = stamp.label or _label_above(page, i)
        is_named = label in ("published", "updated")
        # With so many other words it may be the day of what the line is about.
        if is_named or (not label and _words_beside(line, stamp) <= _MOST_WORDS_BESIDE):
            yield Shown(_timed(stamp), label, i, stamp.clock)
    elif stamp.clock and stamp.label in ("", "published"):
        yield Shown(None, stamp.label, i, stamp.clock)


def _label_above(page: HtmlPage, i: int) -> str:
    """«Updated» and «published» may stand in elements of their own, before the day."""
    if i == 0 or page.stamps[i - 1] or page.lines[i - 1].word_count > _LABEL_WORDS:
        return ""
    key = page.lines[i - 1].key.removesuffix(":").strip()
    if key in furniture.labels("updated") | vocabulary("updated"):
        return "updated"
    return "published" if key in furniture.labels("published") | vocabulary("published") else ""


def _words_beside(line: Line, stamp: Stamp) -> int:
    """Words beside the date in its part of the line, between bars."""
    parts = [read_stamp(Line(0, part, 0, True, True)) for part in _PARTS.split(line.text[:300]) if part]
    rests = [part.rest for part in parts if part and part.date and part.is_full] or [stamp.rest]
    return min(sum(any(map(str.isalnum, word)) for word in rest.split()) for rest in rests)


def _timed(stamp: Stamp) -> ParsedDate | None:
    date = stamp.date
    if date and date.time is None and date.day and stamp.clock_time:
        return replace(date, time=stamp.clock_time, zone=stamp.zone, precision=Precision.MINUTE)
    return date


def _dated_parts(text: str) -> list[str]:
    """A line cut before each label of a date: at bars, or where the words for «updated» stand."""
    return [piece for part in _PARTS.split(text) if part for piece in _cut_at_labels(part)]


def _cut_at_labels(text: str) -> list[str]:
    words = text.split(" ")
    labels = furniture.labels("updated") | furniture.labels("published") | vocabulary("updated")
    cuts = [0]
    for i in range(1, len(words)):
        pair = normalize(" ".join(words[i : i + 2]))
        if (pair in labels or normalize(words[i].strip("(:")) in labels) and i - cuts[-1] > 1:
            cuts.append(i)
    return [" ".join(words[a:b]) for a, b in zip(cuts, [*cuts[1:], len(words)], strict=True)]


def _machine_moment(element: Element) -> ParsedDate | None:
    """Of the `time` element that a block is or holds; a block that holds much else says nothing."""
    inside = list(islice(element.iter(), _FEW_ELEMENTS))
    if len(inside) == _FEW_ELEMENTS:
        return None
    for each in inside:
        attributes = each.attrib
        value = attributes.get("datetime", "")
        is_date = (
            "date" in attributes.get("property", "").lower() or attributes.get("itemprop") == "datePublished"
        )
        if not value and is_date:
            value = attributes.get("content", "")
        if not value and each.tag == "abbr":
            value = attributes.get("title", "")
        if value and (found := machine_date(value)):
            return found
    return None


def _near(page: HtmlPage, region: Region) -> Iterator[int]:
    """Blocks beside the headline or the text that are the article's own, in the order of trust."""
    top = region.headline
    first = region.body[0] if region.body else None
    if top is not None:
        stop = min(first if first is not None else top + _BELOW, top + _MOST_HEAD, region.end)
        yield from (i for i in range(top + 1, stop) if _is_own(page, region, i))
        box = ancestors(page.blocks[top].element.getparent())
        above = [i for i in range(max(0, top - _ABOVE), top) if _is_own(page, region, i)]
        yield from reversed([i for i in above if not _is_page_head(page, region, i, box)])
    elif first is not None:
        yield from (i for i in range(max(0, first - _ABOVE), first) if _is_own(page, region, i))
    if region.body:
        last = region.body[-1]
        inside = set(region.body)
        for i in range(last + 1, min(last + 1 + _BELOW, region.end)):
            has_moment = page.lines[i].word_count <= _FEW_WORDS and _machine_moment(page.blocks[i].element)
            if has_moment and not page.is_linked(i) and page.zone(i, region.exempt) == "":
                yield i
                continue
            if not _is_own(page, region, i) or page.kinds[i] in furniture.ASIDES | furniture.TERMINAL:
                break
            stamp = page.stamps[i]
            is_labelled = stamp and (stamp.label in ("published", "updated") or not stamp.is_full)
            if i not in inside and is_labelled:
                yield i


def _is_own(page: HtmlPage, region: Region, i: int) -> bool:
    zone = page.zone(i, region.exempt)
    return zone in ("", "share", "crumbs") and not page.is_linked(i)


def _is_page_head(page: HtmlPage, region: Region, i: int, box: frozenset[Element]) -> bool:
    """In the head of the page and not of the article: outside of what holds both headline and text."""
    if region.core is None:
        return False
    between = range(i + 1, region.headline or 0)
    if any(page.zone(j, region.exempt) in ("nav", "related") or page.kinds[j] == "nav" for j in between):
        return True
    common = ancestors(region.core) & box
    own = ancestors(page.blocks[i].element)
    shared = own & common
    if not shared:
        return True
    # The visitor's day: the only thing shared with the article is the page itself.
    return all(element.tag in ("body", "html", "form", "center") for element in shared)


def is_plausible(date: ParsedDate) -> bool:
    return date.year is not None and date.year >= _FIRST_YEAR
