"""Review: a question about an article that a curator has to settle."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewQuerySet(models.QuerySet["Review"]):
    def open(self) -> "ReviewQuerySet":
        return self.filter(settled_at=None)


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

    #: Articles with these stay drafts: what was read may not be an article at all.
    HOLD_BACK = frozenset({Reason.NO_TITLE, Reason.TOO_SHORT, Reason.FURNITURE, Reason.CONSENT_PAGE})

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

    @property
    def is_open(self) -> bool:
        return self.settled_at is None
