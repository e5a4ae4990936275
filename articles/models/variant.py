"""VariantClass: spellings that stand for one another in a search, and who said so."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.apps import apps as global_apps
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.db.models import Count, F, Max, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.arabic.variants import shipped


class Stamp(NamedTuple):
    """Another after every decision, so that what was made of the classes in force can be kept."""

    decisions: int | None
    number: int
    newest: int | None
    at: datetime | None


class VariantClassQuerySet(models.QuerySet["VariantClass"]):
    def proposed(self) -> "VariantClassQuerySet":
        return self.filter(state=VariantClass.State.PROPOSED)

    def accepted(self) -> "VariantClassQuerySet":
        return self.filter(state=VariantClass.State.ACCEPTED)

    def refused(self) -> "VariantClassQuerySet":
        return self.filter(state=VariantClass.State.REFUSED)

    def words(self) -> list[tuple[str, ...]]:
        """The spellings of each class."""
        rows = VariantMember.objects.filter(variant_class__in=self.order_by())
        pairs = rows.order_by("variant_class", "pk").values_list("variant_class", "word")
        return [tuple(word for _key, word in group) for _key, group in groupby(pairs, itemgetter(0))]

    def stamp(self) -> Stamp:
        """In one cheap query."""
        row = self.exclude(state=VariantClass.State.PROPOSED).aggregate(
            decisions=Sum("revision"), number=Count("pk"), newest=Max("pk"), at=Max("changed_at")
        )
        return Stamp(**row)

    @transaction.atomic
    def decide(self, state: str, user: AbstractBaseUser | AnonymousUser) -> int:
        """Accept or refuse, from the next search on; how many classes were in another state."""
        keys = list(self.order_by("pk").values_list("pk", flat=True))
        now = timezone.now()
        changed = VariantClass.objects.filter(pk__in=keys).exclude(state=state)
        return changed.update(
            state=state, decided_by=user, decided_at=now, changed_at=now, revision=F("revision") + 1
        )


class VariantClass(models.Model):
    """A class of spellings. Only accepted ones act; refused ones are kept, so as not to be proposed again."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ACCEPTED = "accepted", _("in force")
        REFUSED = "refused", _("refused")

    class Origin(models.TextChoices):
        SHIPPED = "shipped", _("shipped list")
        LEARNED = "learned", _("learned from the archive")

    #: Its words in alphabetical order.
    key = models.CharField(max_length=500, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PROPOSED)
    origin = models.CharField(_("origin"), max_length=7, choices=Origin)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    #: The lowest cosine of the contexts of two members; higher is better.
    score = models.FloatField(_("likeness"), null=True, blank=True)
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    revision = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = VariantClassQuerySet.as_manager()

    class Meta:
        verbose_name = _("spelling variants")
        verbose_name_plural = _("spelling variants")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "accepted", "refused"]), name="variants_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=["shipped", "learned"]), name="variants_origin_is_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(decided_at__isnull=False),
                name="variants_decided_by_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return " = ".join(member.word for member in self.members.all())

    @staticmethod
    def key_of(words: Iterable[str]) -> str:
        return " ".join(sorted(words))


class VariantMember(models.Model):
    """One spelling of a class: a word as it is written, without the article where there is a choice."""

    variant_class = models.ForeignKey(
        VariantClass, on_delete=models.CASCADE, related_name="members", verbose_name=_("spelling variants")
    )
    word = models.CharField(_("spelling"), max_length=100)
    #: Of learned classes: how often the archive has it, and articles that do.
    count = models.PositiveIntegerField(_("times seen"), null=True, blank=True)
    examples = models.JSONField(_("examples"), default=list, blank=True)

    class Meta:
        verbose_name = _("spelling")
        verbose_name_plural = _("spellings")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["variant_class", "word"], name="variants_have_a_word_once"),
            models.CheckConstraint(condition=~Q(word=""), name="variant_is_a_word"),
        ]

    def __str__(self) -> str:
        return self.word


def ship_variants(sender: Any, **kwargs: Any) -> None:
    """Bring the shipped list into the database (post_migrate).

    What a curator has decided stays. A changed class that has two words of a refused one is
    only proposed.
    """
    apps = kwargs.get("apps", global_apps)
    try:
        classes = apps.get_model("articles", "VariantClass").objects
        members = apps.get_model("articles", "VariantMember")
    except LookupError:  # migrated back to before there were any
        return
    wanted = {VariantClass.key_of(each.words): each for each in shipped()}
    with transaction.atomic():
        classes.filter(origin="shipped", decided_at=None).exclude(key__in=wanted).delete()
        known = dict(classes.values_list("key", "state"))
        refused = [set(key.split()) for key, state in known.items() if state == "refused"]
        made = classes.bulk_create(
            classes.model(
                key=key, origin="shipped", reason=each.reason, state=_first_state(each.words, refused)
            )
            for key, each in wanted.items()
            if key not in known
        )
        members.objects.bulk_create(
            members(variant_class=row, word=word) for row in made for word in wanted[row.key].words
        )


def _first_state(words: Iterable[str], refused: Iterable[set[str]]) -> str:
    overlaps = any(len(others.intersection(words)) > 1 for others in refused)
    return VariantClass.State.PROPOSED if overlaps else VariantClass.State.ACCEPTED
