"""What may be asked for at all: schemes, hosts, ports, and addresses in disguise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.fetch.errors import Fault, Reason
from articles.ingest.fetch.urls import parse, redirected


def refusal(url: str) -> Reason:
    with pytest.raises(Fault) as refused:
        parse(url)
    return refused.value.reason


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://news.example/", "gopher://news.example/", "data:text/html,x",
            "javascript:alert(1)", "FILE:///etc/passwd", "view-source:http://news.example/"]
)  # fmt: skip
def test_only_http_and_https_are_fetched(url):
    assert refusal(url) is Reason.SCHEME


@pytest.mark.parametrize("url", ["", "  ", "news.example/page", "//news.example/", "/page"])
def test_what_is_no_address_is_said_to_be_none(url):
    assert refusal(url) is Reason.BAD_URL


@pytest.mark.parametrize(
    "url",
    ["http://user:word@news.example/", "http://user@news.example/", "https://@news.example/",
     "http://news.example@127.0.0.1/", "http://news.example\\@127.0.0.1/", "http://127.0.0.1:80@news.example/"],
)  # fmt: skip
def test_an_address_with_credentials_is_refused(url):
    assert refusal(url) is Reason.CREDENTIALS


@pytest.mark.parametrize(
    "url",
    ["http://news.example/\r\nHost: other.example", "http://news.example/a\tb", "http://news\n.example/",
     "java\tscript:alert(1)", "http://news.example/\x00", "http://news.example/\x85"],
)  # fmt: skip
def test_control_characters_are_refused_before_anything_drops_them(url):
    assert refusal(url) is Reason.BAD_URL


@pytest.mark.parametrize(
    "host",
    ["2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "127.0.1", "0x7f.0x0.0x0.0x1",
     "017700000001", "127.0.0.01", "1.2.3.4.5", "256.1.1.1", "134744072", "news.0x7f", "127.0.0.1.."],
)  # fmt: skip
def test_a_number_that_a_resolver_would_read_as_an_address_is_no_host(host):
    assert refusal(f"http://{host}/") is Reason.BAD_HOST


@pytest.mark.parametrize(
    ("host", "meant"),
    [("１２７.０.０.１", "127.0.0.1"), ("127。0。0。1", "127.0.0.1"), ("①②⑦.⓪.⓪.①", "127.0.0.1"),
     ("127.0.0.1.", "127.0.0.1"), ("ＬＯＣＡＬＨＯＳＴ", "localhost")],
)  # fmt: skip
def test_full_width_and_circled_hosts_are_read_as_what_they_mean(host, meant):
    assert parse(f"http://{host}/").host == meant


@pytest.mark.parametrize(
    "host",
    ["", "news..example", "-news.example", "ne ws.example", "news.example\\.127.0.0.1", "a" * 64 + ".example",
     "a." * 130, "news%2eexample", "[::1", "[fe80::1%25eth0]", "[127.0.0.1]", "[v1.x]", "news<>.example"],
)  # fmt: skip
def test_a_host_that_is_neither_name_nor_address_is_refused(host):
    assert refusal(f"http://{host}/") is Reason.BAD_HOST


def test_an_arabic_host_is_asked_for_in_idna():
    target = parse("https://الأخبار.امارات/خبر عاجل?ص=١#تعليق")
    assert target.host == "xn--igbhbd3au2k.xn--mgbaam7a8h"
    assert target.path == "/%D8%AE%D8%A8%D8%B1%20%D8%B9%D8%A7%D8%AC%D9%84?%D8%B5=%D9%A1"


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("HTTP://News.Example:80", "http://news.example/"),
        ("https://news.example:443/a", "https://news.example/a"),
        ("https://news.example:8443/a", "https://news.example:8443/a"),
        ("http://news.example/a%2Fb?c=%D8%A7&d=e/f?g", "http://news.example/a%2Fb?c=%D8%A7&d=e/f?g"),
        ("http://[2606:4700::0001]/", "http://[2606:4700::1]/"),
        (" http://news.example/ \n", "http://news.example/"),
    ],
)
def test_one_page_has_one_address(url, meant):
    assert parse(url).url == meant


@pytest.mark.parametrize("port", [1, 22, 25, 6379, 5432, 9200, 65535])
def test_other_ports_than_those_of_web_servers_are_refused(port):
    assert refusal(f"http://news.example:{port}/") is Reason.PORT


@pytest.mark.parametrize("port", ["0x50", "http", "-80", "99999", "٨٠"])
def test_a_port_that_is_no_number_is_refused(port):
    assert refusal(f"http://news.example:{port}/") is Reason.BAD_URL


def test_the_setting_opens_a_port_of_one_host_only(settings):
    settings.FETCH_ALLOWED_HOSTS = ["feeds.corp.example:9000"]
    assert parse("http://feeds.corp.example:9000/").is_trusted
    assert not parse("http://feeds.corp.example/").is_trusted
    assert refusal("http://feeds.corp.example:9001/") is Reason.PORT
    assert refusal("http://other.example:9000/") is Reason.PORT


def test_half_a_character_is_refused():
    assert refusal("http://news.example/\ud83d") is Reason.BAD_URL


def test_an_endless_address_is_refused():
    assert refusal("http://news.example/" + "a" * 5000) is Reason.BAD_URL


@given(st.text(max_size=60) | st.text(max_size=60).map("http://".__add__))
def test_whatever_is_typed_is_either_refused_or_plain_ascii(text):
    try:
        target = parse(text)
    except Fault:
        return
    assert target.url.isascii()
    assert target.url.isprintable()
    assert " " not in target.url
    assert parse(target.url) == target


@pytest.mark.parametrize(
    ("location", "meant"),
    [
        ("/new", "http://news.example/new"),
        ("new?x=1", "http://news.example/a/new?x=1"),
        ("//other.example/x", "http://other.example/x"),
        ("?page=2", "http://news.example/a/b?page=2"),
        ("/خبر".encode().decode("latin-1"), "http://news.example/%D8%AE%D8%A8%D8%B1"),
        ("/خبر".encode("cp1256").decode("latin-1"), "http://news.example/%CE%C8%D1"),
        ("http://أخبار.example/".encode().decode("latin-1"), "http://xn--igbicxr.example/"),
    ],
)
def test_a_redirect_leads_where_a_browser_would_go(location, meant):
    assert redirected(parse("http://news.example/a/b"), location).url == meant


@pytest.mark.parametrize("location", ["", " ", "/a\r\nSet-Cookie: x", "/a\x00", "http://[::1"])
def test_a_broken_redirect_is_refused(location):
    with pytest.raises(Fault):
        redirected(parse("http://news.example/a/b"), location)
