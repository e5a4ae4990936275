"""What a feed announced, kept: items that are new or changed wait to be worked off.

In short transactions, since others write too; what the feed is to be asked with the next time is stored in
the last of them. A kill in between has the feed send everything again, and nothing is lost or kept twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from articles.collect.announced import Announced
from articles.models import Feed, FeedItem

#: An item's text may have a megabyte.
CHUNK_ROWS = 500
CHUNK_CHARACTERS = 4_000_000


@dataclass
class Remembered:
    new: int = 0
    changed: int = 0


def remember(feed: Feed, found: Sequence[Announced], finish: Callable[[], None]) -> Remembered:
    """Store what is new or changed; `finish` is called inside the last transaction."""
    remembered = Remembered()
    chunks = _chunks(found) or [[]]
    for number, chunk in enumerate(chunks, start=1):
        with transaction.atomic():
            _remember(feed, chunk, remembered)
            if number == len(chunks):
                finish()
    return remembered


def _chunks(found: Sequence[Announced]) -> list[list[Announced]]:
    chunks: list[list[Announced]] = []
    size = 0
    for each in found:
        length = len(each.item.text)
        if not chunks or size + length > CHUNK_CHARACTERS or len(chunks[-1]) >= CHUNK_ROWS:
            chunks.append([])
            size = 0
        chunks[-1].append(each)
        size += length
    return chunks


def _remember(feed: Feed, chunk: list[Announced], remembered: Remembered) -> None:
    rows = FeedItem.objects.filter(feed=feed, key__in=[each.key for each in chunk])
    known = {row.key: row for row in rows.defer("content")}
    new: list[FeedItem] = []
    for each in chunk:
        row = known.get(each.key)
        if row is None:
            content = each.item.to_json().decode()
            new.append(FeedItem(feed=feed, key=each.key, fingerprint=each.fingerprint, content=content))
        elif row.fingerprint != each.fingerprint:
            remembered.changed += 1
            _wait_again(row, each)
    FeedItem.objects.bulk_create(new)
    remembered.new += len(new)


def _wait_again(row: FeedItem, changed: Announced) -> None:
    # One that waits keeps its tries: a feed that changes an item at each poll must not keep it alive.
    tries = row.tries if row.state == FeedItem.State.WAITING else 0
    FeedItem.objects.filter(pk=row.pk).update(
        fingerprint=changed.fingerprint,
        content=changed.item.to_json().decode(),
        state=FeedItem.State.WAITING,
        tries=tries,
    )
