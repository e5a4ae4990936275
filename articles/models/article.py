"""Article: one report of one outlet; what it said before; what the page put beside it."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.change import Change
from articles.models.keys import address_key, title_key
from articles.models.source import Source
from articles.models.story import Story


class ArticleQuerySet(models.QuerySet["Article"]):
    """Every bulk path leaves its Change rows: an article never changes unseen by the worker."""

    def published(self) -> "ArticleQuerySet":
        return self.filter(status=Article.Status.PUBLISHED)

    def visible_to(self, user: User | AnonymousUser) -> "ArticleQuerySet":
        """The articles this user may read: what is published, and for curators everything."""
        return self.filter(status__in=Article.visible_statuses(user))

    def from_source(self, source: Source) -> "ArticleQuerySet":
        return self.filter(source=source)

    def undated(self) -> "ArticleQuerySet":
        return self.filter(published_at=None)

    def with_open_reviews(self) -> "ArticleQuerySet":
        return self.filter(reviews__settled_at=None, reviews__isnull=False).distinct()

    def for_list(self) -> "ArticleQuerySet":
        return self.select_related("source")

    def update(self, **values: Any) -> int:
        with transaction.atomic(using=self.db):
            keys = list(self.values_list("pk", flat=True))
            changed = 0
            for start in range(0, len(keys), 500):
                rows = self.model._base_manager.using(self.db).filter(pk__in=keys[start : start + 500])
                changed += models.QuerySet.update(rows, **{"revision": F("revision") + 1, **values})
            Change.note(keys)
            return changed

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(using=self.db):
            Change.note(list(self.values_list("pk", flat=True)))
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        with transaction.atomic(using=self.db):
            made = super().bulk_create(objs, *args, **kwargs)
            Change.note(article.pk for article in made)
            return made

    bulk_create.alters_data = True  # type: ignore[attr-defined]


class Article(models.Model):
    """A report as one outlet published it. Offsets elsewhere are code points into its fields."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        REJECTED = "rejected", _("rejected")

    class Precision(models.TextChoices):
        MINUTE = "minute", _("to the minute")
        HOUR = "hour", _("to the hour")
        DAY = "day", _("to the day")
        MONTH = "month", _("to the month")
        YEAR = "year", _("to the year")

    class DateOrigin(models.TextChoices):
        PAGE = "page", _("written on the page")
        METADATA = "metadata", _("metadata of the page")
        FEED = "feed", _("feed")
        STORY = "story", _("inferred from its story")
        CURATOR = "curator", _("set by a curator")

    #: The fields that make up an article's content: hashed, versioned, guarded after an edit.
    CONTENT_FIELDS = (
        "title",
        "subtitle",
        "section",
        "dateline",
        "byline",
        "body",
        "caption",
        "credit",
    )

    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="articles", verbose_name=_("source")
    )
    title = models.CharField(_("headline"), max_length=1000, blank=True)
    subtitle = models.TextField(_("standfirst"), blank=True)
    section = models.CharField(_("section"), max_length=200, blank=True)
    dateline = models.CharField(_("dateline"), max_length=200, blank=True)
    byline = models.CharField(_("byline"), max_length=300, blank=True)
    body = models.TextField(_("text"), blank=True, help_text=_("Paragraphs are parted by an empty line."))
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=300, blank=True)
    canonical_url = models.URLField(_("address"), max_length=2000, null=True, blank=True, unique=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_precision = models.CharField(
        _("precision of the date"), max_length=6, choices=Precision, blank=True
    )
    published_origin = models.CharField(
        _("where the date comes from"), max_length=8, choices=DateOrigin, blank=True
    )
    published_zone_named = models.BooleanField(_("the text names the zone"), default=False, editable=False)
    #: The day in the source's own zone; the first day of a month or year known no closer.
    published_day = models.DateField(_("day of publication"), null=True, blank=True, editable=False)
    page_clock = models.CharField(
        _("clock time on the page"),
        max_length=20,
        blank=True,
        help_text=_("A time without a date, as the page shows it: 12:58:10 GMT."),
    )
    #: When the outlet itself says that it last changed the article.
    modified_at = models.DateTimeField(_("changed by the outlet at"), null=True, blank=True)
    fetched_at = models.DateTimeField(_("fetched at"), default=timezone.now)
    first_visible_at = models.DateTimeField(_("first visible at"), null=True, editable=False)
    language = models.CharField(_("language"), max_length=10, default="ar")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    content_hash = models.CharField(max_length=64, editable=False, db_index=True)
    #: Equal for addresses of one page, and for headlines that differ in spelling only (`keys.py`).
    address_key = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    title_key = models.CharField(max_length=64, blank=True, editable=False)
    #: What the feeds of the source call the article.
    feed_guid = models.CharField(_("name in feeds"), max_length=500, blank=True, editable=False)
    raw_sha256 = models.CharField(_("raw file"), max_length=64, blank=True, editable=False, db_index=True)
    curated_fields = models.JSONField(_("edited by a curator"), default=list, blank=True, editable=False)
    story = models.ForeignKey(
        Story,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("story"),
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["source", "published_day"]),
            models.Index(fields=["source", "title_key", "published_day"], name="article_by_title_and_day"),
            models.Index(fields=["source", "first_visible_at"], name="article_by_arrival"),
            models.Index(fields=["feed_guid", "source"], name="article_by_guid"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    published_at__isnull=True,
                    published_day__isnull=True,
                    published_precision="",
                    published_origin="",
                )
                | Q(published_at__isnull=False, published_day__isnull=False)
                & ~Q(published_precision="")
                & ~Q(published_origin=""),
                name="article_date_is_whole_or_absent",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | (~Q(title="") & Q(first_visible_at__isnull=False)),
                name="published_article_has_a_headline",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "published", "rejected"]),
                name="article_status_is_known",
            ),
            models.CheckConstraint(condition=~Q(canonical_url=""), name="article_url_is_null_or_real"),
        ]

    def __str__(self) -> str:
        return self.title or f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.pk])

    @classmethod
    def visible_statuses(cls, user: User | AnonymousUser) -> tuple[str, ...]:
        """The one rule of visibility; search, pages, feeds and exports all ask it."""
        if user.is_active and user.has_perm("articles.change_article"):
            return tuple(cls.Status.values)
        return (cls.Status.PUBLISHED.value,)

    @property
    def paragraphs(self) -> list[str]:
        return [part for part in self.body.split("\n\n") if part.strip()]

    @property
    def has_text(self) -> bool:
        """Pages that hold no article are all alike; nothing may be concluded from that."""
        return bool(self.title or self.body)

    def hash_content(self) -> str:
        """SHA-256 over the content fields; equal content from any file or feed has an equal hash."""
        parts = "\x1f".join(getattr(self, name) for name in self.CONTENT_FIELDS)
        return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()

    def set_keys(self) -> None:
        self.address_key = address_key(self.canonical_url or "")
        self.title_key = title_key(self.title)

    def fingerprints(self) -> set[str]:
        """The hashes of all raw files, and of all contents but an empty one, that this article ever had."""
        found = set(self.raw_files.values_list("sha256", flat=True))
        if self.has_text:
            found.add(self.content_hash)
        for content, sha256 in self.versions.values_list("content", "content_hash"):
            if content.get("title") or content.get("body"):
                found.add(sha256)
        return found

    def set_published(
        self, moment: datetime, *, precision: str, origin: str, zone_named: bool = False
    ) -> None:
        """Date the article; the day follows from the source's zone.

        `zone_named`: the text itself said in which zone its clock runs, so that the moment
        stays right when the source's zone is corrected.
        """
        self.published_at = moment
        self.published_zone_named = zone_named
        self.published_precision = precision
        self.published_origin = origin
        self.published_day = moment.astimezone(self.source.zone).date()

    def clear_published(self) -> None:
        self.published_at = self.published_day = None
        self.published_precision = self.published_origin = ""
        self.published_zone_named = False

    def save(self, **kwargs: Any) -> None:
        """Save, count the revision up and leave a Change row, in one transaction."""
        if self.published_at is not None:
            self.published_day = self.published_at.astimezone(self.source.zone).date()
        if self.status == self.Status.PUBLISHED and self.first_visible_at is None:
            self.first_visible_at = timezone.now()
        self.content_hash = self.hash_content()
        self.set_keys()
        self.revision += 1
        if (fields := kwargs.get("update_fields")) is not None:
            derived = {
                "published_day",
                "first_visible_at",
                "content_hash",
                "address_key",
                "title_key",
                "revision",
            }
            kwargs["update_fields"] = set(fields) | derived
        with transaction.atomic():
            super().save(**kwargs)
            Change.note([self.pk])

    def delete(self, using: Any = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            Change.note([self.pk])
            return super().delete(using=using, keep_parents=keep_parents)


class RelatedItem(models.Model):
    """A link to other news that the page showed beside the article; never part of its text."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="related_items", verbose_name=_("article")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("headline"), max_length=1000)
    text = models.TextField(_("teaser"), blank=True)
    url = models.URLField(_("address"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("related item")
        verbose_name_plural = _("related items")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="related_item_position_once"),
        ]

    def __str__(self) -> str:
        return self.title


class ArticleVersion(models.Model):
    """What an article said before a change, as stored at that revision."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="versions", verbose_name=_("article")
    )
    revision = models.PositiveIntegerField(_("revision"))
    content = models.JSONField(_("content"), help_text=_("The content fields before the change."))
    content_hash = models.CharField(max_length=64, db_index=True)
    replaced_at = models.DateTimeField(_("replaced at"), auto_now_add=True)

    class Meta:
        verbose_name = _("earlier version")
        verbose_name_plural = _("earlier versions")
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["article", "revision"], name="article_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} / {self.revision}"


class RawFile(models.Model):
    """One raw input that an article was read from; the file lies under its SHA-256 (`ingest/raw.py`).

    `kind` says which reader reads it again, `context` what that needs beside the bytes: the address
    of a page, the columns of a row.
    """

    class Kind(models.TextChoices):
        PAGE = "page", _("text of a page")
        HTML = "html", _("web page")
        JSON_ROW = "jsonl", _("row of a JSON file")
        SEPARATED_ROW = "separated", _("row of a table")
        FEED_ITEM = "feed_item", _("feed item")

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="raw_files", verbose_name=_("article")
    )
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    #: Empty for what was stored before kinds were.
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, blank=True)
    context = models.JSONField(_("what belongs to it"), default=dict, blank=True)
    stored_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        verbose_name = _("raw file")
        verbose_name_plural = _("raw files")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "sha256"], name="raw_file_once_an_article"),
        ]

    def __str__(self) -> str:
        return self.sha256
