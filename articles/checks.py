"""System checks: what would go wrong in production is said at start-up."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "::1", ".localhost", "testserver"}


def serves_others() -> bool:
    return not set(settings.ALLOWED_HOSTS) <= LOOPBACK


@register(Tags.security)
def debug_is_private(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """DEBUG shows settings and source to whoever meets an error."""
    if settings.DEBUG and serves_others():
        return [
            Error(
                "DEBUG is on while ALLOWED_HOSTS names hosts beyond this machine.",
                hint="Unset DEBUG, or ALLOWED_HOSTS.",
                id="newsarchive.E001",
            )
        ]
    return []


@register(Tags.security)
def passwords_travel_encrypted(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without HTTPS, passwords and session cookies cross the network readable."""
    if serves_others() and not settings.HTTPS:
        return [
            Error(
                "ALLOWED_HOSTS names hosts beyond this machine, but HTTPS is off.",
                hint="Put a proxy with a certificate in front and set HTTPS=1.",
                id="newsarchive.E002",
            )
        ]
    return []


@register(Tags.security)
def hosts_are_named(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if "*" in settings.ALLOWED_HOSTS:
        return [
            Error(
                "ALLOWED_HOSTS=* lets anyone forge links through the Host header.",
                hint="Name the hosts that this site is reached by.",
                id="newsarchive.E003",
            )
        ]
    return []
