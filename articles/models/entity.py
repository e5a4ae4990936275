"""Entity: a person, place or organisation; its spellings.

What is made of all entities (tables of names, of roots) is kept by other processes and caught up by
revision: every change of an entity or of its spellings counts `EntityRevision` up and leaves the number
in `Entity.changed`. Whoever has caught up to a number reads the entities changed since; only a deletion
makes him read all of them again. The row of the revision is locked until the change is committed, so
numbers become visible in their order.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models.keys import spelling_keys

MAX_NAME_LENGTH = 200
#: Entities that one statement names: a database takes only so many parameters.
_NAMED_AT_ONCE = 500


class EntityRevision(models.Model):
    """One row that counts the changes of entities, so that what is made of all of them can be kept."""

    ONLY = 1

    number = models.PositiveBigIntegerField(default=0, editable=False)
    #: The number of the last deletion: what was kept before it may hold what is gone.
    deletion = models.PositiveBigIntegerField(default=0, editable=False)
    #: Entities up to this key have been compared with the others: none is left out after a crash.
    compared = models.PositiveBigIntegerField(default=0, editable=False)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        return cls.objects.filter(pk=cls.ONLY).values_list("number", flat=True).first() or 0

    @classmethod
    def count_up(cls, *, is_deletion: bool = False) -> int:
        """The number of the change; call it in its transaction."""
        if not cls.objects.filter(pk=cls.ONLY).update(number=F("number") + 1):
            cls.objects.get_or_create(pk=cls.ONLY, defaults={"number": 1})
        if is_deletion:
            cls.objects.filter(pk=cls.ONLY).update(deletion=F("number"))
        return cls.current()

    @classmethod
    def go_beyond(cls) -> None:
        """After another database took this one's place: a number that neither of them has come to."""
        number = time.time_ns() // 1000
        cls.objects.update_or_create(pk=cls.ONLY, defaults={"number": number, "deletion": number})


class EntityQuerySet(models.QuerySet["Entity"]):
    """Every path that changes an entity counts the revision up."""

    def update(self, **values: Any) -> int:
        with transaction.atomic(using=self.db):
            return super().update(**values, changed=EntityRevision.count_up())

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(using=self.db):
            EntityRevision.count_up(is_deletion=True)
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """New entities, each its own root."""
        with transaction.atomic(using=self.db):
            number = EntityRevision.count_up()
            entities = list(objs)
            for entity in entities:
                entity.changed = number
            made = super().bulk_create(entities, *args, **kwargs)
            alone = [entity.pk for entity in made if entity.canonical_id is None]
            for chunk in _chunks(alone):
                models.QuerySet.update(self.model._base_manager.filter(pk__in=chunk), canonical=F("pk"))
            for entity in made:
                entity.canonical_id = entity.canonical_id or entity.pk
            return made

    bulk_create.alters_data = True  # type: ignore[attr-defined]

    def roots(self) -> "EntityQuerySet":
        return self.filter(canonical=F("pk"))

    def merged(self) -> "EntityQuerySet":
        return self.exclude(canonical=F("pk"))

    def named(self) -> "EntityQuerySet":
        """Without what curators called no entity."""
        return self.filter(is_rejected=False)

    def changed_since(self, revision: int) -> "EntityQuerySet":
        return self.filter(changed__gt=revision)


class Entity(models.Model):
    """A named thing.

    `canonical` points to the entity itself, or to the root it was merged into; a
    root never points elsewhere. Mentions and the index keep the original key, so
    that merging and undoing are updates of this one column.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        PLACE = "place", _("place")
        ORGANISATION = "organisation", _("organisation")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=MAX_NAME_LENGTH)
    latin = models.CharField(
        _("name in Latin letters"), max_length=MAX_NAME_LENGTH, blank=True, db_index=True
    )
    #: Null only between the insert of a new row and the update that follows it in `save`.
    canonical = models.ForeignKey(
        "self",
        # Not PROTECT: that would keep an entity from being deleted because of itself.
        on_delete=models.RESTRICT,
        null=True,
        editable=False,
        related_name="members",
        verbose_name=_("merged into"),
    )
    is_settled = models.BooleanField(
        _("decided by a curator"),
        default=False,
        help_text=_("Its name and kind stay as they are, whatever later articles are read as."),
    )
    is_rejected = models.BooleanField(
        _("not an entity"), default=False, help_text=_("It is shown nowhere, and found no more.")
    )
    changed = models.PositiveBigIntegerField(default=0, db_index=True, editable=False)
    created_at = models.DateTimeField(_("added at"), auto_now_add=True)

    objects = EntityQuerySet.as_manager()

    class Meta:
        verbose_name = _("entity")
        verbose_name_plural = _("entities")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="entity_has_a_name"),
            models.CheckConstraint(
                condition=Q(kind__in=["person", "place", "organisation"]), name="entity_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        with transaction.atomic():
            self.changed = EntityRevision.count_up()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "changed"}
            super().save(**kwargs)
            if self.canonical_id is None:
                self.canonical_id = self.pk
                super().save(update_fields=["canonical"], using=kwargs.get("using"))

    def delete(self, using: Any = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            EntityRevision.count_up(is_deletion=True)
            return super().delete(using=using, keep_parents=keep_parents)

    @property
    def is_root(self) -> bool:
        return self.canonical_id == self.pk

    @property
    def root(self) -> "Entity":
        """The entity that this one was merged into, or itself."""
        return self.canonical or self


def _chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(keys), _NAMED_AT_ONCE):
        yield keys[first : first + _NAMED_AT_ONCE]


def mark_changed(entities: Iterable[int]) -> None:
    """Their spellings have changed; call it in the transaction of the change."""
    keys = sorted(set(entities))
    number = EntityRevision.count_up()
    for chunk in _chunks(keys):
        models.QuerySet.update(Entity._base_manager.filter(pk__in=chunk), changed=number)


class EntityAliasQuerySet(models.QuerySet["EntityAlias"]):
    """Every path that changes a spelling marks its entity as changed."""

    def update(self, **values: Any) -> int:
        with transaction.atomic(using=self.db):
            mark_changed(self._owners())
            rows = list(self.values_list("pk", flat=True)) if "entity" in values else []
            number = super().update(**values)
            if rows:
                mark_changed(EntityAlias.objects.filter(pk__in=rows)._owners())
            return number

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(using=self.db):
            mark_changed(self._owners())
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        with transaction.atomic(using=self.db):
            aliases = list(objs)
            for alias in aliases:
                alias.fill_keys()
            mark_changed(alias.entity_id for alias in aliases)
            return super().bulk_create(aliases, *args, **kwargs)

    bulk_create.alters_data = True  # type: ignore[attr-defined]

    def decided(self) -> "EntityAliasQuerySet":
        """Those that somebody wrote down, and that are looked for in every text."""
        return self.exclude(origin=EntityAlias.Origin.RECOGNISED)

    def _owners(self) -> list[int]:
        return list(self.order_by().values_list("entity_id", flat=True).distinct())


class EntityAlias(models.Model):
    """A spelling of an entity, as written and as the keys under which it is found."""

    class Origin(models.TextChoices):
        RECOGNISED = "recognised", _("recognised in an article")
        TABLE = "table", _("from a table of names")
        CURATOR = "curator", _("added by a curator")

    entity = models.ForeignKey(
        Entity, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("entity")
    )
    name = models.CharField(_("spelling"), max_length=MAX_NAME_LENGTH)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.CURATOR)
    key = models.CharField(max_length=MAX_NAME_LENGTH, db_index=True, editable=False)
    #: Without spaces, with and without articles; by sound: `spelling_keys`. Equal ones are likely one name.
    letters = models.CharField(max_length=MAX_NAME_LENGTH, default="", db_index=True, editable=False)
    bare_letters = models.CharField(max_length=MAX_NAME_LENGTH, default="", db_index=True, editable=False)
    sound = models.CharField(max_length=MAX_NAME_LENGTH, default="", db_index=True, editable=False)
    #: The normal spelling of the last of several words: a surname alone finds the names that end with it.
    last = models.CharField(max_length=MAX_NAME_LENGTH, default="", db_index=True, editable=False)

    objects = EntityAliasQuerySet.as_manager()

    class Meta:
        verbose_name = _("spelling")
        verbose_name_plural = _("spellings")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "key"], name="entity_has_a_spelling_once"),
            models.CheckConstraint(condition=~Q(key=""), name="entity_alias_has_a_key"),
        ]

    def __str__(self) -> str:
        return self.name

    def fill_keys(self) -> None:
        for name, value in asdict(spelling_keys(self.name)).items():
            setattr(self, name, value)

    def save(self, **kwargs: Any) -> None:
        self.fill_keys()
        with transaction.atomic():
            # First, as everywhere: the row of the revision is what changes of entities wait for.
            mark_changed([self.entity_id])
            super().save(**kwargs)

    def delete(self, using: Any = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            mark_changed([self.entity_id])
            return super().delete(using=using, keep_parents=keep_parents)
