"""Nobody can give, or take over, more than they have."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from articles.groups import ADMIN, ANALYST, CURATOR

LIST = reverse("admin:auth_user_changelist")


@pytest.fixture
def root(db) -> User:
    return User.objects.create_superuser("root", password="correct horse")


@pytest.fixture
def signed_in(client, admin_user):
    client.force_login(admin_user)
    return client


def change(user: User) -> str:
    return reverse("admin:auth_user_change", args=[user.pk])


def groups(*names: str) -> list[str]:
    return [str(pk) for pk in Group.objects.filter(name__in=names).values_list("pk", flat=True)]


EVERYTHING = {"is_superuser": "on", "is_staff": "on", "is_active": "on"}


def test_an_admin_cannot_make_himself_a_superuser(signed_in, admin_user):
    everything = [str(pk) for pk in Permission.objects.values_list("pk", flat=True)]
    data = {"username": "admin", "groups": groups(ADMIN), "user_permissions": everything, **EVERYTHING}
    assert signed_in.post(change(admin_user), data).status_code == 302
    admin_user.refresh_from_db()
    assert not admin_user.is_superuser
    assert not admin_user.user_permissions.exists()


def test_an_admin_cannot_make_a_new_superuser(signed_in):
    data = {
        "username": "new",
        "password1": "a long pass phrase",
        "password2": "a long pass phrase",
        "usable_password": "true",
        **EVERYTHING,
    }
    assert signed_in.post(reverse("admin:auth_user_add"), data).status_code == 302
    assert not User.objects.get(username="new").is_superuser


def test_an_admin_gives_the_groups_of_the_archive(signed_in, analyst):
    data = {"username": "analyst", "groups": groups(CURATOR, ADMIN), "is_active": "on"}
    assert signed_in.post(change(analyst), data).status_code == 302
    assert set(analyst.groups.values_list("name", flat=True)) == {CURATOR, ADMIN}


def test_an_admin_cannot_give_a_group_that_holds_more_than_he_has(signed_in, admin_user):
    stronger = Group.objects.create(name="stronger")
    stronger.permissions.add(Permission.objects.get(codename="delete_session"))
    response = signed_in.post(
        change(admin_user), {"username": "admin", "groups": [str(stronger.pk)], "is_active": "on"}
    )
    assert set(response.context["adminform"].form.errors) == {"groups"}
    assert not admin_user.groups.filter(name="stronger").exists()


@pytest.mark.parametrize("view", ["change", "delete", "password"])
def test_an_admin_cannot_take_over_a_superuser(view, signed_in, root):
    name = "auth_user_password_change" if view == "password" else f"auth_user_{view}"
    where = reverse(f"admin:{name}", args=[root.pk])
    data = {
        "username": "root",
        "password1": "a long pass phrase",
        "password2": "a long pass phrase",
        "usable_password": "true",
        "post": "yes",
    }
    assert signed_in.post(where, data).status_code == 403
    root.refresh_from_db()
    assert root.check_password("correct horse")


def test_an_admin_cannot_delete_a_superuser_among_others(signed_in, root, analyst):
    chosen = {"action": "delete_selected", "_selected_action": [str(root.pk), str(analyst.pk)], "post": "yes"}
    assert signed_in.post(LIST, chosen).status_code == 403
    assert User.objects.filter(username="root").exists()


@pytest.mark.parametrize("is_active", [True, False])
def test_an_admin_cannot_take_over_a_user_who_may_do_more(is_active, signed_in, analyst):
    analyst.user_permissions.add(Permission.objects.get(codename="delete_session"))
    User.objects.filter(pk=analyst.pk).update(is_active=is_active)
    assert signed_in.post(change(analyst), {"username": "analyst", "is_active": "on"}).status_code == 403
    assert (
        signed_in.post(reverse("admin:auth_user_password_change", args=[analyst.pk]), {}).status_code == 403
    )


def test_the_page_of_a_superuser_shows_an_admin_no_password_hash(signed_in, root):
    page = signed_in.get(change(root)).content.decode()
    assert root.password.rpartition("$")[2] not in page


def test_passwords_cannot_be_guessed_through_the_list(signed_in, root):
    assert signed_in.get(LIST, {"password__startswith": "md5"}).status_code == 400


def test_an_admin_reads_groups_but_does_not_change_them(signed_in):
    group = Group.objects.get(name=ANALYST)
    where = reverse("admin:auth_group_change", args=[group.pk])
    assert signed_in.get(where).status_code == 200
    data = {
        "name": ANALYST,
        "permissions": [str(pk) for pk in Permission.objects.values_list("pk", flat=True)],
    }
    assert signed_in.post(where, data).status_code == 403
    assert signed_in.post(reverse("admin:auth_group_add"), {"name": "new"}).status_code == 403
    assert not group.permissions.exists()


def test_a_superuser_may_do_all_of_this(client, root, analyst):
    client.force_login(root)
    data = {"username": "analyst", "groups": groups(ADMIN), "is_superuser": "on", "is_active": "on"}
    assert client.post(change(analyst), data).status_code == 302
    analyst.refresh_from_db()
    assert analyst.is_superuser


def test_curators_do_not_see_users(client, curator, analyst):
    client.force_login(curator)
    assert client.get(LIST).status_code == 403
    assert client.get(change(analyst)).status_code == 403


def test_the_staff_flag_opens_nothing(client, analyst):
    User.objects.filter(pk=analyst.pk).update(is_staff=True)
    client.force_login(analyst)
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_a_curator_who_is_deactivated_is_out(client, curator):
    client.force_login(curator)
    User.objects.filter(pk=curator.pk).update(is_active=False)
    assert client.get(reverse("admin:index")).status_code == 302
