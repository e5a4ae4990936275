"""What the archive says of an entity, at a glance: how it is written, where, when, with whom.

Of an entity that is named everywhere only so many mentions are looked at, so that a page costs the same
for all; it says so.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from articles.arabic.normalize import name_key, strip_bidi_controls
from articles.models import Article, Entity, EntityAlias, Mention, Source

#: Mentions looked at; of these so many articles for what appears with an entity.
MAX_MENTIONS, MAX_ARTICLES_COMPARED, MAX_MEMBERS = 5000, 200, 500
MAX_SPELLINGS, MAX_SOURCES, MAX_CONTEXTS, MAX_COMPANY = 12, 5, 4, 12
#: Letters around a name; up to the end of its sentence where that is nearer.
CONTEXT_LETTERS = 140
#: Not the point of 7.8.
_SENTENCE_END = re.compile("[.!?\u061f](?=\\s|$)|\n")


@dataclass(frozen=True)
class Context:
    """A sentence that names the entity, in three parts."""

    article: Article
    before: str
    name: str
    after: str


@dataclass(frozen=True)
class Evidence:
    """Of a group of entities; `is_cut`: it has more mentions than these counts say."""

    entity: Entity
    spellings: Sequence[tuple[str, int]]
    more_spellings: int
    mentions: int
    articles: int
    sources: Sequence[tuple[str, int]]
    first: date | None
    last: date | None
    contexts: Sequence[Context]
    is_cut: bool
    sample: tuple[int, ...]


#: Of a mention: name as written, article, its source, its day.
_Row = tuple[str, int, int, date | None]


def evidence_of(root: Entity) -> Evidence:
    rows = _rows(root)
    is_cut = len(rows) > MAX_MENTIONS
    rows = rows[:MAX_MENTIONS]
    articles = {row[1]: row for row in rows}
    days = sorted(row[3] for row in articles.values() if row[3])
    spellings = _spellings(root, rows)
    newest = sorted(articles, reverse=True)
    return Evidence(
        entity=root,
        spellings=spellings[:MAX_SPELLINGS],
        more_spellings=max(0, len(spellings) - MAX_SPELLINGS),
        mentions=len(rows),
        articles=len(articles),
        sources=_sources(row[2] for row in articles.values()),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        contexts=_contexts(root, _chosen(articles.values())),
        is_cut=is_cut,
        sample=tuple(newest[:MAX_ARTICLES_COMPARED]),
    )


def _rows(root: Entity) -> list[_Row]:
    # Neither joined nor ordered: read off the index, and no more of it than is looked at.
    members = list(Entity.objects.filter(canonical=root).values_list("pk", flat=True)[:MAX_MEMBERS])
    mentions = Mention.objects.filter(entity__in=members).order_by()
    fields = ("name", "article_id", "article__source_id", "article__published_day")
    return list(mentions.values_list(*fields)[: MAX_MENTIONS + 1])


def _spellings(root: Entity, rows: Iterable[_Row]) -> list[tuple[str, int]]:
    """As mostly written, most used first; at the end those that only a table or a curator knows."""
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for name, number in Counter(row[0] for row in rows if row[0]).items():
        written[name_key(name)][name] += number
    known = EntityAlias.objects.filter(entity__canonical=root.pk).order_by("pk").values_list("key", "name")
    for key, name in known[:MAX_MENTIONS]:
        if key not in written:
            written[key][name] = 0
    found = [(names.most_common(1)[0][0], names.total()) for names in written.values()]
    return sorted(found, key=lambda spelling: -spelling[1])


def _sources(keys: Iterable[int]) -> list[tuple[str, int]]:
    counts = Counter(keys).most_common(MAX_SOURCES)
    names = dict(Source.objects.filter(pk__in=[key for key, _n in counts]).values_list("pk", "name"))
    return [(names[key], number) for key, number in counts if key in names]


def _chosen(rows: Iterable[_Row]) -> list[int]:
    """A few articles, newest first, from as many sources as there are."""
    by_source: dict[int, list[int]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row[1], reverse=True):
        by_source[row[2]].append(row[1])
    turns = [
        (turn, -article)
        for articles in by_source.values()
        for turn, article in enumerate(articles[:MAX_CONTEXTS])
    ]
    return [-article for _turn, article in sorted(turns)[:MAX_CONTEXTS]]


def _contexts(root: Entity, articles: list[int]) -> list[Context]:
    # The first of each article, before any text is read: an article may name it a thousand times.
    rows = Mention.objects.filter(article__in=articles, entity__canonical=root.pk)
    places = rows.order_by("article_id", "-field", "-start").values_list("article_id", "pk")
    first = Mention.objects.select_related("article__source").in_bulk(dict(places).values())
    by_article = {mention.article_id: mention for mention in first.values()}
    return [context_of(by_article[key]) for key in articles if key in by_article]


def context_of(mention: Mention) -> Context:
    """What stands around a mention, without the controls that would turn the rest of the line."""
    text: str = getattr(mention.article, mention.field)
    # One letter more than is shown tells whether there is more.
    before = text[max(0, mention.start - CONTEXT_LETTERS - 1) : mention.start]
    after = text[mention.end : mention.end + CONTEXT_LETTERS]
    begin = max((end.end() for end in _SENTENCE_END.finditer(before)), default=0)
    if len(before) - begin > CONTEXT_LETTERS:
        cut = before[-CONTEXT_LETTERS:]
        before = "…" + cut[cut.find(" ") + 1 :]
    else:
        before = before[begin:].lstrip()
    if end := _SENTENCE_END.search(after):
        after = after[: end.end()].rstrip()
    elif mention.end + CONTEXT_LETTERS < len(text):
        after = after[: after.rfind(" ")] + "…"
    name = text[mention.start : mention.end]
    return Context(mention.article, *map(strip_bidi_controls, (before, name, after)))


def company(one: Evidence, other: Evidence) -> list[tuple[Entity, int]]:
    """The entities that appear with both, and in how many articles with the one that has fewer of them."""
    with_one, with_other = _company(one), _company(other)
    common = {key: min(with_one[key], with_other[key]) for key in with_one.keys() & with_other.keys()}
    keys = sorted(common, key=lambda key: (-common[key], key))[:MAX_COMPANY]
    entities = Entity.objects.named().in_bulk(keys)
    return [(entities[key], common[key]) for key in keys if key in entities]


def _company(evidence: Evidence) -> Counter[int]:
    found = (
        Mention.objects.filter(article__in=evidence.sample)
        .exclude(entity__canonical=evidence.entity.pk)
        .order_by()
        .values_list("entity__canonical", "article_id")
        .distinct()
    )
    return Counter(root for root, _article in found if root)
