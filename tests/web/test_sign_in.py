"""Sign-in: throttled for each name from each address and for each address; it sends nobody elsewhere."""

import pytest
from axes.models import AccessAttempt
from django.urls import reverse

SIGN_IN = reverse("login")
RIGHT = "correct horse"


def sign_in(client, name: str, password: str, *, address: str = "127.0.0.1", **more: str):
    return client.post(SIGN_IN, {"username": name, "password": password, **more}, REMOTE_ADDR=address)


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def fail(client, name: str, times: int, **more: str):
    response = None
    for _ in range(times):
        response = sign_in(client, name, "wrong", **more)
    return response


def test_the_right_password_opens(client, analyst):
    assert sign_in(client, "analyst", RIGHT)["Location"] == reverse("search")
    assert is_signed_in(client)


def test_a_wrong_password_shows_the_form_again(client, analyst):
    response = sign_in(client, "analyst", "wrong")
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not is_signed_in(client)


def test_five_wrong_passwords_close_the_door_even_to_the_right_one(client, analyst):
    assert fail(client, "analyst", 4).status_code == 200
    assert fail(client, "analyst", 1).status_code == 429
    response = sign_in(client, "analyst", RIGHT)
    assert response.status_code == 429
    assert not is_signed_in(client)
    assert "registration/locked_out.html" in [template.name for template in response.templates]


def test_another_user_at_the_same_address_is_not_locked_out(client, analyst, curator):
    fail(client, "analyst", 6)
    assert sign_in(client, "curator", RIGHT).status_code == 302


def test_the_user_at_another_address_is_not_locked_out(client, analyst):
    """Otherwise anybody could shut out anybody."""
    fail(client, "analyst", 6, address="192.0.2.1")
    assert sign_in(client, "analyst", RIGHT, address="192.0.2.2").status_code == 302


def test_a_success_begins_the_count_again(client, analyst):
    fail(client, "analyst", 4)
    sign_in(client, "analyst", RIGHT)
    client.logout()
    assert fail(client, "analyst", 4).status_code == 200


@pytest.mark.parametrize("spelling", ["ａnalyst", " analyst", "analyst ", "anal\0yst"])
def test_another_spelling_of_the_name_does_not_get_round_the_count(spelling, client, analyst):
    """Django takes these for the same name, so the count must too."""
    fail(client, "analyst", 3)
    assert fail(client, spelling, 2).status_code == 429
    assert sign_in(client, "analyst", RIGHT).status_code == 429


def test_a_name_that_nobody_has_is_throttled_as_well(client, db):
    assert fail(client, "nobody", 5).status_code == 429


def test_a_forged_forwarding_header_does_not_get_round_the_count(client, analyst):
    for number in range(5):
        response = client.post(
            SIGN_IN,
            {"username": "analyst", "password": "wrong"},
            headers={"x-forwarded-for": f"192.0.2.{number}", "forwarded": f"for=192.0.2.{number}"},
        )
    assert response.status_code == 429


def test_one_password_tried_on_many_names_closes_the_address(client, analyst):
    for number in range(50):
        assert not is_signed_in(client)
        last = sign_in(client, f"name{number}", "spring2026", address="192.0.2.1")
    assert last.status_code == 429
    assert sign_in(client, "analyst", RIGHT, address="192.0.2.1").status_code == 429
    assert sign_in(client, "analyst", RIGHT, address="192.0.2.2").status_code == 302


def test_an_address_with_a_few_forgetful_users_stays_open(client, analyst):
    for number in range(12):
        fail(client, f"name{number}", 4)
    assert sign_in(client, "analyst", RIGHT).status_code == 302


def test_a_right_password_does_not_forgive_the_address(client, analyst):
    for number in range(49):
        sign_in(client, f"name{number}", "spring2026")
    sign_in(client, "analyst", RIGHT)
    client.logout()
    assert sign_in(client, "another", "spring2026").status_code == 429


def forwarded(client, name: str, password: str, hops: str):
    return client.post(SIGN_IN, {"username": name, "password": password}, headers={"x-forwarded-for": hops})


@pytest.fixture
def behind_a_proxy(settings) -> None:
    settings.HTTPS = True


@pytest.mark.usefixtures("behind_a_proxy")
def test_behind_the_proxy_wrong_passwords_of_one_visitor_lock_out_no_other(client, analyst):
    for _ in range(6):
        forwarded(client, "analyst", "wrong", "192.0.2.1")
    assert forwarded(client, "analyst", RIGHT, "192.0.2.1").status_code == 429
    assert forwarded(client, "analyst", RIGHT, "192.0.2.2").status_code == 302


@pytest.mark.usefixtures("behind_a_proxy")
@pytest.mark.parametrize(
    "hops",
    ["203.0.113.{}, 192.0.2.1", "203.0.113.{},,192.0.2.1", "{}, 192.0.2.1", "2001:db8::{}, 192.0.2.1"],
)
def test_behind_the_proxy_only_its_own_hop_is_believed(hops, client, analyst):
    for number in range(5):
        response = forwarded(client, "analyst", "wrong", hops.format(number))
    assert response.status_code == 429


@pytest.mark.usefixtures("behind_a_proxy")
@pytest.mark.parametrize("hops", ["", "unknown", "192.0.2.1, ", "192.0.2.1:4711", "<script>", "1" * 5000])
def test_behind_the_proxy_a_hop_that_is_no_address_counts_for_the_proxy(hops, client, analyst):
    for _ in range(5):
        response = forwarded(client, "analyst", "wrong", hops)
    assert response.status_code == 429
    assert AccessAttempt.objects.get().ip_address == "127.0.0.1"


@pytest.mark.usefixtures("behind_a_proxy")
@pytest.mark.database
@pytest.mark.parametrize("hop", ["2001:DB8::1", "fe80::1%eth0"])
def test_behind_the_proxy_an_address_of_ipv6_is_kept_in_one_spelling(hop, client, analyst):
    forwarded(client, "analyst", "wrong", hop)
    assert AccessAttempt.objects.get().ip_address in ("2001:db8::1", "fe80::1")


def test_the_admin_has_no_door_around_the_count(client, curator):
    fail(client, "curator", 5)
    client.post(reverse("admin:login"), {"username": "curator", "password": RIGHT})
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "https:///evil.example",
        "/\t/evil.example",
        "ftp://testserver/",
    ],
)
def test_sign_in_sends_nobody_elsewhere(wanted, client, analyst):
    assert sign_in(client, "analyst", RIGHT, next=wanted)["Location"] == reverse("search")
    client.logout()
    response = client.post(
        f"{SIGN_IN}?{'next'}=https://evil.example/", {"username": "analyst", "password": RIGHT}
    )
    assert response["Location"] == reverse("search")


def test_sign_in_goes_back_to_where_it_was_asked_for(client, analyst):
    assert sign_in(client, "analyst", RIGHT, next="/?q=بيروت&sort=newest")["Location"].startswith("/?q=")


@pytest.mark.parametrize("name", ["set_language", "logout"])
def test_neither_do_the_other_forms(name, client, analyst):
    client.force_login(analyst, backend="django.contrib.auth.backends.ModelBackend")
    for wanted in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        response = client.post(reverse(name), {"language": "en", "next": wanted})
        assert "evil" not in response["Location"]


def test_passwords_are_in_no_log(client, analyst, caplog):
    sign_in(client, "analyst", "a-wrong-pass-phrase")
    sign_in(client, "analyst", RIGHT)
    assert "a-wrong-pass-phrase" not in caplog.text
    assert RIGHT not in caplog.text


def test_passwords_are_in_no_trace_of_the_throttle(client, analyst):
    sign_in(client, "analyst", "a-wrong-pass-phrase")
    attempt = AccessAttempt.objects.get()
    assert "a-wrong-pass-phrase" not in attempt.post_data + attempt.get_data


def test_the_pages_of_sign_in_are_not_kept_by_caches(client, db):
    assert "no-store" in client.get(SIGN_IN)["Cache-Control"]
