"""Whether an error is about one page, or about the host that all pages lie on."""

from articles.ingest.fetch import FetchError, Reason

#: These say that the host is not well, whichever page is asked for.
_OF_THE_HOST = {Reason.UNKNOWN_HOST, Reason.UNREACHABLE, Reason.TLS, Reason.ROBOTS_UNREADABLE}
_BUSY = {429, 503}


def is_about_the_host(error: Exception) -> bool:
    """Whether the host is to be left alone for a while."""
    if not isinstance(error, FetchError) or error.permanent:
        return False
    return error.reason in _OF_THE_HOST or error.status in _BUSY or error.retry_after_s is not None
