"""What the tables of entities and their names cost, with invented names in an archive of their own.

    python tests/quality/names_speed.py [--entities 300000] [--archive DIR]

With --archive the database is kept, and used as it is when there is one. Words follow Zipf's law, a quarter
have the article, a fifth of the entities have a Latin name. Times are of the processor, in milliseconds;
memory is what the process has more than before.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
LATIN = "abdefghijklmnorstuwyz"
VOCABULARY = 100_000
CHANGED = 50
ROUNDS = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--entities", type=int, default=300_000)
    parser.add_argument("--archive", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        path = (options.archive or Path(scratch)).resolve()
        is_new = not (path / "names.sqlite3").exists()
        os.environ |= {
            "NEWSARCHIVE_DATA_DIR": str(path),
            "DATABASE_URL": f"sqlite:///{path / 'names.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
            "DEBUG": "",
            "SECRET_KEY": "only for measuring " * 4,
        }
        import django

        django.setup()
        if is_new:
            build(options.entities)
        measure()


def build(count: int) -> None:
    from django.core.management import call_command

    from articles.models import Entity, EntityAlias

    call_command("migrate", verbosity=0)
    names = invented_names(count)
    for first in range(0, count, 5000):
        batch = Entity.objects.bulk_create(
            [
                Entity(kind=random.choice(["person", "place", "organisation"]), name=name, latin=latin)
                for name, latin in names[first : first + 5000]
            ]
        )
        EntityAlias.objects.bulk_create(
            [EntityAlias(entity=each, name=each.name, origin="recognised") for each in batch]
        )


def invented_names(count: int) -> list[tuple[str, str]]:
    random.seed(2018)
    words = ["".join(random.choices(LETTERS, k=random.randint(3, 8))) for _ in range(VOCABULARY)]
    words = [f"ال{word}" if random.random() < 0.25 else word for word in words]
    weights = list(accumulate(1 / (place + 3) for place in range(VOCABULARY)))
    lengths = random.choices([1, 2, 3, 4, 5], [15, 50, 20, 10, 5], k=count)
    drawn = iter(random.choices(words, cum_weights=weights, k=sum(lengths)))
    return [
        (
            " ".join(next(drawn) for _ in range(length)),
            "".join(random.choices(LATIN, k=7 * length)) if random.random() < 0.2 else "",
        )
        for length in lengths
    ]


def measure() -> None:
    from django.db import connection

    from articles.models import Entity, EntityAlias
    from articles.search import entity_names as names_module
    from articles.search import entity_table as table_module
    from articles.search.suggestions import names_for

    entity_table, entity_names = table_module.entity_table, names_module.entity_names
    print(f"{Entity.objects.count():,} entities, {EntityAlias.objects.count():,} spellings")
    before = memory_mb()
    report("first load: table", [cpu_ms(entity_table)])
    report("first load: names", [cpu_ms(entity_names)])
    kept = entity_names()
    nbytes = kept.names.nbytes + kept.roots.nbytes
    print(f"{'memory: arrays':<40}{nbytes / 1e6:>9.1f} MB; the process {memory_mb() - before:.1f} MB more")
    catching_up: list[float] = []
    keys = list(Entity.objects.values_list("pk", flat=True)[:50_000])
    for _ in range(ROUNDS):
        Entity.objects.filter(pk__in=random.sample(keys, CHANGED)).update(is_settled=True)
        catching_up.append(cpu_ms(entity_names))
    report(f"catching up with {CHANGED} changed entities", catching_up)
    catching_up.clear()
    for number in range(ROUNDS):
        made = Entity.objects.bulk_create(
            [Entity(kind="place", name=f"مكان {number} {each}") for each in range(CHANGED)]
        )
        EntityAlias.objects.bulk_create([EntityAlias(entity=each, name=each.name) for each in made])
        catching_up.append(cpu_ms(entity_names))
    report(f"catching up with {CHANGED} new entities", catching_up)
    print(f"{'tables of names':<40}{len(entity_names().names.tables):>9}")
    found = entity_names()
    samples = [name for name, _latin in invented_names(2000)[-200:]]
    for title, prefixes in (
        ("names that begin with one letter", list(LETTERS)),
        ("names that begin with two letters", [name[:2] for name in samples]),
        ("names that begin with four letters", [name[:4] for name in samples]),
    ):
        report(title, [cpu_ms(lambda text=text: found.beginning_with(text)) for text in prefixes])
    report("names that hold a word", [cpu_ms(lambda n=n: found.holding(n.split()[-1])) for n in samples])
    report("names that are called so", [cpu_ms(lambda n=n: found.called(n)) for n in samples])
    report("first Latin name", [cpu_ms(lambda: names_for("Gerasimov"))])
    latin = [
        "Valery Gerasimov",
        "Khartoum",
        "Abdel Fattah al-Burhan",
        "Sulaymaniyah",
        "Omar",
        "Li",
        "Bani Suwayf",
    ]
    report("Latin names", [cpu_ms(lambda n=n: names_for(n)) for n in latin * 3])
    connection.close()


def cpu_ms(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def report(title: str, times: list[float]) -> None:
    ordered = sorted(times)
    print(
        f"{title:<40}{ordered[len(ordered) // 2]:>9.2f} median"
        f"{ordered[int(len(ordered) * 0.95)]:>10.2f} at 95 %{ordered[-1]:>10.2f} most"
    )


def memory_mb() -> float:
    """Resident now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
