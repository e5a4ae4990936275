"""Outlets on several hosts of this machine, whose feeds and pages are whatever a fault makes of them.

Every request is noted with its host and its times: manners are judged by what the servers saw.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Page = Callable[["Asked"], None]

#: Of which texts are made; they say nothing.
_WORDS = [
    "الحكومة", "المشروع", "المدينة", "الوزير", "الاجتماع", "السكان", "القرار", "المنطقة", "العمل",
    "البرنامج", "المدارس", "المياه", "الطريق", "الميناء", "الشركة", "الاقتصاد", "السوق", "الأسعار",
    "الموسم", "الزراعة", "المحافظة", "المجلس", "اللجنة", "التقرير", "الخطة", "المرحلة", "الجامعة",
    "المستشفى", "أعلن", "أكد", "أضاف", "أوضح", "بدأ", "وصل", "ناقش", "وقع", "افتتح", "شارك", "قال",
    "ذكر", "طالب", "عرض", "أشار", "خلال", "بعد", "قبل", "منذ", "حول", "بين", "على", "إلى", "من", "عن",
    "في", "جديد", "كبير", "واسع", "مشترك", "سنوي", "محلي", "عام", "خاص", "أول", "ثان", "كامل", "قريب",
    "مهم", "سريع",
]  # fmt: skip
_TOPICS = ("افتتاح", "اجتماع", "مشروع", "قرار", "زيارة", "مؤتمر", "حملة", "معرض", "دراسة", "مسابقة")


@dataclass(frozen=True)
class Seen:
    """A request as the server saw it; one that is left hanging ends with its beginning.

    Another ends when its answer is about to be written: later, a busy machine may let the client go on before
    this thread has looked at the clock.
    """

    path: str
    began: float
    ended: float
    is_conditional: bool


class Asked(BaseHTTPRequestHandler):
    """One request; a page writes what it likes to `wfile`."""

    server: "Host"
    protocol_version = "HTTP/1.1"
    hangs = False
    answered = 0.0

    def do_GET(self) -> None:
        self.close_connection = True
        began = time.monotonic()
        self.server.visits[self.path] += 1
        page = self.server.pages.get(self.path)
        try:
            if page is None:
                self.answer(status=404)
            else:
                page(self)
            self.wfile.flush()
        finally:
            ended = began if self.hangs else self.answered or time.monotonic()
            is_conditional = "If-None-Match" in self.headers or "If-Modified-Since" in self.headers
            self.server.seen.append(Seen(self.path, began, ended, is_conditional))

    @property
    def visit(self) -> int:
        """How often this path was asked for, this time included."""
        return self.server.visits[self.path]

    def answer(self, body: bytes = b"", status: int = 200, **headers: str) -> None:
        """A proper answer; underscores in header names stand for hyphens."""
        lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.answered = time.monotonic()
        self.wfile.write("\r\n".join([*lines, "", ""]).encode() + body)

    def hang(self, data: bytes = b"", *, every_s: float = 0) -> None:
        """Send nothing more, or a byte now and then, until the client has gone."""
        self.hangs = True
        try:
            while not self.server.over.wait(every_s or 3):
                if not every_s:
                    return
                self.wfile.write(data)
                self.wfile.flush()
        except OSError:
            pass

    def log_message(self, *args: object) -> None:
        pass


class Host(ThreadingHTTPServer):
    """One host: an address of its own, its pages, and what was asked of it."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 50

    def __init__(self, address: str) -> None:
        super().__init__((address, 0), Asked)
        self.pages: dict[str, Page] = {}
        self.visits: Counter[str] = Counter()
        self.seen: list[Seen] = []
        self.over = threading.Event()

    @property
    def name(self) -> str:
        return f"{self.server_address[0]}:{self.server_address[1]}"

    def url(self, path: str) -> str:
        return f"http://{self.name}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # clients that hang up or are killed are what is tested


@contextmanager
def hosts(count: int) -> Iterator[list[Host]]:
    """So many hosts, serving. 127.0.0.0/8 is this machine's, all of it."""
    running = [Host(f"127.0.0.{number}") for number in range(2, 2 + count)]
    for host in running:
        threading.Thread(target=host.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield running
    finally:
        for host in running:
            host.over.set()
            host.shutdown()
            host.server_close()


@dataclass(frozen=True)
class News:
    """An article of an outlet. `mark` stands in its text and nowhere else."""

    number: int
    title: str
    body: str
    mark: str
    path: str
    url: str
    day: datetime

    def html(self, *, extra: str = "", head: str = "") -> bytes:
        paragraphs = "".join(f"<p>{part}</p>" for part in self.body.split("\n\n"))
        menu = "".join(f'<li><a href="/{n}">قسم {n}</a></li>' for n in range(5))
        return (
            '<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8">'
            f"<title>{self.title}</title>{head}</head><body><nav><ul>{menu}</ul></nav><main><article><h1>{self.title}</h1>{paragraphs}{extra}"
            "</article></main><footer><p>جميع الحقوق محفوظة</p></footer></body></html>"
        ).encode()


@dataclass
class Outlet:
    """An outlet on a host: its pages lie below its own path."""

    name: str
    host: Host
    random: random.Random
    news: list[News] = field(default_factory=list)

    def url(self, path: str) -> str:
        return self.host.url(f"/{self.name}{path}")

    def put(self, path: str, page: Page) -> str:
        self.host.pages[f"/{self.name}{path}"] = page
        return self.url(path)

    def put_page(self, path: str, body: bytes, status: int = 200, **headers: str) -> str:
        return self.put(path, lambda asked: asked.answer(body, status, **headers))

    def publish(self, count: int = 3, *, with_pages: bool = True) -> list[News]:
        """So many new articles, with their pages."""
        new = [self._write(len(self.news) + place) for place in range(1, count + 1)]
        self.news += new
        for each in new if with_pages else ():
            self.put_page(f"/{each.number}", each.html(), Content_Type="text/html; charset=utf-8")
        return new

    def _write(self, number: int) -> News:
        mark = f"{self.name.replace('-', '')}n{number}z"
        paragraphs = [" ".join(self.random.choices(_WORDS, k=40)) + "." for _ in range(3)]
        paragraphs[1] += f" وجاء ذلك في البيان {mark} الصادر اليوم."
        title = f"{_TOPICS[number % 10]} {' '.join(self.random.choices(_WORDS, k=5))} {number}"
        path = f"/{self.name}/{number}"
        day = datetime(2026, 3, 1, 8, tzinfo=UTC) + timedelta(hours=7 * number)
        return News(number, title, "\n\n".join(paragraphs), mark, path, self.host.url(path), day)

    def rss(self, news: list[News] | None = None, **change: Callable[[News], str]) -> bytes:
        """The articles as RSS, the newest on top; `change` replaces or removes elements of the items."""
        usual: dict[str, Callable[[News], str]] = {
            "title": lambda each: escape(each.title),
            "link": lambda each: each.url,
            "guid": lambda each: each.url,
            "pubDate": lambda each: format_datetime(each.day, usegmt=True),
            "description": lambda each: " ".join(each.body.split()[:8]),
        }
        items = []
        for each in reversed(self.news if news is None else news):
            parts = {name: text(each) for name, text in (usual | change).items()}
            inner = "".join(f"<{name}>{text}</{name}>" for name, text in parts.items() if text)
            items.append(f"<item>{inner}</item>")
        return (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"<title>صحيفة {self.name}</title><link>{self.host.url('/')}</link>"
            f"{''.join(items)}</channel></rss>"
        ).encode()

    def put_rss(
        self, path: str = "/feed", news: list[News] | None = None, **change: Callable[[News], str]
    ) -> str:
        body = self.rss(news, **change)
        return self.put_page(path, body, Content_Type="application/rss+xml; charset=utf-8")


def full_text(news: News) -> str:
    paragraphs = "".join(f"<p>{part}</p>" for part in news.body.split("\n\n"))
    return f"<![CDATA[{paragraphs}]]>"
