"""Review: a question about an article that a curator has to settle."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from articles.models.change import Change


class ReviewQuerySet(models.QuerySet["Review"]):
    """Every path leaves Change rows of the articles: their open reviews are searched."""

    def open(self) -> "ReviewQuerySet":
        return self.filter(settled_at=None)

    def update(self, **values: Any) -> int:
        with transaction.atomic(using=self.db):
            Change.note(sorted(set(self.values_list("article_id", flat=True))))
            return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(using=self.db):
            Change.note(sorted(set(self.values_list("article_id", flat=True))))
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        with transaction.atomic(using=self.db):
            made = super().bulk_create(objs, *args, **kwargs)
            Change.note(sorted({review.article_id for review in made}))
            return made

    bulk_create.alters_data = True  # type: ignore[attr-defined]


class Review(models.Model):
    """Why an article needs a curator, with what speaks for it."""

    class Reason(models.TextChoices):
        NO_DATE = "no_date", _("no publication date")
        NO_TITLE = "no_title", _("no headline")
        NO_SOURCE = "no_source", _("the page does not name its source")
        TOO_SHORT = "too_short", _("too short to be an article")
        FURNITURE = "furniture", _("more menu than article")
        CONSENT_PAGE = "consent_page", _("a consent or error page")
        POSSIBLE_DUPLICATE = "possible_duplicate", _("possible duplicate")
        NOT_ARABIC = "not_arabic", _("not in Arabic")

    #: In the index a reason is its place here: new ones go to the end.
    REASONS = tuple(Reason.values)
    #: Articles with these stay drafts: what was read may not be an article at all.
    HOLD_BACK = frozenset(
        {Reason.NO_TITLE, Reason.TOO_SHORT, Reason.FURNITURE, Reason.CONSENT_PAGE, Reason.NOT_ARABIC}
    )

    article = models.ForeignKey(
        "Article", on_delete=models.CASCADE, related_name="reviews", verbose_name=_("article")
    )
    reason = models.CharField(_("reason"), max_length=30, choices=Reason)
    evidence = models.JSONField(
        _("evidence"),
        default=dict,
        blank=True,
        help_text=_("What the text says: for a missing date, the dates that it mentions."),
    )
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("settled by"),
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "reason"],
                condition=models.Q(settled_at=None),
                name="one_open_review_per_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(settled_by=None) | models.Q(settled_at__isnull=False),
                name="review_settled_by_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_reason_display())

    def save(self, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(**kwargs)
            Change.note([self.article_id])

    def delete(self, using: Any = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            Change.note([self.article_id])
            return super().delete(using=using, keep_parents=keep_parents)

    @property
    def is_open(self) -> bool:
        return self.settled_at is None
