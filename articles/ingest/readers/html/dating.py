"""When the article was published and changed: what the page shows, completed by what its metadata say.

1. Shown are lines with a date between headline and text, just above the headline, or just below the text
   with a label; a `time` element there may say the moment by machine. The visitor's day is not shown
   beside the headline, other articles' days stand in their own lists.
2. Metadata count if they are this article's: the JSON-LD node with its headline or address, `article:*`.
3. Where both are there and agree, metadata add clock and zone. Where they disagree, what is shown wins,
   unless that day is today as the page's head shows it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice

from articles.arabic.dates import ParsedDate, Precision, find_dates
from articles.arabic.normalize import normalize
from articles.ingest.readers.html.blocks import Element
from articles.ingest.readers.html.clocks import completed, machine_date, same_day
from articles.ingest.readers.html.page import HtmlPage, ancestors
from articles.ingest.readers.html.region import Region
from articles.ingest.readers.saved_page import furniture
from articles.ingest.readers.saved_page.lines import Line
from articles.ingest.readers.saved_page.stamps import Stamp, read_stamp

_ABOVE, _BELOW = 5, 6
_MOST_HEAD = 40
_FEW_ELEMENTS, _FEW_WORDS, _MOST_WORDS_BESIDE = 30, 8, 4
_FIRST_YEAR = 1990
_PUBLISHED = (
    "article:published_time", "og:published_time", "article:published", "og:article:published_time",
    "datepublished", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "publish-date",
    "publish_date", "pubdate", "publication_date", "article_date_original", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date.created", "date.published", "article.published",
    "cxenseparse:publishtime",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "datemodified", "og:modified_time", "article:modified",
    "dcterms.modified", "dc.date.modified", "last-updated",
)  # fmt: skip
#: Programs write the day of the visit into these as well.
_WEAK = ("date", "dc.date", "dcterms.date", "created", "article:date")
_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}")
#: Servers set up in English write 6/7/2023 3:22:10 PM for the seventh of June; of people it is the sixth of July.
_MONTH_OR_DAY_FIRST = re.compile(
    r"^(?:[1-9]|1[0-2])/(?:[1-9]|1[0-2])/\d{4}\s+\d{1,2}:\d{2}:\d{2}\s*[AP]M", re.IGNORECASE
)
_PARTS = re.compile(r"\s*[|\u2022\u00b7]\s*|\s{2,}")


@dataclass(frozen=True)
class Dating:
    published: ParsedDate | None = None
    modified: ParsedDate | None = None
    #: Whether only metadata say it.
    is_from_metadata: bool = False
    page_clock: str = ""


@dataclass(frozen=True)
class _Shown:
    """A date beside the headline: published, updated, or with no label."""

    date: ParsedDate | None
    label: str
    block: int
    clock: str = ""


def find_dating(page: HtmlPage, region: Region, node: dict[str, object], url: str) -> Dating:
    """`node`: the JSON-LD of this article."""
    shown = list(_shown(page, region))
    told = _told(page, node, ("datePublished", "uploadDate", "dateCreated"), _PUBLISHED)
    changed = _told(page, node, ("dateModified",), _MODIFIED)
    own = [one for one in shown if one.date and one.label != "updated"]
    if told and region.headline is not None:
        # Above the headline the visitor's day may stand: only what metadata agree with counts there.
        own = [one for one in own if one.block > region.headline or one.label or _agrees(one.date, told)]
    updates = [one.date for one in shown if one.date and one.label == "updated"]
    published = next((one.date for one in own if one.label == "published"), own[0].date if own else None)
    is_shown = published is not None
    if published and published.time is None:
        same = (one.date for one in own if one.date and one.date.time and same_day(one.date, published))
        published = next(same, published)
    if published is None and updates and not told:
        # The only day that the page shows beside its text.
        published, updates = updates[0], []
    published = _settled(page, region, published, told, url)
    if is_shown and told and not any(completed(published, machine) for machine in told if published):
        changed = []  # they tell of a move to another system
    modified = _settled_update(updates[0] if updates else None, changed)
    if published and modified and _is_same(published, modified):
        modified = None
    if published and modified and modified.first_day() < published.first_day():
        modified = None
    clock = next((one.clock for one in shown if one.clock), "") if published is None else ""
    return Dating(published, modified, is_from_metadata=not is_shown, page_clock=clock)


def _agrees(shown: ParsedDate | None, told: list[ParsedDate]) -> bool:
    return shown is not None and any(completed(shown, machine) for machine in told)


def _settled(
    page: HtmlPage, region: Region, shown: ParsedDate | None, told: list[ParsedDate], url: str
) -> ParsedDate | None:
    if shown is None:
        if told:
            return told[0]
        weak = [d for name in _WEAK for v in page.meta.values.get(name, []) if (d := machine_date(v))]
        address = _in_address(url)
        return next((date for date in weak if address and same_day(date, address)), None)
    for machine in told:
        if agreed := completed(shown, machine):
            return agreed
    if told and (_is_today(page, region, shown) or any(_is_swapped(shown, machine) for machine in told)):
        return told[0]
    address = _in_address(url)
    if address and _is_swapped(shown, address):
        return address
    return None if _MONTH_OR_DAY_FIRST.search(shown.text) and shown.month != shown.day else shown


def _is_swapped(shown: ParsedDate, machine: ParsedDate) -> bool:
    """Printed with the month first, and read with the day first."""
    numbers = (shown.year, shown.day, shown.month)
    return bool(_NUMERIC.search(shown.text)) and numbers == (machine.year, machine.month, machine.day)


def _settled_update(shown: ParsedDate | None, told: list[ParsedDate]) -> ParsedDate | None:
    if shown is None:
        return told[0] if told else None
    return next((agreed for machine in told if (agreed := completed(shown, machine))), shown)


def _is_same(published: ParsedDate, modified: ParsedDate) -> bool:
    if published.zone and modified.zone and published.time and modified.time:
        difference = modified.at(modified.zone) - published.at(published.zone)
        return abs(difference) < timedelta(minutes=1)
    return same_day(published, modified) and (published.time == modified.time or modified.time is None)


def _told(
    page: HtmlPage, node: dict[str, object], keys: tuple[str, ...], names: tuple[str, ...]
) -> list[ParsedDate]:
    texts = [node.get(key) for key in keys]
    texts += [value for name in names for value in page.meta.values.get(name, [])]
    return [
        date for text in texts if isinstance(text, str) and (date := machine_date(text) or _written(text))
    ]


def _written(text: str) -> ParsedDate | None:
    """A day that a person's format spells, if it can be read in one way only."""
    found = [date for date in find_dates(text[:80]) if date.is_full]
    return found[0] if len(found) == 1 and _is_plausible(found[0]) else None


def _in_address(url: str) -> ParsedDate | None:
    match = _IN_ADDRESS.search(url)
    return machine_date(f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}") if match else None


def _is_plausible(date: ParsedDate) -> bool:
    return date.year is not None and date.year >= _FIRST_YEAR


def _is_today(page: HtmlPage, region: Region, shown: ParsedDate) -> bool:
    """The same day stands in the head of the page, far from the headline: it is the visitor's."""
    top = region.headline or 0
    for i in range(max(0, top - _ABOVE)):
        stamp = page.stamps[i]
        if stamp and stamp.date and stamp.is_full and same_day(stamp.date, shown) and not page.is_linked(i):
            return i < 25 and page.zone(i) != "related"
    return False


def _shown(page: HtmlPage, region: Region) -> Iterator[_Shown]:
    if not region.body and region.headline is None:
        return
    for i in _near(page, region):
        line = page.lines[i]
        machine = _machine_moment(page.blocks[i].element)
        if machine and len(line.text) < 120 and not page.prose[i]:
            stamp = page.stamps[i]
            label = stamp.label if stamp else ""
            yield _Shown(_agreed_moment(stamp, machine), "" if label == "ago" else label, i)
            if stamp is None or len([d for d in find_dates(line.text) if d.year]) < 2:
                continue
        yield from _of_line(page, i)


def _agreed_moment(stamp: Stamp | None, machine: ParsedDate) -> ParsedDate:
    """What is printed, with what its own `time` element adds."""
    if stamp and stamp.date and stamp.is_full and stamp.date.day:
        return completed(stamp.date, machine) or stamp.date
    return machine


def _of_line(page: HtmlPage, i: int) -> Iterator[_Shown]:
    """The dates of a line; «published ... | updated ...» holds two."""
    line, stamp = page.lines[i], page.stamps[i]
    dates = [date for date in find_dates(line.text[:300]) if date.is_full and _is_plausible(date)]
    if len(dates) >= 2 and line.is_label_sized and not page.prose[i]:
        for part in _dated_parts(line.text):
            found = read_stamp(Line(0, part, 0, True, True))
            if found and found.date and found.date.is_full and found.label != "not_own":
                yield _Shown(_timed(found), found.label, i)
        return
    if stamp is None or page.prose[i]:
        return
    if stamp.date and stamp.is_full and _is_plausible(stamp.date):
        is_named = stamp.label in ("published", "updated")
        # With so many other words it may be the day of what the line is about.
        if is_named or (not stamp.label and len(stamp.rest.split()) <= _MOST_WORDS_BESIDE):
            yield _Shown(_timed(stamp), stamp.label, i, stamp.clock)
    elif stamp.clock and stamp.label in ("", "published"):
        yield _Shown(None, stamp.label, i, stamp.clock)


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
    labels = furniture.labels("updated") | furniture.labels("published")
    cuts = [0]
    for i in range(1, len(words)):
        pair = normalize(" ".join(words[i : i + 2]))
        if (pair in labels or normalize(words[i].rstrip(":")) in labels) and i - cuts[-1] > 1:
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
            if has_moment and page.zone(i, region.exempt) == "":
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
