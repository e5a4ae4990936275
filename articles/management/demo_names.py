"""The demo corpus as a judge of recognisers: every named mention of its articles is in its key."""

import json
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from articles import demo
from articles.arabic.names import Kind
from articles.entities.recognition.evaluation import Judged, Recognise
from articles.entities.recognition.scores import score
from articles.management.judge_sets import PARITY

_FOLDER = Path(demo.__file__).parent
_FIELDS = ("title", "subtitle", "body", "caption")
_GAP = "\n\n"


def judge_demo(recognise: Recognise, half: str | None = None) -> Judged:
    """Each article as one text; names are judged by their code points in it."""
    keys = _mentions()
    expected: set[tuple[Kind, tuple[str, int, int]]] = set()
    found: set[tuple[Kind, tuple[str, int, int]]] = set()
    texts: dict[str, str] = {}
    started = time.process_time()
    for article in _rows("articles.jsonl"):
        key = article["key"]
        if half and int(key.rpartition("-")[2]) % 2 != PARITY[half]:
            continue
        parts = [(field, article[field]) for field in _FIELDS if article[field]]
        texts[key] = _GAP.join(part for _field, part in parts)
        starts, position = {}, 0
        for field, part in parts:
            starts[field], position = position, position + len(part) + len(_GAP)
        expected |= {
            (kind, (key, starts[field] + start, starts[field] + end)) for field, start, end, kind in keys[key]
        }
        found |= {(span.kind, (key, span.start, span.end)) for span in recognise(texts[key])}
    seconds = time.process_time() - started

    def shown(names: set[tuple[Kind, tuple[str, int, int]]]) -> tuple[str, ...]:
        return tuple(
            f"{key} {kind}: {texts[key][start:end]}"
            for kind, (key, start, end) in sorted(names, key=lambda name: name[1])
        )

    words = sum(len(text.split()) for text in texts.values())
    return Judged(score(expected, found), words, seconds, shown(expected - found), shown(found - expected))


def _mentions() -> dict[str, list[tuple[str, int, int, Kind]]]:
    """By article: field, start, end and kind."""
    kinds = {row["slug"]: row["kind"] for row in _rows("entities.jsonl")}
    found = defaultdict(list)
    for row in _rows("key/mentions.jsonl"):
        if row["field"] in _FIELDS:
            found[row["article"]].append((row["field"], row["start"], row["end"], kinds[row["entity"]]))
    return found


def _rows(name: str) -> list[dict[str, Any]]:
    lines = (_FOLDER / name).read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]
