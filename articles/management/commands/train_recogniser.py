"""Makes the weights of the recogniser from labelled words: docs/entities/recogniser.md."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.entities.gazetteer import gazetteer
from articles.entities.recognise import MODEL, TYPES_FILE, WEIGHTS_FILE, shipped_reader
from articles.entities.recognition.conll import BadConll, read_conll
from articles.entities.recognition.weights import write_weights
from articles.entities.recognition.word_types import write_word_types


class Command(BaseCommand):
    help = "Train the recogniser of names on labelled words (CoNLL) and write its weights."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a word and its label a line")
        parser.add_argument("--out", type=Path, default=MODEL, help="folder to write to (the project's own)")
        parser.add_argument(
            "--word-types", action="store_true", help="make the types of words anew first: twenty minutes"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            labelled = read_conll(options["file"])
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except BadConll as error:
            raise CommandError(str(error)) from error
        out: Path = options["out"]
        if options["word_types"]:
            self._make_word_types(out / TYPES_FILE)
        try:
            from articles.entities.recognition.learning.crf import train
        except ImportError as error:
            raise CommandError(f"{error.name} is not installed: docs/entities/recogniser.md") from error
        types = out / TYPES_FILE
        weights = train(labelled, shipped_reader(types if types.exists() else MODEL / TYPES_FILE))
        write_weights(weights, out / WEIGHTS_FILE)
        size = (out / WEIGHTS_FILE).stat().st_size
        self.stdout.write(f"{out / WEIGHTS_FILE}: {len(weights.rows):,} features, {size:,} bytes")

    def _make_word_types(self, path: Path) -> None:
        try:
            from articles.entities.recognition.learning.word_types import common_words, word_types
        except ImportError as error:
            raise CommandError(f"{error.name} is not installed: docs/entities/recogniser.md") from error
        types = word_types(common_words(), gazetteer())
        write_word_types(types, path)
        self.stdout.write(f"{path}: {len(types.hashes):,} words, {path.stat().st_size:,} bytes")
