"""What consent walls, checks of the browser and error pages say: phrases of `data/notices.json`."""

import json
import re
from functools import cache
from pathlib import Path

from articles.arabic.normalize import normalize
from articles.ingest.readers.saved_page.furniture import phrases_in


def notices_in(text: str, group: str) -> set[str]:
    """The phrases of a group (`consent`, `missing`) that a short text holds, normalised."""
    return phrases_in(text, group) | set(_held(group).findall(normalize(text)))


@cache
def _held(group: str) -> re.Pattern[str]:
    path = Path(__file__).parent / "data" / "notices.json"
    phrases = map(normalize, json.loads(path.read_text(encoding="utf-8"))[group])
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile("(?<!\\S)(?:" + "|".join(map(re.escape, longest_first)) + ")(?!\\S)")
