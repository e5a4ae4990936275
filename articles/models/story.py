"""Story: the articles that report one event."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Story(models.Model):
    """One event. As with entities, `canonical` is itself or the story it was joined to."""

    canonical = models.ForeignKey(
        "self",
        on_delete=models.RESTRICT,
        null=True,
        editable=False,
        related_name="members",
        verbose_name=_("joined to"),
    )
    created_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def save(self, **kwargs) -> None:
        super().save(**kwargs)
        if self.canonical_id is None:
            self.canonical_id = self.pk
            super().save(update_fields=["canonical"], using=kwargs.get("using"))
