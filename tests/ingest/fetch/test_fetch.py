"""fetch against a real server on this machine: what comes back, and every trick that must not work."""

import gzip
import logging
import ssl
import zlib

import pytest
from django.utils.translation import override

from articles.ingest.fetch import Fetched, FetchError, Limits, Reason, fetch
from articles.ingest.fetch import connection as connections
from tests.ingest.fetch.conftest import PUBLIC
from tests.ingest.fetch.server import CERTIFICATE, Server, running

#: Small, so that tests need not send megabytes.
SMALL = Limits(max_raw_bytes=10_000, max_bytes=50_000, max_header_bytes=4_000, idle_s=5, total_s=20)
NEWS = "<p>أعلنت الوزارة افتتاح الجسر الجديد.</p>".encode()


def refusal(url: str, *, limits: Limits = SMALL, **arguments: str) -> FetchError:
    with pytest.raises(FetchError) as refused:
        fetch(url, limits=limits, **arguments)
    return refused.value


@pytest.fixture
def quick_clock(monkeypatch) -> None:
    """Each look at the clock takes a second, so that a deadline passes without anybody waiting."""
    ticks = iter(range(10**9))
    monkeypatch.setattr(connections, "monotonic", lambda: float(next(ticks)))


# ---------------------------------------------------------------------- what comes back


def test_a_page_comes_with_what_is_needed_to_ask_again(server: Server):
    url = server.page("/news", NEWS, ETag='W/"a1"', Last_Modified="Fri, 08 Jun 2018 11:26:00 GMT",
                      Content_Type="text/html; charset=utf-8")  # fmt: skip
    got = fetch(url)
    assert (got.status, got.url, got.body) == (200, url, NEWS)
    assert (got.etag, got.last_modified) == ('W/"a1"', "Fri, 08 Jun 2018 11:26:00 GMT")
    assert got.content_type == "text/html; charset=utf-8"
    assert got.fetched_at.tzinfo is not None
    assert not got.not_modified
    assert got.redirects == ()


def test_a_request_says_who_asks_and_how_to_reach_them(server: Server, settings):
    settings.FETCH_CONTACT = "https://archive.example/about"
    fetch(server.page("/"))
    _path, headers = server.requests[0]
    assert headers["user-agent"].startswith("NewsArchive/")
    assert headers["user-agent"].endswith(" (+https://archive.example/about)")
    assert headers["host"] == f"127.0.0.1:{server.port}"


def test_an_arabic_path_reaches_the_server_encoded(server: Server):
    server.page("/%D8%AE%D8%A8%D8%B1", NEWS)
    assert fetch(server.url("/خبر")).body == NEWS


def test_a_body_in_chunks_is_put_together(server: Server):
    url = server.raw(
        "/",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nX: y\r\n\r\n",
    )
    assert fetch(url).body == b"abcde"


def test_a_body_without_length_ends_with_the_connection(server: Server):
    assert fetch(server.raw("/", b"HTTP/1.0 200 OK\r\n\r\nabc")).body == b"abc"


def test_an_empty_answer_is_an_answer(server: Server):
    assert fetch(server.raw("/", b"HTTP/1.1 204 No Content\r\n\r\n")).body == b""


def test_early_hints_are_not_the_answer(server: Server):
    url = server.raw("/", b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
                          b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc")  # fmt: skip
    assert fetch(url).body == b"abc"


# ---------------------------------------------------------------------- asking again


def test_what_has_not_changed_is_not_sent_again(server: Server):
    server.raw("/feed", b'HTTP/1.1 304 Not Modified\r\nETag: "a2"\r\n\r\n')
    got = fetch(server.url("/feed"), etag='"a1"', last_modified="Fri, 08 Jun 2018 11:26:00 GMT")
    assert got.not_modified
    assert got.body == b""
    assert (got.etag, got.last_modified) == ('"a2"', "Fri, 08 Jun 2018 11:26:00 GMT")
    _path, headers = server.requests[0]
    assert headers["if-none-match"] == '"a1"'
    assert headers["if-modified-since"] == "Fri, 08 Jun 2018 11:26:00 GMT"


def test_the_first_time_nothing_is_asked_about_changes(server: Server):
    fetch(server.page("/feed"))
    assert not {"if-none-match", "if-modified-since"} & set(server.requests[0][1])


def test_a_304_that_nobody_asked_for_is_an_error(server: Server):
    assert refusal(server.raw("/", b"HTTP/1.1 304 Not Modified\r\n\r\n")).status == 304


@pytest.mark.parametrize("etag", ['"a"\r\nX-Evil: 1', '"a"\nX-Evil: 1', '"\x00"', '"ا"'])
def test_a_stored_validator_cannot_add_a_header(server: Server, etag):
    fetch(server.page("/"), etag=etag)
    assert not {"x-evil", "if-none-match"} & set(server.requests[0][1])


# ---------------------------------------------------------------------- errors that servers report


@pytest.mark.parametrize(
    ("status", "permanent"),
    [(400, True), (401, True), (403, True), (404, True), (410, True), (451, True), (408, False), (425, False),
     (429, False), (500, False), (502, False), (503, False), (504, False), (300, False), (999, False)],
)  # fmt: skip
def test_a_status_says_whether_trying_again_helps(server: Server, status, permanent):
    error = refusal(server.page("/", b"sorry", status))
    assert (error.reason, error.status, error.permanent) == (Reason.STATUS, status, permanent)


def test_retry_after_comes_with_the_error(server: Server):
    assert refusal(server.page("/", status=503, Retry_After="120")).retry_after_s == 120
    assert refusal(server.page("/", status=429, Retry_After="soon")).retry_after_s is None


def test_a_part_that_nobody_asked_for_is_an_error(server: Server):
    assert refusal(server.page("/", b"abc", 206, Content_Range="bytes 0-2/9")).reason is Reason.PROTOCOL


def test_an_error_is_told_in_the_readers_language_and_names_the_address(server: Server):
    error = refusal(server.page("/gone", status=410))
    with override("en"):
        assert str(error) == f"The server answered with status 410: {server.url('/gone')}"
    with override("ar"):
        assert server.url("/gone") in str(error)


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_its_sentence(reason):
    from articles.ingest.fetch.errors import Fault

    fault = Fault(reason, status=1, schemes="s", port=1, address="a", detail="d", megabytes="1")
    error = FetchError(fault, "http://a.example/2", requested="http://a.example/1")
    with override("en"):
        assert str(error).endswith("http://a.example/2 (coming from http://a.example/1)")


@pytest.mark.parametrize("password", ["s3cret", "s@3cret", "@s3cret"])
def test_an_error_shows_no_password(password):
    error = refusal(f"http://user:{password}@news.example/a@b")
    assert "3cret" not in str(error) + repr(error) + error.url + error.requested
    assert error.url == "http://news.example/a@b"


# ---------------------------------------------------------------------- redirects


def test_a_redirect_is_followed_and_remembered(server: Server):
    server.page("/old", status=301, Location="/newer")
    server.page("/newer", status=308, Location=server.url("/now"))
    server.page("/now", NEWS)
    got = fetch(server.url("/old"))
    assert (got.url, got.body) == (server.url("/now"), NEWS)
    assert [(step.status, step.url) for step in got.redirects] == [
        (301, server.url("/old")),
        (308, server.url("/newer")),
    ]
    assert got.moved_to == server.url("/now")


def test_only_what_moved_for_good_has_moved(server: Server):
    server.page("/old", status=301, Location="/gate")
    server.page("/gate", status=302, Location="/now")
    server.page("/now", NEWS)
    assert fetch(server.url("/old")).moved_to == server.url("/gate")
    assert fetch(server.url("/gate")).moved_to == ""
    assert fetch(server.url("/now")).moved_to == ""


def test_five_redirects_are_followed_and_six_are_not(server: Server):
    for number in range(7):
        server.page(f"/{number}", status=302, Location=f"/{number + 1}")
    server.page("/7", NEWS)
    assert len(fetch(server.url("/2")).redirects) == 5
    error = refusal(server.url("/1"))
    assert error.reason is Reason.TOO_MANY_REDIRECTS
    assert error.permanent


@pytest.mark.parametrize("leads_to", ["/a", "/b"])
def test_a_redirect_loop_is_told_as_one(server: Server, leads_to):
    server.page("/a", status=302, Location=leads_to)
    server.page("/b", status=302, Location="/a#fragment")
    assert refusal(server.url("/a")).reason is Reason.REDIRECT_LOOP
    assert len(server.requests) <= 2


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.1/", Reason.PRIVATE_ADDRESS),
        ("http://127.0.0.1:8080/", Reason.PRIVATE_ADDRESS),
        ("http://[::1]/", Reason.PRIVATE_ADDRESS),
        ("http://[::ffff:127.0.0.1]/", Reason.PRIVATE_ADDRESS),
        ("http://169.254.169.254/latest/meta-data/", Reason.PRIVATE_ADDRESS),
        ("//10.0.0.1/", Reason.PRIVATE_ADDRESS),
        ("http://inner.example/", Reason.PRIVATE_ADDRESS),
        ("http://2130706433/", Reason.BAD_HOST),
        ("http://0x7f.1/", Reason.BAD_HOST),
        ("http://0177.0.0.1/", Reason.BAD_HOST),
        ("http://127.0.0.1:6379/", Reason.PORT),
        ("http://user:word@news.example/", Reason.CREDENTIALS),
        ("file:///etc/passwd", Reason.SCHEME),
        ("gopher://127.0.0.1:6379/_FLUSHALL", Reason.SCHEME),
        ("", Reason.BAD_REDIRECT),
    ],
)
def test_a_redirect_leads_nowhere_that_may_not_be_asked_directly(server: Server, resolver, location, reason):
    resolver("inner.example", "192.168.0.10")
    server.page("/", status=302, Location=location)
    error = refusal(server.url("/"))
    assert error.reason is reason
    assert error.permanent
    assert len(server.requests) == 1


def test_an_address_that_cannot_be_asked_is_named_as_the_server_gave_it(server: Server):
    server.page("/", status=302, Location="file:///etc/passwd")
    assert refusal(server.url("/")).url == "file:///etc/passwd"


def test_an_error_behind_a_redirect_names_both_addresses(server: Server):
    server.page("/old", status=302, Location="http://10.0.0.1/inner")
    error = refusal(server.url("/old"))
    assert (error.url, error.requested) == ("http://10.0.0.1/inner", server.url("/old"))
    with override("en"):
        assert str(error).endswith(f"http://10.0.0.1/inner (coming from {server.url('/old')})")


def test_a_line_end_in_a_redirect_becomes_no_header(server: Server):
    server.page("/", status=302, Location="/next%0d%0aX-Evil:%201")
    server.page("/next%0d%0aX-Evil:%201", NEWS)
    assert fetch(server.url("/")).body == NEWS
    assert "x-evil" not in server.requests[1][1]


@pytest.mark.parametrize("line_end", ["\r\n ", "\r\n\t"], ids=["space", "tab"])
def test_a_folded_redirect_is_refused(server: Server, line_end):
    url = server.raw("/", f"HTTP/1.1 302 Found\r\nLocation: /next{line_end}X-Evil: 1\r\n\r\n".encode())
    assert refusal(url).reason is Reason.BAD_REDIRECT


def test_a_lone_carriage_return_in_a_redirect_adds_nothing_to_the_next_request(server: Server):
    server.raw("/", b"HTTP/1.1 302 Found\r\nLocation: /next\rX-Evil: 1\r\n\r\n")
    server.page("/next", NEWS)
    assert fetch(server.url("/")).body == NEWS
    assert "x-evil" not in server.requests[1][1]


def test_the_body_of_a_redirect_is_not_waited_for(server: Server):
    def endless(asked):
        asked.wfile.write(b"HTTP/1.1 302 Found\r\nLocation: /now\r\n\r\n")
        asked.send_without_end(b"x" * 1000)

    server.pages["/"] = endless
    server.page("/now", NEWS)
    assert fetch(server.url("/")).body == NEWS


# ---------------------------------------------------------------------- the address that was checked


@pytest.fixture
def connected(server: Server, monkeypatch) -> list[str]:
    """Every connection ends at our server; the list has the addresses that were meant."""
    connect, meant = connections._connect, []

    def to_server(address, port, timeout_s):
        import ipaddress

        meant.append(f"{address} {port}")
        return connect(ipaddress.ip_address("127.0.0.1"), server.port, timeout_s)

    monkeypatch.setattr(connections, "_connect", to_server)
    return meant


def test_the_name_is_looked_up_once_and_the_checked_address_connected_to(
    server: Server, resolver, connected, monkeypatch
):
    """DNS rebinding: the second answer would be the internal one."""
    import socket

    asked = resolver("news.example", PUBLIC)
    honest = socket.getaddrinfo

    def rebinding(host, *args, **kwargs):
        answer = honest(host, *args, **kwargs)
        resolver("news.example", "127.0.0.1")
        return answer

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    server.page("/", NEWS)
    assert fetch("http://news.example/").body == NEWS
    assert asked == ["news.example"]
    assert connected == [f"{PUBLIC} 80"]
    assert server.requests[0][1]["host"] == "news.example"


def test_each_redirect_is_looked_up_and_checked_anew(server: Server, resolver, connected):
    asked = resolver("news.example", PUBLIC)
    resolver("inner.example", "10.0.0.1")
    server.page("/", status=302, Location="http://inner.example/")
    assert refusal("http://news.example/").reason is Reason.PRIVATE_ADDRESS
    assert asked == ["news.example", "inner.example"]
    assert connected == [f"{PUBLIC} 80"]


def test_the_next_address_is_tried_when_the_first_does_not_answer(
    server: Server, resolver, connected, monkeypatch
):
    answering = connections._connect

    def first_refuses(address, port, timeout_s):
        if address.version == 6:
            raise ConnectionRefusedError(111, "Connection refused")
        return answering(address, port, timeout_s)

    monkeypatch.setattr(connections, "_connect", first_refuses)
    resolver("news.example", "2606:2800:220:1::1", PUBLIC)
    server.page("/", NEWS)
    assert fetch("http://news.example/").body == NEWS
    assert connected == [f"{PUBLIC} 80"]


def test_a_closed_port_is_told_as_unreachable(server: Server, settings):
    settings.FETCH_ALLOWED_HOSTS = ["127.0.0.1:9"]
    error = refusal("http://127.0.0.1:9/")
    assert error.reason is Reason.UNREACHABLE
    assert not error.permanent


def test_proxies_of_the_environment_are_not_used(server: Server, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetch(server.page("/", NEWS)).body == NEWS


def test_a_resolver_that_never_answers_does_not_hold_the_fetch(monkeypatch):
    import socket
    import threading

    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: over.wait() and [])
    error = refusal("http://news.example/", limits=Limits(connect_s=0.02))
    over.set()
    assert error.reason is Reason.TOO_SLOW
    assert not error.permanent


# ---------------------------------------------------------------------- TLS


@pytest.fixture
def secure(settings, resolver, monkeypatch):
    """A server with a certificate for secure.example, and a client that believes its issuer."""
    context = ssl.create_default_context(cafile=str(CERTIFICATE))
    monkeypatch.setattr(connections, "_tls", lambda: context)
    resolver("secure.example", "127.0.0.1")
    resolver("other.example", "127.0.0.1")
    with running(encrypted=True) as server:
        settings.FETCH_ALLOWED_HOSTS = [
            f"{host}:{server.port}" for host in ("secure.example", "other.example", "127.0.0.1")
        ]
        yield server


def test_an_encrypted_page_is_fetched_by_its_hosts_certificate(secure: Server):
    secure.page("/", NEWS)
    assert fetch(secure.url(host="secure.example", scheme="https")).body == NEWS


@pytest.mark.parametrize("host", ["other.example", "127.0.0.1"])
def test_a_certificate_of_another_host_is_refused(secure: Server, host):
    secure.page("/", NEWS)
    error = refusal(secure.url(host=host, scheme="https"))
    assert error.reason is Reason.TLS
    assert not error.permanent
    assert secure.requests == []


def test_a_certificate_that_nobody_vouches_for_is_refused(secure: Server, monkeypatch):
    monkeypatch.setattr(connections, "_tls", ssl.create_default_context)
    assert refusal(secure.url(host="secure.example", scheme="https")).reason is Reason.TLS


def test_a_server_without_encryption_is_no_https_server(server: Server):
    assert refusal(server.url(scheme="https")).reason is Reason.TLS


def test_leaving_https_is_said(secure: Server, settings, caplog):
    with running() as plain:
        settings.FETCH_ALLOWED_HOSTS += [f"127.0.0.1:{plain.port}"]
        plain.page("/", NEWS)
        secure.page("/", status=302, Location=plain.url("/"))
        with caplog.at_level(logging.WARNING, logger="newsarchive.fetch"):
            got = fetch(secure.url(host="secure.example", scheme="https"))
    assert got.left_https
    assert "unencrypted" in caplog.text


# ---------------------------------------------------------------------- size


def test_a_body_that_says_it_is_too_large_is_not_read(server: Server):
    def page(asked):
        asked.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10001\r\n\r\n")
        asked.fall_silent()

    server.pages["/"] = page
    error = refusal(server.url("/"))
    assert error.reason is Reason.TOO_LARGE
    assert error.permanent


def test_a_body_of_exactly_the_limit_is_taken(server: Server):
    assert len(fetch(server.page("/", b"x" * 10_000), limits=SMALL).body) == 10_000


@pytest.mark.parametrize(
    ("head", "block"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 1000),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"64\r\n" + b"x" * 100 + b"\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 100),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1;" + b"x" * 1000 + b"\r\nx\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"Trailer: x\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"ffffffff\r\n" + b"x" * 1000),
    ],
    ids=["no length", "chunks", "one-byte chunks", "chunk extensions", "trailers", "one endless chunk"],
)
def test_a_body_without_end_is_cut_off_at_the_limit(server: Server, head, block):
    def page(asked):
        asked.wfile.write(head)
        asked.send_without_end(block)

    server.pages["/"] = page
    assert refusal(server.url("/")).reason is Reason.TOO_LARGE


@pytest.mark.parametrize(
    "block",
    [b"X-Header: y\r\n", b"x" * 100, b"HTTP/1.1 100 Continue\r\n\r\n"],
    ids=["many", "one long", "100s"],
)
def test_headers_without_end_are_cut_off_at_the_limit(server: Server, block):
    def page(asked):
        asked.wfile.write(b"" if block.startswith(b"HTTP") else b"HTTP/1.1 200 OK\r\n")
        asked.send_without_end(block)

    server.pages["/"] = page
    assert refusal(server.url("/")).reason is Reason.HEADERS_TOO_LARGE


def test_hints_without_end_are_refused(server: Server):
    url = server.raw("/", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 20)
    assert refusal(url).reason is Reason.PROTOCOL


# ---------------------------------------------------------------------- bodies that lie


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\nab\r\n",
        b"",
    ],
    ids=["short", "in a chunk", "no last chunk", "no number", "below nothing", "nothing at all"],
)
def test_an_answer_that_breaks_off_is_not_taken_for_a_page(server: Server, data):
    error = refusal(server.raw("/", data))
    assert error.reason is Reason.TRUNCATED
    assert not error.permanent


def test_what_comes_after_the_length_is_not_part_of_the_body(server: Server):
    assert (
        fetch(server.raw("/", b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 200 OK")).body
        == b"abc"
    )


@pytest.mark.parametrize(
    "headers",
    ["Content-Length: 3\r\nContent-Length: 5", "Content-Length: -1", "Content-Length: 3, 5",
     "Content-Length: ٣", "Content-Length: 0x3", "Transfer-Encoding: gzip, chunked",
     "Transfer-Encoding: xchunked", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"],
)  # fmt: skip
def test_an_answer_whose_end_can_be_read_in_two_ways_is_refused(server: Server, headers):
    url = server.raw("/", f"HTTP/1.1 200 OK\r\n{headers}\r\n\r\nabcde".encode())
    assert refusal(url).reason is Reason.PROTOCOL


@pytest.mark.parametrize(
    "data",
    [
        b"<html>hello",
        b"HTTP/3 200 OK\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"SSH-2.0-OpenSSH\r\n",
        b"\x00" * 100,
    ],
)
def test_what_is_no_http_is_refused(server: Server, data):
    assert refusal(server.raw("/", data)).reason is Reason.PROTOCOL


# ---------------------------------------------------------------------- time


def test_a_server_that_falls_silent_is_given_up(server: Server):
    def page(asked):
        asked.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
        asked.fall_silent()

    server.pages["/"] = page
    error = refusal(server.url("/"), limits=Limits(idle_s=0.02))
    assert error.reason is Reason.STALLED
    assert not error.permanent


def test_a_server_that_never_answers_is_given_up(server: Server):
    server.pages["/"] = lambda asked: asked.fall_silent()
    assert refusal(server.url("/"), limits=Limits(idle_s=0.02)).reason is Reason.STALLED


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: "], ids=["body", "headers"]
)
def test_a_drip_that_never_pauses_still_ends_at_the_deadline(server: Server, head, quick_clock):
    def page(asked):
        asked.wfile.write(head)
        asked.send_without_end(b"x")

    server.pages["/"] = page
    limits = Limits(max_raw_bytes=10**9, max_header_bytes=10**9, total_s=30)
    assert refusal(server.url("/"), limits=limits).reason is Reason.TOO_SLOW


def test_redirects_share_one_deadline(server: Server, quick_clock):
    for number in range(5):
        server.page(f"/{number}", status=302, Location=f"/{number + 1}")
    server.page("/5", NEWS)
    assert fetch(server.url("/0"), limits=Limits(total_s=500)).body == NEWS
    assert refusal(server.url("/0"), limits=Limits(total_s=20)).reason is Reason.TOO_SLOW


# ---------------------------------------------------------------------- packed bodies


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKED = {
    "gzip": ("gzip", gzip.compress(NEWS)),
    "old name": ("x-gzip", gzip.compress(NEWS)),
    "capitals": ("GZIP", gzip.compress(NEWS)),
    "with identity": ("identity, gzip", gzip.compress(NEWS)),
    "two members": ("gzip", gzip.compress(NEWS[:20]) + gzip.compress(NEWS[20:])),
    "filled with zeros": ("gzip", gzip.compress(NEWS) + b"\0" * 20),
    "deflate": ("deflate", zlib.compress(NEWS)),
    "deflate raw": ("deflate", raw_deflate(NEWS)),
    "identity": ("identity", NEWS),
}


@pytest.mark.parametrize(("encoding", "data"), PACKED.values(), ids=PACKED)
def test_a_packed_body_is_unpacked(server: Server, encoding, data):
    assert fetch(server.page("/", data, Content_Encoding=encoding)).body == NEWS


BROKEN = {
    "not gzip": ("gzip", NEWS, Reason.ENCODING),
    "not deflate": ("deflate", b"\xff\xff\xff\xff", Reason.ENCODING),
    "damaged": ("gzip", gzip.compress(NEWS)[:-8] + b"12345678", Reason.ENCODING),
    "cut": ("gzip", gzip.compress(NEWS)[:-9], Reason.TRUNCATED),
    "cut deflate": ("deflate", zlib.compress(NEWS)[:-6], Reason.TRUNCATED),
    "not asked for": ("br", b"\x0b\x02\x80abc\x03", Reason.ENCODING),
    "hundreds of empty members": ("gzip", gzip.compress(b"") * 450, Reason.ENCODING),
    "packed twice": ("gzip, gzip", gzip.compress(gzip.compress(NEWS)), Reason.ENCODING),
    "packed in a hundred layers": (", ".join(["gzip"] * 100), gzip.compress(NEWS), Reason.ENCODING),
}


@pytest.mark.parametrize(("encoding", "data", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_packed_body_that_cannot_be_unpacked_is_refused(server: Server, encoding, data, reason):
    assert refusal(server.page("/", data, Content_Encoding=encoding)).reason is reason


BOMB = b"\0" * 5_000_000
BOMBS = {
    "gzip": ("gzip", gzip.compress(BOMB)),
    "deflate": ("deflate", zlib.compress(BOMB)),
    "deflate raw": ("deflate", raw_deflate(BOMB)),
    "of many members": ("gzip", gzip.compress(b"\0" * 20_000) * 100),
}


@pytest.mark.parametrize(("encoding", "data"), BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_defused_at_the_limit(server: Server, encoding, data):
    error = refusal(server.page("/", data, Content_Encoding=encoding))
    assert error.reason is Reason.BOMB
    assert error.permanent


def test_a_packed_body_of_exactly_the_limit_is_taken(server: Server):
    url = server.page("/", gzip.compress(b"\0" * 50_000), Content_Encoding="gzip")
    assert len(fetch(url, limits=SMALL).body) == 50_000


def test_what_may_be_cut_is_cut(server: Server):
    def cut(url: str) -> Fetched:
        return fetch(url, limits=Limits(max_raw_bytes=100, max_bytes=100, cut=True))

    assert len(cut(server.page("/plain", b"x" * 1000)).body) == 100
    assert len(cut(server.page("/bomb", gzip.compress(BOMB)[:90], Content_Encoding="gzip")).body) == 100
    assert NEWS.startswith(
        cut(server.page("/cut", gzip.compress(NEWS * 9), Content_Encoding="gzip")).body[:50]
    )
