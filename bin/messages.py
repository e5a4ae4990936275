"""Collect what is to be translated into locale/ar, and compile it: `make messages`.

With --check nothing is written: exits 1 when a message is missing, untranslated, fuzzy or not compiled.
Uses Babel alone, so no gettext programs are needed.
"""

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "locale/ar/LC_MESSAGES/django.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def sources() -> Iterator[tuple[str, str]]:
    """(path, Python text) of every file that may hold messages; templates are turned into such text."""
    for folder in ("articles", "newsarchive"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "templates").rglob("*.*")):
        name = str(path.relative_to(ROOT))
        # Inside brackets, so that the indentation of HTML means nothing.
        yield name, f"({templatize(path.read_text(encoding='utf-8'), origin=name)})"


def collect() -> Catalog:
    """Every message in the sources, in a stable order and without line numbers."""
    catalog = Catalog(charset="utf-8")
    for name, text in sources():
        file = io.BytesIO(text.encode())
        for _line, function, arguments, _comments in extract_python(
            file, KEYWORDS, [], {"encoding": "utf-8"}
        ):
            context, message = arranged(function, arguments)
            if message and (not isinstance(message, tuple) or all(message)):
                catalog.add(message, context=context, locations=[(name, None)])
    return catalog


def arranged(function: str, arguments: object) -> tuple[str | None, object]:
    """Context and message of one call, by the shape of its function."""
    values = arguments if isinstance(arguments, tuple) else (arguments,)
    spec = KEYWORDS[function] or (1,)
    context = None
    texts = []
    for place in spec:
        number = place[0] if isinstance(place, tuple) else place
        value = values[number - 1] if number <= len(values) else None
        if isinstance(place, tuple):
            context = value
        else:
            texts.append(value)
    return context, texts[0] if len(texts) == 1 else tuple(texts)


def stored() -> Catalog:
    """The translations; their header names the plural rule, the one that Django's own Arabic has."""
    with open(PO, "rb") as file:
        return read_po(file, locale="ar", charset="utf-8")


def update() -> Catalog:
    catalog = stored()
    catalog.update(collect(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    catalog.header_comment = "# Arabic translation of NewsArchive."
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=110, sort_output=True, omit_header=False, include_lineno=False)
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(stable(buffer.getvalue()))
    compiled = stored()
    # Babel writes its times into the header; equal translations should give an equal file.
    compiled.creation_date = compiled.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    with open(MO, "wb") as file:
        write_mo(file, compiled)
    return compiled


def stable(data: bytes) -> bytes:
    """Without the header's dates and blanks to fill in: they change when nothing else does."""
    idle = (
        rb"POT-Creation-Date|PO-Revision-Date|Report-Msgid-Bugs-To|Last-Translator|Language-Team|Generated-By"
    )
    return re.sub(rb'"(?:' + idle + rb'): [^"]*"\n', b"", data)


def identity(message: Message) -> tuple[str, str]:
    """Singular and context; Babel reads the context of a compiled message as bytes."""
    singular = message.id[0] if isinstance(message.id, tuple | list) else message.id
    context = message.context or ""
    return singular, context.decode() if isinstance(context, bytes) else context


def problems(catalog: Catalog) -> list[str]:
    found = []
    for message in collect():
        if not message.id:
            continue
        known = catalog.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
        if known is None:
            found.append(f"not collected: {message.id}")
        elif known.fuzzy or not known.string or (isinstance(known.string, tuple) and not all(known.string)):
            found.append(f"not translated: {message.id}")
    if MO.exists():
        with open(MO, "rb") as file:
            compiled = {identity(message): list(message.string) for message in read_mo(file)}
        for message in catalog:
            if message.id and message.string and compiled.get(identity(message)) != list(message.string):
                found.append(f"not compiled: {message.id}")
    else:
        found.append("not compiled: no .mo file")
    return found


def main() -> int:
    settings.configure(USE_I18N=True)
    catalog = stored() if "--check" in sys.argv else update()
    found = problems(catalog)
    for problem in found:
        print(problem)
    print(f"{len(catalog)} messages, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
