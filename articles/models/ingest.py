"""ImportRun: what an import did and what went wrong; Removal: what was taken out for good."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.feed import Feed
from articles.models.keys import address_key


class ImportRun(models.Model):
    """One run of an import command."""

    command = models.CharField(_("command"), max_length=50)
    feed = models.ForeignKey(
        Feed,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="runs",
        verbose_name=_("feed"),
    )
    arguments = models.JSONField(_("arguments"), default=list, blank=True)
    started_at = models.DateTimeField(_("started at"), auto_now_add=True, db_index=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    created = models.PositiveIntegerField(_("new"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    failed = models.PositiveIntegerField(_("failed"), default=0)
    #: Of the new and updated ones.
    drafts = models.PositiveIntegerField(_("drafts"), default=0)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.command} {self.started_at:%Y-%m-%d %H:%M}"


class ImportProblem(models.Model):
    """One thing that could not be imported; the rest of the run went on."""

    run = models.ForeignKey(
        ImportRun, on_delete=models.CASCADE, related_name="problems", verbose_name=_("import")
    )
    path = models.CharField(_("file or address"), max_length=2000)
    line = models.PositiveIntegerField(_("line"), null=True, blank=True)
    field = models.CharField(_("field"), max_length=50, blank=True)
    message_ar = models.TextField(_("message in Arabic"))
    message_en = models.TextField(_("message in English"))

    class Meta:
        verbose_name = _("import problem")
        verbose_name_plural = _("import problems")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.path


class Removal(models.Model):
    """The trace of an article removed for legal reasons: enough to refuse it later, no text."""

    #: Not unique: after the restore of an older backup, numbers are given again.
    article_id = models.BigIntegerField(_("article"), db_index=True)
    source_name = models.CharField(_("source"), max_length=200)
    canonical_url = models.URLField(_("address"), max_length=2000, blank=True)
    address_key = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    reason = models.TextField(_("reason"))
    removed_at = models.DateTimeField(_("removed at"), auto_now_add=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("removed by"),
    )

    class Meta:
        verbose_name = _("removal")
        verbose_name_plural = _("removals")
        ordering = ["-removed_at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="removal_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}"

    def save(self, **kwargs: Any) -> None:
        self.address_key = address_key(self.canonical_url)
        super().save(**kwargs)


class RemovalFingerprint(models.Model):
    """SHA-256 of a content or raw file that a removed article had, in any of its versions."""

    removal = models.ForeignKey(Removal, on_delete=models.CASCADE, related_name="fingerprints")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)

    class Meta:
        verbose_name = _("fingerprint")
        verbose_name_plural = _("fingerprints")
        constraints = [
            models.UniqueConstraint(fields=["removal", "sha256"], name="removal_fingerprint_once"),
        ]

    def __str__(self) -> str:
        return self.sha256
