"""The curators' form of an article: one field for the date, nothing half filled, no lost edits."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.present import written_date
from articles.arabic.dates import ParsedDate, Precision, parse_date
from articles.ingest.canonical import canonical_address
from articles.models import Article, Review
from articles.search.criteria import Period

#: The fields of the model that a curator may change; the date has a field of its own.
EDITABLE = (*Article.CONTENT_FIELDS, "source", "canonical_url", "page_clock", "language", "status")
#: Before this there was no Arabic newspaper.
FIRST_YEAR = 1800


class TextField(forms.CharField):
    """Text as it is stored: browsers send line ends as CR LF, paragraphs are parted by two LF."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not isinstance(text, str):
            return text
        return text.replace("\r\n", "\n").replace("\r", "\n")


class WrittenDateField(forms.CharField):
    """A date as people write it, in Arabic or ISO; as exact as it is written."""

    default_error_messages = {
        "unreadable": _("This was not understood as a date. For example: 2018-06-08 11:26."),
        "impossible": _("No report can have been published on this date."),
    }

    def clean(self, value: Any) -> ParsedDate | None:
        written = super().clean(value)
        if not written:
            return None
        parsed = read_date(written)
        if parsed is None or parsed.year is None:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable")
        if not FIRST_YEAR <= parsed.year < 9999:
            raise ValidationError(self.error_messages["impossible"], code="impossible")
        return parsed

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or "") != (data or "").strip()


def read_date(written: str) -> ParsedDate | None:
    """A date in any form that the search page takes too; 2018 and 2018-06 are a year and a month."""
    if (parsed := parse_date(written)) is not None or (period := Period.parse(written)) is None:
        return parsed
    precision = Precision.DAY if period.day else Precision.MONTH if period.month else Precision.YEAR
    return ParsedDate(
        year=period.year,
        month=period.month,
        day=period.day,
        time=None,
        zone=None,
        precision=precision,
        calendar="gregorian",
        start=0,
        end=len(written),
        text=written,
        weekday_agrees=None,
    )


class ArticleForm(forms.ModelForm):
    """What a curator may change. `stored` is the row as it was when the form was checked."""

    published = WrittenDateField(
        label=_("published at"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"dir": "auto", "size": 30}),
        help_text=_(
            "In the time zone of the source, as exact as it is known: 2018-06-08 11:26, 2018-06-08, "
            "2018-06 or 2018. Empty for an undated article."
        ),
    )
    #: The revision that the curator sees; another one in the database means another's edit.
    seen_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Article
        fields = ()  # the admin's fieldsets name them

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored: Article | None = None
        if self.instance.pk and "published" in self.fields:
            self.initial["published"] = written_date(self.instance)
            self.initial["seen_revision"] = self.instance.revision

    @property
    def is_redated(self) -> bool:
        return "published" in self.changed_data

    def clean_canonical_url(self) -> str | None:
        """One address for one page, as an import would store it; an untouched one stays."""
        typed: str | None = self.cleaned_data["canonical_url"]
        if not typed or "canonical_url" not in self.changed_data:
            return typed
        return canonical_address(typed) or typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.stored = (
            Article.objects.select_for_update(of=("self",))
            .select_related("source")
            .filter(pk=self.instance.pk)
            .first()
        )
        if self.stored is None:
            raise ValidationError(_("This article has been removed meanwhile."), code="removed_meanwhile")
        if cleaned.get("seen_revision") not in (None, self.stored.revision):
            raise ValidationError(
                _(
                    "Someone else, or an import, has changed this article meanwhile. Open it again, "
                    "so that their changes are not lost."
                ),
                code="changed_meanwhile",
            )
        self._keep_untouched(cleaned)
        if cleaned.get("status") == Article.Status.PUBLISHED and not cleaned.get("title"):
            self.add_error("title", _("An article cannot be published without a headline."))
        parsed, source = cleaned.get("published"), cleaned.get("source")
        latest = timezone.now() + timedelta(days=1)
        if self.is_redated and parsed and source and parsed.at(source.zone) > latest:
            self.add_error("published", self.fields["published"].error_messages["impossible"])
        return cleaned

    def _keep_untouched(self, cleaned: dict[str, Any]) -> None:
        """A form trims what it shows; a field that nobody edited stays as it was stored."""
        assert self.stored is not None
        for name in Article.CONTENT_FIELDS:
            stored = getattr(self.stored, name)
            if name in cleaned and cleaned[name] == self._shown(name, stored):
                cleaned[name] = stored

    def _shown(self, name: str, stored: str) -> str:
        if isinstance(self.fields[name].widget, forms.TextInput):
            stored = stored.replace("\r", "").replace("\n", "")
        return stored.replace("\r\n", "\n").strip()

    @property
    def edited(self) -> list[str]:
        """The fields that the curator changed, by their names in the model."""
        assert self.stored is not None
        names = [name for name in EDITABLE if getattr(self.instance, name) != getattr(self.stored, name)]
        return [*names, "published_at"] if self.is_redated else names

    def date_instance(self) -> None:
        """Set the instance's date from what was written."""
        parsed: ParsedDate | None = self.cleaned_data["published"]
        if parsed is None:
            self.instance.clear_published()
            return
        self.instance.set_published(
            parsed.at(self.instance.source.zone),
            precision=parsed.precision.value,
            origin=Article.DateOrigin.CURATOR,
            zone_named=parsed.zone is not None,
        )


class ReviewForm(forms.ModelForm):
    """A review can only be settled; what it says is the reader's."""

    settle = forms.BooleanField(label=_("settle"), required=False)

    class Meta:
        model = Review
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.is_open and "settle" in self.fields:
            self.fields["settle"].disabled = True
