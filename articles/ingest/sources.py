"""Which source a page belongs to: a known one by any of its spellings, else a new one."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from articles.arabic.normalize import name_key, normalize
from articles.models import Source, SourceAlias

UNKNOWN_SLUG = "unknown"
UNKNOWN_NAME = "مصدر غير معروف"

#: For addresses, not for reading: each Arabic letter and what stands for it.
_ROMANISATION = (
    "اa بb تt ثth جj حh خkh دd ذdh رr زz سs شsh صs ضd طt ظz عa غgh فf قq كk لl مm نn هh وw يy ئy ؤw ءa"
)
_LATIN = str.maketrans({pair[0]: pair[1:] for pair in _ROMANISATION.split()})


@cache
def known_outlets() -> dict[str, dict[str, Any]]:
    """The directory of real outlets that ships with the archive, by name key."""
    path = Path(__file__).parent / "data" / "outlets.json"
    outlets = json.loads(path.read_text(encoding="utf-8"))["outlets"]
    return {name_key(name): outlet for outlet in outlets for name in (outlet["name"], *outlet["aliases"])}


def find_source(name: str) -> Source | None:
    """The source with this name, in any spelling that differs in marks, seats or spaces only."""
    if not (key := SourceAlias.key_of(name)):
        return None
    alias = SourceAlias.objects.filter(key=key).select_related("source").first()
    return alias.source if alias else None


def source_named(name: str) -> Source:
    """The source with this name, made if there is none; the unknown source for no name."""
    if not SourceAlias.key_of(name):
        return _make(UNKNOWN_NAME, slug=UNKNOWN_SLUG)
    if found := find_source(name):
        return found
    outlet = known_outlets().get(name_key(name))
    if outlet is None:
        return _make(name)
    return _make(
        outlet["name"],
        slug=outlet.get("slug", ""),
        aliases=outlet["aliases"],
        home_page=outlet["home_page"],
        time_zone=outlet["time_zone"],
        month_style=outlet["month_style"],
    )


@transaction.atomic
def _make(name: str, *, slug: str = "", aliases: list[str] | None = None, **fields: str) -> Source:
    # Another import may have made it since it was looked for.
    if found := find_source(name):
        return found
    defaults = {"name": name[:200], **fields}
    source, created = Source.objects.get_or_create(slug=slug or _slug(name), defaults=defaults)
    add_aliases(source, [name, *(aliases or [])])
    owner = find_source(name) or source
    if created and owner != source:
        source.delete()
    return owner


def add_aliases(source: Source, names: list[str]) -> None:
    """Let the source be found under these names, where no other source has them."""
    for name in names:
        if key := SourceAlias.key_of(name):
            SourceAlias.objects.get_or_create(key=key, defaults={"source": source, "name": name[:200]})


def _slug(name: str) -> str:
    """A free address for a new source, in Latin letters."""
    latin = normalize(name).translate(_LATIN).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:90] or "source"
    slug, number = base, 2
    while Source.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug
