"""Draft: an item as its feed words it, before the items of the feed are compared and their dates read."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urljoin, urlsplit

from articles.arabic.normalize import clean_input
from articles.ingest.readers.feeds.item import Item
from articles.ingest.readers.feeds.texts import title_text, without_ends
from articles.ingest.readers.html import fragment_text

LONGEST_LINK = 2000
LONGEST_GUID = 1000
LONGEST_NAME = 200
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)
#: Languages in Arabic script; what is declared beside them is a template's default.
_ARABIC_SCRIPT = frozenset(("ar", "arz", "ary", "fa", "ps", "ur", "ckb", "ku", "sd", "ug", "az", "pa"))
_ARABIC_LETTER = re.compile("[\u0620-\u064a\u0671-\u06d3]")
_LETTER = re.compile(r"[^\W\d_]")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}")
_NAME_IN_BRACKETS = re.compile(r"\s*[(<]\s*([^()<>]{2,})\s*[)>]\s*")
_NOBODY = frozenset(("admin", "administrator", "administrateur", "webmaster", "root", "editor", "user",
                     "super user", "unknown", "anonymous", "ادمن", "أدمن", "المدير",
                     "مدير الموقع"))  # fmt: skip
#: One word without a capital is how somebody signs in, not how he signs.
_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9._-]*")
_NO_SECTION = frozenset(("uncategorized", "uncategorised", "غير مصنف", "غير مصنّف", "بدون تصنيف", "default"))
#: What a full text has, if nothing but its length speaks for it.
_FEWEST_WORDS, _FEWEST_PARAGRAPHS = 200, 3
_FEWEST_CONTENT_WORDS = 20
#: One paragraph alone is as long as this, or it is an announcement.
_FEWEST_WORDS_ALONE = 60
_WRAPPERS = re.compile(r"(?:www\.)?google(?:\.[a-z]{2,3}){1,2}|news\.google\.com|(?:www\.)?bing\.com")


@dataclass(frozen=True)
class Draft:
    """What a feed says of an item. `summary` and `content` are HTML, dates as written."""

    guid: str = ""
    link: str = ""
    title: str = ""
    summary: str = ""
    content: str = ""
    published: str = ""
    updated: str = ""
    author: str = ""
    section: str = ""
    language: str = ""
    source_name: str = ""


def item_of(draft: Draft, base: str) -> Item:
    """The item without its dates."""
    summary, is_summary_cut = without_ends(fragment_text(draft.summary))
    content = ""
    if draft.content:
        content, is_cut = without_ends(fragment_text(draft.content))
        if is_cut or not _may_be_whole(content, summary):
            summary, content = max(content, summary, key=len), ""
    elif not is_summary_cut and _is_long(summary):
        content = summary
    if content == summary:
        summary = ""
    title = _without_source(title_text(draft.title), draft.source_name)
    return Item(
        guid=" ".join(clean_input(draft.guid).split())[:LONGEST_GUID],
        link=absolute(draft.link, base),
        title=title,
        summary=clean_input(summary).strip(),
        content=clean_input(content).strip(),
        author=_author(draft.author),
        section=_section(draft.section),
        language=language_of(draft.language, title + " " + (content or summary)[:2000]),
        source_name=title_text(draft.source_name)[:LONGEST_NAME],
    )


def _may_be_whole(content: str, summary: str) -> bool:
    """A content that says no more than the summary is one."""
    if content == summary:
        return _is_long(content)
    words = len(content.split())
    if "\n" not in content:
        return words >= _FEWEST_WORDS_ALONE
    return words >= _FEWEST_CONTENT_WORDS or words > len(summary.split())


def _is_long(text: str) -> bool:
    return text.count("\n\n") + 1 >= _FEWEST_PARAGRAPHS and len(text.split()) >= _FEWEST_WORDS


def _without_source(title: str, source: str) -> str:
    """Aggregators write the outlet's name behind the title."""
    name = title_text(source)
    for dash in (" - ", " – ", " | "):
        if name and title.endswith(dash + name):
            return title[: -len(dash + name)].rstrip()
    return title


def absolute(link: str, base: str) -> str:
    """The address that a link leads to, as raw as it is; empty for what is no address of the web."""
    link = "".join(clean_input(link).split("\n")).strip()
    if not link or len(link) > LONGEST_LINK:
        return ""
    try:
        link = urljoin(base, link) if base else link
        parts = urlsplit(link)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return ""
        return _target(link, parts.hostname, parts.query).replace(" ", "%20")[:LONGEST_LINK]
    except ValueError:
        return ""


def _target(link: str, host: str, query: str) -> str:
    """What a redirect of a search engine names as its target."""
    if "url=" in query and _WRAPPERS.fullmatch(host):
        for value in parse_qs(query, max_num_fields=100).get("url", ()):
            if value.startswith(("http://", "https://")):
                return value
    return link


def _author(text: str) -> str:
    """Names of people; no addresses, no accounts."""
    names = []
    for part in text[: 10 * LONGEST_NAME].split("\n"):
        name = title_text(_MAIL.sub("", part))
        if found := _NAME_IN_BRACKETS.fullmatch(name):
            name = found[1]
        name = name.replace("()", "").replace("<>", "").strip(" \t,;:-")
        if name and not _is_account(name) and not name.startswith(("http://", "https://")):
            names.append(name)
    return "، ".join(dict.fromkeys(names))[:LONGEST_NAME]


def _is_account(name: str) -> bool:
    return name.lower() in _NOBODY or _ACCOUNT.fullmatch(name) is not None


def _section(text: str) -> str:
    """The first category that names one."""
    for part in text.split("\n"):
        name = title_text(part)
        if 1 < len(name) <= LONGEST_NAME and name.lower() not in _NO_SECTION and "://" not in name:
            return name
    return ""


def language_of(declared: str, text: str) -> str:
    """The language declared, if the script of the text can be its own; Arabic for other Arabic script."""
    found = _LANGUAGE.fullmatch(declared.strip())
    language = found[1].lower() if found else ""
    letters = len(_LETTER.findall(text))
    arabic = len(_ARABIC_LETTER.findall(text))
    if letters and arabic > letters / 2:
        return language if language in _ARABIC_SCRIPT else "ar"
    if letters and not arabic and language in _ARABIC_SCRIPT:
        return ""
    return language
