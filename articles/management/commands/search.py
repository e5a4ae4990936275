"""Searches the archive from a terminal, as a guest sees it."""

import json
from argparse import ArgumentParser
from html import unescape
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict
from django.utils.html import strip_tags

from articles.arabic.normalize import name_key
from articles.models import Article, Entity, Source
from articles.search.criteria import MATCHES, SORTS, SearchCriteria
from articles.search.engine import IndexNotReady
from articles.search.find import Hit, SearchResults, find


class Command(BaseCommand):
    help = "Search the published articles; prints a page of results."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query", nargs="?", default="", help="as typed into the search page")
        parser.add_argument("--match", choices=MATCHES, help="all words (and any where none has all), or any")
        parser.add_argument("--source", action="append", default=[], help="slug or name; may be repeated")
        parser.add_argument(
            "--from", dest="first", metavar="DAY", help="2018, 2018-06, 2018-06-08, 8 حزيران 2018"
        )
        parser.add_argument("--to", dest="last", metavar="DAY")
        for kind in Entity.Kind.values:
            parser.add_argument(
                f"--{kind}", action="append", default=[], metavar="NAME", help="may be repeated"
            )
        parser.add_argument("--sort", choices=SORTS)
        parser.add_argument("--page", type=int, default=1)
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        criteria = read_criteria(options)
        try:
            results = find(criteria, AnonymousUser(), with_facets=False)
        except IndexNotReady as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(as_json(results), ensure_ascii=False))
            return
        for line in as_lines(results):
            self.stdout.write(line)


def read_criteria(options: dict[str, Any]) -> SearchCriteria:
    """Through the parameters of a URL, so that every value is read as the page reads it."""
    parameters = QueryDict(mutable=True)
    names = {"q": "query", "match": "match", "from": "first", "to": "last", "sort": "sort", "page": "page"}
    for name, option in names.items():
        if options[option]:
            parameters[name] = str(options[option])
    parameters.setlist("source", [source_slug(name) for name in options["source"]])
    entities = [
        str(key) for kind in Entity.Kind.values for name in options[kind] for key in entity_keys(kind, name)
    ]
    parameters.setlist("entity", entities)
    return SearchCriteria.from_query(parameters)


def source_slug(name: str) -> str:
    """Raises CommandError when there is no such source."""
    found = Source.objects.filter(slug=name).first() or Source.objects.filter(name=name).first()
    if found is None:
        slugs = ", ".join(Source.objects.order_by("slug").values_list("slug", flat=True)[:20])
        raise CommandError(f"There is no source “{name}”. There are: {slugs}\nلا يوجد مصدر بهذا الاسم.")
    return str(found.slug)


def entity_keys(kind: str, name: str) -> list[int]:
    """The entities of a kind with this name in any spelling. Raises CommandError when there is none."""
    found = Entity.objects.filter(kind=kind, aliases__key=name_key(name)).order_by("pk")
    keys = list(dict.fromkeys(entity.root.pk for entity in found.select_related("canonical")))
    if not keys:
        raise CommandError(f"There is no {kind} “{name}”.\nلا يوجد كيان بهذا الاسم.")
    return keys


def as_lines(results: SearchResults) -> list[str]:
    """For people."""
    first = f"{results.total:,}"
    lines = [f"{first} (no article has all the words, so these have any)" if results.was_widened else first]
    lines += [f"! {note}" for note in results.notes]
    for hit in results.hits:
        article = hit.article
        lines += [
            "",
            f"{_day(article) or '—'}  {article.source.name}  [{article.pk}]",
            _plain(hit.title_html),
        ]
        if text := _plain(hit.snippet_html):
            lines.append(f"  {text}")
    if results.pages > 1:
        lines += ["", f"page {results.criteria.page} of {results.pages}"]
    return lines


def as_json(results: SearchResults) -> dict[str, Any]:
    """For machines."""
    return {
        "query": results.asked.query,
        "match": results.criteria.match,
        "was_widened": results.was_widened,
        "total": results.total,
        "page": results.criteria.page,
        "pages": results.pages,
        "notes": list(results.notes),
        "hits": [_hit(hit) for hit in results.hits],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    article = hit.article
    return {
        "key": article.pk,
        "title": article.title,
        "source": article.source.slug,
        "published": article.published_at.isoformat() if article.published_at else None,
        "day": _day(article) or None,
        "url": article.canonical_url,
        "snippet": _plain(hit.snippet_html),
    }


def _day(article: Article) -> str:
    """As precise as it is known: 2018-06-08, 2018-06, 2018."""
    if article.published_day is None:
        return ""
    length = {Article.Precision.YEAR: 4, Article.Precision.MONTH: 7}
    return article.published_day.isoformat()[: length.get(Article.Precision(article.published_precision), 10)]


def _plain(html: str) -> str:
    """The text of marked-up text."""
    return " ".join(unescape(strip_tags(html)).split())
