"""How the health of feeds and sources looks: states in words and colour, errors, the chart of days."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import unquote

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from articles.admin import present
from articles.admin.health import FeedState, Health, SourceState, feed_state, is_overdue
from articles.models import Feed

FEED_STATES = {
    FeedState.FINE: pgettext_lazy("feed", "fine"),
    FeedState.FAILING: pgettext_lazy("feed", "failing"),
    FeedState.NEW: pgettext_lazy("feed", "not fetched yet"),
    FeedState.OFF: pgettext_lazy("feed", "not collected"),
}
SOURCE_STATES = {
    SourceState.FINE: pgettext_lazy("source", "fine"),
    SourceState.FAILING: pgettext_lazy("source", "failing"),
    SourceState.SILENT: pgettext_lazy("source", "silent"),
    SourceState.NEW: pgettext_lazy("source", "not fetched yet"),
    SourceState.NO_FEEDS: pgettext_lazy("source", "no feeds"),
}
#: Of the chart; only their proportion matters.
BAR_WIDTH, BAR_STEP, CHART_HEIGHT = 8, 10, 100


def badge(state: str, words: object) -> SafeString:
    """A state in words, with a sign before it: colour alone says nothing to many."""
    return format_html('<span class="state state--{}">{}</span>', state, words)


def feed_badge(state: FeedState, *, failures: int = 0) -> SafeString:
    shown = badge(state, FEED_STATES[state])
    if not failures:
        return shown
    text = ngettext("%(n)d failure in a row", "%(n)d failures in a row", failures) % {"n": failures}
    return format_html('{} <span class="precision">{}</span>', shown, text)


def address_with_error(feed: Feed) -> SafeString:
    address = present.code(readable(feed.url))
    return (
        format_html('{}<span class="health__error">{}</span>', address, error(feed))
        if feed.failures
        else address
    )


def items(feed: Any) -> SafeString:
    """How many items wait and were given up; `feed` was read by `with_items`."""
    counts = [
        (feed.waiting, _waiting(feed.waiting)),
        (feed.given_up, _given_up(feed.given_up)),
        (feed.failing_parts, failing_parts(feed.failing_parts)),
    ]
    shown = [(text,) for number, text in counts if number]
    return format_html_join(mark_safe("<br>"), "{}", shown) if shown else mark_safe("—")


def failing_parts(number: int) -> str:
    return ngettext("%(n)d part fails", "%(n)d parts fail", number) % {"n": number}


def _waiting(number: int) -> str:
    return ngettext("%(n)d waiting", "%(n)d waiting", number) % {"n": number}


def _given_up(number: int) -> str:
    return ngettext("%(n)d given up", "%(n)d given up", number) % {"n": number}


def source_badge(state: SourceState) -> SafeString:
    return badge(state, SOURCE_STATES[state])


def readable(url: str) -> str:
    """An address with its Arabic as letters."""
    try:
        text = unquote(url, errors="strict")
    except UnicodeDecodeError:
        return url
    return text if text.isprintable() else url


def error(feed: Feed) -> SafeString:
    """The error in the language of the page, while it lasts."""
    if not feed.failures:
        return mark_safe("—")
    return present.isolated((feed.error_ar if get_language() == "ar" else feed.error_en) or "—")


def next_try(feed: Feed) -> SafeString:
    if not feed.is_active:
        return mark_safe("—")
    if feed.next_try_at is None:
        return present.isolated(_("at the next opportunity"))
    return present.moment(feed.next_try_at)


def parts(feed: Feed, now: datetime) -> SafeString:
    """The sitemaps that a sitemap index names: how many, and how many of them fail."""
    states = Counter(feed_state(part, now) for part in feed.parts.all())
    if not states:
        return mark_safe("—")
    return format_html(
        "{} · {} {} · {} {}",
        states.total(),
        FEED_STATES[FeedState.FAILING],
        states[FeedState.FAILING],
        FEED_STATES[FeedState.OFF],
        states[FeedState.OFF],
    )


def warnings(health: Health, feeds: list[Feed], now: datetime) -> list[str]:
    """What a curator should know about a source, in whole sentences."""
    found = []
    failing = sum(feed_state(feed, now) == FeedState.FAILING for feed in feeds)
    if failing:
        text = ngettext(
            "%(n)d feed of this source cannot be fetched.",
            "%(n)d feeds of this source cannot be fetched.",
            failing,
        )
        found.append(text % {"n": failing})
    if health.state == SourceState.SILENT and health.silence is not None:
        days = health.silence.days
        text = ngettext(
            "This source has fallen silent: its feeds answer, but nothing new came for %(n)d whole day.",
            "This source has fallen silent: its feeds answer, but nothing new came for %(n)d whole days.",
            days,
        )
        found.append(text % {"n": days} + " " + _why(health))
    if any(is_overdue(feed, now) for feed in feeds):
        found.append(_("Its feeds are long due and were not tried: the collector does not seem to run."))
    return found


def _why(health: Health) -> str:
    assert health.silence is not None
    if health.silence.chance is None:
        return _("Its rhythm is not known yet.")
    return _("With its rhythm of the last eight weeks that happens less than once in a hundred times.")


@dataclass(frozen=True)
class FeedRow:
    """A feed as the page of its source shows it; `feed` was read by `with_items`."""

    feed: Any
    now: datetime

    @property
    def badge(self) -> SafeString:
        return feed_badge(feed_state(self.feed, self.now))

    @property
    def link(self) -> SafeString:
        address = reverse("admin:articles_feed_change", args=[self.feed.pk])
        return format_html('<a href="{}">{}</a>', address, present.code(readable(self.feed.url)))

    @property
    def last_good(self) -> SafeString:
        return present.moment(self.feed.last_good_at)

    @property
    def next_try(self) -> SafeString:
        return next_try(self.feed)

    @property
    def error(self) -> SafeString:
        """What is wrong with it, or with sitemaps that it names."""
        if self.feed.failures:
            return error(self.feed)
        number = self.feed.failing_parts
        return present.isolated(failing_parts(number)) if number else mark_safe("")


@dataclass(frozen=True)
class Bar:
    """A day of the chart; `x` and `height` in the units of its drawing, from the top left corner."""

    day: date
    number: int
    x: int
    y: float
    height: float


@dataclass(frozen=True)
class Chart:
    bars: tuple[Bar, ...]
    most: int
    total: int

    @property
    def width(self) -> int:
        return BAR_STEP * len(self.bars)

    @property
    def height(self) -> int:
        return CHART_HEIGHT

    @property
    def first(self) -> date:
        return self.bars[0].day

    @property
    def last(self) -> date:
        return self.bars[-1].day

    @property
    def newest_first(self) -> tuple[Bar, ...]:
        return self.bars[::-1]


def chart(days: list[tuple[date, int]]) -> Chart:
    """The days as bars, the oldest at the start; the highest fills the height."""
    most = max((number for _day, number in days), default=0)
    bars = []
    for place, (day, number) in enumerate(days):
        # One article among hundreds is still to be seen.
        height = max(round(CHART_HEIGHT * number / most, 1), 2) if number else 0
        bars.append(Bar(day, number, place * BAR_STEP + 1, CHART_HEIGHT - height, height))
    return Chart(tuple(bars), most, sum(number for _day, number in days))
