"""Safe fetching: the only code of the archive that opens connections. `docs/fetching.md` says what holds.

The order: urls (what was asked), addresses (where that is), connection (bytes in), body (bytes whole and
unpacked), exchange (one answer), follow (redirects); beside it robots, polite and backoff.
"""

from articles.ingest.fetch.backoff import Tries, next_try
from articles.ingest.fetch.errors import FetchError, Reason
from articles.ingest.fetch.follow import ACCEPT_FEED, ACCEPT_PAGE, Fetched, Redirect, fetch
from articles.ingest.fetch.limits import Limits
from articles.ingest.fetch.polite import PoliteFetcher, Turns

__all__ = [
    "ACCEPT_FEED",
    "ACCEPT_PAGE",
    "FetchError",
    "Fetched",
    "Limits",
    "PoliteFetcher",
    "Reason",
    "Redirect",
    "Tries",
    "Turns",
    "fetch",
    "next_try",
]
