"""How well the saved-page reader reads pages whose right answer is known.

The format of a `.page` file is described in `tests/data/saved_pages/README.md`.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from articles.arabic.dates import ParsedDate
from articles.ingest.documents import Document

FIELDS = (
    "title", "subtitle", "section", "dateline", "byline", "caption", "credit", "source",
    "published", "page_clock", "status", "doubts",
)  # fmt: skip
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True)
class JudgePage:
    """A page and what should be read from it."""

    name: str
    data: bytes
    expected: dict[str, Any]
    body: tuple[str, ...]
    related: tuple[str, ...]

    @property
    def number(self) -> int:
        return int(self.name.split("_")[0])


@dataclass(frozen=True)
class PageScore:
    name: str
    right: dict[str, bool]
    found: dict[str, str]
    expected: dict[str, str]
    paragraphs_right: int
    paragraphs_found: int
    paragraphs_expected: int
    body_words: int
    foreign_words: int
    related_right: int
    related_expected: int
    related_found: int
    missing: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()

    @property
    def body_is_exact(self) -> bool:
        return not self.missing and not self.surplus


@dataclass(frozen=True)
class Totals:
    """Shares between 0 and 1; higher is better except for `pollution`."""

    pages: int
    fields: dict[str, float] = field(default_factory=dict)
    precision: float = 0.0
    recall: float = 0.0
    f1: float = 0.0
    exact_bodies: float = 0.0
    related_recall: float = 0.0
    related_precision: float = 0.0
    pollution: float = 0.0


def read_judge_page(path: Path) -> JudgePage:
    head, *lines = path.read_bytes().decode("utf-8").removesuffix("\n").split("\n")
    expected = json.loads(head)
    parted = [line.split("\t", 1) for line in lines]
    text = expected["newline"].join(content for _, content in parted)
    return JudgePage(
        name=path.stem,
        data=text.encode(expected["encoding"]),
        expected=expected,
        body=_paragraphs(parted, wrapped=bool(expected.get("wrapped"))),
        related=tuple(folded(content) for role, content in parted if role == "related"),
    )


def judge_pages(folder: Path, half: str = "all") -> list[JudgePage]:
    pages = [read_judge_page(path) for path in sorted(folder.glob("*.page"))]
    return [page for page in pages if half == "all" or (page.number % 2 == 0) == (half == "even")]


def folded(text: str) -> str:
    """Without invisible marks, white space folded."""
    return " ".join(_INVISIBLE.sub("", text).split())


def score_page(page: JudgePage, document: Document) -> PageScore:
    found = _found_fields(document)
    expected = _expected_fields(page.expected)
    paragraphs = [folded(p) for p in document.body.split("\n\n") if p.strip()]
    common = Counter(paragraphs) & Counter(page.body)
    words = Counter(" ".join(paragraphs).split())
    titles = [folded(item.title) for item in document.related]
    return PageScore(
        name=page.name,
        right={name: found[name] == expected[name] for name in FIELDS},
        found=found,
        expected=expected,
        paragraphs_right=common.total(),
        paragraphs_found=len(paragraphs),
        paragraphs_expected=len(page.body),
        body_words=words.total(),
        foreign_words=(words - Counter(" ".join(page.body).split())).total(),
        related_right=sum(any(t and t in wanted for t in titles) for wanted in page.related),
        related_expected=len(page.related),
        related_found=len(titles),
        missing=tuple((Counter(page.body) - common).elements()),
        surplus=tuple((Counter(paragraphs) - common).elements()),
    )


def total(scores: Iterable[PageScore]) -> Totals:
    pages = list(scores)
    right = sum(p.paragraphs_right for p in pages)
    precision = _share(right, sum(p.paragraphs_found for p in pages))
    recall = _share(right, sum(p.paragraphs_expected for p in pages))
    related_right = sum(p.related_right for p in pages)
    return Totals(
        pages=len(pages),
        fields={name: _share(sum(p.right[name] for p in pages), len(pages)) for name in FIELDS},
        precision=precision,
        recall=recall,
        f1=_share(2 * precision * recall, precision + recall),
        exact_bodies=_share(sum(p.body_is_exact for p in pages), len(pages)),
        related_recall=_share(related_right, sum(p.related_expected for p in pages)),
        related_precision=_share(related_right, sum(p.related_found for p in pages)),
        pollution=_share(sum(p.foreign_words for p in pages), sum(p.body_words for p in pages)),
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _paragraphs(parted: list[list[str]], *, wrapped: bool) -> tuple[str, ...]:
    if not wrapped:
        return tuple(folded(content) for role, content in parted if role == "body")
    paragraphs: list[list[str]] = []
    previous = ""
    for role, content in parted:
        if role == "body":
            if previous != "body":
                paragraphs.append([])
            paragraphs[-1].append(content)
        previous = role
    return tuple(folded(" ".join(lines)) for lines in paragraphs)


def _expected_fields(expected: dict[str, Any]) -> dict[str, str]:
    simple = ("title", "subtitle", "section", "dateline", "byline", "caption", "credit", "source")
    published = ""
    if expected["published"]:
        zone = expected["zone"] or ""
        published = f"{expected['published']} {expected['precision']} {zone}".strip()
    return {
        **{name: folded(expected[name] or "") for name in simple},
        "published": published,
        "page_clock": (expected["page_clock"] or ""),
        "status": expected["status"],
        "doubts": " ".join(sorted(set(expected["reviews"]) - {"no_date"})),
    }


def _found_fields(document: Document) -> dict[str, str]:
    return {
        "title": folded(document.title),
        "subtitle": folded(document.subtitle),
        "section": folded(document.section),
        "dateline": folded(document.dateline),
        "byline": folded(document.byline),
        "caption": folded(document.caption),
        "credit": folded(document.credit),
        "source": folded(document.source_name),
        "published": shown_date(document.published),
        "page_clock": document.page_clock.split()[0] if document.page_clock else "",
        "status": "draft" if document.doubts else "published",
        "doubts": " ".join(sorted(doubt.reason for doubt in document.doubts)),
    }


def shown_date(date: ParsedDate | None, *, utc: str = "UTC") -> str:
    """A date as answers write it: as precise as it is, with the offset where there is one."""
    if date is None or date.year is None:
        return ""
    text = f"{date.year:04}"
    text += f"-{date.month:02}" if date.month else ""
    text += f"-{date.day:02}" if date.day else ""
    text += f"T{date.time:%H:%M}" if date.time else ""
    zone = str(date.zone).removeprefix("UTC") or utc if date.zone else ""
    return f"{text} {date.precision} {zone}".strip()
