"""The form of a feed: an address that may be fetched, and nothing that the collector writes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from articles.ingest.fetch import FetchError, Reason
from articles.ingest.fetch.addresses import is_public
from articles.ingest.fetch.errors import Fault
from articles.ingest.fetch.urls import parse
from articles.models import Feed

_LONGEST = 2000
#: What was learned at an address and says nothing about another one.
_UNTRIED: dict[str, Any] = {
    "etag": "",
    "last_modified": "",
    "last_try_at": None,
    "last_good_at": None,
    "next_try_at": None,
    "failures": 0,
    "error_ar": "",
    "error_en": "",
    "ttl_min": 0,
    "full_at": None,
    "full_sha256": "",
    "oddities": "",
    "pages_after": None,
}


def checked_address(typed: str) -> str:
    """The address as it will be fetched. Raises ValidationError for what never may be.

    No name is looked up: that would take its time, and what it says may be another thing tomorrow.
    """
    url = typed.strip()
    if "://" not in url:
        url = f"https://{url}"
    try:
        target = parse(url)
        literal = target.literal
        if literal is not None and not target.is_trusted and not is_public(literal):
            raise Fault(Reason.PRIVATE_ADDRESS, address=str(literal))
    except Fault as fault:
        raise ValidationError(str(FetchError(fault, url, requested=url)), code=fault.reason) from fault
    if len(target.url) > _LONGEST:
        raise ValidationError(_("This address is too long."), code="too_long")
    return target.url


class FeedForm(forms.ModelForm):
    """The address as it will be fetched; what the collector writes meanwhile is not written over."""

    url = forms.CharField(
        label=_("address"),
        max_length=_LONGEST,
        widget=forms.URLInput(attrs={"dir": "ltr", "class": "vURLField"}),
    )
    fetch_now = forms.BooleanField(label=_("fetch at the next opportunity"), required=False)

    class Meta:
        model = Feed
        fields = ("url", "interval_min", "is_active")

    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        if "url" not in self.changed_data:
            return url  # it may have come with a rule that is newer
        url = checked_address(url)
        same = Feed.objects.filter(url=url).exclude(pk=self.instance.pk).select_related("source").first()
        if same is not None:
            raise ValidationError(
                _("This address is collected already, for “%(source)s”."),
                params={"source": same.source.name},
                code="duplicate",
            )
        return url

    def save(self, commit: bool = True) -> Feed:
        feed = super().save(commit=False)
        if commit:
            self.write()
        return feed

    def write(self) -> None:
        """Store a new feed; of a stored one what was edited, and what that brings with it."""
        feed: Feed = self.instance
        if feed._state.adding:
            feed.save()
            return
        columns = {field.name for field in Feed._meta.fields}
        values = {name: getattr(feed, name) for name in self.changed_data if name in columns}
        values |= consequences(self.changed_data, feed)
        if values:
            Feed.objects.filter(pk=feed.pk).update(**values)
            feed.refresh_from_db()


def consequences(edited: list[str], feed: Feed) -> dict[str, Any]:
    """What an edit changes beside the edited fields."""
    if "url" in edited:
        return _UNTRIED
    if "fetch_now" in edited or ("is_active" in edited and feed.is_active):
        return {"next_try_at": None}
    if "interval_min" in edited and not feed.failures and feed.last_try_at is not None:
        return {"next_try_at": F("last_try_at") + feed.interval}
    return {}


class FeedFormSet(forms.BaseInlineFormSet):
    """Two rows may not name one address, however it is written."""

    def clean(self) -> None:
        seen: set[str] = set()
        for form in self.forms:
            url: str = form.cleaned_data.get("url") or ""
            if url and url in seen:
                form.add_error("url", _("This address is here already."))
            seen.add(url)
        super().clean()  # its own words for this are about the whole row
