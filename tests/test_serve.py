"""`serve`: what it runs, and whose answer it was that came from the port."""

import socket

import pytest

from articles.management.commands.serve import comes_from_the_site, site


def answer(status: str, body: str) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode()


@pytest.mark.parametrize(
    ("received", "ours"),
    [
        pytest.param(answer("200 OK", '{"index_ready": true}'), True, id="healthy"),
        pytest.param(answer("503 Service Unavailable", '{"index_ready": false}'), True, id="not yet ready"),
        pytest.param(answer("503 Service Unavailable", "busy"), False, id="503 of another program"),
        pytest.param(answer("400 Bad Request", "<h1>Bad Request</h1>"), False, id="refused"),
        pytest.param(answer("500 Internal Server Error", '{"index_ready": true}'), False, id="error"),
        pytest.param(answer("200 OK", "[1]"), False, id="other JSON"),
        pytest.param(b"SSH-2.0-OpenSSH\r\n", False, id="no HTTP"),
        pytest.param(b"", False, id="closed"),
    ],
)
def test_the_welcome_is_printed_for_our_own_answer_only(received, ours):
    here, there = socket.socketpair()
    with here, there:
        there.sendall(received)
        there.close()
        assert comes_from_the_site(here) is ours


def test_the_site_is_a_web_server_a_worker_and_a_collector():
    programs = {program.name: program for program in site(7)}
    assert list(programs) == ["gunicorn", "run_indexer", "fetch_feeds"]
    assert programs["fetch_feeds"].command[-2:] == ["fetch_feeds", "--follow"]
    assert programs["fetch_feeds"].descriptors == ()
