"""What is edited on the page of something else: reviews and related items, spellings."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget, AdminURLFieldWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.forms import ReviewForm
from articles.admin.present import moment, review_evidence
from articles.arabic.normalize import name_key
from articles.models import EntityAlias, RelatedItem, Review, SourceAlias

AUTO = {"dir": "auto"}
#: Of the column; a key can be longer than its spelling, where one sign stands for a word.
MAX_KEY_LENGTH = 200
#: Text is shown in its own direction; addresses get https when nothing is said.
FIELD_OVERRIDES: dict[type[models.Field], dict[str, Any]] = {
    models.CharField: {"widget": AdminTextInputWidget(attrs=AUTO)},
    models.URLField: {
        "assume_scheme": "https",
        "widget": AdminURLFieldWidget(attrs={"dir": "ltr"}),
    },
}


class ReviewInline(admin.TabularInline):
    """The reviews of an article: each can be settled here."""

    model = Review
    form = ReviewForm
    fields = ("reason", "shown_evidence", "shown_opened", "shown_settled", "settled_by", "settle")
    readonly_fields = ("reason", "shown_evidence", "shown_opened", "shown_settled", "settled_by")
    ordering = (models.F("settled_at").asc(nulls_first=True), "opened_at")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("evidence"))
    def shown_evidence(self, review: Review) -> SafeString:
        return review_evidence(review)

    @admin.display(description=_("opened at"))
    def shown_opened(self, review: Review) -> SafeString:
        return moment(review.opened_at)

    @admin.display(description=_("settled at"))
    def shown_settled(self, review: Review) -> SafeString:
        return moment(review.settled_at)


class RelatedItemInline(admin.TabularInline):
    """Their order is that of the page, so new ones come last."""

    model = RelatedItem
    fields = ("title", "text", "url")
    formfield_overrides = {
        **FIELD_OVERRIDES,
        models.TextField: {"widget": forms.Textarea(attrs={**AUTO, "rows": 2})},
    }
    extra = 0


class AliasFormSet(forms.BaseInlineFormSet):
    """Two spellings that differ in marks or spaces only are one."""

    def clean(self) -> None:
        super().clean()
        taken = self._stored_keys()
        gone = {form.instance.pk for form in self.initial_forms if is_deleted(form)}
        seen: set[str] = set()
        for form in self.forms:
            if is_deleted(form) or not (name := form.cleaned_data.get("name")):
                continue
            key, own = name_key(name), form.instance.pk
            owner = taken.get(key, own)
            # New rows are written last, so that they may take the key of a deleted one.
            if key in seen or (owner != own and (owner not in gone or own is not None)):
                form.add_error("name", _("This spelling is here already."))
            seen.add(key)

    def _stored_keys(self) -> dict[str, int]:
        if self.instance.pk is None:
            return {}
        assert self.model is not None
        return dict(
            self.model._default_manager.filter(**{self.fk.name: self.instance}).values_list("key", "pk")
        )


def is_deleted(form: forms.BaseForm) -> bool:
    return bool(form.cleaned_data.get(DELETION_FIELD_NAME))


class AliasForm(forms.ModelForm):
    """A spelling needs letters, and a key that fits its column."""

    class Meta:
        fields = ("name",)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        key = name_key(name)
        if not key:
            raise ValidationError(_("This spelling has no letters."))
        if len(key) > MAX_KEY_LENGTH:
            raise ValidationError(_("This spelling is too long."))
        return name


class AliasInline(admin.TabularInline):
    form = AliasForm
    formset = AliasFormSet
    formfield_overrides = FIELD_OVERRIDES
    extra = 1


class SourceAliasInline(AliasInline):
    model = SourceAlias
    fields = ("name",)


class EntityAliasInline(AliasInline):
    model = EntityAlias
    fields = ("name", "origin")
    readonly_fields = ("origin",)
