"""Mention: where a text names an entity."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models.entity import MAX_NAME_LENGTH, Entity


class Mention(models.Model):
    """Where a text names an entity: code points into that field of the article, half-open."""

    class Field(models.TextChoices):
        TITLE = "title", _("headline")
        SUBTITLE = "subtitle", _("standfirst")
        BODY = "body", _("text")
        CAPTION = "caption", _("caption")

    article = models.ForeignKey(
        "Article", on_delete=models.CASCADE, related_name="mentions", verbose_name=_("article")
    )
    entity = models.ForeignKey(
        Entity, on_delete=models.PROTECT, related_name="mentions", verbose_name=_("entity")
    )
    field = models.CharField(_("part"), max_length=10, choices=Field)
    start = models.PositiveIntegerField(_("from"))
    end = models.PositiveIntegerField(_("to"))
    #: So that spellings are counted without reading the texts.
    name = models.CharField(_("as written"), max_length=MAX_NAME_LENGTH, blank=True)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ["field", "start"]
        constraints = [
            models.UniqueConstraint(fields=["article", "field", "start"], name="one_mention_at_a_place"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="mention_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.field}[{self.start}:{self.end}]"
