"""Loads the demo corpus."""

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.demo.load import load_demo


class Command(BaseCommand):
    help = "Load the demo: invented outlets and articles. Repeating changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        with tqdm(unit="article", disable=None) as progress:
            counts = load_demo(progress.update)
        self.stdout.write(", ".join(f"{name} {number}" for name, number in counts.items()))
