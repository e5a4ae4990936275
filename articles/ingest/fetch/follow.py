"""fetch: one address and wherever it leads, within its limits."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from articles.ingest.fetch.backoff import parse_retry_after
from articles.ingest.fetch.connection import Deadline
from articles.ingest.fetch.errors import Fault, FetchError, Reason
from articles.ingest.fetch.exchange import Answer, ask
from articles.ingest.fetch.limits import Limits
from articles.ingest.fetch.urls import Target, parse, redirected

logger = logging.getLogger("newsarchive.fetch")

ACCEPT_PAGE = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
ACCEPT_FEED = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
)
DEFAULT_LIMITS = Limits()
_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT_REDIRECTS = {301, 308}
#: Of the 4xx, those that say «later».
_LATER = {408, 421, 425, 429}


@dataclass(frozen=True)
class Redirect:
    status: int
    url: str


@dataclass(frozen=True)
class Fetched:
    """What came. `url` is where it came from in the end; `redirects` where the way there led through.

    Header names are in lower case; of a header sent twice the values are joined by commas.
    """

    status: int
    url: str
    headers: dict[str, str]
    body: bytes
    etag: str
    last_modified: str
    content_type: str
    fetched_at: datetime
    not_modified: bool = False
    redirects: tuple[Redirect, ...] = ()

    @property
    def moved_to(self) -> str:
        """The address to use from now on: as far as the redirects say «for good»."""
        moved = ""
        addresses = [*(redirect.url for redirect in self.redirects), self.url]
        for redirect, leads_to in zip(self.redirects, addresses[1:], strict=True):
            if redirect.status not in _PERMANENT_REDIRECTS:
                break
            moved = leads_to
        return moved

    @property
    def left_https(self) -> bool:
        """Whether a redirect led from an encrypted to a readable connection."""
        return self.url.startswith("http:") and any(step.url.startswith("https:") for step in self.redirects)


def _no_gate(target: Target) -> AbstractContextManager[None]:
    return nullcontext()


def fetch(
    url: str,
    *,
    etag: str = "",
    last_modified: str = "",
    accept: str = ACCEPT_PAGE,
    limits: Limits = DEFAULT_LIMITS,
    gate: Callable[[Target], AbstractContextManager[None]] = _no_gate,
) -> Fetched:
    """Download url, following redirects; with etag or last_modified only if it has changed since.

    Each request is made inside `gate(target)`, which may wait or refuse (Fault). Raises FetchError.
    """
    headers = {"Accept": accept, "If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {name: value for name, value in headers.items() if value}
    chain: list[Redirect] = []
    start = here = url
    spent_s = 0.0
    try:
        target = parse(url)
        start = target.url
        while True:
            here = target.url
            with gate(target):
                deadline = Deadline(limits.total_s - spent_s)
                answer = ask(target, headers, deadline, limits)
                spent_s += deadline.spent_s
            if answer.status not in _REDIRECTS:
                return _fetched(target, answer, tuple(chain), etag, last_modified)
            chain.append(Redirect(answer.status, target.url))
            target = _next(target, answer, chain, limits)
    except Fault as fault:
        raise FetchError(fault, here, requested=start) from fault


def _next(target: Target, answer: Answer, chain: list[Redirect], limits: Limits) -> Target:
    location = answer.headers.get("Location", "")
    try:
        following = redirected(target, location)
    except Fault as fault:
        fault.url = location.strip()
        raise
    if following.url in {step.url for step in chain}:
        raise Fault(Reason.REDIRECT_LOOP)
    if len(chain) > limits.max_redirects:
        raise Fault(Reason.TOO_MANY_REDIRECTS)
    if target.scheme == "https" and following.scheme == "http":
        logger.warning("%s leads to an unencrypted address: %s", target.url, following.url)
    return following


def _fetched(
    target: Target, answer: Answer, redirects: tuple[Redirect, ...], etag: str, last_modified: str
) -> Fetched:
    status = answer.status
    not_modified = status == 304 and bool(etag or last_modified)
    if status == 206:  # a part was not asked for
        raise Fault(Reason.PROTOCOL, detail="206")
    if not (200 <= status < 300 or not_modified):
        raise Fault(
            Reason.STATUS,
            status=status,
            permanent=400 <= status < 500 and status not in _LATER,
            retry_after_s=parse_retry_after(answer.headers.get("Retry-After", ""), timezone.now()),
        )
    headers = {
        name.lower(): " ".join(", ".join(answer.headers.get_all(name, [])).split()) for name in answer.headers
    }
    return Fetched(
        status=status,
        url=target.url,
        headers=headers,
        body=answer.body,
        etag=headers.get("etag", etag if not_modified else ""),
        last_modified=headers.get("last-modified", last_modified if not_modified else ""),
        content_type=headers.get("content-type", ""),
        fetched_at=timezone.now(),
        not_modified=not_modified,
        redirects=redirects,
    )
