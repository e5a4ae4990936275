"""How fast rows become articles, and in how much memory: files of invented rows through `import_articles`.

    python tests/quality/import_speed.py [ROWS ...] [--words 200]

Each number of rows (by default 1,000, 5,000 and 20,000) is imported into an empty archive, in a process of
its own with database and raw files on disk, and then once more: the second time all rows are unchanged.
One row in ten has no date. Memory is the highest that the process had. Seconds of the processor are printed
beside those of the clock: other work on the machine costs the second, not the first.
"""

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def write_rows(path: Path, count: int, words: int) -> None:
    choose = random.Random(2018)
    vocabulary = ["".join(choose.choices(LETTERS, k=choose.randint(3, 8))) for _ in range(20_000)]
    with open(path, "w", encoding="utf-8") as file:
        for number in range(count):
            paragraphs = (" ".join(choose.choices(vocabulary, k=words // 5)) + "." for _ in range(5))
            row = {
                "title": " ".join(choose.choices(vocabulary, k=9)),
                "text": "\n\n".join(paragraphs),
                "source": f"مصدر مخترع {number % 20}",
                "url": f"https://invented.example/{number}",
                "date": f"20{number % 20:02}-{number % 12 + 1:02}-{number % 28 + 1:02}T11:26:00+03:00",
            }
            if number % 10 == 0:
                row["text"] += " جرى ذلك مساء 7 يونيو (حزيران) في المدينة."
                del row["date"]
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def measure(path: Path) -> None:
    """One import in this process; prints its figures."""
    import django

    django.setup()
    from django.core.management import call_command

    started, cpu = time.perf_counter(), time.process_time()
    with redirect_stdout(StringIO()) as output:
        call_command("import_articles", str(path))
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - started,
                "cpu": time.process_time() - cpu,
                "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "summary": output.getvalue().strip(),
            }
        )
    )


def in_own_process(path: Path, environment: dict[str, str]) -> dict[str, float]:
    command = [sys.executable, __file__, "--measure", str(path)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("rows", nargs="*", type=int, default=[1_000, 5_000, 20_000])
    parser.add_argument("--words", type=int, default=200, help="words of a row")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        measure(arguments.measure)
        return
    print(f"{'rows':>7} {'':>9} {'rows/s':>7} {'rows/CPU s':>10} {'MB':>5}  counts")
    for count in arguments.rows:
        directory = Path(tempfile.mkdtemp())
        try:
            path = directory / "rows.jsonl"
            write_rows(path, count, arguments.words)
            environment = {
                **os.environ,
                "NEWSARCHIVE_DATA_DIR": str(directory / "data"),
                "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
            }
            (directory / "data").mkdir()
            migrate = [sys.executable, "manage.py", "migrate", "-v0"]
            subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
            for label in ("new", "again"):
                found = in_own_process(path, environment)
                print(
                    f"{count:>7} {label:>9} {count / found['seconds']:>7.0f} {count / found['cpu']:>10.0f} "
                    f"{found['megabytes']:>5.0f}  {found['summary']}",
                    flush=True,
                )
        finally:
            shutil.rmtree(directory)


if __name__ == "__main__":
    main()
