"""Source: an outlet that publishes articles."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.arabic.normalize import name_key


def default_time_zone() -> str:
    return str(settings.DEFAULT_SOURCE_TIME_ZONE)


def validate_time_zone(name: str) -> None:
    """Refuse a name that the tz database does not have."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValidationError(
            _("“%(name)s” is not a time zone of the tz database, such as Asia/Damascus."),
            params={"name": name},
        ) from error


class Source(models.Model):
    """An outlet. Its zone says what a clock time on its pages means."""

    class MonthStyle(models.TextChoices):
        DUAL = "dual", _("Both names: 8 Ḥazīrān (Yūniyū)")
        LEVANTINE = "levantine", _("Levantine: Ḥazīrān")
        GULF = "gulf", _("Gulf and Egyptian: Yūniyū")
        MAGHREBI = "maghrebi", _("Maghrebi: Juwān")

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short name in addresses"), max_length=100, unique=True)
    home_page = models.URLField(_("home page"), blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default=default_time_zone, validators=[validate_time_zone]
    )
    month_style = models.CharField(
        _("month names"), max_length=10, choices=MonthStyle, default=MonthStyle.DUAL
    )
    description_ar = models.CharField(_("description in Arabic"), max_length=500, blank=True)
    description_en = models.CharField(_("description in English"), max_length=500, blank=True)
    is_invented = models.BooleanField(
        _("invented"), default=False, help_text=_("Part of the demo: no such outlet exists.")
    )
    created_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="source_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class SourceAlias(models.Model):
    """Another spelling under which pages name a source; found by its key."""

    source = models.ForeignKey(
        Source, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("source")
    )
    name = models.CharField(_("spelling"), max_length=200)
    key = models.CharField(max_length=200, unique=True, editable=False)

    class Meta:
        verbose_name = _("other spelling")
        verbose_name_plural = _("other spellings")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(key=""), name="source_alias_has_a_key"),
        ]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def key_of(name: str) -> str:
        """What a name is found by; cut to its column, since NFKC can make a name longer."""
        return name_key(name)[:200]

    def clean(self) -> None:
        self.key = self.key_of(self.name)
        if not self.key:
            raise ValidationError({"name": _("This spelling has no letters.")})
        if SourceAlias.objects.filter(key=self.key).exclude(pk=self.pk).exists():
            raise ValidationError({"name": _("Another source already has this spelling.")})

    def save(self, **kwargs) -> None:
        self.key = self.key_of(self.name)
        super().save(**kwargs)
