"""Who is throttled at sign-in: a name from an address, and more loosely the address with any names."""

from ipaddress import ip_address
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Where a request comes from; None when it came over no network.

    With HTTPS=1 that is the last hop of X-Forwarded-For, which our proxy has added; what stands before
    it is what the client says. Without, there is no proxy, and the header is not believed at all.
    """
    peer = request.META.get("REMOTE_ADDR") or None
    if not settings.HTTPS:
        return peer
    last = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(last.partition("%")[0]))
    except ValueError:
        return peer


class Throttle(AxesDatabaseHandler):
    """Axes has one limit for all that it counts; an address has a limit of its own."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """The failures of the name from this address, or those of the address on the same scale."""
        recent = AccessAttempt.objects.filter(
            ip_address=request.axes_ip_address,  # type: ignore[attr-defined]
            attempt_time__gte=get_cool_off_threshold(request),
        )
        of_address = recent.aggregate(total=Sum("failures_since_start"))["total"] or 0
        scaled = of_address * settings.AXES_FAILURE_LIMIT // settings.ADDRESS_FAILURE_LIMIT
        return max(super().get_failures(request, credentials), scaled)
