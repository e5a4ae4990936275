"""How well the HTML reader reads pages whose right answer is known.

The format of the answers is described in `tests/data/html_pages/README.md`.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from articles.arabic.dates import ParsedDate
from articles.ingest.documents import Document
from articles.ingest.page_scores import folded, shown_date

TEXTS = (
    "title", "subtitle", "section", "dateline", "byline", "caption", "credit", "source_name",
    "canonical_url", "language",
)  # fmt: skip
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class JudgePage:
    """A page and what should be read from it."""

    name: str
    data: bytes
    expected: dict[str, Any]

    @property
    def url(self) -> str:
        return str(self.expected.get("url") or "")


@dataclass(frozen=True)
class PageScore:
    name: str
    right: dict[str, bool]
    found: dict[str, str]
    expected: dict[str, str]
    precision: float
    recall: float
    words_right: int
    words_found: int
    words_expected: int
    #: right, missed or wrong
    date: str
    modified: str
    missing: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()


@dataclass(frozen=True)
class Totals:
    """Shares between 0 and 1: of pages, of words where the name says `micro`."""

    pages: int
    precision: float = 0.0
    recall: float = 0.0
    micro_precision: float = 0.0
    micro_recall: float = 0.0
    date_right: float = 0.0
    date_missed: float = 0.0
    date_wrong: float = 0.0
    modified_right: float = 0.0
    modified_missed: float = 0.0
    modified_wrong: float = 0.0
    fields: dict[str, float] = field(default_factory=dict)


def judge_pages(folder: Path, half: str = "all") -> list[JudgePage]:
    """Pages of a folder: `half` is even, odd or all, by number."""
    pages = []
    for answer in sorted(folder.glob("*.json")):
        if half == "all" or (int(answer.stem) % 2 == 0) == (half == "even"):
            expected = json.loads(answer.read_text(encoding="utf-8"))
            pages.append(JudgePage(answer.stem, answer.with_suffix(".html").read_bytes(), expected))
    return pages


def score_page(page: JudgePage, document: Document) -> PageScore:
    found = _found_texts(document)
    expected = _expected_texts(page.expected)
    right = {name: found[name] == expected[name] for name in TEXTS}
    body = page.expected.get("body") or ""
    words, own = Counter(_WORD.findall(folded(document.body))), Counter(_WORD.findall(folded(body)))
    common = (words & own).total()
    paragraphs = Counter(folded(p) for p in document.body.split("\n\n") if p.strip())
    wanted = Counter(folded(p) for p in body.split("\n\n") if p.strip())
    return PageScore(
        name=page.name,
        right=right,
        found={**found, "published": _shown(document.published)},
        expected={**expected, "published": _shown_answer(page.expected.get("published"))},
        precision=_share(common, words.total()),
        recall=_share(common, own.total()),
        words_right=common,
        words_found=words.total(),
        words_expected=own.total(),
        date=_verdict(document.published, page.expected.get("published")),
        modified=_verdict(getattr(document, "modified", None), page.expected.get("modified")),
        missing=tuple((wanted - paragraphs).elements()),
        surplus=tuple((paragraphs - wanted).elements()),
    )


def total(scores: Iterable[PageScore]) -> Totals:
    pages = list(scores)
    count = max(1, len(pages))
    right = sum(p.words_right for p in pages)
    return Totals(
        pages=len(pages),
        precision=sum(p.precision for p in pages) / count,
        recall=sum(p.recall for p in pages) / count,
        micro_precision=_share(right, sum(p.words_found for p in pages)),
        micro_recall=_share(right, sum(p.words_expected for p in pages)),
        **{
            f"{name}_{verdict}": sum(getattr(p, name) == verdict for p in pages) / count
            for name in ("date", "modified")
            for verdict in ("right", "missed", "wrong")
        },
        fields={name: sum(p.right[name] for p in pages) / count for name in TEXTS}
        | {"published, to the minute": sum(_is_exact(p) for p in pages) / count},
    )


def _shown(date: ParsedDate | None) -> str:
    return shown_date(date, utc="+00:00")


def _is_exact(page: PageScore) -> bool:
    return page.found["published"] == page.expected["published"]


def _shown_answer(answer: dict[str, Any] | None) -> str:
    return f"{answer['iso']} {answer['precision']} {answer['zone'] or ''}".strip() if answer else ""


def _verdict(found: ParsedDate | None, expected: dict[str, Any] | None) -> str:
    """Right when the day agrees, missed when none was found, else wrong."""
    day = (expected or {}).get("iso", "")[:10]
    shown = _shown(found).split(" ")[0][:10]
    if shown == day:
        return "right"
    return "wrong" if shown else "missed"


def _share(part: float, whole: float) -> float:
    """Of nothing, all is right."""
    return part / whole if whole else 1.0


def _expected_texts(expected: dict[str, Any]) -> dict[str, str]:
    texts = {name: expected.get(name) or "" for name in TEXTS}
    texts["caption"] = "\n".join(expected.get("caption") or [])
    return {
        **{name: folded(text) for name, text in texts.items()},
        "canonical_url": unquote(texts["canonical_url"]),
    }


def _found_texts(document: Document) -> dict[str, str]:
    texts = {name: folded(getattr(document, name)) for name in TEXTS}
    return {**texts, "canonical_url": unquote(document.canonical_url)}
