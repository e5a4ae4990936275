"""Runs the whole site: `make run`."""

import json
import os
import signal
import socket
import sys
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from articles.operation.prepare import prepare
from articles.operation.running import hold
from articles.operation.supervisor import Program, supervise

HOST = "127.0.0.1"
BACKLOG = 128
ANSWER_TIMEOUT_S = 10.0


class Command(BaseCommand):
    help = (
        f"Make the archive ready, then run web server, indexing worker and collector on {HOST}:PORT until "
        "stopped (Ctrl-C, SIGTERM). If one of them ends, all do."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with listen(settings.PORT) as listener:
            port = listener.getsockname()[1]
            hold()
            try:
                prepare()
            except KeyboardInterrupt:
                sys.exit(128 + signal.SIGINT)
            connections.close_all()
            with ask_for_a_page(port) as answers:
                ended = supervise(
                    site(listener.fileno()),
                    # From here on the socket is gunicorn's: it closes when gunicorn does.
                    on_start=listener.close,
                    answers=answers,
                    on_answer=lambda: self.greet(answers, port),
                )
        if ended is not None:
            raise CommandError(
                f"توقّف أحد البرامج من تلقاء نفسه ({ended}) فأُوقف الموقع كله؛ سبب التوقف في الأسطر السابقة.\n"
                f"A program ended by itself ({ended}), so everything was stopped; the lines above say why."
            )
        self.stdout.write("توقف الموقع. / Stopped.")

    def greet(self, answers: socket.socket, port: int) -> None:
        if comes_from_the_site(answers):
            self.welcome(port)
            return
        self.stderr.write(
            "بدأ الموقع لكنه لا يجيب كما ينبغي؛ سبب ذلك في الأسطر السابقة.\n"
            "The site started but does not answer as it should; the lines above say why."
        )

    def welcome(self, port: int) -> None:
        self.stdout.write(
            f"\nأرشيف الأخبار يعمل على هذا العنوان / NewsArchive runs at:  http://{HOST}:{port}/\n"
            "\n"
            "لإنشاء حساب مدير (في نافذة أخرى): make admin — للإيقاف: Ctrl-C\n"
            "To make an admin account (in another terminal): make admin — to stop: Ctrl-C\n"
        )
        self.stdout.flush()


def listen(port: int) -> socket.socket:
    """The socket that gunicorn will serve; taken first, so that a port in use is known at once."""
    try:
        return socket.create_server((HOST, port), backlog=BACKLOG)
    except OSError as error:
        raise CommandError(
            f"المنفذ {port} مشغول أو غير مسموح به. اختر منفذًا آخر: make run PORT={other_than(port)}\n"
            f"Port {port} is in use or not allowed ({os.strerror(error.errno or 0)}). "
            f"Choose another: make run PORT={other_than(port)}"
        ) from error


def other_than(port: int) -> int:
    return port + 1 if 1024 <= port < 65535 else 8001


def ask_for_a_page(port: int) -> socket.socket:
    """A request that waits in the queue of the listening socket; its answer shows that the site is up."""
    client = socket.create_connection((HOST, port))
    client.sendall(f"GET /healthz HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: close\r\n\r\n".encode())
    return client


def comes_from_the_site(answers: socket.socket) -> bool:
    """The answer is that of the health check, good or bad, and not an error page or another program's."""
    answers.settimeout(ANSWER_TIMEOUT_S)
    response = HTTPResponse(answers)
    try:
        response.begin()
        state = json.loads(response.read())
    except (OSError, HTTPException, ValueError):
        return False
    known = response.status in (HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE)
    return known and isinstance(state, dict) and "index_ready" in state


def site(descriptor: int) -> list[Program]:
    """Web server, worker and collector."""
    python = sys.executable
    manage = [python, str(settings.BASE_DIR / "manage.py")]
    configuration = str(settings.BASE_DIR / "newsarchive" / "server.py")
    gunicorn = [python, "-m", "gunicorn", "--config", configuration, "--chdir", str(settings.BASE_DIR)]
    return [
        Program("gunicorn", [*gunicorn, "--bind", f"fd://{descriptor}", "newsarchive.wsgi"], [descriptor]),
        Program("run_indexer", [*manage, "run_indexer"]),
        Program("fetch_feeds", [*manage, "fetch_feeds", "--follow"]),
    ]
