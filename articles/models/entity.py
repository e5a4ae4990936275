"""Entity: a person, place or organisation; its spellings; where it is mentioned."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.arabic.normalize import name_key


class EntityRevision(models.Model):
    """One row that counts the changes of entities, so that what is made of all of them can be kept."""

    ONLY = 1

    number = models.PositiveBigIntegerField(default=0, editable=False)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        return cls.objects.filter(pk=cls.ONLY).values_list("number", flat=True).first() or 0

    @classmethod
    def count_up(cls) -> None:
        """Call it in the transaction of the change."""
        if not cls.objects.filter(pk=cls.ONLY).update(number=F("number") + 1):
            cls.objects.get_or_create(pk=cls.ONLY, defaults={"number": 1})


Row = TypeVar("Row", bound=models.Model)


class CountedQuerySet(models.QuerySet[Row]):
    """Every path that changes a row counts the revision up."""

    def update(self, **values: Any) -> int:
        with transaction.atomic(using=self.db):
            EntityRevision.count_up()
            return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(using=self.db):
            EntityRevision.count_up()
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        with transaction.atomic(using=self.db):
            EntityRevision.count_up()
            return super().bulk_create(objs, *args, **kwargs)

    bulk_create.alters_data = True  # type: ignore[attr-defined]


class EntityQuerySet(CountedQuerySet["Entity"]):
    def roots(self) -> "EntityQuerySet":
        return self.filter(canonical=F("pk"))

    def merged(self) -> "EntityQuerySet":
        return self.exclude(canonical=F("pk"))

    def of_kind(self, kind: str) -> "EntityQuerySet":
        return self.filter(kind=kind)


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
    name = models.CharField(_("name"), max_length=200)
    latin = models.CharField(_("name in Latin letters"), max_length=200, blank=True)
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
            super().save(**kwargs)
            if self.canonical_id is None:
                self.canonical_id = self.pk
                super().save(update_fields=["canonical"], using=kwargs.get("using"))
            EntityRevision.count_up()

    def delete(self, using: Any = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            EntityRevision.count_up()
            return super().delete(using=using, keep_parents=keep_parents)

    @property
    def is_root(self) -> bool:
        return self.canonical_id == self.pk

    @property
    def root(self) -> "Entity":
        """The entity that this one was merged into, or itself."""
        return self.canonical or self


class EntityAliasQuerySet(CountedQuerySet["EntityAlias"]):
    """Spellings."""


class EntityAlias(models.Model):
    """A spelling of an entity, as written and as the key under which it is found."""

    entity = models.ForeignKey(
        Entity, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("entity")
    )
    name = models.CharField(_("spelling"), max_length=200)
    key = models.CharField(max_length=200, db_index=True, editable=False)

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

    def save(self, **kwargs: Any) -> None:
        self.key = name_key(self.name)
        with transaction.atomic():
            super().save(**kwargs)
            EntityRevision.count_up()

    def delete(self, using: Any = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            EntityRevision.count_up()
            return super().delete(using=using, keep_parents=keep_parents)


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
