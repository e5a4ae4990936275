"""What happens to every request: a log line with an id, cleaned input, language, the doors."""

import logging
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.middleware.common import CommonMiddleware
from django.shortcuts import render
from django.utils import translation

from articles.arabic.normalize import clean_input
from articles.search.criteria import SearchCriteria
from articles.search.engine import IndexNotReady
from newsarchive.logs import request_id

logger = logging.getLogger("newsarchive.request")
search_logger = logging.getLogger("newsarchive.search")
GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestLog:
    """Number each request and write one line when it is answered.

    The id is always our own: one from a header could forge another request's trail.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        identity = uuid.uuid4().hex[:12]
        token = request_id.set(identity)
        started = time.monotonic()
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = identity
            elapsed_ms = (time.monotonic() - started) * 1000
            logger.info(
                "%s %s %d %.0fms", request.method, request.get_full_path(), response.status_code, elapsed_ms
            )
            return response
        finally:
            request_id.reset(token)


def _cleaned(values: QueryDict) -> QueryDict:
    clean = QueryDict(mutable=True, encoding=values.encoding)
    for key, items in values.lists():
        clean.setlist(clean_input(key), [clean_input(item) for item in items])
    clean._mutable = False
    return clean


class CleanInput:
    """Take NUL and lone surrogates out of the query string, form fields and cookies."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.GET = _cleaned(request.GET)  # type: ignore[assignment]
        request.COOKIES = {clean_input(name): clean_input(value) for name, value in request.COOKIES.items()}
        if request.method == "POST":
            request.POST = _cleaned(request.POST)  # type: ignore[assignment]
        return self.get_response(request)


class ChosenLanguage:
    """The language that the reader chose, else Arabic: a browser's default says little here."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class HostCheck(CommonMiddleware):
    """Django's, which refuses hosts that ALLOWED_HOSTS lacks; but monitors ask the machine by its address."""

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        if request.path_info == "/healthz":
            return None
        return super().process_request(request)


class IndexNotReadyAnswer:
    """While there is no usable index, every address that searches answers 503 and when to ask again."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, IndexNotReady):
            return None
        search_logger.warning("%s", error)
        context = {"criteria": SearchCriteria.from_query(request.GET)}
        response = render(request, "index_not_ready.html", context, status=503)
        response["Retry-After"] = "60"
        response["X-Robots-Tag"] = "noindex"
        return response


class GuestDoor(LoginRequiredMiddleware):
    """With GUEST_ACCESS off, every page but those marked `login_not_required` asks to sign in."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if settings.GUEST_ACCESS:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
