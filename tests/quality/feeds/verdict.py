"""What is wrong in the end: articles, reports, requests, manners."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Q

from articles.models import Article, Feed, FeedItem, ImportProblem, Source
from tests.quality.feeds.cases import Case
from tests.quality.feeds.outlets import Host, News, Outlet

_ARABIC_WORD = re.compile("[\u0621-\u064a]{3,}")
#: A clock on each side of a connection, and threads between them.
_TOLERANCE_S = 0.005


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    expected: int
    arrived: int
    drafts: int
    told: tuple[str, ...]
    wrong: tuple[str, ...]


def judge(case: Case, outlet: Outlet, source: Source, *, kills: int, starts: Sequence[float]) -> Row:
    """What came of a case; `starts` are the moments at which processes began, after kills too.

    Who was killed may have asked for something once more, or taken with it what it was about to tell.
    """
    articles = Article.objects.filter(source=source)
    problems = ImportProblem.objects.filter(run__feed__source=source).order_by("pk")
    told = tuple(dict.fromkeys(problems.values_list("message_en", flat=True)))
    wrong = [
        *_about_articles(case, source),
        *_about_reports(case, problems, is_lost=_is_lost(case, outlet, starts)),
        *_about_requests(case, outlet, kills),
        *_about_feeds(case, source),
    ]
    arrived = sum(_is_there(each, source) for each in case.good)
    drafts = articles.filter(status=Article.Status.DRAFT).count()
    return Row(case.name, len(case.good), arrived, drafts, told, tuple(wrong))


def _is_there(news: News, source: Source) -> bool:
    return Article.objects.published().filter(source=source, body__contains=f" {news.mark} ").count() == 1


def _about_articles(case: Case, source: Source) -> Iterator[str]:
    articles = Article.objects.filter(source=source)
    for news in case.good:
        found = articles.filter(body__contains=f" {news.mark} ")
        if found.count() != 1 or found[0].status != Article.Status.PUBLISHED:
            yield f"{news.url}: {[(each.pk, str(each.status)) for each in found]}"
        elif found[0].title != news.title:
            yield f"{news.url}: another headline: {found[0].title}"
    for news in case.drafts:
        found = articles.filter(Q(title=news.title) | Q(canonical_url=news.url)).distinct()
        if [each.status for each in found] != [Article.Status.DRAFT]:
            yield f"{news.url}, a draft: {[(each.pk, str(each.status)) for each in found]}"
    if (count := articles.count()) != (wanted := len(case.good) + len(case.drafts)):
        yield f"{count} articles instead of {wanted}"
    if case.final_mark:
        changed = articles.filter(body__contains=case.final_mark, versions__isnull=False)
        if changed.distinct().count() != 1:
            yield "the change did not arrive, or the earlier version is lost"


def _is_lost(case: Case, outlet: Outlet, starts: Sequence[float]) -> bool:
    """Whether whoever met a passing fault was killed each time before the next request there."""
    for path, times in case.passing.items():
        began = sorted(each.began for each in outlet.host.seen if each.path == f"/{outlet.name}{path}")
        met = list(pairwise(began))[:times]
        if len(met) < times or not all(any(one <= start <= other for start in starts) for one, other in met):
            return False
    return bool(case.passing)


def _about_reports(case: Case, problems, *, is_lost: bool) -> Iterator[str]:
    for piece in case.told:
        if not is_lost and not any(piece in problem.message_en for problem in problems):
            yield f"not told: {piece}"
    for problem in problems:
        if not _ARABIC_WORD.search(problem.message_ar):
            yield f"not told in Arabic: {problem.message_en}"
        if not problem.path:
            yield f"told of no place: {problem.message_en}"
        if "error of the program" in problem.message_en:
            yield f"{problem.path}: {problem.message_en}"


def _about_requests(case: Case, outlet: Outlet, kills: int) -> Iterator[str]:
    for path, most in case.most_requests.items():
        if (count := outlet.host.visits[f"/{outlet.name}{path}"]) > (most and most + kills):
            yield f"{path} was asked for {count} times, not {most}"


def _about_feeds(case: Case, source: Source) -> Iterator[str]:
    if case.moves_to and not Feed.objects.filter(source=source, url=case.moves_to).exists():
        yield "the feed has not moved"
    waiting = FeedItem.objects.filter(feed__source=source, state=FeedItem.State.WAITING).count()
    if waiting:
        yield f"{waiting} items wait"


def about_manners(hosts: Sequence[Host], pause_s: float, starts: Sequence[float]) -> Iterator[str]:
    """Requests to one host that overlap or follow too soon; the first ones of a process follow no other."""
    for host in hosts:
        for one, other in pairwise(sorted(host.seen, key=lambda seen: seen.began)):
            if any(one.began <= start <= other.began for start in starts):
                continue
            if other.began - one.ended < pause_s - _TOLERANCE_S:
                gap = other.began - one.ended
                yield f"{host.name}: {one.path} and {other.path} only {gap * 1000:.0f} ms apart"
