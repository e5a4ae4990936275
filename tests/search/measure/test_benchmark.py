"""A benchmark run, its sums and its report."""

import json
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.search.measure import benchmark, processes
from articles.search.measure.benchmark import Plan, extrapolate, make_plan, ratios, run
from articles.search.measure.corpus import Article, prepare
from articles.search.measure.engines import Answer, Facets
from articles.search.measure.query_classes import Query
from articles.search.measure.report import as_json, as_lines
from articles.search.measure.synthetic import synthetic
from articles.search.measure.timing import ALL, Sample, summarize, time_queries

QUERIES = (Query("one"), Query("one"), Query("two"))


class Fake:
    """Finds everything; one more when it is told to be wrong."""

    reads = "stems"
    wrong = 0

    def __init__(self, directory: Path) -> None:
        self.path = directory / "count"

    def add(self, articles: Sequence[Article]) -> None:
        self.path.parent.mkdir(exist_ok=True)
        before = int(self.path.read_text()) if self.path.exists() else 0
        self.path.write_text(str(before + len(articles)))

    def finish(self) -> None:
        pass

    def open(self) -> None:
        self.count = int(self.path.read_text())

    def search(self, query: Query, *, with_facets: bool) -> Answer:
        facets = Facets({0: self.count + self.wrong}, {}, ()) if with_facets else None
        return Answer(self.count, (), facets)


class Wrong(Fake):
    wrong = 1


@pytest.fixture
def fakes(monkeypatch):
    """Fake engines in this process."""
    monkeypatch.setattr(benchmark, "run_apart", lambda job, *args, **kwargs: job(*args, **kwargs))
    monkeypatch.setattr(processes, "load", lambda name: Wrong if name == "tantivy" else Fake)


@pytest.fixture
def corpus(tmp_path) -> Path:
    prepare(synthetic(30), tmp_path / "corpus")
    return tmp_path / "corpus"


def test_stock_is_measured_at_its_own_sizes_and_the_others_beside_it():
    plan = make_plan(("ours", "stock", "tantivy"), (30_000, 100_000), ())
    assert plan.steps == (
        ("ours", 10_000), ("stock", 10_000), ("tantivy", 10_000),
        ("ours", 30_000), ("tantivy", 30_000),
        ("ours", 100_000), ("tantivy", 100_000),
        ("stock", 5_000),
    )  # fmt: skip
    assert make_plan(("ours", "stock"), (200,), ()).steps == (("ours", 200), ("stock", 200), ("stock", 100))
    assert make_plan(("ours", "fts5"), (200,), ()).steps == (("ours", 200), ("fts5", 200))


def test_a_run_measures_every_step_and_leaves_no_index(fakes, corpus, tmp_path):
    steps = []
    report = run(Plan((("ours", 30), ("fts5", 20)), QUERIES, passes=2), corpus, tmp_path, steps.append)
    assert steps == ["ours 30", "fts5 20"]
    assert [(each.engine, each.size, each.build.articles) for each in report.results] == [
        ("ours", 30, 30),
        ("fts5", 20, 20),
    ]
    assert report.results[0].top[ALL].samples == 6
    assert report.results[0].top_first.samples == 3
    assert [path.name for path in tmp_path.iterdir()] == ["corpus"]


def test_counts_that_differ_are_reported(fakes, corpus, tmp_path):
    report = run(Plan((("ours", 30), ("fts5", 30), ("tantivy", 30)), QUERIES, passes=1), corpus, tmp_path)
    assert report.compared == 12
    assert {(each.engine, each.of) for each in report.differences} == {("tantivy", "sources")}
    assert len(report.differences) == 3
    text = "\n".join(as_lines(report))
    assert "tantivy 30, two: sources {0: 31} and not {0: 30}" in text
    assert json.loads(json.dumps(as_json(report, {})))["differences"][0]["engine"] == "tantivy"


def test_ratios_are_measured_or_extrapolated(fakes, corpus, tmp_path):
    steps = (("ours", 20), ("stock", 10), ("stock", 20), ("tantivy", 20), ("ours", 30))
    report = run(Plan(steps, QUERIES, passes=1), corpus, tmp_path)
    found = [(ratio.what, ratio.size, ratio.is_extrapolated) for ratio in ratios(report.results)]
    assert found == [
        ("top ten p50, stock", 20, False),
        ("faceted p50, stock", 20, False),
        ("faceted p95, tantivy", 20, False),
        ("top ten p50, stock", 30, True),
        ("faceted p50, stock", 30, True),
    ]
    assert "extrapolated" in "\n".join(as_lines(report))


def test_extrapolation_follows_the_straight_line():
    assert extrapolate([(5_000, 10.0), (10_000, 19.0)], 100_000) == pytest.approx(19 + 9 / 5_000 * 90_000)


def test_a_slow_class_is_asked_three_times_and_no_more(tmp_path):
    engine = Fake(tmp_path)
    engine.count = 1
    samples, answers = time_queries(engine, [Query("slow")] * 9, with_facets=False, passes=2, budget_s=-1)
    assert len(samples) == len(answers) == 3


def test_percentiles_are_by_class_and_over_all():
    samples = [Sample("a", 1.0, 2.0, True), Sample("a", 3.0, 4.0, False), Sample("b", 8.0, 9.0, True)]
    found = summarize(samples)
    assert list(found) == ["a", "b", ALL]
    assert (found["a"].cpu_p50, found["a"].wall_p50, found["a"].samples) == (2.0, 3.0, 2)
    assert found[ALL].cpu_p50 == 3.0


def test_the_command_measures_in_processes_of_their_own():
    out = StringIO()
    call_command(
        "benchmark_search", "--articles", "60", "--against", "fts5", "--passes", "1", "--json", stdout=out
    )
    found = json.loads(out.getvalue())
    assert [(each["engine"], each["size"]) for each in found["results"]] == [("ours", 60), ("fts5", 60)]
    assert found["differences"] == []
    assert found["compared"] > 0
    assert all(each["build"]["peak_mb"] > 1 and each["peak_mb"] > 1 for each in found["results"])
    assert found["corpus"]["origin"] == "60 invented articles"


def test_the_command_says_how_real_text_was_stretched(fakes, tmp_path):
    corpus = tmp_path / "real.jsonl"
    corpus.write_text("\n".join(json.dumps({"text": each.text}) for each in synthetic(20)))
    out = StringIO()
    call_command(
        "benchmark_search", "--corpus", str(corpus), "--sizes", "10,40", "--against", "stock", stdout=out
    )
    text = out.getvalue()
    assert "20 articles of real text; beyond 20 their paragraphs are recombined" in text
    assert "Zipf" in text and "Heaps" in text
    assert "times as fast" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--against", "solr"], "not known: solr"),
        (["--sizes", "many"], "numbers"),
        (["--sizes", "3"], "at least 10"),
        (["--corpus", "missing.jsonl"], "missing.jsonl"),
    ],
)
def test_what_cannot_be_measured_is_named(arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("benchmark_search", *arguments)
