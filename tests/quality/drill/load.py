"""The archive under load: one author who saves, changes and deletes, and readers who search all the time."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from threading import Thread

from django.contrib.auth.models import AnonymousUser
from django.test import Client

from articles.models import Article, Change, Source
from articles.search.criteria import SearchCriteria
from articles.search.engine import default_backend
from articles.search.find import find
from tests.quality.drill.marks import mark
from tests.quality.drill.report import Report

#: In the text of so many articles that are never touched, and of others that change but always stay.
STEADY, MOVING, GROUP = "ظغضخذش", "ضخظغشد", 25
SIZE = 150
_NEWS = """انفجار ضخم في مرفأ بيروت قال الوزير إن الحكومة تبحث ارتفاع أسعار الخبز والطحين بعد لقاء رئيس
    الأركان الروسي نظيره الأميركي في هلسنكي لبحث الوضع في سوريا وجنوح سفينة حاويات عملاقة في قناة السويس
    وزلزال مدمر يضرب جنوب تركيا وشمال سوريا فجر الاثنين والأرجنتين بطلة كأس العالم بعد نهائي مثير"""
WORDS = _NEWS.split()
#: The author waits while more changes than this do, so that the worker is behind but not lost.
_MOST_WAITING = 250


class Author:
    """Writes articles, each state of each with a mark of its own."""

    def __init__(self, seed: int, marks: "Synchronized[int]") -> None:
        self.random = random.Random(seed)
        self.marks = marks
        self.source = Source.objects.get()
        self.last_changed = 0

    def fill(self) -> None:
        """The archive as it is before the drill."""
        kinds = [STEADY] * GROUP + [MOVING] * GROUP + [""] * (SIZE - 2 * GROUP)
        Article.objects.bulk_create(self._article(kind) for kind in kinds)

    def work(self, stop: Event, pause_s: float, report: Report) -> None:
        steps = [self.create, self.change, self.delete, self.update_many, self.create_many, self.delete_many]
        while not stop.wait(self.random.expovariate(1 / pause_s)):
            if Change.objects.count() > _MOST_WAITING:
                continue
            (step,) = self.random.choices(steps, (30, 40, 24, 2, 2, 2))
            with report.watching(step.__name__):
                step()

    def create(self) -> Article:
        article = self._article()
        article.save()
        return article

    def change(self) -> None:
        articles = self._others(MOVING) if self.random.random() < 0.3 else self._others()
        # As people do, often the same one again, while the worker is at it.
        again = [article for article in articles if article.pk == self.last_changed]
        article = again[0] if again and self.random.random() < 0.6 else self.random.choice(articles)
        self.last_changed = article.pk
        article.body = self._text(MOVING if MOVING in article.body else "")
        article.save()

    def delete(self) -> None:
        if len(others := self._others()) > SIZE / 3:
            self.random.choice(others).delete()

    def update_many(self) -> None:
        keys = [article.pk for article in self.random.sample(self._others(MOVING), 10)]
        Article.objects.filter(pk__in=keys).update(section=self.random.choice(WORDS))

    def create_many(self) -> None:
        Article.objects.bulk_create(self._article() for _ in range(5))

    def delete_many(self) -> None:
        if len(others := self._others()) > SIZE:
            Article.objects.filter(pk__in=[article.pk for article in others[:5]]).delete()

    def _others(self, kind: str = "") -> list[Article]:
        articles = Article.objects.select_related("source").order_by("pk")
        if kind:
            return list(articles.filter(body__contains=kind))
        return list(articles.exclude(body__contains=STEADY).exclude(body__contains=MOVING))

    def _article(self, kind: str = "") -> Article:
        article = Article(
            source=self.source,
            title=" ".join(self.random.choices(WORDS, k=6)),
            body=self._text(kind),
            status=Article.Status.PUBLISHED,
            first_visible_at=datetime.now(UTC),
        )
        article.content_hash = article.hash_content()
        moment = datetime(2018, 1, 1, tzinfo=UTC) + timedelta(minutes=self.random.randrange(2_000_000))
        article.set_published(moment, precision=Article.Precision.MINUTE, origin=Article.DateOrigin.PAGE)
        return article

    def _text(self, kind: str) -> str:
        with self.marks.get_lock():
            self.marks.value += 1
            own = mark(self.marks.value)
        words = self.random.choices(WORDS, k=self.random.randrange(30, 200))
        words.insert(self.random.randrange(len(words)), own)
        return " ".join([*words, kind])


def found(query: str, **criteria: object) -> list[int]:
    """The keys of all articles that a guest finds with a word as it is written."""
    results = find(
        SearchCriteria(query=query, **criteria),  # type: ignore[arg-type]
        AnonymousUser(),
        size=1000,
        with_facets=False,
    )
    assert results.total >= len(results.hits)
    return [hit.article.pk for hit in results.hits]


def total(query: str) -> int:
    return find(SearchCriteria(query=query), AnonymousUser(), with_facets=False, widen=False, size=1).total


class Reader:
    """Searches as pages, feeds and commands do, and knows what must be found at any moment."""

    def __init__(self, seed: int, marks: "Synchronized[int]", report: Report) -> None:
        self.random = random.Random(seed)
        self.marks = marks
        self.report = report
        self.steady = found(STEADY, sort="oldest")

    def work(self, stop: Event) -> None:
        questions = list(self._questions())
        while not stop.is_set():
            name, ask = self.random.choice(questions)
            with self.report.watching(f"search: {name}"):
                ask()

    def _questions(self) -> Iterator[tuple[str, Callable[[], None]]]:
        yield "articles that nobody touches", self._untouched
        yield "articles that change", self._changing
        yield "one state of one article", self._one_state
        yield "words, with facets", self._words
        yield "page of the site", self._page
        yield "state of the index", self._status

    def _untouched(self) -> None:
        keys = found(STEADY, sort="oldest")
        assert keys == self.steady, f"{len(keys)} of {len(self.steady)} in place"

    def _changing(self) -> None:
        number = total(MOVING)
        assert number == GROUP, f"{number} instead of {GROUP}"

    def _one_state(self) -> None:
        number = total(f'="{mark(max(1, self.marks.value - self.random.randrange(200)))}"')
        assert number <= 1, f"{number} articles in one state"

    def _words(self) -> None:
        words = self.random.sample(WORDS, 2)
        query = f'"{words[0]} {words[1]}"~3 OR {words[1]}' if self.random.random() < 0.3 else " ".join(words)
        find(SearchCriteria(query=query, sort=self.random.choice(["", "newest"])), AnonymousUser())

    def _page(self) -> None:
        address = self.random.choice(["/", "/facets/source/", "/suggest/", "/feeds/search.rss", "/healthz"])
        answer = Client(HTTP_HOST="localhost").get(address, {"q": self.random.choice(WORDS)})
        assert answer.status_code == 200, f"{address} answered {answer.status_code}"

    def _status(self) -> None:
        default_backend().status()
        keys = [key for key, _revision in default_backend().revisions()]
        assert all(one < other for one, other in pairwise(keys)), "an article is in the index twice"


def read(seed: int, threads: int, marks: "Synchronized[int]", stop: Event, report: Report) -> None:
    """Several readers in one process."""
    readers = [Reader(seed + number, marks, report) for number in range(threads)]
    running = [Thread(target=reader.work, args=(stop,)) for reader in readers]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
