"""The WSGI application that gunicorn serves."""

import os
import re
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsarchive.settings")

_CHARSET = re.compile(r";\s*charset=[^;]*", re.IGNORECASE)
_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Serve a request as UTF-8, whatever it claims.

    Our forms are UTF-8. Django looks the claimed charset up among Python's codecs before any
    middleware runs, and fails for those that are no charsets (idna, zlib).
    """
    if content_type := environ.get("CONTENT_TYPE"):
        environ["CONTENT_TYPE"] = _CHARSET.sub("", content_type)
    return _django(environ, start_response)
