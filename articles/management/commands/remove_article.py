"""Removes an article for legal reasons."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.ingest.remove import remove_article
from articles.models import Article


class Command(BaseCommand):
    help = (
        "Remove an article for legal reasons: text, versions, raw file, index entry. "
        "A trace without text stays and refuses its return. Backups made before still hold it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("article", type=int, metavar="KEY", help="the number in the article's address")
        parser.add_argument("--reason", required=True, help="kept in the audit row")

    def handle(self, *args: Any, **options: Any) -> None:
        article = Article.objects.select_related("source").filter(pk=options["article"]).first()
        if article is None:
            raise CommandError(f"There is no article {options['article']}.\nلا يوجد مقال بهذا الرقم.")
        try:
            remove_article(article, reason=options["reason"])
        except ValueError as error:
            raise CommandError(f"{error}\nلا بد من ذكر سبب الحذف.") from error
        self.stdout.write("removed; the worker takes it out of the index")
