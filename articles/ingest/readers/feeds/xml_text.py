"""The text of a feed or sitemap to XML that a parser can read. Every step is linear.

Rules, in order:
1. What stands before the root goes: warnings of PHP, empty lines, the declaration of an encoding that the
   text no longer has. A document type with declarations inside is refused before any parser sees it; a bare
   one goes.
2. CDATA becomes escaped text; comments and processing instructions go.
3. Entities of HTML become their characters; any other `&` or `<` that begins no reference or tag is escaped.
4. A text that ends before its root does was cut off: the item that stands open at the end goes.
"""

import html
import re
from collections.abc import Callable, Iterator
from html.entities import html5

from articles.ingest.documents import UnreadableInput

ROOTS = ("rss", "rdf", "feed", "channel", "urlset", "sitemapindex")
#: Characters before the root; what has more is no feed.
_LONGEST_PROLOG = 1 << 20
_PROLOG = re.compile(
    rf"<\?|<!--|<!DOCTYPE|<!ENTITY|<html|<head|<body|<opml|<(?:[\w.-]{{1,40}}:)?(?P<root>{'|'.join(ROOTS)})(?=[\s/>])",
    re.IGNORECASE,
)
_MARKED = re.compile(r"<!\[CDATA\[|<!--|<\?|<!")
_REFERENCE = re.compile(r"&(?:#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6});|([A-Za-z][A-Za-z0-9]{1,31};))?")
_STRAY = re.compile(r"<(?!/?[A-Za-z_])")
_XML_NAMES = frozenset(("amp;", "lt;", "gt;", "quot;", "apos;"))
_DOCTYPE_END = re.compile(r"[\[>]")
#: Text fields: what raw HTML may stand in.
_FIELD = re.compile(
    r"<((?:\w+:)?(?:title|description|summary|encoded|content|subtitle|tagline))(?:\s[^<>]*)?(?<!/)>"
)
_TAG_WITH_BARE = re.compile(r"<[A-Za-z_][^<>]*=\s*[^\s\"'<>][^<>]*>")
_ATTRIBUTE = re.compile(r"""([\w:.-]+\s*)=\s*("[^"]*"|'[^']*'|([^\s"'<>/]+))""")
_ITEM = re.compile(r"<(?:\w+:)?(?:item|entry|url|sitemap)(?=[\s>])")


def root_of(text: str) -> tuple[str, int]:
    """The name of the root in lower case and its place; `html` for a web page, empty if there is none.

    Raises UnreadableInput for a document type that declares something.
    """
    place, lost = 0, set[str]()
    while found := _PROLOG.search(text, place, _LONGEST_PROLOG):
        start = found[0].lower()
        place = found.end()
        if found["root"]:
            return found["root"].lower(), found.start()
        if start == "<opml":  # a list of feeds; it has a head and a body too
            return "", found.start()
        if start in ("<html", "<head", "<body"):
            return "html", found.start()
        if start == "<!entity":
            raise _declares()
        if start == "<!doctype":
            end = _DOCTYPE_END.search(text, place)
            if end and end[0] == "[":
                raise _declares()
            if text[place : place + 10].strip().lower().startswith("html"):
                return "html", found.start()
            place = end.end() if end else len(text)
            continue
        closing = "?>" if start == "<?" else "-->"
        end_place = -1 if closing in lost else text.find(closing, place)
        if end_place < 0:
            lost.add(closing)
        else:
            place = end_place
    return "", len(text)


def _declares() -> UnreadableInput:
    return UnreadableInput(
        "The document declares entities or a type of its own; it was refused, for that is how small files"
        " become endless ones.",
        "تُعرّف الوثيقة كيانات أو نوعًا خاصًا بها، فرُفضت: هكذا تصير الملفات الصغيرة بلا نهاية.",
    )


def repaired(text: str, start: int) -> str:
    """The document from its root on, with nothing in it but elements, text and references that XML knows."""
    return "".join(_repaired(text, start))


def _repaired(text: str, place: int) -> Iterator[str]:
    lost: set[str] = set()
    while found := _MARKED.search(text, place):
        yield _plain(text[place : found.start()])
        place = found.end()
        closing = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>", "<!": ""}[found[0]]
        end = -1 if closing in lost or not closing else text.find(closing, place)
        if end < 0:
            lost.add(closing)
            yield "&lt;" + _plain(found[0][1:]) if found[0] != "<![CDATA[" else ""
            continue
        if found[0] == "<![CDATA[":
            yield html.escape(text[place:end], quote=False)
        place = end + len(closing)
    yield _plain(text[place:])


def _plain(text: str) -> str:
    text = text.replace("]]>", "")
    if "&" in text:
        text = _REFERENCE.sub(_reference, text)
    return _STRAY.sub("&lt;", text) if "<" in text else text


def _reference(found: re.Match[str]) -> str:
    reference, name = found[0], found[1]
    if reference == "&" or name in _XML_NAMES:
        return reference if name else "&amp;"
    if name:
        return html.escape(html5[name], quote=False) if name in html5 else "&amp;" + name
    sign = html.unescape(reference)
    # Of a character that XML cannot hold, nothing stays.
    return (
        html.escape(sign, quote=False)
        if sign not in ("", "\ufffd") and (sign >= " " or sign in "\t\n\r")
        else ""
    )


def without_open_item(text: str, root: str) -> tuple[str, bool]:
    """The document without the item that its end cuts off, and whether it was cut off."""
    end = None
    for end in re.finditer(rf"</(?:[\w.-]{{1,40}}:)?{root}\s*>", text, re.IGNORECASE):  # noqa: B007
        pass
    if end is not None:
        return text[: end.end()], False  # what follows is of the server
    last = None
    for last in _ITEM.finditer(text):  # noqa: B007 - the last one counts
        pass
    if last is None:
        return text, True
    name = last[0][1:]
    is_closed = f"</{name}>" in text[last.end() :]
    return (text if is_closed else text[: last.start()]), True


def first_items(text: str, most: int) -> tuple[str, bool]:
    """The document up to the end of so many items, and whether there were more."""
    for number, found in enumerate(_ITEM.finditer(text)):
        if number == most:
            return text[: found.start()], True
    return text, False


def with_attributes_quoted(text: str) -> str:
    """The same with quotes around the values of attributes that have none."""
    return _TAG_WITH_BARE.sub(lambda tag: _ATTRIBUTE.sub(_quoted, tag[0]), text)


def _quoted(attribute: re.Match[str]) -> str:
    return f'{attribute[1]}="{attribute[3]}"' if attribute[3] else attribute[0]


def with_fields_escaped(text: str) -> str:
    """The same with raw HTML in text fields escaped: it need not be well-formed then."""
    parts: list[str] = []
    place = 0
    next_item = _Next(_ITEM.search)
    closings: dict[str, _Next] = {}
    while found := _FIELD.search(text, place):
        start, name = found.end(), found[1]
        closing = closings.setdefault(name, _Next(re.compile(f"</{name}>").search))
        end = closing.after(text, start)
        # What closes behind the next item closes nothing here.
        if end < len(text) and end < next_item.after(text, start) and text.find("<", start, end) >= 0:
            parts += (text[place:start], text[start:end].replace("<", "&lt;"))
            place = end
        else:
            parts.append(text[place:start])
            place = start
    return "".join([*parts, text[place:]])


class _Next:
    """Where something stands next; what was looked for once is not looked for again."""

    def __init__(self, search: Callable[[str, int], re.Match[str] | None]) -> None:
        self._search = search
        self._place = -1

    def after(self, text: str, start: int) -> int:
        """The next place at or after `start`; the end of the text if there is none. Starts only grow."""
        if self._place < start:
            found = self._search(text, start)
            self._place = found.start() if found else len(text)
        return self._place
