"""Manners: robots.txt that is missing, broken or elsewhere; turns and pauses by a clock of ours."""

import threading

import pytest

from articles.ingest.fetch import FetchError, PoliteFetcher, Reason, Turns
from tests.ingest.fetch.server import Server


class Clock:
    """Goes on only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fetcher(clock: Clock) -> PoliteFetcher:
    return PoliteFetcher(turns=Turns(pause_s=2, clock=clock, sleep=clock.sleep), clock=clock)


def refusal(fetcher: PoliteFetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as refused:
        fetcher.fetch(url)
    return refused.value


# ---------------------------------------------------------------------- robots.txt


def test_a_page_that_robots_txt_forbids_is_not_asked_for(server: Server, fetcher):
    server.page("/robots.txt", b"User-agent: *\nDisallow: /private")
    server.page("/open", b"news")
    error = refusal(fetcher, server.url("/private/1"))
    assert error.reason is Reason.ROBOTS
    assert error.permanent
    assert fetcher.fetch(server.url("/open")).body == b"news"
    assert server.paths == ["/robots.txt", "/open"]


def test_a_page_that_a_person_asks_for_may_be_fetched_all_the_same(server: Server, fetcher):
    server.page("/robots.txt", b"User-agent: *\nDisallow: /")
    assert fetcher.fetch(server.page("/a", b"news"), heed_robots=False).body == b"news"
    assert server.paths == ["/a"]


def test_a_redirect_is_subject_to_the_rules_too(server: Server, fetcher):
    server.page("/robots.txt", b"User-agent: *\nDisallow: /private")
    server.page("/a", status=302, Location="/private/a")
    error = refusal(fetcher, server.url("/a"))
    assert (error.reason, error.url) == (Reason.ROBOTS, server.url("/private/a"))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_robots_txt_allows_everything(server: Server, fetcher, status):
    server.page("/robots.txt", status=status)
    assert fetcher.fetch(server.page("/a", b"news")).body == b"news"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_site_that_cannot_say_is_left_alone(server: Server, fetcher, status):
    server.page("/robots.txt", status=status, Retry_After="60")
    server.page("/a", b"news")
    error = refusal(fetcher, server.url("/a"))
    assert error.reason is Reason.ROBOTS_UNREADABLE
    assert not error.permanent
    assert (error.status, error.retry_after_s) == (status, 60)
    assert error.url == server.url("/a")


def test_a_site_that_could_not_say_is_asked_again_after_a_while(server: Server, fetcher, clock):
    server.page("/robots.txt", status=503)
    url = server.page("/a", b"news")
    refusal(fetcher, url)
    refusal(fetcher, url)
    assert server.paths == ["/robots.txt"]
    server.page("/robots.txt", b"")
    clock.now += 601
    assert fetcher.fetch(url).body == b"news"


def test_the_rules_read_before_hold_while_the_site_cannot_say(server: Server, fetcher, clock):
    server.page("/robots.txt", b"User-agent: *\nDisallow: /private")
    url = server.page("/a", b"news")
    fetcher.fetch(url)
    server.page("/robots.txt", status=500)
    clock.now += 2 * 24 * 3600
    assert fetcher.fetch(url).body == b"news"
    assert refusal(fetcher, server.url("/private")).reason is Reason.ROBOTS
    clock.now += 30 * 24 * 3600
    assert refusal(fetcher, url).reason is Reason.ROBOTS_UNREADABLE


def test_robots_txt_is_read_once_a_day(server: Server, fetcher, clock):
    server.page("/robots.txt", b"")
    url = server.page("/a", b"news")
    fetcher.fetch(url)
    fetcher.fetch(url)
    assert server.paths.count("/robots.txt") == 1
    clock.now += 24 * 3600
    fetcher.fetch(url)
    assert server.paths.count("/robots.txt") == 2


def test_robots_txt_may_be_elsewhere(server: Server, fetcher):
    server.page("/robots.txt", status=301, Location="/rules.txt")
    server.page("/rules.txt", b"User-agent: *\nDisallow: /a")
    assert refusal(fetcher, server.page("/a")).reason is Reason.ROBOTS


def test_a_robots_txt_that_leads_round_in_circles_is_none(server: Server, fetcher):
    server.page("/robots.txt", status=302, Location="/robots.txt")
    assert fetcher.fetch(server.page("/a", b"news")).body == b"news"


def test_a_robots_txt_that_leads_inside_is_not_followed(server: Server, fetcher):
    server.page("/robots.txt", status=302, Location="http://169.254.169.254/")
    assert refusal(fetcher, server.page("/a")).reason is Reason.PRIVATE_ADDRESS


def test_of_an_endless_robots_txt_the_beginning_counts(server: Server, fetcher):
    def endless(asked):
        asked.wfile.write(b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /a\n")
        asked.send_without_end(b"# nothing\n" * 1000)

    server.pages["/robots.txt"] = endless
    assert fetcher.fetch(server.page("/b", b"news")).body == b"news"
    assert refusal(fetcher, server.page("/a")).reason is Reason.ROBOTS


def test_a_host_that_cannot_be_reached_is_told_as_that(fetcher, resolver):
    error = refusal(fetcher, "http://gone.example/a")
    assert (error.reason, error.url) == (Reason.UNKNOWN_HOST, "http://gone.example/a")


def test_an_internal_host_is_not_even_asked_for_its_rules(fetcher):
    assert refusal(fetcher, "http://127.0.0.1/a").reason is Reason.PRIVATE_ADDRESS


# ---------------------------------------------------------------------- turns


def test_there_is_a_pause_between_requests_to_a_host(server: Server, fetcher, clock):
    server.page("/robots.txt", b"")
    url = server.page("/a")
    fetcher.fetch(url)
    fetcher.fetch(url)
    assert clock.slept == [2, 2]


def test_a_site_may_ask_for_longer_pauses(server: Server, fetcher, clock):
    server.page("/robots.txt", b"User-agent: *\nCrawl-delay: 7")
    url = server.page("/a")
    fetcher.fetch(url)
    fetcher.fetch(url)
    assert clock.slept == [2, 7]


def test_nobody_waits_for_a_pause_that_is_over(clock):
    turns = Turns(pause_s=2, clock=clock, sleep=clock.sleep)
    with turns.at("a.example"):
        pass
    clock.now += 3
    with turns.at("a.example"):
        pass
    assert clock.slept == []


def test_hosts_do_not_wait_for_each_other(clock):
    turns = Turns(pause_s=2, clock=clock, sleep=clock.sleep)
    with turns.at("a.example"), turns.at("b.example"):
        pass
    assert clock.slept == []


def test_a_failed_request_leaves_the_turn_to_the_next(clock):
    turns = Turns(pause_s=2, clock=clock, sleep=clock.sleep)
    with pytest.raises(ValueError), turns.at("a.example"):
        raise ValueError
    with turns.at("a.example"):
        pass
    assert clock.slept == [2]


def test_threads_are_served_one_after_the_other(clock):
    turns = Turns(pause_s=0, clock=clock, sleep=clock.sleep)
    asks, has_it = threading.Event(), threading.Event()

    def visit() -> None:
        asks.set()
        with turns.at("a.example"):
            has_it.set()

    second = threading.Thread(target=visit)
    with turns.at("a.example"):
        second.start()
        assert asks.wait(10)
        assert not has_it.wait(0.05)
    second.join()
    assert has_it.is_set()


def test_hosts_that_are_rested_are_forgotten(clock):
    turns = Turns(pause_s=2, clock=clock, sleep=clock.sleep)
    for number in range(6000):
        with turns.at(f"{number}.example"):
            pass
        clock.now += 1
    assert len(turns._turns) <= 5001
