"""Many feeds at once, one collector, an end at any moment: as processes of their own."""

import json
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from articles.collect import collector as module
from articles.collect.collector import Collector, CollectorIsRunning, Stopped, Task, only_collector
from articles.collect.rounds import Round
from articles.models import Feed, Source
from tests.quality.feeds.outlets import Outlet
from tests.site_process import Site

LIMIT_S = 30.0
ADD = """
from articles.ingest.sources import source_named
from articles.models import Feed
Feed.objects.create(source=source_named("صحيفة التجربة"), url="{url}")
"""
COUNT = "from articles.models import Article, Feed; print(Article.objects.count(), Feed.objects.count())"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of an archive without anything in it."""
    directory = tmp_path_factory.mktemp("collector") / "var"
    Site(directory).run("migrate", "--verbosity", "0")
    return directory


@pytest.fixture
def site(tmp_path: Path, empty: Path, outlet: Outlet) -> Site:
    shutil.copytree(empty, tmp_path / "var")
    return Site(tmp_path / "var", {"DEMO": "0", "FETCH_ALLOWED_HOSTS": outlet.host.name})


@contextmanager
def following(site: Site) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        site.command("fetch_feeds", "--follow"), env=site.environment, stderr=subprocess.PIPE, text=True
    )
    guard = threading.Timer(LIMIT_S, process.kill)
    guard.start()
    try:
        with process:
            yield process
            process.kill()
    finally:
        guard.cancel()


def by_hand(site: Site, *words: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
    """A round by hand, as `manage.py fetch_feeds` makes it, without the pauses that a host is owed."""
    code = f"""
from functools import partial
from django.core.management import call_command
from articles.management.commands import fetch_feeds
fetch_feeds.Collector = partial(fetch_feeds.Collector, pause_s=0)
call_command("fetch_feeds", *{words!r})
"""
    return site.run("shell", "--no-imports", "--command", code, check=check)


def wait_for(is_so, what: str) -> None:
    until = time.monotonic() + LIMIT_S
    while not is_so():
        assert time.monotonic() < until, what
        time.sleep(0.05)


def test_a_feed_that_is_added_is_fetched_soon_and_sigterm_ends_the_collector(site: Site, outlet: Outlet):
    outlet.publish(1)
    url = outlet.put_rss()
    with following(site) as process:
        site.python(ADD.format(url=url))
        began = time.monotonic()
        wait_for(lambda: outlet.host.visits["/o/1"], "the page is not fetched")
        assert time.monotonic() - began < 12
        wait_for(lambda: site.python(COUNT).split() == ["1", "1"], "the article is not stored")
        process.send_signal(signal.SIGTERM)
        errors = process.communicate(timeout=5)[1]
    assert process.returncode == 0
    assert "Traceback" not in errors
    assert "created 1" in errors


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_in_the_middle_of_a_fetch(site: Site, outlet: Outlet, number):
    site.python(ADD.format(url=outlet.put("/feed", lambda asked: asked.hang())))
    with following(site) as process:
        wait_for(lambda: outlet.host.visits["/o/feed"], "the feed is not fetched")
        began = time.monotonic()
        process.send_signal(number)
        errors = process.communicate(timeout=LIMIT_S)[1]
    assert time.monotonic() - began < 5
    assert (process.returncode, "Traceback" in errors) == (0, False)


def test_a_round_by_hand_beside_a_running_collector_is_refused(site: Site, outlet: Outlet):
    site.python(ADD.format(url=outlet.put("/feed", lambda asked: asked.hang())))
    with following(site):
        wait_for(lambda: outlet.host.visits["/o/feed"], "the feed is not fetched")
        second = site.run("fetch_feeds", check=False)
    assert second.returncode == 1
    assert "Another collector is running" in second.stderr
    assert "هناك جامع أخبار آخر" in second.stderr


def test_a_round_by_hand_says_what_it_did_and_what_failed(site: Site, outlet: Outlet):
    outlet.publish(2)
    outlet.put_page("/1", b"", 404)
    site.python(ADD.format(url=outlet.put_rss()))
    done = by_hand(site, check=False)
    assert done.returncode == 1
    assert "status 404" in done.stderr and "ردّ الخادم" in done.stderr
    assert "created 2, updated 0, unchanged 0, failed 1" in done.stdout


def test_a_round_for_machines(site: Site, outlet: Outlet):
    outlet.publish(2)
    site.python(ADD.format(url=outlet.put_rss()))
    told = json.loads(by_hand(site, "--json").stdout)
    assert told["counts"]["created"] == 2
    (feed,) = told["feeds"]
    assert (feed["is_good"], feed["new_items"], feed["waiting_items"], feed["problems"]) == (True, 2, 0, [])
    assert json.loads(by_hand(site, "--json").stdout)["feeds"] == []
    (again,) = json.loads(by_hand(site, "--json", "--now").stdout)["feeds"]
    assert again["unchanged"] == 0


def test_now_lets_nothing_wait(site: Site, outlet: Outlet):
    (news,) = outlet.publish(1)
    outlet.put_page("/1", b"", 500)
    site.python(ADD.format(url=outlet.put_rss()))
    by_hand(site, check=False)
    outlet.put_page("/1", news.html())
    assert "created 0" in by_hand(site).stdout
    assert "created 1" in by_hand(site, "--now").stdout


def test_the_parts_of_a_sitemap_index_belong_to_the_round(site: Site, outlet: Outlet):
    (news,) = outlet.publish(1)
    part = outlet.put_page("/part", f"<urlset><url><loc>{news.url}</loc></url></urlset>".encode())
    index = f"<sitemapindex><sitemap><loc>{part}</loc></sitemap></sitemapindex>".encode()
    site.python(ADD.format(url=outlet.put_page("/index", index)))
    assert "created 1" in by_hand(site).stdout


def test_follow_takes_no_other_option(site: Site):
    done = site.run("fetch_feeds", "--follow", "--now", check=False)
    assert done.returncode == 1
    assert "takes no other option" in done.stderr


def test_one_collector_for_a_data_directory():
    with only_collector(), pytest.raises(CollectorIsRunning), only_collector():
        pass


def test_all_is_over_for_who_waits_for_a_host():
    collector = Collector()
    collector.stop()
    with pytest.raises(Stopped):
        collector._sleep(60)


# ---------------------------------------------------------------------- threads, without a database


class Rounds:
    """Stands in for `collect`: holds each round until told to let it go, and counts those at once."""

    def __init__(self, monkeypatch) -> None:
        self.running: list[str] = []
        self.most: dict[str, int] = {}
        self.most_at_once = 0
        self._lock = threading.Lock()
        monkeypatch.setattr(module, "collect", self.collect)
        monkeypatch.setattr(module.connection, "close", lambda: None)

    def collect(self, feed: Feed, manner, *, is_to_poll: bool) -> Round:
        host = feed.url.split("/")[2]
        with self._lock:
            self.running.append(host)
            self.most[host] = max(self.most.get(host, 0), self.running.count(host))
            self.most_at_once = max(self.most_at_once, len(self.running))
        time.sleep(0.01)
        with self._lock:
            self.running.remove(host)
        if feed.url.endswith("broken"):
            raise OSError("the disk is full")
        return Round(feed)


def tasks(*urls: str) -> list[Task]:
    source = Source(pk=1, name="مصدر")
    return [Task(Feed(pk=key, source=source, url=url), True) for key, url in enumerate(urls, start=1)]


def test_feeds_of_one_host_come_one_after_the_other_those_of_many_at_once(monkeypatch):
    rounds = Rounds(monkeypatch)
    done: list[Round] = []
    urls = [f"https://{host}.example/{number}" for number in range(5) for host in "abcdef"]
    Collector(threads=4).once(tasks(*urls), done.append)
    assert sorted(each.feed.url for each in done) == sorted(urls)
    assert set(rounds.most.values()) == {1}
    assert 1 < rounds.most_at_once <= 4


def test_a_round_that_breaks_holds_up_no_other(monkeypatch, caplog):
    Rounds(monkeypatch)
    done: list[Round] = []
    Collector().once(
        tasks("https://a.example/broken", "https://a.example/2", "https://b.example/3"), done.append
    )
    assert sorted(each.feed.pk for each in done) == [2, 3]
    assert "came to nothing" in caplog.text
