"""Measures search on judged queries over the demo corpus."""

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import CommandError

from articles.demo.load import rows
from articles.management.judge_sets import JudgeSetCommand
from articles.models import Article
from articles.search.criteria import SearchCriteria
from articles.search.find import find

#: Results looked at: more than the demo holds, so that recall is that of the whole answer.
DEPTH = 500


@dataclass(frozen=True)
class Score:
    """Of one query: the share of `must` found, and whether every `must_not` is absent or below them all."""

    kind: str
    recall: float
    is_clean: bool


class Command(JudgeSetCommand):
    example = "queries.jsonl"
    help = "Run judged queries against the demo (load it first); print recall and clean answers by kind."

    def handle(self, *args: Any, **options: Any) -> None:
        keys = {row["canonical_url"]: row["key"] for row in rows("articles")}
        stored = dict(Article.objects.filter(canonical_url__in=keys).values_list("pk", "canonical_url"))
        if len(stored) < len(keys):
            raise CommandError("The demo is not loaded: run load_demo and run_indexer --drain.")
        names = {pk: keys[url] for pk, url in stored.items()}
        scores = [score(row, names) for row in self.rows(options)]
        table = summary(scores)
        if options["json"]:
            self.stdout.write(json.dumps(table))
            return
        self.stdout.write(f"{'kind':<14}{'queries':>8}{'recall':>8}{'all found':>11}{'clean':>8}")
        for kind, row in table.items():
            columns = (("recall", 8), ("all", 11), ("clean", 8))
            shown = "".join(f"{row[name]:>{width}.1%}" for name, width in columns)
            self.stdout.write(f"{kind:<14}{row['queries']:>8}{shown}")


def score(row: dict[str, Any], names: dict[int, str]) -> Score:
    results = find(SearchCriteria(query=row["query"]), AnonymousUser(), with_facets=False, size=DEPTH)
    rank = {names.get(hit.article.pk, ""): place for place, hit in enumerate(results.hits)}
    found = [rank[key] for key in row["must"] if key in rank]
    # Among «all words» nothing wrong may be found; in a widened answer it may stand below.
    lowest = max(found, default=-1) if results.was_widened else DEPTH
    wrong = [rank[key] for key in row["must_not"] if key in rank]
    return Score(row["kind"], len(found) / len(row["must"]), all(place > lowest for place in wrong))


def summary(scores: list[Score]) -> dict[str, dict[str, float]]:
    """Means by kind and over all queries."""
    groups: dict[str, list[Score]] = defaultdict(list)
    for each in scores:
        groups[each.kind].append(each)
    groups["all"] = scores
    return {
        kind: {
            "queries": len(group),
            "recall": sum(each.recall for each in group) / len(group),
            "all": sum(each.recall == 1 for each in group) / len(group),
            "clean": sum(each.is_clean for each in group) / len(group),
        }
        for kind, group in groups.items()
    }
