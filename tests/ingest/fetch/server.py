"""A real web server on this machine that answers as each test tells it to."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CERTIFICATE = Path(__file__).parent / "data" / "secure.example.pem"

Page = Callable[["Asked"], None]


class Asked(BaseHTTPRequestHandler):
    """One request; a page writes what it likes to `wfile`."""

    server: "Server"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.close_connection = True
        self.server.requests.append(
            (self.path, {name.lower(): value for name, value in self.headers.items()})
        )
        page = self.server.pages.get(self.path)
        if page is None:
            self.wfile.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            return
        page(self)

    def answer(self, body: bytes = b"", status: int = 200, **headers: str) -> None:
        """A proper answer; underscores in header names stand for hyphens."""
        lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.wfile.write("\r\n".join([*lines, "", ""]).encode("utf-8") + body)

    def send_without_end(self, data: bytes) -> None:
        """Until the client has had enough."""
        try:
            while not self.server.over.is_set():
                self.wfile.write(data)
        except OSError:
            pass

    def fall_silent(self) -> None:
        self.server.over.wait()

    def log_message(self, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """`pages` maps paths to what answers them; `requests` is what was asked."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.pages: dict[str, Page] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.over = threading.Event()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def url(self, path: str = "/", *, host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _headers in self.requests]

    def page(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> str:
        """Put a proper answer at a path; gives the address."""
        self.pages[path] = lambda asked: asked.answer(body, status, **headers)
        return self.url(path)

    def raw(self, path: str, data: bytes) -> str:
        """Put exactly these bytes at a path, and then the end of the connection."""
        self.pages[path] = lambda asked: asked.wfile.write(data) and None
        return self.url(path)

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # clients that hang up are what is tested

    def encrypt(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        # The handshake belongs into the thread of the request.
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)


@contextmanager
def running(*, encrypted: bool = False) -> Iterator[Server]:
    server = Server()
    if encrypted:
        server.encrypt()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
