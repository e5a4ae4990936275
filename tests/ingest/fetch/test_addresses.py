"""Only the public Internet, whatever the name's resolver says."""

import ipaddress

import pytest

from articles.ingest.fetch.addresses import checked_addresses, is_public
from articles.ingest.fetch.errors import Fault, Reason
from articles.ingest.fetch.urls import parse
from tests.ingest.fetch.conftest import PUBLIC

PUBLIC_V6 = "2606:2800:220:1::1"


def checked(url: str) -> list[str]:
    return [str(address) for address in checked_addresses(parse(url), timeout_s=5)]


def refusal(url: str) -> Fault:
    with pytest.raises(Fault) as refused:
        checked(url)
    return refused.value


INTERNAL = {
    "unspecified": "0.0.0.0",  # noqa: S104
    "this network": "0.1.2.3",
    "loopback": "127.0.0.1",
    "loopback beyond the first": "127.255.255.254",
    "private 10": "10.1.2.3",
    "private 172": "172.31.255.255",
    "private 192": "192.168.1.1",
    "carrier-grade NAT": "100.64.0.1",
    "link-local": "169.254.1.1",
    "metadata": "169.254.169.254",
    "metadata of Alibaba": "100.100.100.200",
    "metadata of Azure": "168.63.129.16",
    "metadata of Oracle": "192.0.0.192",
    "documentation": "192.0.2.1",
    "benchmark": "198.19.0.1",
    "multicast": "224.0.0.251",
    "reserved": "250.1.1.1",
    "broadcast": "255.255.255.255",
    "IPv6 unspecified": "::",
    "IPv6 loopback": "::1",
    "IPv6 private": "fd12:3456::1",
    "IPv6 metadata": "fd00:ec2::254",
    "IPv6 link-local": "fe80::1",
    "IPv6 site-local": "fec0::1",
    "IPv6 multicast": "ff02::1",
    "IPv6 documentation": "2001:db8::1",
    "IPv6 new documentation": "3fff::1",
    "mapped loopback": "::ffff:127.0.0.1",
    "mapped private": "::ffff:10.0.0.1",
    "mapped public": "::ffff:93.184.215.14",
    "IPv4-compatible": "::127.0.0.1",
    "IPv4-translated": "::ffff:0:127.0.0.1",
    "6to4 of loopback": "2002:7f00:1::",
    "6to4 of a public one": "2002:5db8:d70e::1",
    "NAT64 of loopback": "64:ff9b::127.0.0.1",
    "NAT64 of a public one": "64:ff9b::93.184.215.14",
    "local NAT64": "64:ff9b:1::a00:1",
    "Teredo": "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "ISATAP of a private one": "2606:2800::5efe:10.0.0.1",
    "discard only": "100::1",
    "segment routing": "5f00::1",
}


@pytest.mark.parametrize("address", INTERNAL.values(), ids=INTERNAL)
def test_an_internal_address_is_refused_written_out(address):
    host = f"[{address}]" if ":" in address else address
    assert refusal(f"http://{host}/").reason is Reason.PRIVATE_ADDRESS


@pytest.mark.parametrize("address", INTERNAL.values(), ids=INTERNAL)
def test_a_name_that_has_an_internal_address_is_refused(address, resolver):
    resolver("news.example", address)
    assert refusal("http://news.example/").reason is Reason.PRIVATE_ADDRESS


@pytest.mark.parametrize(
    "address", ["1.1.1.1", PUBLIC, "172.32.0.1", "100.128.0.1", "223.255.255.255", PUBLIC_V6]
)
def test_a_public_address_is_taken(address):
    assert is_public(ipaddress.ip_address(address))


def test_the_addresses_of_a_public_name_keep_their_order(resolver):
    resolver("news.example", PUBLIC_V6, PUBLIC, PUBLIC_V6)
    assert checked("http://news.example/") == [PUBLIC_V6, PUBLIC]


@pytest.mark.parametrize("answers", [(PUBLIC, "127.0.0.1"), ("10.0.0.1", PUBLIC), (PUBLIC, "::1")])
def test_one_internal_address_among_public_ones_refuses_the_host(answers, resolver):
    resolver("news.example", *answers)
    assert refusal("http://news.example/").reason is Reason.PRIVATE_ADDRESS


def test_answers_that_dns64_made_up_are_passed_over(resolver):
    resolver("news.example", "64:ff9b::93.184.215.14", PUBLIC)
    assert checked("http://news.example/") == [PUBLIC]


def test_a_nat64_answer_that_hides_an_internal_address_refuses_the_host(resolver):
    resolver("news.example", "64:ff9b::10.0.0.1", PUBLIC)
    assert refusal("http://news.example/").reason is Reason.PRIVATE_ADDRESS


def test_an_answer_with_a_zone_is_seen_as_link_local(resolver):
    resolver("news.example", "fe80::1%eth0")
    assert refusal("http://news.example/").reason is Reason.PRIVATE_ADDRESS


@pytest.mark.parametrize("name", ["localhost", "localhost.", "metadata.google.internal"])
def test_the_usual_inner_names_are_refused_by_what_they_lead_to(name, resolver):
    resolver("localhost", "::1", "127.0.0.1")
    resolver("metadata.google.internal", "169.254.169.254")
    assert refusal(f"http://{name}/").reason is Reason.PRIVATE_ADDRESS


def test_a_name_that_nobody_knows_is_no_permanent_fault(resolver):
    resolver("news.example", PUBLIC)
    fault = refusal("http://gone.example/")
    assert fault.reason is Reason.UNKNOWN_HOST
    assert not fault.permanent


def test_a_host_that_the_settings_name_may_be_internal(resolver, settings):
    resolver("feeds.corp.example", "10.0.0.5")
    settings.FETCH_ALLOWED_HOSTS = ["feeds.corp.example", "[fd00::5]"]
    assert checked("http://feeds.corp.example/") == ["10.0.0.5"]
    assert checked("http://[fd00::5]/") == ["fd00::5"]


def test_the_settings_allow_a_name_and_not_its_address(resolver, settings):
    resolver("feeds.corp.example", "10.0.0.5")
    settings.FETCH_ALLOWED_HOSTS = ["feeds.corp.example"]
    assert refusal("http://10.0.0.5/").reason is Reason.PRIVATE_ADDRESS
    assert refusal("http://sub.feeds.corp.example/").reason is Reason.UNKNOWN_HOST
