"""The engine behind Haystack's contract."""

import threading
from types import SimpleNamespace

import numpy as np
import pytest
from haystack import connections
from haystack.query import SQ, SearchQuerySet

from articles.models import Article
from articles.search.engine import IndexNotReady, default_backend


class FakeIndex:
    """Documents without a database: a search index as the backend sees it."""

    def full_prepare(self, item):
        return {
            "id": f"articles.article.{item.pk}",
            "django_ct": "articles.article",
            "django_id": str(item.pk),
            "text": item.text,
            "title": "",
            "byline": "",
            "reviews": [],
            "revision": 1,
            "source": item.pk % 3,
            "status": 1,
            "day": 20200101 + item.pk,
            "published": item.pk,
            "undated": 0,
            "entities": [item.pk, 7],
        }


def documents(count: int):
    return [SimpleNamespace(pk=n, text=f"نص مشترك رقم{n}") for n in range(1, count + 1)]


@pytest.fixture
def backend():
    backend = default_backend()
    backend.rebuild([(FakeIndex(), documents(5))])
    return backend


def keys(matches: SearchQuerySet) -> list[int]:
    return [int(result.pk) for result in matches]


def test_filters_join_negate_and_nest(backend):
    everything = SearchQuerySet()
    assert keys(everything.filter(source=1).order_by("published")) == [1, 4]
    assert keys(everything.exclude(source=1).order_by("published")) == [2, 3, 5]
    assert keys(everything.filter(SQ(source=1) | SQ(entities=5)).order_by("published")) == [1, 4, 5]
    assert keys(everything.filter(~SQ(source=1) & SQ(day__gte=20200104)).order_by("published")) == [3, 5]
    assert keys(everything.filter(published__range=(2, 3)).order_by("-published")) == [3, 2]
    assert keys(everything.filter(source__in=[])) == []


def test_directions_mix_in_one_order(backend):
    assert keys(SearchQuerySet().order_by("source", "-published")) == [3, 4, 1, 5, 2]


def test_results_come_in_pages_with_the_number_of_all(backend):
    matches = SearchQuerySet().order_by("published")
    assert [int(result.pk) for result in matches[1:3]] == [2, 3]
    assert matches.count() == 5


def test_facets_count_values_buckets_and_roots(backend):
    def count(field, **options):
        return SearchQuerySet().facet(field, **options).facet_counts()["fields"][field]

    assert count("source") == [(1, 2), (2, 2), (0, 1)]
    assert count("day", bucket=10_000) == [(2020, 5)]
    assert count("entities", roots=np.array([0, 7, 7])) == [(7, 5), (3, 1), (4, 1), (5, 1)]


def test_updating_replaces_and_removing_removes(backend):
    backend.update(FakeIndex(), [SimpleNamespace(pk=1, text="جديد")])
    assert SearchQuerySet().count() == 5
    backend.remove("articles.article.1")
    assert keys(SearchQuerySet().order_by("published")) == [2, 3, 4, 5]


def test_clearing_one_model_or_everything(backend):
    backend.clear([Article])
    assert SearchQuerySet().count() == 0
    backend.rebuild([(FakeIndex(), documents(2))])
    backend.clear()
    assert SearchQuerySet().count() == 0


def test_the_generation_changes_with_every_commit_and_rebuild(backend):
    seen = {backend.generation}
    backend.update(FakeIndex(), documents(1))
    seen.add(backend.generation)
    backend.rebuild([(FakeIndex(), documents(1))])
    seen.add(backend.generation)
    assert len(seen) == 3


def damage_toc(directory):
    for path in directory.glob("*.toc"):
        path.write_bytes(b"\x80not a pickle")


def lose_toc(directory):
    for path in directory.glob("*.toc"):
        path.unlink()


def lose_segments(directory):
    for path in directory.glob("*.arrays"):
        path.unlink()


def point_nowhere(directory):
    (directory.parent / "current").write_bytes(b"\xff\x00")


# Whoosh leaves a table of contents open that it cannot read.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.parametrize("harm", [damage_toc, lose_toc, lose_segments, point_nowhere])
def test_an_index_that_cannot_be_read_is_not_ready_until_it_is_rebuilt(backend, harm):
    harm(backend.access.directory.current)
    assert not backend.is_ready
    with pytest.raises(IndexNotReady, match="rebuild_index"):
        SearchQuerySet().count()
    backend.rebuild([(FakeIndex(), documents(2))])
    assert SearchQuerySet().count() == 2


def test_the_index_is_readable_by_its_owner_only(backend):
    assert backend.access.directory.root.stat().st_mode & 0o077 == 0
    assert backend.access.directory.current.stat().st_mode & 0o077 == 0


def test_an_unknown_lookup_is_an_error_and_not_an_empty_result(backend):
    with pytest.raises(ValueError, match="lookup"):
        len(SearchQuerySet().filter(source__fuzzy=1))


def test_search_goes_on_while_the_index_is_rebuilt(backend):
    """Readers in other threads never meet a missing file or an empty index."""
    stop, wrong = threading.Event(), []

    def read() -> None:
        reader = connections["default"].get_backend()
        while not stop.is_set():
            try:
                hits = reader.search("*")["hits"]
            except Exception as error:
                wrong.append(error)
                return
            if hits != 5:
                wrong.append(hits)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(15):
        backend.rebuild([(FakeIndex(), documents(5))])
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_rebuild_that_fails_or_is_killed_leaves_no_words_behind(backend):
    class Failing(FakeIndex):
        def full_prepare(self, item):
            if item.pk == 3:
                raise OSError(28, "No space left on device")
            return super().full_prepare(item)

    root = backend.access.directory.root
    with pytest.raises(OSError, match="No space"):
        backend.rebuild([(Failing(), documents(5))])
    assert list(root.glob("v*-*")) == [backend.access.directory.current]
    (root / "v1-killed").mkdir()
    backend.rebuild([(FakeIndex(), documents(5))])
    assert list(root.glob("v*-*")) == [backend.access.directory.current]
    assert SearchQuerySet().count() == 5
