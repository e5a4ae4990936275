"""Change: the note that an article has changed and the worker has to look at it."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """One change of one article, written in the transaction that made it.

    The worker deletes exactly the rows that it has handled. Keys are handed out
    before commits become visible, so a row with a smaller key may still appear
    later: nothing may ever delete «all rows up to here».
    """

    #: Not a foreign key: the row outlives a deleted article, so that it leaves the index.
    article_id = models.BigIntegerField(_("article"), db_index=True)
    created_at = models.DateTimeField(_("made at"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.article_id}"

    @staticmethod
    def note(article_ids: Iterable[int]) -> None:
        """Leave a row for each article; call it inside the transaction of the change."""
        Change.objects.bulk_create((Change(article_id=pk) for pk in article_ids), batch_size=500)
