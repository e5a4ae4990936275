"""Feed: an address that a source announces its articles at; FeedItem: what stood in it."""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.source import Source

#: A feed without a word about it is asked so often.
DEFAULT_INTERVAL_MIN = 15
_WEEK_MIN = 7 * 24 * 60


class Feed(models.Model):
    """A feed or sitemap, and how its last tries went. `next_try_at` None: at once."""

    source = models.ForeignKey(
        Source, on_delete=models.CASCADE, related_name="feeds", verbose_name=_("source")
    )
    url = models.URLField(_("address"), max_length=2000, unique=True)
    is_active = models.BooleanField(_("collected"), default=True)
    interval_min = models.PositiveIntegerField(
        _("minutes between two tries"),
        default=DEFAULT_INTERVAL_MIN,
        validators=[MinValueValidator(1), MaxValueValidator(_WEEK_MIN)],
    )
    etag = models.CharField(max_length=1000, blank=True, editable=False)
    last_modified = models.CharField(max_length=200, blank=True, editable=False)
    last_try_at = models.DateTimeField(_("last try"), null=True, editable=False)
    last_good_at = models.DateTimeField(_("last good fetch"), null=True, editable=False)
    next_try_at = models.DateTimeField(_("next try"), null=True, editable=False, db_index=True)
    #: Since the last good fetch.
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    error_ar = models.TextField(_("error in Arabic"), blank=True, editable=False)
    error_en = models.TextField(_("error in English"), blank=True, editable=False)
    #: The sitemap index that names this sitemap; what its index does not name any more is switched off.
    part_of = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="parts",
        verbose_name=_("part of"),
    )
    #: How seldom the feed itself wants to be asked.
    ttl_min = models.PositiveIntegerField(default=0, editable=False)
    #: When everything came last, and not only the word that nothing has changed.
    full_at = models.DateTimeField(null=True, editable=False)
    #: SHA-256 of what came then: the same bytes need not be read again.
    full_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    #: SHA-256 of what was odd about the last answer, so that it is told once.
    oddities = models.CharField(max_length=64, blank=True, editable=False)
    #: The host of the pages has trouble: none is fetched before.
    pages_after = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        ordering = ["source__name", "url"]
        constraints = [
            models.CheckConstraint(condition=~Q(url=""), name="feed_has_an_address"),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def interval(self) -> timedelta:
        return timedelta(minutes=self.interval_min)


class FeedItem(models.Model):
    """An item of a feed: remembered, so that its page is fetched once and a failed one again."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        #: Tried as often as makes sense, or refused for good.
        GIVEN_UP = "given_up", _("given up")

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="items", verbose_name=_("feed"))
    #: SHA-256 of the link, or of the guid where the link is missing or several items have it.
    key = models.CharField(max_length=64)
    #: SHA-256 of all that the feed says of the item; another one means that it was changed.
    fingerprint = models.CharField(max_length=64)
    #: What the feed said of the item; empty once it is done.
    content = models.TextField(blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    article = models.ForeignKey(
        Article,
        on_delete=models.SET_NULL,
        null=True,
        related_name="feed_items",
        verbose_name=_("article"),
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    #: Of an item that is done: not before then is its page fetched again, whatever changes.
    next_try_at = models.DateTimeField(_("next try"), null=True)
    first_seen_at = models.DateTimeField(_("first seen"), auto_now_add=True)

    class Meta:
        verbose_name = _("feed item")
        verbose_name_plural = _("feed items")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["feed", "key"], name="feed_item_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "done", "given_up"]), name="feed_item_state_is_known"
            ),
        ]
        indexes = [
            # Not of the waiting ones alone: SQLite uses no index with a condition that a parameter fills.
            models.Index(fields=["feed", "state", "next_try_at"], name="feed_item_due"),
        ]

    def __str__(self) -> str:
        return self.key
