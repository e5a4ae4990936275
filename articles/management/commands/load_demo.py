"""Loads the demo corpus."""

from typing import Any, cast

from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.arabic.names import Kind
from articles.demo.load import load_demo
from articles.entities.curated import curated


class Command(BaseCommand):
    help = "Load the demo: invented outlets and articles. Repeating changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        with tqdm(unit="article", disable=None) as progress:
            counts = load_demo(progress.update, is_told_by_hints=is_told_by_hints)
        self.stdout.write(", ".join(f"{name} {number}" for name, number in counts.items()))


def is_told_by_hints(name: str, kind: str) -> bool:
    """Whether the curated table has hints that tell the bearers of a name apart."""
    return len(curated().called(name, cast(Kind, kind))) > 1
