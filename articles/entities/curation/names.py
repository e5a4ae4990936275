"""Names that curators write: what is a name, and the spellings of an entity that go with one."""

from django.utils.translation import gettext_lazy as _

from articles.arabic.normalize import clean_input, name_key, strip_bidi_controls
from articles.entities.curation.identity import Refused
from articles.models import Entity, EntityAlias
from articles.models.entity import MAX_NAME_LENGTH


class NoName(Refused):
    message = _("This name has no letters, or too many.")


def checked_name(name: str) -> str:
    """Without controls, its words parted by one space. Raises NoName."""
    name = " ".join(strip_bidi_controls(clean_input(name)).split())
    if not 0 < len(name_key(name)) <= MAX_NAME_LENGTH or len(name) > MAX_NAME_LENGTH:
        raise NoName
    return name


def ensure_spelling(entity: Entity, name: str) -> EntityAlias | None:
    """The name of an entity is one of its spellings; returns what had to be added."""
    alias, is_new = EntityAlias.objects.get_or_create(
        entity=entity,
        key=name_key(name),
        defaults={"name": name, "origin": EntityAlias.Origin.CURATOR},
    )
    return alias if is_new else None


def drop_spelling(alias: int | None, entity: Entity) -> None:
    """Take back what `ensure_spelling` added, wherever in the group it is by now."""
    if alias is not None:
        EntityAlias.objects.filter(
            pk=alias, entity__canonical=entity.canonical_id, origin=EntityAlias.Origin.CURATOR
        ).delete()
