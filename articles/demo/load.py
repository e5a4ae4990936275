"""Loads the demo corpus through the same door as every other article."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from articles.arabic.dates import parse_date
from articles.arabic.normalize import name_key
from articles.ingest.documents import Document, RelatedLink, UnreadableInput
from articles.ingest.sources import add_aliases
from articles.ingest.store import store
from articles.models import Article, Entity, EntityAlias, Source

DIRECTORY = Path(__file__).parent


def rows(name: str) -> Iterator[dict[str, Any]]:
    with open(DIRECTORY / f"{name}.jsonl", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def load_demo(
    on_each: Callable[[], None] = lambda: None,
    *,
    is_told_by_hints: Callable[[str, str], bool] = lambda name, kind: False,
) -> dict[str, int]:
    """Load sources, entities and articles; repeating changes nothing. Returns counts by outcome.

    `is_told_by_hints`: whether linking can tell the bearers of a name of that kind apart. Shared spellings
    of which it cannot are left out: they would be joined as one.
    """
    sources = {row["slug"]: _load_source(row) for row in rows("sources")}
    entities = list(rows("entities"))
    shared = _shared_spellings(entities)
    for row in entities:
        _load_entity(row, shared, is_told_by_hints)
    counts: dict[str, int] = {}
    for row in rows("articles"):
        try:
            outcome = store(_document(row), source=sources[row["source"]]).outcome.value
        except UnreadableInput:
            outcome = "removed"
        counts[outcome] = counts.get(outcome, 0) + 1
        on_each()
    return counts


@transaction.atomic
def _load_source(row: dict[str, Any]) -> Source:
    fields = ("name", "home_page", "time_zone", "month_style", "description_ar", "description_en")
    defaults = {name: row[name] for name in fields} | {"is_invented": True}
    source, _created = Source.objects.get_or_create(slug=row["slug"], defaults=defaults)
    add_aliases(source, [row["name"], *row["aliases"]])
    return source


def _shared_spellings(entities: list[dict[str, Any]]) -> set[str]:
    """Keys of spellings of several entities, such as طرابلس: a dictionary cannot tell them apart."""
    counts = Counter(
        key for row in entities for key in {name_key(name) for name in (row["name"], *row["aliases"])}
    )
    return {key for key, count in counts.items() if count > 1}


@transaction.atomic
def _load_entity(row: dict[str, Any], shared: set[str], is_told_by_hints: Callable[[str, str], bool]) -> None:
    # The Latin name too: two cities may share the Arabic one.
    entity, _created = Entity.objects.get_or_create(kind=row["kind"], name=row["name"], latin=row["latin"])
    for name in (row["name"], *row["aliases"]):
        is_shared = name_key(name) in shared
        if name in row["common_words"] or (is_shared and not is_told_by_hints(name, row["kind"])):
            continue
        # Found where it is recognised, not wherever it stands.
        origin = EntityAlias.Origin.RECOGNISED if is_shared else EntityAlias.Origin.TABLE
        EntityAlias.objects.get_or_create(
            entity=entity, key=name_key(name), defaults={"name": name, "origin": origin}
        )


def _document(row: dict[str, Any]) -> Document:
    texts: dict[str, Any] = {name: row[name] or "" for name in Article.CONTENT_FIELDS}
    return Document(
        **texts,
        canonical_url=row["canonical_url"] or "",
        published=parse_date(row["published"]) if row["published"] else None,
        related=tuple(RelatedLink(title=link["title"], url=link["url"]) for link in row["related"]),
    )
