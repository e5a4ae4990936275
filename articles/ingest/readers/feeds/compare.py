"""What the items of a feed say of each other: guids and links that are no item's own, items that stand twice.

Rules, in order:
1. A link that is the feed's home page, or that three items of different titles share, is nobody's own.
2. A guid that items of different links share (different titles, where links are missing) is nobody's own.
3. An item without title and text and link says nothing.
4. Of items with one guid, or with one link, the first stays: the newest stand first.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from articles.ingest.problems import Problem
from articles.ingest.readers.feeds.item import Item

Placed = tuple[int, Item]
_FEWEST_SHARING = 3


def compared(items: Sequence[Item], home_page: str) -> tuple[list[Placed], list[Problem]]:
    """The items that count, with their places in the feed, and what was wrong with the others."""
    problems: list[Problem] = []
    shared = _shared_links(items, home_page)
    if shared:
        items = [replace(item, link="") if item.link in shared else item for item in items]
        problems.append(
            Problem(
                "Links that several items share, or that lead to the home page, were left out: "
                f"{len(shared)}.",
                f"تُركت روابط تشترك فيها عناصر عدة أو تقود إلى الصفحة الرئيسية: {len(shared)}.",
                field="link",
            )
        )
    guids = _shared_guids(items)
    if guids:
        items = [replace(item, guid="") if item.guid in guids else item for item in items]
        problems.append(
            Problem(
                f"Identifiers (guid) that different items share were left out: {len(guids)}.",
                f"تُركت معرّفات (guid) تشترك فيها عناصر مختلفة: {len(guids)}.",
                field="guid",
            )
        )
    full = [(place, item) for place, item in enumerate(items) if item.title or item.text or item.link]
    kept, twice = _without_twins(full)
    if twice:
        problems.append(
            Problem(
                f"Items that stand in the feed more than once: {twice}; each was read once.",
                f"عناصر وردت في الخلاصة أكثر من مرة: {twice}، فقُرئ كل منها مرة.",
            )
        )
    if empty := len(items) - len(full):
        problems.append(
            Problem(
                f"Items without title, text and link were left out: {empty}.",
                f"تُركت عناصر بلا عنوان ولا نص ولا رابط: {empty}.",
            )
        )
    return kept, problems


def _shared_links(items: Iterable[Item], home_page: str) -> set[str]:
    titles: dict[str, set[str]] = defaultdict(set)
    for item in items:
        if item.link:
            titles[item.link].add(item.title)
    home = home_page.rstrip("/")
    return {
        link
        for link, named in titles.items()
        if len(named) >= _FEWEST_SHARING or (home and link.rstrip("/") == home)
    }


def _shared_guids(items: Iterable[Item]) -> set[str]:
    meant: dict[str, set[str]] = defaultdict(set)
    for item in items:
        if item.guid:
            meant[item.guid].add(item.link or item.title)
    return {guid for guid, found in meant.items() if len(found) > 1}


def _without_twins(items: Iterable[Placed]) -> tuple[list[Placed], int]:
    kept: list[Placed] = []
    seen: set[str] = set()
    twice = 0
    for place, item in items:
        keys = {key for key in (item.guid and "guid " + item.guid, item.link and "link " + item.link) if key}
        keys = keys or {"text " + item.title + "\n" + item.text}
        if seen & keys:
            twice += 1
            continue
        seen |= keys
        kept.append((place, item))
    return kept, twice
