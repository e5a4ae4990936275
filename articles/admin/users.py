"""Users and groups in the admin. Nobody can give, or take over, more than they have.

Beyond Django's rules, for whoever is not a superuser:
1. nobody is made a superuser, and single permissions are not handed out;
2. a user may be given only groups that hold nothing the giver lacks;
3. an account that may do more than one's own cannot be changed, deleted or given a password;
4. groups, which are written in `articles/groups.py`, can be read only.
"""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import ManyToManyField, Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

#: What the form of a user has for superusers only. The staff flag opens nothing here.
_FOR_SUPERUSERS = {"is_superuser", "user_permissions"}

admin.site.unregister(User)
admin.site.unregister(Group)


def permissions_of(user: User) -> QuerySet[Permission]:
    """What a user may do once active; a superuser, everything."""
    if user.is_superuser:
        return Permission.objects.all()
    return Permission.objects.filter(Q(user=user) | Q(group__user=user))


def outranks(user: User, other: User) -> bool:
    """The user may do something that the other may not."""
    if other.is_superuser:
        return False
    if user.is_superuser:
        return True
    return permissions_of(user).exclude(pk__in=permissions_of(other).values("pk")).exists()


def grantable_groups(user: User) -> QuerySet[Group]:
    """The groups that hold nothing this user lacks."""
    if user.is_superuser:
        return Group.objects.all()
    lacking = Permission.objects.exclude(pk__in=permissions_of(user).values("pk"))
    return Group.objects.exclude(permissions__in=lacking)


@admin.register(User)
class ArchiveUserAdmin(UserAdmin):
    list_display = ("username", "shown_groups", "email", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "groups")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Personal info"), {"fields": ("first_name", "last_name", "email")}),
        (_("Permissions"), {"fields": ("is_active", "groups", "is_superuser", "user_permissions")}),
        (_("Important dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("groups"))
    def shown_groups(self, user: User) -> str:
        return " · ".join(sorted(group.name for group in user.groups.all()))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_superuser:
            return fieldsets
        return [
            (
                title,
                {**options, "fields": [name for name in options["fields"] if name not in _FOR_SUPERUSERS]},
            )
            for title, options in fieldsets
        ]

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> Any:
        """Not only hidden: a posted value is not read either."""
        return None if request.user.is_superuser else sorted(_FOR_SUPERUSERS)

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs["widget"] = CheckboxSelectMultiple
            kwargs["queryset"] = grantable_groups(request.user)  # type: ignore[arg-type]
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not self._is_above(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not self._is_above(request, obj)

    def _is_above(self, request: HttpRequest, obj: Any) -> bool:
        return obj is not None and outranks(obj, request.user)  # type: ignore[arg-type]


@admin.register(Group)
class ArchiveGroupAdmin(GroupAdmin):
    """The three groups get their permissions back at every migrate; others are a superuser's."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser
