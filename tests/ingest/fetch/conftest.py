"""A server on 127.0.0.1 that the settings allow, and a resolver that knows what a test tells it."""

import socket
from collections.abc import Callable, Iterator

import pytest

from tests.ingest.fetch.server import Server, running

#: In no range that is set apart. Tests connect to it only through `_connect`, which they replace.
PUBLIC = "93.184.215.14"


@pytest.fixture
def server(settings) -> Iterator[Server]:
    with running() as server:
        settings.FETCH_ALLOWED_HOSTS = [f"127.0.0.1:{server.port}"]
        yield server


@pytest.fixture
def resolver(monkeypatch) -> Callable[..., list[str]]:
    """`resolver("name", "address", ...)` answers a name; the list that comes back has all names asked for."""
    answers: dict[str, tuple[str, ...]] = {}
    asked: list[str] = []

    def getaddrinfo(host, port, *args, **kwargs):
        asked.append(host)
        if host not in answers:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [
            (socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0))
            for address in answers[host]
        ]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    def know(name: str, *addresses: str) -> list[str]:
        answers[name] = addresses
        return asked

    return know
