"""Import, worker, curators' saves and sign-ins at the same time, in processes of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

SETUP = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "newsarchive.settings"
django.setup()
from django.contrib.auth.models import User
from articles.demo.load import load_demo
from articles.models import Article, Source
"""
TASKS = {
    "import": """
from articles.ingest.documents import Document
from articles.ingest.sources import source_named
from articles.ingest.store import store
for n in range(60):
    store(Document(title=f"عنوان {n}", body=f"نص الخبر رقم {n}"), source=source_named("مصدر الاستيراد"))
""",
    "worker": """
from articles.worker import drain
for n in range(60):
    drain()
""",
    "curator": """
for n in range(20):
    for article in Article.objects.order_by("pk")[:3]:
        article.section = f"قسم {n}"
        article.save()
""",
    "sign-ins": """
from django.test import Client
for n in range(15):
    client = Client()
    client.post("/sign-in/", {"username": "reader", "password": "wrong" if n % 5 == 4 else "right horse"})
    client.get("/")
""",
}


def run(code: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", SETUP + code],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="SQLite's locks; PostgreSQL waits by design")
def test_writers_wait_for_each_other_instead_of_failing(tmp_path):
    environment = {**os.environ, "NEWSARCHIVE_DATA_DIR": str(tmp_path), "ALLOWED_HOSTS": "testserver"}
    prepare = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
load_demo()
User.objects.create_user("reader", password="right horse")
call_command("rebuild_index")
call_command("collectstatic", verbosity=0, interactive=False)
"""
    first = run(prepare, environment)
    errors = first.communicate()[1]
    assert first.returncode == 0, errors
    running = {name: run(code, environment) for name, code in TASKS.items()}
    failed = {}
    for name, process in running.items():
        errors = process.communicate()[1]
        if process.returncode or "locked" in errors:
            failed[name] = errors
    assert failed == {}
