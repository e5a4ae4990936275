"""Learning spelling variants from the archive."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.arabic.variant_learning import MIN_COUNT, Proposal
from articles.models import Article
from articles.search.variant_proposals import propose, store_proposals


class Command(BaseCommand):
    help = (
        "Propose spellings of one word (غوغل, جوجل) from the published articles. "
        "They act only once a curator has accepted them in the admin."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--min-count",
            type=int,
            default=MIN_COUNT,
            metavar="N",
            help=f"how often each spelling must be seen (default {MIN_COUNT})",
        )
        parser.add_argument("--dry-run", action="store_true", help="print the proposals, store nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["min_count"] < 1:
            raise CommandError("--min-count must be 1 or more.\nأقل عدد للمرات هو 1.")
        articles = Article.objects.published().count()
        if not articles:
            raise CommandError(
                "There are no published articles to learn from.\nلا توجد مقالات منشورة للتعلم منها."
            )
        with tqdm(total=2 * articles, unit="article", disable=None if articles > 100 else True) as progress:
            proposals = propose(min_count=options["min_count"], on_each=progress.update)
        stored = None if options["dry_run"] else asdict(store_proposals(proposals))
        if options["json"]:
            report = {
                "dry_run": stored is None,
                "articles": articles,
                "stored": stored,
                "proposals": [asdict(proposal) for proposal in proposals],
            }
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
            return
        for proposal in proposals:
            self.stdout.write(line(proposal))
        outcome = "dry run, nothing stored" if stored is None else _words(stored)
        self.stdout.write(f"{articles} articles, {len(proposals)} proposals: {outcome}")


def line(proposal: Proposal) -> str:
    members = "  ".join(f"{member.word} ({member.count})" for member in proposal.members)
    return f"{proposal.score:.3f}  {members}"


def _words(stored: dict[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in stored.items())
