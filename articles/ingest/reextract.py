"""Today's readers on the raw input that was kept: what they read otherwise, taken over into the articles.

Articles are taken in the order of their numbers, in chunks that are one transaction each. What was done is
not done again: a repetition finds it unchanged. Nothing is fetched, and no identity is asked for: a raw file
is that of its article.
"""

import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import DatabaseError, DataError, IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from articles.ingest.documents import Document, UnreadableInput
from articles.ingest.pipeline import Imported
from articles.ingest.problems import Problem, problem_of
from articles.ingest.raw import read_raw, sha256_of
from articles.ingest.readers.again import read_again
from articles.ingest.store import Incoming, Outcome, store_again
from articles.models import Article, ImportProblem, ImportRun, RawFile, Review, Source

#: As imports: others write too.
CHUNK_ROWS = 50
_SHOWN = (*Article.CONTENT_FIELDS, "canonical_url", "published_at", "modified_at", "status")
_MOST_WORDS = 12


@dataclass(frozen=True)
class FieldChange:
    """What a field said and says; of a long text the words that differ, with none of those around them."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Reread(Imported):
    """What became of one article. `unknown_kind`: it is not known how its raw file is read."""

    changes: tuple[FieldChange, ...] = ()
    unknown_kind: bool = False


@dataclass(frozen=True)
class Again:
    """How to read again: without a run nothing is stored (a dry run)."""

    run: ImportRun | None = None
    source: Source | None = None
    on_each: Callable[[Reread], None] = lambda reread: None


def count_articles(how: Again) -> int:
    return _articles(how.source, 0).count()


def reextract(how: Again) -> None:
    """Read all articles (of a source) again. Raises DatabaseError; what is done stays done."""
    try:
        last = 0
        while articles := list(_articles(how.source, last)[:CHUNK_ROWS]):
            last = articles[-1].pk
            for reread in _chunk(articles, how):
                how.on_each(reread)
    finally:
        if how.run is not None:
            how.run.finished_at = timezone.now()
            how.run.save()


def _articles(source: Source | None, after: int) -> QuerySet[Article]:
    articles = Article.objects.filter(pk__gt=after).exclude(raw_sha256="").order_by("pk")
    return articles.filter(source=source) if source else articles


def _chunk(articles: list[Article], how: Again) -> list[Reread]:
    # Reading takes longer than storing: nobody waits for it.
    files = _raw_files(articles)
    read = [_read(article, files.get(article.pk)) for article in articles]
    with transaction.atomic():
        # In the order of an import: the sources first, then the articles.
        sources = Source.objects.select_for_update().filter(pk__in={each.source_id for each in articles})
        list(sources.order_by("pk"))
        locked = Article.objects.select_for_update(of=("self",)).select_related("source")
        stored = locked.in_bulk([article.pk for article in articles])
        done = _with_reviews(
            [_store(stored.get(a.pk), a, each) for a, each in zip(articles, read, strict=True)]
        )
        if how.run is None:
            transaction.set_rollback(True)
        else:
            _note(how.run, done)
    return done


def _raw_files(articles: list[Article]) -> dict[int, RawFile]:
    """The raw file that each article says what it says from, if it is known how that is read."""
    raw = {article.pk: article.raw_sha256 for article in articles}
    files = RawFile.objects.filter(article__in=raw, sha256__in=set(raw.values())).exclude(kind="")
    return {file.article_id: file for file in files if raw[file.article_id] == file.sha256}


@dataclass(frozen=True)
class _Read:
    """A raw file and what it says today, or why it cannot be read; none of it for a file of unknown kind."""

    file: RawFile | None = None
    document: Document | None = None
    problem: Problem | None = None


def _read(article: Article, file: RawFile | None) -> _Read:
    if file is None:
        return _Read()
    try:
        return _Read(file, read_again(_bytes_of(file.sha256), file.kind, file.context))
    except Exception as error:
        return _Read(file, problem=problem_of(error, place_of(article)))


def _bytes_of(sha256: str) -> bytes:
    """The bytes as they came in. Raises UnreadableInput."""
    try:
        data = read_raw(sha256)
    except FileNotFoundError as error:
        raise UnreadableInput(
            f"The raw file {sha256[:12]}… is not there any more.",
            f"الملف الخام {sha256[:12]}… لم يعد موجودًا.",
        ) from error
    except (OSError, EOFError, zlib.error) as error:
        raise _damaged(sha256) from error
    if sha256_of(data) != sha256:
        raise _damaged(sha256)
    return data


def _damaged(sha256: str) -> UnreadableInput:
    return UnreadableInput(f"The raw file {sha256[:12]}… is damaged.", f"الملف الخام {sha256[:12]}… تالف.")


def place_of(article: Article) -> str:
    return f"{article.pk} {article.canonical_url or ''}".strip()


def _store(existing: Article | None, article: Article, read: _Read) -> Reread:
    """Store what was read. `existing` is the article as it is now, `article` as it was when it was read."""
    reread = Reread(place_of(article), article_id=article.pk, title=article.title, problem=read.problem)
    if read.file is None:
        return replace(reread, unknown_kind=True)
    if read.document is None:
        return reread
    if existing is None or existing.raw_sha256 != read.file.sha256:
        return replace(reread, outcome=Outcome.UNCHANGED)  # removed or brought up to date meanwhile
    before = _shown(existing)
    incoming = Incoming(
        read.document,
        existing.source,
        existing.raw_sha256,
        kind=read.file.kind,
        context=read.file.context,
    )
    try:
        stored = store_again(existing, incoming)
    except (DataError, IntegrityError, UnreadableInput) as error:
        return replace(reread, problem=problem_of(error, reread.path))
    except DatabaseError:
        raise
    except Exception as error:
        return replace(reread, problem=problem_of(error, reread.path))
    return replace(
        reread,
        outcome=stored.outcome,
        title=existing.title,
        source=existing.source.name,
        published=existing.published_at.isoformat() if existing.published_at else "",
        status=existing.status,
        changes=tuple(_differences(before, _shown(existing))),
    )


def _shown(article: Article) -> dict[str, str]:
    values = {name: getattr(article, name) for name in _SHOWN}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value or ""
        for name, value in values.items()
    }


def _differences(before: dict[str, str], after: dict[str, str]) -> Iterator[FieldChange]:
    for name, text in before.items():
        if text != after[name]:
            yield FieldChange(name, *different_words(text.split(" "), after[name].split(" ")))


def different_words(before: list[str], after: list[str]) -> tuple[str, str]:
    """The words between the first and the last that differ; in linear time, so not the fewest."""
    shorter = min(len(before), len(after))
    start = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    end = next((i for i in range(shorter - start) if before[-1 - i] != after[-1 - i]), shorter - start)
    return _short(before[start : len(before) - end]), _short(after[start : len(after) - end])


def _short(words: list[str]) -> str:
    if len(words) <= _MOST_WORDS:
        return " ".join(words)
    return " ".join([*words[: _MOST_WORDS // 2], "…", *words[-_MOST_WORDS // 2 :]])


def _with_reviews(done: list[Reread]) -> list[Reread]:
    """The same with the open reviews of each article, asked once for all."""
    reasons: dict[int | None, list[str]] = {}
    open_ones = Review.objects.open().filter(article__in={each.article_id for each in done})
    for key, reason in open_ones.values_list("article_id", "reason"):
        reasons.setdefault(key, []).append(reason)
    return [replace(each, reviews=tuple(reasons.get(each.article_id, ()))) for each in done]


def _note(run: ImportRun, done: list[Reread]) -> None:
    """What the run says of a chunk, in the transaction of the chunk."""
    counts = Counter(each.counted_as for each in done if each.counted_as)
    counts["drafts"] = sum(each.is_new_draft for each in done)
    ImportRun.objects.filter(pk=run.pk).update(**{name: F(name) + count for name, count in counts.items()})
    for name, count in counts.items():
        setattr(run, name, getattr(run, name) + count)
    ImportProblem.objects.bulk_create(
        ImportProblem(
            run=run,
            path=each.path[:2000],
            message_en=each.problem.message_en,
            message_ar=each.problem.message_ar,
        )
        for each in done
        if each.problem is not None
    )
