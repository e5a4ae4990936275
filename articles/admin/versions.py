"""What changed in an article, and when; and how two articles differ that may be one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.admin.present import field_names
from articles.admin.word_diff import Kind, Piece, word_diff
from articles.models import Article, ArticleVersion

#: An article may have hundreds of versions.
PER_PAGE = 10
#: Of an earlier text; what is longer is a dump.
MAX_LETTERS = 100_000


@dataclass(frozen=True)
class FieldChange:
    """What changed in one field. `only_spaces`: no word did."""

    label: str
    pieces: tuple[Piece, ...]

    @property
    def only_spaces(self) -> bool:
        return all(piece.kind == Kind.SAME for piece in self.pieces)

    @property
    def shown(self) -> SafeString:
        """As HTML: what is gone in <del>, what is new in <ins>, an end of a paragraph there as ¶."""
        return format_html_join(" ", "{}", ((_shown(piece),) for piece in self.pieces))


@dataclass(frozen=True)
class VersionChange:
    """What became of a version when it was replaced, and what it said in full."""

    revision: int
    next_revision: int
    replaced_at: datetime
    fields: tuple[FieldChange, ...]
    earlier: tuple[tuple[str, str], ...]


_ELEMENTS = {Kind.GONE: "<del>{}{}</del>", Kind.NEW: "<ins>{}{}</ins>"}
#: An end of a paragraph is a word of its own, with spaces around it.
_BREAK = re.compile(r" ?(\n+) ?")


def _shown(piece: Piece) -> SafeString:
    left_out = _left_out(piece.left_out)
    if piece.kind == Kind.SAME:
        return format_html("{}{}{}", _lines(piece.text), left_out, _lines(piece.after))
    return format_html(_ELEMENTS[piece.kind], _lines(piece.text, mark="¶"), left_out)


def _lines(text: str, mark: str = "") -> str:
    return _BREAK.sub(rf"{mark}\1", text)


def _left_out(number: int) -> SafeString:
    if not number:
        return mark_safe("")
    words = ngettext("%(n)d word", "%(n)d words", number) % {"n": number}
    return format_html(' <bdi class="left-out">[… {} …]</bdi> ', words)


def content_of(article: Article) -> dict[str, str]:
    return {name: getattr(article, name) for name in Article.CONTENT_FIELDS}


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[FieldChange]:
    """The fields that differ, those of the article in their order."""
    for name in _named(old):
        before, after = _written(old[name]), _written(new.get(name, old[name]))
        if before != after:
            yield FieldChange(field_names([name]), word_diff(before, after))


def _named(content: Mapping[str, Any]) -> list[str]:
    known = [name for name in Article.CONTENT_FIELDS if name in content]
    return known + sorted(set(content) - set(known))


def _written(value: Any) -> str:
    return "" if value is None else str(value)


def page_of_changes(
    article: Article, versions: list[ArticleVersion], newer: ArticleVersion | None
) -> list[VersionChange]:
    """Each version beside the one after it; the newest beside the article itself."""
    content, revision = content_of(article), article.revision
    if newer is not None:
        content, revision = newer.content, newer.revision
    found = []
    for version in versions:
        found.append(
            VersionChange(
                revision=version.revision,
                next_revision=revision,
                replaced_at=version.replaced_at,
                fields=tuple(changes(version.content, content)),
                earlier=tuple(
                    (field_names([name]), text[:MAX_LETTERS])
                    for name in _named(version.content)
                    if (text := _written(version.content[name]))
                ),
            )
        )
        content, revision = version.content, version.revision
    return found


def versions_view(model_admin: admin.ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Every version of an article with the moment it was replaced and the words that changed, paged."""
    article = _article(model_admin, request, object_id)
    versions = article.versions.order_by("-revision")
    page = Paginator(versions, PER_PAGE).get_page(request.GET.get("page"))
    start = page.start_index() - 1
    newer = versions[start - 1] if start > 0 else None
    context = {
        "title": _("What changed, and when"),
        "page": page,
        "changes": page_of_changes(article, list(page), newer),
    }
    return _answer(model_admin, request, article, "versions", context)


def beside_view(
    model_admin: admin.ModelAdmin, request: HttpRequest, object_id: str, other_id: int
) -> HttpResponse:
    """Two articles that may be one: what the first says and the second does not, and the other way round."""
    article = _article(model_admin, request, object_id)
    other = _article(model_admin, request, str(other_id))
    context = {
        "title": _("Two articles side by side"),
        "other": other,
        "fields": list(changes(content_of(article), content_of(other))),
    }
    return _answer(model_admin, request, article, "beside", context)


def _article(model_admin: admin.ModelAdmin, request: HttpRequest, object_id: str) -> Article:
    article: Article | None = model_admin.get_object(request, unquote(object_id))
    if not model_admin.has_view_permission(request, article):
        raise PermissionDenied
    if article is None:
        raise Http404
    return article


def _answer(
    model_admin: admin.ModelAdmin, request: HttpRequest, article: Article, name: str, context: dict[str, Any]
) -> HttpResponse:
    request.current_app = model_admin.admin_site.name
    shared = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, "article": article}
    return TemplateResponse(request, f"admin/articles/article/{name}.html", {**shared, **context})
