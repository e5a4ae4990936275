"""Judged sets through the product's engine: a temporary index, plain words, any of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from articles.arabic.variants import Variants
from articles.search.measure.judged import DEPTH, Document, Judged, Scores, score
from articles.search.ranking import TITLE_WEIGHT
from articles.search.syntax import Query, parse, to_tree
from articles.search.text import WeightedText
from articles.search.tree import Node, Word
from articles.search.whoosh.executor import search
from articles.search.whoosh.kinds import Kind
from articles.search.whoosh.schema import build_schema
from articles.search.whoosh.segments import Snapshot
from articles.search.whoosh.writer import create_index

_KINDS = {"text": Kind.DOCUMENT, "number": Kind.INTEGER}
#: Equal scores stand in the order of the documents.
_TIES = (("number", False),)


@dataclass(frozen=True)
class Streams:
    """What of a query word is scored; the stem always is."""

    name: str
    exact: bool = False
    root: bool = False
    tri: bool = False
    pairs: bool = False

    def words(self, words: Sequence[Word]) -> tuple[Word, ...]:
        """The words with what is not scored left out. Between words that are no pair stands an empty one."""
        kept = [
            replace(
                word,
                exact=word.exact if self.exact else "",
                root=word.root if self.root else "",
                trigrams=word.trigrams if self.tri else (),
            )
            for word in words
        ]
        return tuple(kept) if self.pairs else tuple(each for word in kept for each in (word, Word(())))


STEM = Streams("stem alone")
STEPS = (
    STEM,
    Streams("+ exact", exact=True),
    Streams("+ root", exact=True, root=True),
    Streams("+ trigrams", exact=True, root=True, tri=True),
    Streams("+ pairs: all", exact=True, root=True, tri=True, pairs=True),
)


class TemporaryIndex:
    """Documents indexed as the product does: headline and text in one text, or the text alone."""

    def __init__(self, directory: Path, documents: Iterable[Document], *, with_title: bool) -> None:
        writer = create_index(directory, build_schema(_KINDS, frozenset())).writer()
        self.ids: list[str] = []
        for document in documents:
            title = [(document.title, TITLE_WEIGHT)] if with_title and document.title else []
            text = WeightedText([*title, (document.text, 1)])
            writer.add_document(id=str(len(self.ids)), number=len(self.ids), text=text)
            self.ids.append(document.id)
        writer.commit()
        self.snapshot = Snapshot.open(directory)

    def rank(self, match: Node, words: Sequence[Word], depth: int) -> list[str]:
        """The best documents for the words, first the best."""
        found = search(self.snapshot, match, words, ties=_TIES, last=depth)
        columns = [segment.column("number") for segment in self.snapshot.segments]
        numbers = [columns[hit.segment].values[hit.document] for hit in found.hits]  # type: ignore[union-attr]
        return [self.ids[number] for number in numbers]


def read_plain(text: str, variants: Variants) -> Query:
    """A query as plain words of which a document has any."""
    return to_tree(parse(text, plain=True), match="any", variants=variants)


def evaluate(
    index: TemporaryIndex, queries: Sequence[Judged], variants: Variants, steps: Sequence[Streams] = STEPS
) -> dict[str, Scores]:
    """The scores of each choice of streams."""
    read = [read_plain(query.text, variants) for query in queries]
    table = {}
    for streams in steps:
        rankings = []
        for query, asked in zip(queries, read, strict=True):
            found = index.rank(asked.match, streams.words(asked.words), DEPTH + len(query.excluded))
            rankings.append([document for document in found if document not in query.excluded])
        table[streams.name] = score(rankings, queries)
    return table
