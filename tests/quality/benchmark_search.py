"""How long a search takes: `python tests/quality/benchmark_search.py --articles 3000`.

Fills a scratch data directory with the demo and altered copies of it, then times whole
searches (hits, marks, facets) and the search page. Nothing of the archive in use is touched.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

ROOT = Path(__file__).parents[2]
SEED = 1

SEARCHES = {
    "newest": "",
    "a word in many articles": "q=قال",
    "two words": "q=وزارة سوريا",
    "a phrase": "q=«وزارة الصحة»",
    "any of four words": "q=وزارة سوريا دمشق حرب&match=any",
    "a word in a year": "q=سوريا&date=2018",
    "words that no article has together": "q=زلزال لاتوجدأبدا",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        prepare(directory)
        fill(options.articles)
        measure(options.runs)


def prepare(directory: str) -> None:
    import django

    sys.path.insert(0, str(ROOT))
    os.environ |= {
        "NEWSARCHIVE_DATA_DIR": directory,
        "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
        "DATABASE_URL": "",
        "DEBUG": "1",  # static files as they are; DEBUG's list of queries is emptied by each request
    }
    django.setup()


def fill(wanted: int) -> None:
    """The demo, and copies of its articles with their words in another order and one word of their own."""
    from django.core.management import call_command

    from articles.models import Article
    from articles.worker import drain

    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_demo", verbosity=0)
    originals, luck = list(Article.objects.all()), random.Random(SEED)
    copies = []
    for number in range(max(0, wanted - len(originals))):
        copy = deepcopy(originals[number % len(originals)])
        copy.pk = copy.canonical_url = None
        words = copy.body.split(" ")
        luck.shuffle(words)
        copy.body = " ".join([*words, f"رقم{number}"])
        copies.append(copy)
    Article.objects.bulk_create(copies, batch_size=500)
    drain()
    call_command("rebuild_index")


def measure(runs: int) -> None:
    from django.contrib.auth.models import AnonymousUser
    from django.http import QueryDict
    from django.test import Client

    from articles.search.criteria import SearchCriteria
    from articles.search.find import count, find

    client, guest = Client(headers={"host": "localhost"}), AnonymousUser()
    print(f"{'':38}{'found':>7}{'page':>10}{'find':>10}{'count':>10}   (median of {runs}, ms)")
    for name, query in SEARCHES.items():
        criteria = SearchCriteria.from_query(QueryDict(query))
        times = [
            median_ms(lambda: client.get(f"/?{query}"), runs),  # noqa: B023
            median_ms(lambda: find(criteria, guest), runs),  # noqa: B023
            median_ms(lambda: count(criteria, guest), runs),  # noqa: B023
        ]
        total = find(criteria, guest).total
        print(f"{name:38}{total:>7}" + "".join(f"{each:>10.1f}" for each in times))


def median_ms(action: Callable[[], object], runs: int) -> float:
    """After one run that fills the caches."""
    action()
    taken = []
    for _run in range(runs):
        started = time.perf_counter()
        action()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
