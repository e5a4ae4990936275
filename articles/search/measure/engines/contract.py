"""This project's engine behind Haystack, as the pages use it: fairly held against the stock backend."""

from collections.abc import Sequence
from pathlib import Path

from haystack import connections, indexes
from haystack.query import SearchQuerySet

from articles import models
from articles.search.fields import KeysField, WeightedTextField
from articles.search.measure.corpus import Article
from articles.search.measure.engines import TOP, Answer
from articles.search.measure.engines.ours import FACETS, facets_of, number_of, tree_of, words_of
from articles.search.measure.query_classes import Query
from articles.search.ranking import TITLE_WEIGHT
from articles.search.text import WeightedText
from articles.search.tree_query import TreeQuery

CONNECTION = "contract"
_ORDERS = {"newest": ("-day",), "oldest": ("day",)}


class ContractIndex(indexes.SearchIndex, indexes.Indexable):
    """The fields of ArticleIndex that searches and facets use."""

    text = WeightedTextField(document=True, stored=False)
    title = indexes.CharField(stored=False)
    source = indexes.IntegerField(stored=False)
    day = indexes.IntegerField(stored=False)
    entities = KeysField(stored=False)

    def __init__(self) -> None:
        super().__init__()
        #: What is being indexed: Haystack wants objects of a model, and these are empty but for their key.
        self.measured: dict[int, Article] = {}

    def get_model(self) -> type[models.Article]:
        return models.Article

    def prepare_text(self, row: models.Article) -> WeightedText:
        article = self.measured[row.pk]
        return WeightedText([(article.title, TITLE_WEIGHT), (article.text, 1)])

    def prepare_title(self, row: models.Article) -> str:
        return self.measured[row.pk].title

    def prepare_source(self, row: models.Article) -> int:
        return self.measured[row.pk].source

    def prepare_day(self, row: models.Article) -> int:
        return number_of(self.measured[row.pk].day)

    def prepare_entities(self, row: models.Article) -> list[int]:
        return list(self.measured[row.pk].entities)


class Contract:
    """The commits are those of `update_index`: a thousand objects each."""

    reads = "text"

    def __init__(self, directory: Path) -> None:
        connections.connections_info[CONNECTION] = {
            "ENGINE": "articles.search.whoosh.backend.ArabicWhooshEngine",
            "PATH": str(directory),
            "SILENTLY_FAIL": False,
        }
        connections.reload(CONNECTION)
        self.index = ContractIndex()
        connections[CONNECTION].get_unified_index().build([self.index])
        self.backend = connections[CONNECTION].get_backend()

    def add(self, articles: Sequence[Article]) -> None:
        self.index.measured = {article.key: article for article in articles}
        self.backend.update(self.index, [models.Article(pk=article.key) for article in articles])

    def finish(self) -> None:
        """Every batch was committed."""

    def open(self) -> None:
        self.backend.status()

    def search(self, query: Query, *, with_facets: bool) -> Answer:
        asked = TreeQuery(tree_of(query), words_of(query))
        found = SearchQuerySet(using=CONNECTION).filter(content=asked)
        if query.order in _ORDERS:
            found = found.order_by(*_ORDERS[query.order])
        if with_facets:
            for request in FACETS:
                found = found.facet(
                    request.name,
                    column=request.column,
                    own=request.own,
                    bucket=request.bucket,
                    limit=request.limit,
                )
        keys = tuple(int(result.pk) for result in found[:TOP])
        total = found.query.get_count()
        counted = found.facet_counts()["fields"] if with_facets else {}
        return Answer(total, keys, facets_of(counted) if with_facets else None)
