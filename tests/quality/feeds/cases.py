"""A case: a source whose feeds misbehave in one way, and what should come of it all the same."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.quality.feeds.outlets import News, Outlet


@dataclass
class Case:
    """One misbehaviour. `feeds` are addresses; `good` arrive published, `drafts` as drafts, each once.

    `told` are pieces of the English messages that the runs of the feeds must have. `most_requests` bounds
    what is asked for at some paths of the outlet.
    """

    name: str
    feeds: list[str]
    good: list[News] = field(default_factory=list)
    drafts: list[News] = field(default_factory=list)
    told: tuple[str, ...] = ()
    most_requests: dict[str, int] = field(default_factory=dict)
    #: Paths of the outlet whose fault is over after so many requests.
    passing: dict[str, int] = field(default_factory=dict)
    #: The address that the feed is to have in the end.
    moves_to: str = ""
    #: What the articles say in the end, and said before.
    final_mark: str = ""
    #: Goes on to what this case does on a later day.
    on_day: Callable[[int], None] = lambda day: None


Fault = Callable[[Outlet], Case]
FAULTS: dict[str, Fault] = {}
#: Those that need a host of their own.
ALONE: set[str] = set()


def fault(name: str, *, alone: bool = False) -> Callable[[Fault], Fault]:
    def add(make: Fault) -> Fault:
        FAULTS[name] = make
        if alone:
            ALONE.add(name)
        return make

    return add


def plain(outlet: Outlet, name: str, url: str = "", **more: object) -> Case:
    """Three good articles in an ordinary feed, which the caller may have spoilt."""
    news = outlet.news or outlet.publish()
    return Case(name, [url or outlet.put_rss()], good=list(news), **more)  # type: ignore[arg-type]
