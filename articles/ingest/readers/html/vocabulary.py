"""Words of `articles/ingest/data/html_words.json`, normalised."""

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

from articles.arabic.normalize import normalize


@cache
def _data() -> dict[str, Any]:
    text = files("articles.ingest").joinpath("data/html_words.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def vocabulary(name: str) -> frozenset[str]:
    return frozenset(filter(None, map(normalize, _data()[name])))


@cache
def pattern(name: str) -> re.Pattern[str]:
    return re.compile(_data()[name], re.IGNORECASE)


def holds(key: str, name: str) -> bool:
    """Whether a normalised text holds one of the phrases, as whole words."""
    padded = f" {key} "
    return any(f" {phrase} " in padded for phrase in vocabulary(name))
