"""evaluate_search: judged sets through the product's engine."""

import gzip
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.arabic.variants import classes
from articles.search.measure.evaluation import STEPS, TemporaryIndex, evaluate, read_plain
from articles.search.measure.judged import Document, Judged

DOCUMENTS = [
    Document("port", "مرفأ بيروت", "انفجار ضخم هز المدينة مساء"),
    Document("canal", "قناة السويس", "جنوح سفينة حاويات أغلقت القناة"),
    Document("bread", "", "طوابير الخبز في بيروت"),
    Document("usa", "", "زار الرئيس أمريكا"),
]
QUERIES = {"port": "انفجار المرفأ", "canal": "السفن - القناة OR", "bread": "خبز بيروت", "usa": "أميركا"}


@pytest.fixture
def index(tmp_path):
    return TemporaryIndex(tmp_path, DOCUMENTS, with_title=True)


@pytest.fixture
def sets(tmp_path):
    path = tmp_path / "sets" / "one"
    path.mkdir(parents=True)
    with gzip.open(path.parent / "docs.jsonl.gz", "wt") as lines:
        lines.writelines(json.dumps(document.__dict__) + "\n" for document in DOCUMENTS)
    rows = [{"id": key, "text": text} for key, text in QUERIES.items()]
    (path / "queries.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    (path / "qrels.tsv").write_text("".join(f"{key}\t{key}\t1\n" for key in QUERIES))
    return path


def ranking(index: TemporaryIndex, text: str) -> list[str]:
    asked = read_plain(text, classes())
    return index.rank(asked.match, STEPS[-1].words(asked.words), 10)


def test_any_word_is_enough_and_the_best_comes_first(index):
    assert ranking(index, "خبز بيروت مفقود") == ["bread", "port"]
    assert ranking(index, "لاتوجدأبدا") == []


def test_operators_are_plain_words(index):
    assert ranking(index, "-بيروت") == ranking(index, "بيروت")
    assert set(ranking(index, '"قناة مرفأ"')) == {"canal", "port"}


def test_variants_are_found(index):
    assert ranking(index, "أميركا") == ["usa"]


def test_streams_that_are_not_scored_are_left_out():
    words = read_plain("انفجار المرفأ", classes()).words
    alone = STEPS[0].words(words)
    assert [word.stems for word in alone] == [words[0].stems, (), words[1].stems, ()]
    assert not any(word.exact or word.root or word.trigrams for word in alone)
    assert STEPS[-1].words(words) == words


def test_excluded_documents_take_no_place(index):
    query = Judged("q", "بيروت", {"port": 1}, frozenset({"bread"}))
    assert evaluate(index, [query], classes())["stem alone"].reciprocal_rank == 1


def test_every_choice_of_streams_is_scored(index):
    queries = [Judged(key, text, {key: 1}, frozenset()) for key, text in QUERIES.items()]
    table = evaluate(index, queries, classes())
    assert list(table) == [streams.name for streams in STEPS]
    assert table[STEPS[-1].name].ndcg == 1


def test_the_command_prints_a_table_for_each_set(sets):
    out = StringIO()
    call_command("evaluate_search", str(sets.parent), stdout=out)
    assert "one, 4 queries" in out.getvalue()
    assert all(streams.name in out.getvalue() for streams in STEPS)


def test_the_command_prints_json(sets):
    out = StringIO()
    call_command("evaluate_search", str(sets), "--json", "--fields", "text", stdout=out)
    found = json.loads(out.getvalue())
    assert found["fields"] == "text"
    assert found["sets"]["one"]["queries"] == 4
    assert found["sets"]["one"]["recall@100"] == 1
    assert found["sets"]["one"]["nDCG@10"] == 1
    assert set(found["sets"]["one"]["streams"]) == {streams.name for streams in STEPS}


def test_documents_may_lie_elsewhere(sets, tmp_path):
    (sets.parent / "docs.jsonl.gz").rename(tmp_path / "other.jsonl.gz")
    with pytest.raises(CommandError, match="--docs"):
        call_command("evaluate_search", str(sets))
    out = StringIO()
    call_command("evaluate_search", str(sets), "--docs", str(tmp_path / "other.jsonl.gz"), stdout=out)
    assert "one, 4 queries" in out.getvalue()


def test_what_cannot_be_read_is_named(sets):
    (sets / "qrels.tsv").unlink()
    with pytest.raises(CommandError, match=r"qrels\.tsv"):
        call_command("evaluate_search", str(sets))
