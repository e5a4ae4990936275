"""One day of the drill: a process of its own that makes every round that is due then, and may be killed.

python tests/quality/feeds/days.py DAY PAUSE
"""

import sys
from datetime import timedelta
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

#: More than the longest wait that an error causes.
A_DAY = timedelta(hours=25)
#: Rounds until nothing is due: an endless one shows as this many.
MOST_ROUNDS = 400


def main(day: int, pause_s: float) -> None:
    django.setup()
    from django.utils import timezone

    from articles.collect.collector import Collector, only_collector
    from articles.ingest.fetch import Limits

    limits = Limits(idle_s=0.7, total_s=1.5, connect_s=1)
    collector = Collector(pause_s=pause_s, limits=limits, now=lambda: timezone.now() + day * A_DAY)
    rounds = 0
    with only_collector():
        print("begun", flush=True)
        while tasks := collector.tasks():
            rounds += len(tasks)
            collector.once(tasks, lambda done: None)
            if rounds > MOST_ROUNDS:
                sys.exit("there is no end to the rounds")
    print(f"rounds {rounds}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
