"""The help page of the query language. Its examples are searches that can be tried."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.search.criteria import MAX_QUERY_LENGTH, SearchCriteria
from articles.search.syntax import limits
from articles.search.syntax.fields import NAMES
from articles.search.syntax.shown import shown

Text = str | Promise


@dataclass(frozen=True)
class Example:
    """A query that can be tried."""

    query: str

    @property
    def criteria(self) -> SearchCriteria:
        return SearchCriteria(query=self.query)

    @property
    def html(self) -> SafeString:
        return shown(self.query)


@dataclass(frozen=True)
class Row:
    """Queries that mean the same, and what they find."""

    queries: tuple[str, ...]
    meaning: Text

    @property
    def examples(self) -> list[Example]:
        return [Example(query) for query in self.queries]


@dataclass(frozen=True)
class Section:
    name: str
    title: Text
    rows: tuple[Row, ...]
    #: Paragraphs under the table.
    remarks: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Field:
    """A field by its Arabic and its English name."""

    arabic: str
    english: str
    example: Example
    meaning: Text


SECTIONS = (
    Section(
        "words",
        _("Words"),
        (
            Row(("انفجار مرفأ بيروت",), _("All of these words, anywhere in the article.")),
            Row(
                ("وزراء",),
                _("A word in all its forms: with the article or و, ب, ل joined to it, singular or plural."),
            ),
            Row(
                ("سورية", "سوريا"),
                _("Other spellings of a name are found with it."),
            ),
            Row(("عبدالله", "عبد الله"), _("A name written as one word or as two.")),
        ),
        (
            _("When no article has all the words, those that have any of them are shown."),
            _("Words of nearly every article, such as في and من, count only between quotation marks."),
        ),
    ),
    Section(
        "phrases",
        _("Phrases"),
        (
            Row(("«مرفأ بيروت»", '"مرفأ بيروت"'), _("These words, one right after the other.")),
            Row(
                ("«انفجار بيروت»~3",),
                _("These words in any order, with at most three other words between them."),
            ),
        ),
    ),
    Section(
        "operators",
        _("Operators"),
        (
            Row(("حلب أو دمشق", "حلب OR دمشق"), _("At least one of the two.")),
            Row(
                ("قصف حلب أو هدنة دمشق",),
                _("Words side by side belong together: both here, or both there."),
            ),
            Row(("قصف (حلب أو دمشق)",), _("Parentheses group.")),
            Row(
                ("قصف -حلب", "قصف ليس حلب", "قصف NOT حلب"),
                _("Without the second word. The dash stands right before it."),
            ),
            Row(
                ("قصف AND حلب",),
                _("Both, even where any of the words would do."),
            ),
        ),
        (
            _(
                "Operators count between words and outside quotation marks. A pasted sentence, an address, "
                "a clock time or a dash between spaces is read as plain words."
            ),
        ),
    ),
    Section(
        "dates",
        _("Dates"),
        (
            Row(("تاريخ:2018", "تاريخ:2018-06", "تاريخ:2018-06-08"), _("A year, a month or a day.")),
            Row(("تاريخ:2018-06..2018-07",), _("From the first day of one to the last day of the other.")),
            Row(("تاريخ:2018-06..", "تاريخ:..2018-06"), _("A range that is open on one side.")),
            Row(
                ("تاريخ:«8 حزيران 2018»", "تاريخ:«24 رمضان 1439»"),
                _("A date in words, by any calendar and any names of the months."),
            ),
        ),
    ),
    Section(
        "spelling",
        _("Spelling"),
        (
            Row(("غيراس*",), _("Words that begin so.")),
            Row(("مدر?ة",), _("One letter left open.")),
            Row(("دانفورد~1", "غيراسيموف~2"), _("Words in which one letter or two are different.")),
            Row(
                ("=أحمد", "=«رئاسة الجمهورية»"),
                _("Letter for letter as it is written, with its hamza; vowel marks do not count."),
            ),
        ),
        (_("Wildcards look at the word as it is written, with the article and without."),),
    ),
)

FIELDS = {
    "title": ("عنوان:هدنة", _("In the headline.")),
    "source": ("مصدر:«وكالة الأنباء»", _("Published by this outlet.")),
    "author": ("كاتب:محمود", _("By this author.")),
    "person": ("شخص:غيراسيموف", _("Naming this person, in any spelling.")),
    "place": ("مكان:هلسنكي", _("Naming this place.")),
    "organisation": ("جهة:«الأمم المتحدة»", _("Naming this organisation.")),
    "date": ("تاريخ:2018-06", _("Published then.")),
}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    context = {
        "sections": SECTIONS,
        "fields": list(_fields()),
        "letters": MAX_QUERY_LENGTH,
        "words": limits.MAX_WORDS,
        "patterns": limits.MAX_PATTERNS,
    }
    return render(request, "help_search.html", context)


def _fields() -> Iterator[Field]:
    for name, (example, meaning) in FIELDS.items():
        arabic, english, *_others = NAMES[name]
        yield Field(arabic, english, Example(example), meaning)
