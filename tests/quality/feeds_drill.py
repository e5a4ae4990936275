"""Collects from feeds that misbehave in every way, and is killed meanwhile; then counts what is wrong.

    python tests/quality/feeds_drill.py [--days 8] [--kills 6] [--many 2000] [--seed N]

Outlets on hosts of this machine serve the feeds; each has one fault. So many days are played, each by a
process of its own with its clock put forward; some of them are killed (SIGKILL) at random moments and begun
again. All good articles must have arrived exactly once, every fault must be told at its feed in both
languages, and no host may have been asked twice at once or without a pause. Prints a table; exits with 1 when
anything is wrong.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.quality.feeds import feed_faults, item_faults  # noqa: E402, F401  (they add their faults)
from tests.quality.feeds.cases import ALONE, FAULTS, Case  # noqa: E402
from tests.quality.feeds.outlets import Host, Outlet, hosts  # noqa: E402

SHARED_HOSTS = 8
PAUSE_S = 0.02
DAY = [sys.executable, str(ROOT / "tests/quality/feeds/days.py")]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Collect from feeds that misbehave; count what is wrong.")
    parser.add_argument("--days", type=int, default=8)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--many", type=int, default=2000, help="items of the largest feed")
    parser.add_argument("--seed", type=int, help="of the texts and the moments of the kills; printed")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    seed = random.randrange(10**6) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    dice = random.Random(seed)
    feed_faults.MANY = options.many
    with (
        hosts(SHARED_HOSTS + len(ALONE)) as running,
        tempfile.TemporaryDirectory(prefix="feeds-drill-") as directory,
    ):
        enter(directory, running)
        cases = dict(make_cases(running, dice))
        sources = prepare(cases)
        starts: list[float] = []
        kills = 0
        for day in range(options.days):
            for _outlet, case in cases.values():
                case.on_day(day)
            kills += play(day, options.kills - kills if day < options.days - 1 else 0, dice, starts)
        return report(cases, sources, running, starts, kills)


def enter(directory: str, running: list[Host]) -> None:
    """Make this process one of a new site with its data there, which may fetch from these hosts."""
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
        "NEWSARCHIVE_DATA_DIR": directory,
        "FETCH_ALLOWED_HOSTS": ",".join(host.name for host in running),
        "DEBUG": "0",
    }
    django.setup()


def make_cases(running: list[Host], dice: random.Random) -> Iterator[tuple[str, tuple[Outlet, Case]]]:
    alone = iter(running[SHARED_HOSTS:])
    for number, (name, make) in enumerate(FAULTS.items()):
        host = next(alone) if name in ALONE else running[number % SHARED_HOSTS]
        outlet = Outlet(f"o{number}", host, random.Random(dice.random()))
        yield name, (outlet, make(outlet))


def prepare(cases: dict[str, tuple[Outlet, Case]]) -> dict[str, int]:
    """Tables, a source for each case, its feeds; gives the sources' keys."""
    from django.core.management import call_command

    from articles.models import Feed, Source

    call_command("migrate", verbosity=0)
    sources = {}
    for name, (outlet, case) in cases.items():
        source = Source.objects.create(slug=outlet.name, name=f"صحيفة {outlet.name}")
        sources[name] = source.pk
        for url in case.feeds:
            Feed.objects.create(source=source, url=url)
    return sources


def play(day: int, kills: int, dice: random.Random, starts: list[float]) -> int:
    """Play a day to its end; how often it was killed before."""
    killed = 0
    while True:
        # Before it begins: none of its requests may come sooner.
        starts.append(time.monotonic())
        with subprocess.Popen(
            [*DAY, str(day), str(PAUSE_S)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            if killed < kills and killed < 3:
                try:
                    process.wait(dice.uniform(0.05, 1.5))
                except subprocess.TimeoutExpired:
                    process.kill()
                    killed += 1
                    continue
            _said, errors = process.communicate(timeout=300)
        if process.returncode or "locked" in errors or "Traceback" in errors:
            sys.exit(f"day {day} ended with {process.returncode}: {errors[-3000:]}")
        return killed


def report(
    cases: dict[str, tuple[Outlet, Case]],
    sources: dict[str, int],
    running: list[Host],
    starts: list[float],
    kills: int,
) -> int:
    from articles.models import Source
    from tests.quality.feeds.verdict import about_manners, judge

    rows = [
        judge(case, outlet, Source.objects.get(pk=sources[name]), kills=kills, starts=starts)
        for name, (outlet, case) in cases.items()
    ]
    print(f"{'fault':<44}{'good':>6}{'arrived':>8}{'drafts':>7}  told")
    for row in rows:
        told = row.told[0].split(": http")[0][:70] if row.told else "—"
        more = f" (+{len(row.told) - 1})" if len(row.told) > 1 else ""
        print(f"{row.name:<44}{row.expected:>6,}{row.arrived:>8,}{row.drafts:>7}  {told}{more}")
    wrong = [f"{row.name}: {each}" for row in rows for each in row.wrong]
    wrong += about_manners(running, PAUSE_S, starts)
    feeds = sum(len(case.feeds) for _outlet, case in cases.values())
    print(
        f"\nfeeds {feeds}, cases {len(rows)}, requests {sum(len(host.seen) for host in running):,}, "
        f"kills {kills}, good articles {sum(row.expected for row in rows):,}, "
        f"arrived {sum(row.arrived for row in rows):,}"
    )
    for each in wrong:
        print(f"WRONG: {each}")
    print(f"problems: {len(wrong)}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
