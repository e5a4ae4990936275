"""All settings, read from the environment once, at start-up.

`docs/settings.md` lists every variable. A value that cannot be used stops the
program with the variable's name and its legal values.
"""

import os
import re
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def switch(name: str, *, default: bool) -> bool:
    """Read an on/off variable; anything but 1/0, true/false, yes/no, on/off is refused."""
    value = env.str(name, "").strip().lower()
    if value == "":
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def choice(name: str, legal: set[str], *, default: str) -> str:
    """Read a variable that takes one of a few words."""
    value = env.str(name, "").strip() or default
    if value not in legal:
        shown = ", ".join(sorted(legal)) if len(legal) < 10 else "a name from the tz database"
        raise ImproperlyConfigured(f"{name} must be one of: {shown}; not {value!r}.")
    return value


def words(name: str, *, default: list[str]) -> list[str]:
    """Read words parted by commas."""
    return [word.strip() for word in env.str(name, "").split(",") if word.strip()] or default


def port(name: str, *, default: int) -> int:
    """Read the number of a TCP port; 0 lets the system choose a free one."""
    value = env.str(name, "").strip() or str(default)
    if not (value.isascii() and value.isdigit() and int(value) < 65536):
        raise ImproperlyConfigured(f"{name} must be a number from 0 to 65535, not {value!r}.")
    return int(value)


def database(name: str, *, default: str) -> dict[str, Any]:
    """Read the address of a database, SQLite or PostgreSQL; it may hold a password and is never shown."""
    legal = "sqlite:////path/to/file or postgres://user:password@host:port/name"
    address = env.str(name, "").strip() or default
    if urlsplit(address).scheme not in {"sqlite", "postgres", "postgresql"}:
        raise ImproperlyConfigured(f"{name} must be {legal}.")
    try:
        values = env.db_url_config(address)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be {legal}.") from error
    if values["NAME"] in {"", ":memory:"}:
        raise ImproperlyConfigured(f"{name} names no database; it must be {legal}.")
    return values


def data_directory(name: str, *, default: Path) -> Path:
    """Read a directory that may be written to; made, for this user only, where it is missing."""
    path = Path(env.str(name, "") or default).resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name} must be a directory that can be written to: {error}.") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(f"{name} must be a directory that can be written to, not {path}.")
    return path


def secret_key(directory: Path) -> str:
    """The key from the environment, or one made into the data directory on the first run."""
    if key := env.str("SECRET_KEY", ""):
        return key
    path = directory / "secret_key"
    if not path.exists():
        # The file appears whole, and the first of several processes that start at once wins.
        with tempfile.NamedTemporaryFile("w", dir=directory, prefix="secret_key.") as file:
            file.write(secrets.token_urlsafe(64))
            file.flush()
            os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(file.name, path)
    if not (key := path.read_text().strip()):
        raise ImproperlyConfigured(f"{path} is empty: remove it, or set SECRET_KEY.")
    return key


# ------------------------------------------------------------------ where data lives

DATA_DIR = data_directory("NEWSARCHIVE_DATA_DIR", default=BASE_DIR / "var")
RAW_DIR = DATA_DIR / "raw"
INDEX_DIR = DATA_DIR / "index"

# ------------------------------------------------------------------ `make run`

#: The port of 127.0.0.1 that the pages are served on.
PORT = port("PORT", default=8000)
#: Load the demo articles into an archive that was never used.
DEMO = switch("DEMO", default=True)

# ------------------------------------------------------------------ security

DEBUG = switch("DEBUG", default=False)
HTTPS = switch("HTTPS", default=False)
SECRET_KEY = secret_key(DATA_DIR)
ALLOWED_HOSTS = words("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
#: Guests may search and read. 0 closes every page but sign-in and /healthz.
GUEST_ACCESS = switch("GUEST_ACCESS", default=True)

SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
# The health check comes over plain HTTP from the machine itself.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Sign-in: five wrong passwords for one name from one address close that pair for a quarter hour;
# fifty for any names close the address.
AXES_FAILURE_LIMIT = 5
ADDRESS_FAILURE_LIMIT = 50
AXES_HANDLER = "articles.web.sign_in.Throttle"
AXES_CLIENT_IP_CALLABLE = "articles.web.sign_in.client_address"
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "registration/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "search"
LOGOUT_REDIRECT_URL = "search"

# ------------------------------------------------------------------ the application

INSTALLED_APPS = [
    # Before haystack, so that our rebuild_index wins over one that empties the index first.
    "articles",
    "articles.admin.apps.ArchiveAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "haystack",
    "django_htmx",
    "csp",
    "axes",
]

MIDDLEWARE = [
    "articles.web.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "articles.web.middleware.CleanInput",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "articles.web.middleware.ChosenLanguage",
    "articles.web.middleware.HostCheck",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "articles.web.middleware.GuestDoor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "articles.web.middleware.IndexNotReadyAnswer",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "newsarchive.urls"
WSGI_APPLICATION = "newsarchive.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"archive": "articles.web.templatetags.archive"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# ------------------------------------------------------------------ database and index

DATABASES = {"default": database("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'archive.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue for the lock at BEGIN instead of failing in the middle.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # secure_delete: what is removed for legal reasons is overwritten on disk.
        "init_command": ("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON"),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

HAYSTACK_CONNECTIONS = {
    "default": {
        "ENGINE": "articles.search.whoosh.backend.ArabicWhooshEngine",
        "PATH": str(INDEX_DIR),
        # An archive without its index says so: it is not empty.
        "CREATE": False,
        "TIES": ["undated", "-published"],
        # True would hide index errors as empty results.
        "SILENTLY_FAIL": False,
    }
}

# ------------------------------------------------------------------ fetching

#: Who to write to about what the archive fetches: an e-mail address or a page; sent with each request.
FETCH_CONTACT = env.str("FETCH_CONTACT", "").strip()
if not re.fullmatch(r"[!-'*-~]*", FETCH_CONTACT):
    raise ImproperlyConfigured(
        f"FETCH_CONTACT must be an e-mail address or a page's address in ASCII, not {FETCH_CONTACT!r}."
    )
#: Hosts that may be on an internal network; with a port also at that one.
FETCH_ALLOWED_HOSTS = [host.lower() for host in words("FETCH_ALLOWED_HOSTS", default=[])]

# ------------------------------------------------------------------ entities

#: A callable that takes a text and gives its names, by its dotted path: docs/entities/recogniser.md.
ENTITY_RECOGNISER = env.str("ENTITY_RECOGNISER", "").strip() or "articles.entities.recognise.recognise"

# ------------------------------------------------------------------ language and time

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

#: For sources that name no zone of their own.
DEFAULT_SOURCE_TIME_ZONE = choice("DEFAULT_SOURCE_TIME_ZONE", available_timezones(), default="Asia/Damascus")
#: How pages write numbers and months; every form is accepted as input.
DIGITS = choice("DIGITS", {"western", "arabic"}, default="western")
MONTH_NAMES = choice("MONTH_NAMES", {"dual", "levantine", "gulf", "maghrebi"}, default="dual")

# ------------------------------------------------------------------ static files

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# ------------------------------------------------------------------ logging: one line an event

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "newsarchive.logs.AddRequestId"}},
    "formatters": {
        "line": {"()": "newsarchive.logs.OneLine"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request_id"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # RequestLog writes the line of each request; Django's own would be a second one.
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": [], "propagate": False},
        "axes": {"level": "WARNING"},
    },
}
