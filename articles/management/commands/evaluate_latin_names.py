"""Measures how Latin names find the Arabic ones, on places of GeoNames that no table of the project holds."""

import json
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.arabic.latin import arabic_key
from articles.arabic.normalize import name_key
from articles.entities.gazetteer import gazetteer
from articles.entities.gazetteer_sources.build import held_out_places
from articles.entities.gazetteer_sources.geonames import Place
from articles.entities.gazetteer_sources.packages import PackageMissing
from articles.management.judge_sets import PARITY
from articles.search.latin_names import MIN_LIKENESS, Lookup, Meant, rank_latin

FEW = 5


class Command(BaseCommand):
    help = (
        "Look for places by their Latin names, among the names of the gazetteer and of all these places; "
        "print how many come first. Needs the packages that build_gazetteer needs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--half", choices=[*PARITY], help="even ids: tuning; odd: reported")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--show-errors", action="store_true", help="with --half tune: what went wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["show_errors"] and options["half"] != "tune":
            raise CommandError("Only the errors of the tuning half may be looked at: --half tune.")
        try:
            places = held_out_places()
        except PackageMissing as error:
            raise CommandError(str(error)) from error
        names = sorted({*gazetteer().names, *(name for place in places for name in place.arabic)})
        half = options["half"]
        asked = [place for place in places if half is None or place.id % 2 == PARITY[half]]
        lookup = lookup_in(names)
        found = [(place, rank_latin(place.latin, lookup)) for place in asked]
        if options["show_errors"]:
            for place, meant in found:
                if place_of_right(place, meant) != 1:
                    self.stdout.write(
                        f"{place.latin} {place.arabic} <> {[each.name for each in meant[:FEW]]}"
                    )
        figures = {"places": len(asked), "names": len(names), **summary(found)}
        if options["json"]:
            self.stdout.write(json.dumps(figures))
            return
        for title, figure in figures.items():
            shown = f"{figure:.1%}" if isinstance(figure, float) else f"{figure:,}"
            self.stdout.write(f"{title:<44}{shown:>8}")


def lookup_in(names: Iterable[str]) -> Lookup:
    """Names by their sound, as the database finds them."""
    by_sound: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_sound[arabic_key(name)].append(name)

    def lookup(sounds: Collection[str]) -> Iterator[tuple[str, str]]:
        return ((name, sound) for sound in sounds for name in by_sound.get(sound, ()))

    return lookup


def place_of_right(place: Place, meant: Sequence[Meant]) -> int:
    """From 1; 0 where none of the place's names is found."""
    right = {name_key(name) for name in place.arabic}
    return next((rank for rank, each in enumerate(meant, 1) if name_key(each.name) in right), 0)


def summary(found: Sequence[tuple[Place, Sequence[Meant]]]) -> dict[str, float]:
    ranks = [(place_of_right(place, meant), meant) for place, meant in found]
    count = max(1, len(ranks))
    sure = sum(rank == 1 and meant[0].likeness >= MIN_LIKENESS for rank, meant in ranks)
    return {
        "right first": sum(rank == 1 for rank, _meant in ranks) / count,
        f"right in the first {FEW}": sum(1 <= rank <= FEW for rank, _meant in ranks) / count,
        "right first, and likely enough to be shown": sure / count,
    }
