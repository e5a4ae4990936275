"""When the article was published and changed: what the page shows, completed by what its metadata say.

1. Shown are lines with a date between headline and text, just above the headline, or just below the text
   with a label; a `time` element there may say the moment by machine. The visitor's day is not shown
   beside the headline, other articles' days stand in their own lists.
2. Metadata count if they are this article's: the JSON-LD node with its headline or address, `article:*`.
3. Where both are there and agree, metadata add clock and zone. Where they disagree, what is shown wins,
   unless that day is today as the page's head shows it.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from articles.arabic.dates import ParsedDate, find_dates
from articles.ingest.readers.html.clocks import completed, machine_date, same_day
from articles.ingest.readers.html.microdata import marked_dates
from articles.ingest.readers.html.page import HtmlPage
from articles.ingest.readers.html.region import Region
from articles.ingest.readers.html.shown_dates import is_plausible, shown_dates

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
_HEAD_REACH = 5
_NUMERIC = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}")
#: Servers set up in English write so for the seventh of June what a person writes for the sixth of July.
_MONTH_OR_DAY_FIRST = re.compile(
    r"^(?:[1-9]|1[0-2])/(?:[1-9]|1[0-2])/\d{4}\s+\d{1,2}:\d{2}:\d{2}\s*[AP]M", re.IGNORECASE
)


@dataclass(frozen=True)
class Dating:
    published: ParsedDate | None = None
    modified: ParsedDate | None = None
    #: Whether only metadata say it.
    is_from_metadata: bool = False
    page_clock: str = ""


def find_dating(page: HtmlPage, region: Region, node: dict[str, object], url: str) -> Dating:
    """`node`: the JSON-LD of this article."""
    shown = list(shown_dates(page, region))
    told = _told(page, region.headline, node, ("datePublished", "uploadDate", "dateCreated"), _PUBLISHED)
    changed = _told(page, region.headline, node, ("dateModified",), _MODIFIED)
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
    page: HtmlPage,
    headline: int | None,
    node: dict[str, object],
    keys: tuple[str, ...],
    names: tuple[str, ...],
) -> list[ParsedDate]:
    texts = [node.get(key) for key in keys]
    texts += [value for name in names for value in page.meta.values.get(name, [])]
    texts += marked_dates(page, headline, keys[0].lower())
    return [
        date for text in texts if isinstance(text, str) and (date := machine_date(text) or _written(text))
    ]


def _written(text: str) -> ParsedDate | None:
    """A day that a person's format spells, if it can be read in one way only."""
    found = [date for date in find_dates(text[:80]) if date.is_full]
    return found[0] if len(found) == 1 and is_plausible(found[0]) else None


def _in_address(url: str) -> ParsedDate | None:
    match = _IN_ADDRESS.search(url)
    return machine_date(f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}") if match else None


def _is_today(page: HtmlPage, region: Region, shown: ParsedDate) -> bool:
    """The same day stands in the head of the page, far from the headline: it is the visitor's."""
    top = region.headline or 0
    for i in range(max(0, top - _HEAD_REACH)):
        stamp = page.stamps[i]
        if stamp and stamp.date and stamp.is_full and same_day(stamp.date, shown) and not page.is_linked(i):
            return i < 25 and page.zone(i) != "related"
    return False
