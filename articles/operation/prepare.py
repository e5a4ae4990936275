"""What has to be done before the site can start; each part costs little when there is nothing to do."""

import hashlib
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from articles.models import Article, ImportRun, Removal, Source


def prepare() -> None:
    """Tables, static files, the demo on the first start, the index."""
    call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    load_demo_once()
    call_command("rebuild_index", if_needed=True)


def collect_static() -> None:
    """Collect the static files if one of them, or what makes their copies, changed."""
    stamp = Path(settings.DATA_DIR) / "static.sha256"
    fingerprint = static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint and Path(settings.STATIC_ROOT).is_dir():
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)


def static_fingerprint() -> str:
    """A hash over names and contents of all static files: reading them takes a fraction of a copy."""
    makers = (settings.STORAGES["staticfiles"]["BACKEND"], version("django"), version("whitenoise"))
    digest = hashlib.sha256(" ".join(makers).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            with storage.open(name) as file:
                content = hashlib.sha256(file.read()).hexdigest()
            digest.update(f"\n{name} {content}".encode())
    return digest.hexdigest()


def load_demo_once() -> None:
    """Load the demo into an archive that was never used: what a curator deletes stays deleted.

    A load that was interrupted is finished at the next start.
    """
    unfinished = Path(settings.DATA_DIR) / "demo.unfinished"
    if not settings.DEMO or not (unfinished.exists() or is_untouched()):
        return
    unfinished.touch()
    call_command("load_demo")
    # As a process of its own: it holds the worker's lock until it ends.
    worker = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_indexer", "--drain"]
    subprocess.run(worker, check=True)  # noqa: S603
    unfinished.unlink()


def is_untouched() -> bool:
    return not any(model.objects.exists() for model in (Article, Source, ImportRun, Removal))
