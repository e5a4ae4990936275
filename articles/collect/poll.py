"""A feed is asked; what it says is remembered together with how to ask it the next time.

The rows are written by `update` on the address that was fetched: somebody may have edited the feed meanwhile,
and then the answer of the old address says nothing.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from articles.collect.announced import announced
from articles.collect.answers import Answer, read_answer
from articles.collect.health import is_about_the_host
from articles.collect.messages import moved, moved_to_known, problem_from
from articles.collect.remember import remember
from articles.collect.schedule import after_failure, after_success, is_conditional
from articles.ingest.documents import UnreadableInput
from articles.ingest.fetch import ACCEPT_FEED, Fetched, FetchError, Limits, PoliteFetcher
from articles.ingest.problems import Problem
from articles.ingest.raw import sha256_of
from articles.ingest.readers.record import Record
from articles.models import Feed

_LIMITS = Limits()
#: Keeps in the run of the feed what a person should know.
Tell = Callable[[Sequence[Record]], object]


@dataclass(frozen=True)
class Polled:
    """What came of asking."""

    is_good: bool
    new: int = 0
    changed: int = 0


class _Edited(Exception):
    """The feed has another address now, or is gone."""


def poll(
    feed: Feed, fetcher: PoliteFetcher, tell: Tell, *, now: Callable[[], datetime], limits: Limits = _LIMITS
) -> Polled:
    """Fetch a feed and remember its items; `tell` is given what was not told before."""
    is_full = not is_conditional(feed, now())
    etag, last_modified = ("", "") if is_full else (feed.etag, feed.last_modified)
    try:
        fetched = fetcher.fetch(
            feed.url, etag=etag, last_modified=last_modified, accept=ACCEPT_FEED, limits=limits
        )
        if fetched.not_modified or _is_as_before(feed, fetched):
            return _unchanged(feed, fetched, now())
        answer = read_answer(fetched, is_part=feed.part_of_id is not None)
    except (FetchError, UnreadableInput) as error:
        return failed(feed, error, tell, now())
    try:
        return _take(feed, fetched, answer, tell, now())
    except _Edited:
        return Polled(is_good=True)


@transaction.atomic
def failed(feed: Feed, error: Exception, tell: Tell, now: datetime) -> Polled:
    """Note an error at the feed; it is told once as long as it stays the same."""
    problem = problem_from(error, feed.url)
    is_known = feed.failures > 0 and feed.error_en == problem.message_en
    failures = feed.failures + 1
    next_try_at = after_failure(
        feed,
        now,
        failures=failures,
        retry_after_s=getattr(error, "retry_after_s", None),
        permanent=getattr(error, "permanent", False),
    )
    rest = {"pages_after": next_try_at} if is_about_the_host(error) else {}
    is_current = _update(
        feed,
        **rest,
        last_try_at=now,
        next_try_at=next_try_at,
        failures=failures,
        error_en=problem.message_en,
        error_ar=problem.message_ar,
    )
    if is_current and not is_known:
        tell([Record(feed.url, problem=problem)])
    return Polled(is_good=False)


def _good(now: datetime) -> dict[str, Any]:
    return {
        "last_try_at": now,
        "last_good_at": now,
        "failures": 0,
        "error_ar": "",
        "error_en": "",
    }


def _unchanged(feed: Feed, fetched: Fetched, now: datetime) -> Polled:
    values = _good(now) | _asked_with(fetched)
    if not fetched.not_modified:
        values["full_at"] = now
    _update(feed, **values, next_try_at=after_success(feed, now))
    return Polled(is_good=True)


def _is_as_before(feed: Feed, fetched: Fetched) -> bool:
    if feed.full_at is None or fetched.moved_to:
        return False
    return feed.full_sha256 == sha256_of(fetched.body)


def _take(feed: Feed, fetched: Fetched, answer: Answer, tell: Tell, now: datetime) -> Polled:
    """Remember the items of an answer, and then that it was given. Raises _Edited."""
    address, problems = fetched.moved_to, answer.problems
    # A part has the address that its index names.
    if len(address) > 2000 or address == feed.url or feed.part_of_id is not None:
        address = ""
    if address and Feed.objects.filter(url=address).exists():
        problems = (*problems, moved_to_known(address))
        address = ""
    oddities = _fingerprint(problems)
    records = [] if oddities == feed.oddities else [_record(feed, problem) for problem in problems]
    if address:
        records.append(Record(feed.url, notes=(moved(address),)))

    def finish() -> None:
        if answer.parts or feed.parts.exists():
            _name_parts(feed, answer.parts)
        feed.ttl_min = answer.ttl_min
        values = _good(now) | _asked_with(fetched)
        if oddities and oddities != feed.oddities:
            # It may have been cut off only this time: not asked for what is new since then.
            values |= {"etag": "", "last_modified": ""}
        values |= {"oddities": oddities, "ttl_min": answer.ttl_min}
        values |= {"full_at": now, "full_sha256": sha256_of(fetched.body)}
        if address:
            values["url"] = address
        if not _update(feed, **values, next_try_at=after_success(feed, now)):
            raise _Edited
        if records:
            tell(records)

    remembered = remember(feed, announced(answer.items), finish)
    return Polled(True, remembered.new, remembered.changed)


def _record(feed: Feed, problem: Problem) -> Record:
    return Record(feed.url, problem.line, problem=problem)


def _name_parts(index: Feed, addresses: tuple[str, ...]) -> None:
    """A feed for each sitemap of an index; those that it does not name any more are switched off."""
    known = {part.url: part.is_active for part in index.parts.all()}
    index.parts.exclude(source_id=index.source_id).update(source_id=index.source_id)
    index.parts.exclude(url__in=addresses).filter(is_active=True).update(is_active=False)
    again = [url for url in addresses if known.get(url) is False]
    index.parts.filter(url__in=again).update(is_active=True, next_try_at=None)
    new = [url for url in addresses if url not in known and len(url) <= 2000]
    Feed.objects.bulk_create(
        [
            Feed(source_id=index.source_id, url=url, part_of=index, interval_min=index.interval_min)
            for url in new
        ],
        ignore_conflicts=True,
    )


def _asked_with(fetched: Fetched) -> dict[str, str]:
    """How to ask for what is new; a mark that is too long for its column would never match."""
    etag, last_modified = fetched.etag, fetched.last_modified
    return {
        "etag": etag if len(etag) <= 1000 else "",
        "last_modified": last_modified if len(last_modified) <= 200 else "",
    }


def _fingerprint(problems: tuple[Problem, ...]) -> str:
    """SHA-256 of what is odd, with however many items; empty for nothing."""
    texts = sorted({re.sub(r"\d+", "0", problem.message_en) for problem in problems})
    return hashlib.sha256("\n".join(texts).encode("utf-8", "replace")).hexdigest() if texts else ""


@transaction.atomic
def _update(feed: Feed, **values: Any) -> bool:
    """Whether the feed still has the address that was fetched; then the values are stored, here too."""
    if not Feed.objects.filter(pk=feed.pk, url=feed.url).update(**values):
        return False
    for name, value in values.items():
        setattr(feed, name, value)
    return True
