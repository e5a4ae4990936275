"""Which column of a row is which field of a Document: by common names, or as the user says."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from articles.arabic.dates import Style
from articles.arabic.normalize import name_key
from articles.ingest.documents import UnreadableInput

#: The field, what a user may call it, and the names of columns that mean it; earlier ones win.
NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "article title", "العنوان", "عنوان", "عنوان الخبر", "عنوان المقال",
              "العنوان الرئيسي"),
    "subtitle": ("subtitle", "standfirst", "sub headline", "deck", "العنوان الفرعي", "عنوان فرعي"),
    "body": ("body", "text", "content", "article body", "full text", "article text", "article", "النص", "نص",
             "نص الخبر", "نص المقال", "المتن", "المحتوى", "محتوى"),
    "published": ("published", "date", "pub date", "published at", "published on", "published date",
                  "publication date", "publish date", "date published", "التاريخ", "تاريخ", "تاريخ النشر"),
    "canonical_url": ("url", "link", "canonical url", "canonical", "permalink", "article url", "href",
                      "الرابط", "رابط", "رابط الخبر", "رابط المقال"),
    "source_name": ("source", "source name", "outlet", "publisher", "newspaper", "المصدر", "مصدر", "الصحيفة",
                    "الجريدة", "الناشر"),
    "byline": ("byline", "author", "authors", "writer", "reporter", "الكاتب", "كاتب", "المؤلف", "المحرر",
               "الصحفي", "بقلم"),
    "section": ("section", "category", "categories", "القسم", "قسم", "التصنيف", "الفئة", "الباب"),
    "dateline": ("dateline",),
    "caption": ("caption", "image caption", "تعليق الصورة"),
    "credit": ("credit", "agency", "الوكالة"),
    "language": ("language", "lang", "اللغة"),
}  # fmt: skip
_PUNCTUATION = re.compile(r"[\W_]+")


@cache
def column_key(name: str) -> str:
    """Equal for pub_date, pubDate and «Pub Date», and for Arabic names in any spelling."""
    return name_key(_PUNCTUATION.sub(" ", name))


@cache
def _by_key() -> dict[str, tuple[str, int]]:
    """The field of each known name, and the rank of the name in it."""
    return {
        column_key(name): (field, rank) for field, names in NAMES.items() for rank, name in enumerate(names)
    }


@dataclass(frozen=True)
class ColumnMap:
    """What the user said: the column of each field named; the other fields are found by their names.

    An empty column leaves a field out.
    """

    said: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> "ColumnMap":
        """From `title=headline,body=content`. Raises UnreadableInput."""
        said = {}
        for part in filter(str.strip, text.split(",")):
            name, equals, column = part.partition("=")
            known = _by_key().get(column_key(name))
            if not equals or known is None:
                fields = ", ".join(names[0] for names in NAMES.values())
                raise UnreadableInput(
                    f"“{part.strip()}” is not FIELD=COLUMN. Fields: {fields}.",
                    f"«{part.strip()}» ليس على صورة حقل=عمود. الحقول: {fields}.",
                )
            said[known[0]] = column.strip()
        return cls(said)

    def find(self, columns: Iterable[str]) -> "Found":
        """The column of each field, and the columns that mean nothing here."""
        chosen: dict[str, tuple[int, str]] = {}
        left = []
        wanted = {column_key(column): name for name, column in self.said.items() if column}
        for column in columns:
            key = column_key(column)
            if key in wanted:
                name, rank = wanted[key], 0
            else:
                name, rank = _by_key().get(key, ("", 0))
                if name in self.said:
                    name = ""
            if name and (name not in chosen or rank < chosen[name][0]):
                if name in chosen:
                    left.append(chosen[name][1])
                chosen[name] = (rank, column)
            else:
                left.append(column)
        return Found({name: column for name, (_, column) in chosen.items()}, tuple(left))


@dataclass(frozen=True)
class RowFormat:
    """What only a user can know of a file of rows. Without an order, 06/08/2018 is no date: it may be two."""

    columns: ColumnMap = field(default_factory=ColumnMap)
    date_order: Style = "auto"

    def to_context(self) -> dict[str, Any]:
        """What was said, as it is kept with a raw row."""
        said = {"map": dict(self.columns.said)} if self.columns.said else {}
        return said | ({"date_order": self.date_order} if self.date_order != "auto" else {})

    @classmethod
    def from_context(cls, context: Mapping[str, Any]) -> "RowFormat":
        return cls(ColumnMap(context.get("map", {})), context.get("date_order", "auto"))


@dataclass(frozen=True)
class Found:
    """Field to column, and the columns left over."""

    fields: Mapping[str, str]
    left: tuple[str, ...]
