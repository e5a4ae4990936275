"""`make run`: everything runs or nothing does, and a second start keeps what is there."""

import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from articles.models import Article, ImportRun, Source
from articles.operation import prepare
from articles.operation.supervisor import Ended, Program, supervise
from tests.site_process import ROOT, Site

#: A test that hangs is ended by force, and fails.
LIMIT_S = 60

# ---------------------------------------------------------------------- the supervisor alone


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


FOREVER = python("import signal; signal.pause()")
#: Says on the descriptor that it is given when it is ready; SIGTERM does not impress it.
STUBBORN = (
    "import os, signal, sys\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "os.write(int(sys.argv[1]), b'ready'); os.close(int(sys.argv[1]))\n"
    "while True: signal.pause()\n"
)


def wait_for_end(pid: int) -> None:
    """Returns when the process has ended; needs not be its parent."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        ended, _, _ = select.select([descriptor], [], [], LIMIT_S)
        assert ended, f"process {pid} is still there"
    finally:
        os.close(descriptor)


@pytest.fixture
def channel() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_a_program_that_ends_stops_the_others_and_is_named():
    ended = supervise([Program("patient", FOREVER), Program("brief", python("raise SystemExit(3)"))])
    assert ended == Ended("brief", 3)
    assert str(ended) == "brief: 3"


def test_a_program_that_ends_without_an_error_stops_the_others_too():
    ended = supervise([Program("patient", FOREVER), Program("brief", python("pass"))])
    assert ended == Ended("brief", 0)


def test_a_killed_program_is_reported_with_its_signal():
    ended = supervise([Program("victim", python("import os; os.kill(os.getpid(), 9)"))])
    assert str(ended) == "victim: SIGKILL"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda n: n.name)
def test_a_stop_signal_stops_all_and_is_no_error(number):
    ended = supervise([Program("patient", FOREVER)], on_start=lambda: os.kill(os.getpid(), number))
    assert ended is None


def test_a_program_that_ignores_the_request_is_killed_after_the_grace_time(channel):
    ours, theirs = channel
    stubborn = Program("stubborn", [*python(STUBBORN), str(theirs.fileno())], [theirs.fileno()])
    ended = supervise(
        [stubborn],
        answers=ours,
        on_answer=lambda: os.kill(os.getpid(), signal.SIGTERM),
        grace_s=0.05,
    )
    assert ended is None


def test_a_second_stop_signal_does_not_wait_for_the_grace_time(channel):
    ours, theirs = channel
    stubborn = Program("stubborn", [*python(STUBBORN), str(theirs.fileno())], [theirs.fileno()])

    def stop_twice() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        threading.Timer(0.1, os.kill, [os.getpid(), signal.SIGINT]).start()

    assert supervise([stubborn], answers=ours, on_answer=stop_twice, grace_s=LIMIT_S) is None


def test_what_a_program_started_goes_with_it(channel):
    ours, theirs = channel
    code = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()'])\n"
        "import os; os.write(int(sys.argv[1]), str(child.pid).encode())\n"
        "os.close(int(sys.argv[1]))\n"
        "import signal; signal.pause()\n"
    )
    program = Program("parent", [*python(code), str(theirs.fileno())], [theirs.fileno()])
    found = []

    def stop() -> None:
        found.append(int(ours.recv(100)))
        os.kill(os.getpid(), signal.SIGTERM)

    supervise([program], answers=ours, on_answer=stop)
    wait_for_end(found[0])


def test_the_signal_handlers_are_put_back():
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)]
    supervise([Program("brief", python("pass"))])
    assert [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)] == before


# ---------------------------------------------------------------------- the whole site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("operations") / "var", {"PORT": "0", "DEMO": "0"})
    site.run("prepare")
    return site


#: What the site consists of; also the word that each is known by in its command.
PROGRAMS = ("gunicorn", "run_indexer", "fetch_feeds")


@contextmanager
def serving(site: Site) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The running `serve` and its address. Ended by force if the test leaves it running."""
    process = subprocess.Popen(
        site.command("serve"),
        env=site.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # As a terminal's foreground group.
        process_group=0,
    )
    guard = threading.Timer(LIMIT_S, process.kill)
    guard.start()
    try:
        with process:
            assert process.stdout is not None
            for line in process.stdout:
                if address := re.search(r"http://127\.0\.0\.1:\d+/", line):
                    yield process, address[0]
                    break
            else:
                assert process.stderr is not None
                pytest.fail(f"no address; stderr: {process.stderr.read()}")
            process.kill()
    finally:
        guard.cancel()


def children_of(process: "subprocess.Popen[str]") -> dict[str, int]:
    """Process ids of gunicorn, the worker and the collector."""
    listing = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    found = {}
    for pid in listing:
        words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
        found[next(name for name in PROGRAMS if name in words)] = int(pid)
    assert found.keys() == set(PROGRAMS)
    return found


def answer_of(process: "subprocess.Popen[str]") -> tuple[int, str]:
    """Exit code and the rest of stderr."""
    _output, errors = process.communicate(timeout=LIMIT_S)
    return process.returncode, errors


def test_the_site_answers_at_the_address_that_it_prints(site):
    with serving(site) as (_process, address), urllib.request.urlopen(address + "healthz") as answer:
        assert answer.status == 200


@pytest.mark.parametrize(
    ("victim", "number"),
    [
        ("gunicorn", signal.SIGKILL),
        ("run_indexer", signal.SIGKILL),
        ("fetch_feeds", signal.SIGKILL),
        ("gunicorn", signal.SIGTERM),
    ],
    ids=["gunicorn killed", "worker killed", "collector killed", "gunicorn ended in good order"],
)
def test_when_one_program_ends_everything_stops_with_an_error(site, victim, number):
    with serving(site) as (process, _address):
        children = children_of(process)
        os.kill(children[victim], number)
        code, errors = answer_of(process)
    for pid in children.values():
        wait_for_end(pid)
    assert code == 1
    assert f"A program ended by itself ({victim}: " in errors
    assert "توقّف أحد البرامج" in errors


def test_ctrl_c_stops_everything_and_is_no_error(site):
    with serving(site) as (process, _address):
        children = children_of(process)
        os.killpg(process.pid, signal.SIGINT)
        code, errors = answer_of(process)
    for pid in children.values():
        wait_for_end(pid)
    assert code == 0
    assert "Traceback" not in errors


def test_sigterm_stops_everything_and_is_no_error(site):
    with serving(site) as (process, _address):
        children = children_of(process)
        process.terminate()
        code, _errors = answer_of(process)
    for pid in children.values():
        wait_for_end(pid)
    assert code == 0


def test_no_orphans_are_left_when_the_supervisor_is_killed(site):
    with serving(site) as (process, _address):
        children = children_of(process)
        process.kill()
        process.communicate(timeout=LIMIT_S)
    for pid in children.values():
        wait_for_end(pid)


def test_a_worker_that_runs_already_stops_the_start_with_its_error(site):
    with serving(site):
        second = site.run("serve", check=False)
    assert second.returncode == 1
    assert "Another worker is running" in second.stderr
    assert "run_indexer: 1" in second.stderr


def test_a_port_in_use_is_said_in_both_languages(site):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        busy = Site(site.directory, site.variables | {"PORT": str(port)})
        done = busy.run("serve", check=False)
    assert done.returncode == 1
    assert f"Port {port} is in use" in done.stderr
    assert f"المنفذ {port} مشغول" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_restore_is_refused_while_the_site_runs(site, tmp_path):
    site.run("backup", "--to", str(tmp_path))
    with serving(site):
        done = site.run("restore", str(next(tmp_path.glob("*.tar"))), "--replace", check=False)
    assert done.returncode == 1
    assert "The site is running" in done.stderr


# ---------------------------------------------------------------------- preparing


@pytest.fixture
def demo_loads(monkeypatch, settings) -> list[str]:
    """The commands that preparing the demo runs; nothing is loaded."""
    calls: list[str] = []
    settings.DEMO = True
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: calls.append(name))
    monkeypatch.setattr(prepare.subprocess, "run", lambda words, **options: calls.append(words[2]))
    return calls


@pytest.mark.database
def test_the_demo_is_loaded_into_an_untouched_archive(db, demo_loads):
    prepare.load_demo_once()
    assert demo_loads == ["load_demo", "run_indexer"]


def test_the_demo_stays_away_when_it_is_not_wanted(db, demo_loads, settings):
    settings.DEMO = False
    prepare.load_demo_once()
    assert demo_loads == []


def test_a_demo_whose_articles_were_deleted_does_not_come_back(archive, demo_loads):
    Article.objects.all().delete()
    assert Source.objects.exists()
    prepare.load_demo_once()
    assert demo_loads == []


def test_the_demo_does_not_come_into_an_archive_with_an_import(db, demo_loads):
    ImportRun.objects.create(command="import_articles")
    prepare.load_demo_once()
    assert demo_loads == []


def test_an_interrupted_demo_is_finished_at_the_next_start(archive, demo_loads, monkeypatch):
    Path(django_settings.DATA_DIR, "demo.unfinished").touch()
    prepare.load_demo_once()
    prepare.load_demo_once()
    assert demo_loads == ["load_demo", "run_indexer"]


def test_static_files_are_collected_again_only_when_one_changed(monkeypatch, settings, tmp_path):
    calls = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: calls.append(name))
    settings.STATICFILES_DIRS = [tmp_path / "files"]
    settings.STATIC_ROOT = tmp_path / "static"
    (tmp_path / "files").mkdir()
    (tmp_path / "static").mkdir()
    file = tmp_path / "files" / "page.css"
    file.write_text("a{}")

    prepare.collect_static()
    prepare.collect_static()
    file.write_text("b{}")
    prepare.collect_static()

    assert calls == ["collectstatic", "collectstatic"]


# ---------------------------------------------------------------------- the scripts


SCRIPTS = [*sorted(path for path in (ROOT / "bin").iterdir() if not path.suffix), ROOT / ".ci" / "run"]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_sound_bash(script):
    assert "set -euo pipefail" in script.read_text()
    subprocess.run(["bash", "-n", str(script)], check=True)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_and_no_machine_is_named(name):
    lines = (ROOT / name).read_text().splitlines()
    pins = [line for line in lines if line and not line.lstrip().startswith("#")]
    assert pins
    assert [line for line in pins if not re.fullmatch(r"[a-z0-9.-]+==[0-9A-Za-z.]+", line)] == []


@pytest.mark.parametrize(
    ("compiled", "source"),
    [("requirements.txt", "requirements.in"), ("requirements-dev.txt", "requirements-dev.in")],
)
def test_everything_asked_for_is_compiled(compiled, source):
    """`make requirements` was run after the last change of the .in files."""
    pinned = set(re.findall(r"^([a-z0-9.-]+)==", (ROOT / compiled).read_text(), flags=re.MULTILINE))
    asked = set(re.findall(r"^([A-Za-z][A-Za-z0-9-]*)", (ROOT / source).read_text(), flags=re.MULTILINE))
    assert {name.lower() for name in asked} <= pinned


def test_make_alone_lists_the_commands():
    done = subprocess.run(["make", "-C", str(ROOT)], capture_output=True, text=True, check=True)
    for command in ("run", "test", "admin", "backup", "restore", "requirements"):
        assert f"make {command}" in done.stdout
