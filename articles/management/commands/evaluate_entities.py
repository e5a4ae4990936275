"""Measures the recogniser of names on labelled words or on the demo's key: docs/entities/recogniser.md."""

import json
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import mean
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.entities.gazetteer import Gazetteer, gazetteer
from articles.entities.recognise import (
    MODEL,
    TYPES_FILE,
    WEIGHTS_FILE,
    CrfRecogniser,
    curated_names,
)
from articles.entities.recognition.certain import CertainNames
from articles.entities.recognition.conll import BadConll, Sentence, read_conll
from articles.entities.recognition.evaluation import Judged, blocks, judge
from articles.entities.recognition.features import Reader
from articles.entities.recognition.triggers import triggers
from articles.entities.recognition.weights import Weights, read_weights
from articles.entities.recognition.word_types import NO_TYPES, read_word_types
from articles.management.demo_names import judge_demo
from articles.management.judge_sets import PARITY

#: What can be left out, and the two ways in which names are judged.
PARTS = ("gazetteer", "triggers", "word-types", "second-pass")
LEARNED, WITH_TABLE = "learned", "with the curated table"
WARM_UP = "\u0633"


class Command(BaseCommand):
    help = "Judge the recogniser: strict precision, recall and F1 of names by kind, and words per second."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="CoNLL: a word and its label a line")
        parser.add_argument("--folds", type=int, help="train on the other blocks of the file, for each block")
        parser.add_argument(
            "--demo", action="store_true", help="the key of the demo corpus instead of a file"
        )
        parser.add_argument(
            "--half", choices=[*PARITY], help="with --demo. Even articles: tuning; odd: reported"
        )
        parser.add_argument("--without", nargs="+", choices=PARTS, default=[], help="what to leave out")
        parser.add_argument("--show-errors", action="store_true", help="names missed and names found wrongly")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        self._check(options)
        reader = _reader(options["without"])
        has_second_pass = "second-pass" not in options["without"]
        tables: dict[str, list[Judged]] = {LEARNED: [], WITH_TABLE: []}
        for weights, judged in self._runs(options, reader):
            for name, table in ((LEARNED, CertainNames([])), (WITH_TABLE, curated_names())):
                recogniser = CrfRecogniser(weights, reader, table, second_pass=has_second_pass)
                recogniser.recognise(WARM_UP)
                tables[name].append(judged(recogniser))
        if options["json"]:
            self.stdout.write(json.dumps({name: _as_dict(runs) for name, runs in tables.items()}))
            return
        for name, runs in tables.items():
            self._show(name, runs, with_errors=options["show_errors"])

    def _check(self, options: dict[str, Any]) -> None:
        if options["demo"] == bool(options["file"]):
            raise CommandError("Name a file, or --demo.")
        if options["demo"] and options["folds"]:
            raise CommandError("--folds is for a file.")
        if options["folds"] is not None and options["folds"] < 2:
            raise CommandError("--folds: two or more.")
        if options["demo"] and options["show_errors"] and options["half"] != "tune":
            raise CommandError("Only the errors of the tuning half may be looked at: --half tune.")
        if not options["folds"] and set(options["without"]) - {"second-pass"}:
            raise CommandError("The model was trained with all of its parts: leave them out with --folds.")

    def _runs(
        self, options: dict[str, Any], reader: Reader
    ) -> Iterator[tuple[Weights, Callable[[CrfRecogniser], Judged]]]:
        """(weights, what judges a recogniser of them) of each fold, or once for the shipped weights."""
        if options["demo"]:
            yield _shipped(), partial(_judge_demo, options["half"])
            return
        labelled = _labelled(options["file"])
        if not options["folds"]:
            yield _shipped(), partial(_judge, labelled)
            return
        train = _training()
        for number, (taught, judged) in enumerate(blocks(labelled, options["folds"]), 1):
            if not judged or not taught:
                raise CommandError(f"{options['file']}: fewer sentences than folds.")
            weights = train(taught, reader)
            self.stderr.write(f"block {number} of {options['folds']}: trained on {len(taught):,} sentences")
            yield weights, partial(_judge, judged)

    def _show(self, name: str, runs: Sequence[Judged], *, with_errors: bool) -> None:
        figures = _as_dict(runs)
        self.stdout.write(f"{name:<28}{'names':>7}{'precision':>11}{'recall':>9}{'F1':>8}")
        for kind, row in figures["kinds"].items():
            shown = "".join(f"{100 * row[each]:>{width}.1f}" for each, width in _COLUMNS)
            spread = f"  ({100 * row['lowest']:.1f} to {100 * row['highest']:.1f})" if len(runs) > 1 else ""
            self.stdout.write(f"  {kind:<26}{row['expected']:>7}{shown}{spread}")
        self.stdout.write(
            f"  {figures['words']:,} words, {figures['words_per_second']:,} a second on one core"
        )
        for run in runs if with_errors else ():
            for title, names in (("missed", run.missed), ("wrong", run.wrong)):
                for each in names:
                    self.stdout.write(f"{title} {each}")


_COLUMNS = (("precision", 11), ("recall", 9), ("f1", 8))


def _as_dict(runs: Sequence[Judged]) -> dict[str, Any]:
    """Means over the blocks, and the lowest and the highest F1."""
    kinds = sorted({kind for run in runs for kind in run.scores}, key=lambda kind: (kind == "all", kind))
    table = {}
    for kind in kinds:
        scores = [run.scores[kind] for run in runs if kind in run.scores]
        rows = [score.as_dict() for score in scores]
        table[kind] = {
            **{each: round(mean(row[each] for row in rows), 4) for each, _width in _COLUMNS},
            "lowest": min(row["f1"] for row in rows),
            "highest": max(row["f1"] for row in rows),
            "expected": sum(score.expected for score in scores),
        }
    words = sum(run.words for run in runs)
    speed = round(words / max(sum(run.seconds for run in runs), 1e-9))
    return {"kinds": table, "words": words, "words_per_second": speed}


def _judge(labelled: Sequence[Sentence], recogniser: CrfRecogniser) -> Judged:
    return judge(labelled, recogniser.recognise)


def _judge_demo(half: str | None, recogniser: CrfRecogniser) -> Judged:
    return judge_demo(recogniser.recognise, half)


def _labelled(path: Path) -> list[Sentence]:
    try:
        labelled = read_conll(path)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    except BadConll as error:
        raise CommandError(str(error)) from error
    if not labelled:
        raise CommandError(f"{path}: no sentence in it.")
    return labelled


def _reader(without: Sequence[str]) -> Reader:
    names = Gazetteer({}, {}, {}) if "gazetteer" in without else gazetteer()
    types = NO_TYPES if "word-types" in without else read_word_types(MODEL / TYPES_FILE)
    return Reader(names, types, {} if "triggers" in without else triggers())


def _shipped() -> Weights:
    return read_weights(MODEL / WEIGHTS_FILE)


def _training() -> Callable[[Sequence[Sentence], Reader], Weights]:
    try:
        from articles.entities.recognition.learning.crf import train
    except ImportError as error:
        raise CommandError(f"{error.name} is not installed: docs/entities/recogniser.md") from error
    return train
