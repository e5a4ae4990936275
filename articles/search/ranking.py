"""How much counts for what when matches are ranked: the one place of the weights."""

from types import MappingProxyType
from typing import Final

#: BM25: how soon more occurrences of a term stop to matter, and how far long texts are marked down.
K1: Final = 1.2
B: Final = 0.75

#: The scored streams. Chosen on public sets of questions: docs/search-quality.md.
WEIGHTS: Final = MappingProxyType({"stem": 1.0, "exact": 0.5, "root": 0.5, "tri": 0.6})

#: Neighbouring words of the query that stand near each other in the text, in either order.
PAIR_WEIGHT: Final = 0.3
#: Near: at most so many positions apart.
PAIR_DISTANCE: Final = 2

#: A word of the title counts as so many words of the body.
TITLE_WEIGHT: Final = 3
