"""Count letter pairs for articles/arabic/keyboard.py: prints what data/letter_pairs.tsv has.

Learnt from Python's own help pages and the names in CLDR (Latin), and from the demo's articles and CLDR
(Arabic). A table of frequencies: none of the text is in it.
"""

import itertools
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from pydoc_data import topics

from babel import Locale

ROOT = Path(__file__).resolve().parent.parent
LATIN = "abcdefghijklmnopqrstuvwxyz"
ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
EDGE = "^"
#: So that a pair never seen is unlikely and not impossible.
SMOOTHING = 0.3


def main() -> None:
    demo = (ROOT / "articles/demo/articles.jsonl").read_text(encoding="utf-8").splitlines()
    arabic = " ".join(json.loads(line)["title"] + " " + json.loads(line)["body"] for line in demo)
    # Words with «_» and the like are code.
    prose = " ".join(re.findall(r"(?<!\S)[A-Za-z]+(?=[.,;:]?\s)", " ".join(topics.topics.values())))
    names = " ".join(name for code in ("en", "fr", "de", "tr") for name in cldr_names(code))
    sys.stdout.write(
        "# Made by bin/letter_pairs.py: tenths of bits for each letter after the one that opens the line.\n"
    )
    for letters, text in ((LATIN, prose + " " + names), (ARABIC, arabic + " " + " ".join(cldr_names("ar")))):
        table(letters, text.lower())


def cldr_names(code: str) -> Iterator[str]:
    locale = Locale(code)
    for names in (locale.territories, locale.languages, locale.currencies):
        yield from (str(name) for name in names.values())


def table(letters: str, text: str) -> None:
    words = Counter(re.findall(f"(?<![^\\W_])[{letters}]+(?![^\\W_])", text))
    pairs: Counter[tuple[str, str]] = Counter()
    for word, times in words.items():
        edged = f"{EDGE}{word}{EDGE}"
        for pair in itertools.pairwise(edged):
            pairs[pair] += 1 + math.log(times)  # type: ignore[assignment]
    symbols = EDGE + letters
    sys.stdout.write("\t" + "\t".join(symbols) + "\n")
    for first in symbols:
        total = sum(pairs[first, second] + SMOOTHING for second in symbols)
        bits = [round(-10 * math.log2((pairs[first, second] + SMOOTHING) / total)) for second in symbols]
        sys.stdout.write(f"{first}\t" + "\t".join(map(str, bits)) + "\n")


if __name__ == "__main__":
    main()
