"""The three groups of users and what each may do; kept up to date after every migrate."""

from typing import Any

from django.apps import apps as global_apps
from django.contrib.auth.management import create_permissions

ANALYST, CURATOR, ADMIN = "analyst", "curator", "admin"

#: Permissions of the app `articles`; admins hold these, the rest of the app's, and the users.
CURATOR_PERMISSIONS = {
    *(
        f"{verb}_{model}"
        for model in ("article", "review", "variantclass", "entitypair")
        for verb in ("view", "change")
    ),
    *(
        f"{verb}_{model}"
        for model in ("source", "sourcealias", "feed", "entity", "entityalias", "relateditem")
        for verb in ("view", "add", "change")
    ),
    "delete_sourcealias",
    "delete_entityalias",
    "delete_relateditem",
    *(
        f"view_{model}"
        for model in (
            "articleversion",
            "entitydecision",
            "mention",
            "story",
            "importrun",
            "importproblem",
            "removal",
            "variantmember",
        )
    ),
}


def make_groups(sender: Any, **kwargs: Any) -> None:
    """Create the groups and give each exactly its permissions (post_migrate)."""
    apps = kwargs.get("apps", global_apps)
    for label in ("articles", "auth"):
        # post_migrate reaches apps in their order; make sure that ours find their permissions.
        create_permissions(global_apps.get_app_config(label), verbosity=0, apps=global_apps)
    try:
        group_model = apps.get_model("auth", "Group")
        permission_model = apps.get_model("auth", "Permission")
    except LookupError:  # migrated back to before auth
        return
    archive = permission_model.objects.filter(content_type__app_label="articles")
    users = permission_model.objects.filter(content_type__app_label="auth")
    group_model.objects.get_or_create(name=ANALYST)[0].permissions.clear()
    group_model.objects.get_or_create(name=CURATOR)[0].permissions.set(
        archive.filter(codename__in=CURATOR_PERMISSIONS)
    )
    group_model.objects.get_or_create(name=ADMIN)[0].permissions.set([*archive, *users])
