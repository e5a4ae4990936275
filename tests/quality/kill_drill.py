"""Kills the worker again and again while the archive is changed and searched; then counts what is wrong.

    python tests/quality/kill_drill.py --kills 200 [--seed N] [--saves 20]

Kills are SIGKILL, at random moments and before random steps of writing, of `run_indexer` and `rebuild_index`.
Meanwhile one process saves, changes and deletes articles, and others search without a pause: no search may
fail or miss an article that is there all the time. In the end a worker does what is left, and then index and
database must agree: `check_index`, every state of every article by a word of its own, and the files.

--saves measures, with the real `run_indexer`, how soon a saved article is found and a deleted one gone.
A data directory of its own in a temporary place, SQLite. Prints a table; exits with 1 when anything is wrong.
"""

import argparse
import logging
import os
import random
import sys
import tempfile
from pathlib import Path
from statistics import median

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Kill the worker again and again; count what is wrong afterwards."
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, help="of what is written, asked and killed; printed")
    parser.add_argument("--readers", type=int, default=2, help="processes that search")
    parser.add_argument("--threads", type=int, default=2, help="of each of them")
    parser.add_argument("--pause", type=float, default=0.02, help="seconds between two changes, in the mean")
    parser.add_argument("--saves", type=int, default=20, help="saves and deletions to be timed; 0 for none")
    return parser.parse_args()


def enter(directory: str) -> None:
    """Make this process one of a new site with its data there."""
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
        "NEWSARCHIVE_DATA_DIR": directory,
        "DEBUG": "1",  # pages without collected static files
        "OPENBLAS_NUM_THREADS": "1",  # a process with threads cannot be forked safely
    }
    django.setup()
    logging.getLogger("newsarchive.request").setLevel(logging.WARNING)


def main() -> int:
    options = arguments()
    seed = random.randrange(10**6) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="kill-drill-") as directory:
        enter(directory)
        # Settings are read on import, so only now.
        from tests.quality.drill.doors import measure
        from tests.quality.drill.rounds import Drill, Plan

        plan = Plan(options.kills, seed, options.readers, options.threads, options.pause)
        drill = Drill(plan, Path(directory))
        drill.prepare()
        result = drill.run()
        times = list(measure(drill, options.saves)) if options.saves else []
        if times:
            drill.verify()
    table("kills", result.kills)
    table("left behind by kills", result.left)
    table("done meanwhile", result.report.done)
    print(
        f"\narticles {result.articles:,}, states of them {result.states:,}, batches {result.batches:,}, "
        f"rebuilds that ended {result.rebuilds}, index {result.generation}, seconds {result.seconds:,.0f}"
    )
    for what, seconds in times:
        print(f"{what}: median {median(seconds):.2f} s, longest {max(seconds):.2f} s, of {len(seconds)}")
    for problem in result.report.problems:
        print(f"\nWRONG: {problem}")
    print(f"problems: {result.report.done['problems']}")
    return int(result.report.done["problems"] > 0)


def table(title: str, counts: dict[str, int]) -> None:
    print(f"\n{title}")
    for name, number in sorted(counts.items()):
        print(f"  {name:<50}{number:>8,}")
    print(f"  {'':<50}{sum(counts.values()):>8,}")


if __name__ == "__main__":
    sys.exit(main())
