"""Measures linking, Latin names, layouts and compounds on judged names: tests/data/names.README.md."""

import json
import unicodedata
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable
from typing import Any

from articles.arabic.compounds import same_compound
from articles.arabic.keyboard import other_layout
from articles.arabic.latin import rank
from articles.arabic.names import compare_names
from articles.management.judge_sets import JudgeSetCommand, Row

Table = dict[str, dict[str, float]]
FEW = 5


class Command(JudgeSetCommand):
    example = "names.jsonl"
    help = "Run judged names through the name side of the text core; print the figures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        self.add_show_errors(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        rows = self.rows(options)
        if options["show_errors"]:
            for row in rows:
                if not is_right(row):
                    self.stdout.write(f"{row['id']} {json.dumps(row, ensure_ascii=False)} <> {answer(row)}")
        table = summary(rows)
        if options["json"]:
            self.stdout.write(json.dumps(table))
            return
        for task, figures in table.items():
            self.stdout.write(task)
            for name, figure in figures.items():
                shown = f"{figure:.1%}" if isinstance(figure, float) else str(figure)
                self.stdout.write(f"  {name:<40}{shown:>8}")


def answer(row: Row) -> Any:
    """What the code says: a word, the place of the best right name, a text or None, whether one name."""
    return _ANSWERS[row["task"]](row)


def is_right(row: Row) -> bool:
    if row["task"] == "latin":
        return bool(answer(row) == 1)
    if row["task"] == "layout":
        return _folded(answer(row)) == _folded(row["expected"])
    return bool(answer(row) == row["expected"])


def summary(rows: list[Row]) -> Table:
    by_task = {task: [row for row in rows if row["task"] == task] for task in _SUMMARIES}
    return {task: _SUMMARIES[task](group) for task, group in by_task.items() if group}


def _same(rows: list[Row]) -> dict[str, float]:
    said = Counter((answer(row), row["expected"]) for row in rows)
    merged = sum(said["automatic", wanted] for wanted in ("automatic", "suggest", "different"))
    return {
        "automatic: precision": _share(said["automatic", "automatic"], merged),
        "automatic: recall": _recall(said, "automatic"),
        "suggest: recall": _recall(said, "suggest"),
        "different: recall": _recall(said, "different"),
        "merged, though different": said["automatic", "different"],
        "merged, though only to be suggested": said["automatic", "suggest"],
        "suggested, though different": said["suggest", "different"],
        "suggested, though automatic": said["suggest", "automatic"],
    }


def _latin(rows: list[Row]) -> dict[str, float]:
    places = [answer(row) for row in rows]
    return {
        "right first": _share(sum(place == 1 for place in places), len(rows)),
        f"right in the first {FEW}": _share(sum(place <= FEW for place in places), len(rows)),
    }


def _layout(rows: list[Row]) -> dict[str, float]:
    meant = [row for row in rows if row["expected"] is not None]
    other = [row for row in rows if row["expected"] is None]
    return {
        "right of those to offer": _share(sum(map(is_right, meant)), len(meant)),
        "offered wrongly instead": sum(answer(row) is not None and not is_right(row) for row in meant),
        "offered where nothing may be": sum(not is_right(row) for row in other),
    }


def _compound(rows: list[Row]) -> dict[str, float]:
    return {
        "right": _share(sum(map(is_right, rows)), len(rows)),
        "taken for one wrongly": sum(answer(row) and not row["expected"] for row in rows),
    }


def _place(row: Row) -> int:
    ranked = rank(row["latin"], row["candidates"])
    return 1 + min(ranked.index(name) for name in row["expected"])


def _recall(said: Counter[tuple[str, str]], wanted: str) -> float:
    return _share(
        said[wanted, wanted], sum(n for (_answer, expected), n in said.items() if expected == wanted)
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _folded(text: str | None) -> str | None:
    return unicodedata.normalize("NFKC", text).lower() if text is not None else None


_ANSWERS: dict[str, Callable[[Row], Any]] = {
    "same": lambda row: compare_names(row["a"], row["b"], row["kind"]).answer,
    "latin": _place,
    "layout": lambda row: other_layout(row["typed"]),
    "compound": lambda row: same_compound(row["a"], row["b"]),
}
_SUMMARIES = {"same": _same, "latin": _latin, "layout": _layout, "compound": _compound}
