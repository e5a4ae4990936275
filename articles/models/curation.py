"""What is decided about entities: which may be one, and every change of one, with who and when."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models.entity import Entity


class EntityPairQuerySet(models.QuerySet["EntityPair"]):
    def waiting(self) -> "EntityPairQuerySet":
        """Likeliest first; those put off come last, the one longest put off before the others."""
        return self.filter(state=EntityPair.State.OPEN).order_by(
            F("put_off_at").asc(nulls_first=True), "-score", "pk"
        )

    def apart(self) -> "EntityPairQuerySet":
        return self.filter(state=EntityPair.State.APART)

    def touching(self, *entities: int) -> "EntityPairQuerySet":
        return self.filter(Q(one__in=entities) | Q(other__in=entities))


class EntityPair(models.Model):
    """Two entities that may be one: a question to the curators, and their answer.

    Its ends are the entities themselves, not their roots: merging either of them changes nothing here.
    A pair kept apart forbids that any member of the one group is merged with any of the other, unless a
    curator does it.
    """

    class State(models.TextChoices):
        OPEN = "open", _("waiting for an answer")
        JOINED = "joined", _("one entity")
        APART = "apart", _("not to be merged")

    one = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+", verbose_name=_("entity"))
    other = models.ForeignKey(
        Entity, on_delete=models.CASCADE, related_name="+", verbose_name=_("other entity")
    )
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.OPEN)
    #: A word of `Verdict.reason` or of the linker; shown to curators in their language.
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    score = models.FloatField(_("likelihood"), default=0)
    evidence = models.JSONField(_("evidence"), default=dict, blank=True)
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    put_off_at = models.DateTimeField(_("put off at"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    objects = EntityPairQuerySet.as_manager()

    class Meta:
        verbose_name = _("possible match")
        verbose_name_plural = _("possible matches")
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_question_per_pair_of_entities"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="entity_pair_is_ordered"),
        ]
        indexes = [models.Index(fields=["state", "put_off_at", "-score"], name="entity_pair_queue")]

    def __str__(self) -> str:
        return f"{self.one_id} = {self.other_id}?"


class EntityDecision(models.Model):
    """One change of an entity, by a curator or (without a user) by rule, with what is needed to undo it."""

    class Verb(models.TextChoices):
        MERGE = "merge", _("merged")
        SPLIT = "split", _("split")
        RENAME = "rename", _("renamed")
        KIND = "kind", _("kind changed")
        ADD_ALIAS = "add_alias", _("spelling added")
        REMOVE_ALIAS = "remove_alias", _("spelling removed")
        KEEP_APART = "keep_apart", _("kept apart")
        REJECT = "reject", _("not an entity")

    verb = models.CharField(_("decision"), max_length=12, choices=Verb)
    #: That which stays: the root merged into, the entity split.
    entity = models.ForeignKey(
        Entity, on_delete=models.CASCADE, related_name="decisions", verbose_name=_("entity")
    )
    #: That which was merged into it, split from it, kept apart from it.
    other = models.ForeignKey(
        Entity,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="decisions_as_other",
        verbose_name=_("other entity"),
    )
    #: What was before, as far as undoing needs it; for a rule, its reason.
    details: Any = models.JSONField(_("details"), default=dict, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    #: So that a rule's decision is told from that of an account since deleted.
    is_automatic = models.BooleanField(_("by rule"), default=False)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True, db_index=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_by=None) | Q(undone_at__isnull=False), name="decision_undone_by_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_verb_display())
