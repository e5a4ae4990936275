"""Corpora: real, recombined and invented."""

import gzip
import json
from collections import Counter
from datetime import date

import pytest

from articles.arabic.analyze import analyze, stop_words
from articles.search.measure.corpus import (
    BOUNDARY,
    Article,
    BadCorpus,
    month_of,
    plain,
    prepare,
    read_corpus,
    read_prepared,
    recombined,
    shuffled,
    with_entities,
)
from articles.search.measure.curves import curves
from articles.search.measure.synthetic import synthetic

ROWS = [
    {
        "title": "مرفأ بيروت",
        "text": "انفجار\nكبير",
        "source": "a",
        "date": "2020-08-04",
        "entities": ["بيروت"],
    },
    {"text": "قناة السويس", "source": "b"},
]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "corpus.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in ROWS)
    return path


def test_a_corpus_is_read_with_keys_for_sources_and_entities(file):
    first, second = read_corpus(file)
    assert (first.key, first.title, first.source, first.entities) == (1, "مرفأ بيروت", 0, (1,))
    assert first.day == date(2020, 8, 4).toordinal()
    assert (second.key, second.title, second.source, second.entities) == (2, "", 1, ())


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"title": "بلا نص"}', '{"text": 5}', '{"text": "x", "date": "أمس"}']
)
def test_what_cannot_be_read_is_named(tmp_path, line):
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(ROWS[1]) + "\n" + line)
    with pytest.raises(BadCorpus, match=r"bad\.jsonl, (line|article) 2"):
        read_corpus(path)


def test_months_are_those_of_the_calendar():
    january, february = date(2018, 1, 31), date(2018, 2, 1)
    assert month_of(february.toordinal()) - month_of(january.toordinal()) == 1


def test_entities_are_stems_that_several_articles_have():
    articles = [Article(key, "", f"دمشق كلمة{chr(0x628 + key)}", 0, 1) for key in range(1, 7)]
    found = with_entities([*articles, *(Article(key, "", "", 0, 1) for key in range(10, 70))])
    assert [each.entities for each in found[:6]] == [(1,)] * 6
    assert {each.entities for each in found[6:]} == {()}


def test_articles_are_shuffled_the_same_way_every_time():
    articles = [Article(key, f"{key}", "", 0, 1) for key in range(1, 20)]
    made = shuffled(articles)
    assert [each.key for each in made] == list(range(1, 20))
    assert made == shuffled(articles)
    titles = [each.title for each in made]
    assert sorted(titles, key=int) == [each.title for each in articles] != titles


def test_recombined_articles_are_made_of_paragraphs_that_there_are():
    articles = [Article(1, "أول", "ألف\nباء", 0, 5, (1,)), Article(2, "ثان", "تاء", 1, 6, (2,))]
    made = list(recombined(articles, 6))
    assert made[:2] == articles
    assert [each.key for each in made] == [1, 2, 3, 4, 5, 6]
    for each in made[2:]:
        assert set(each.text.split("\n")) <= {"ألف", "باء", "تاء"}
        assert (each.title, each.source, each.day, each.entities) in {
            ("أول", 0, 5, (1,)),
            ("ثان", 1, 6, (2,)),
        }
    assert made == list(recombined(articles, 6))
    assert list(recombined(articles, 1)) == articles[:1]


def test_prepared_articles_come_back_with_stems(tmp_path):
    article = Article(1, "المدينة", "في البحر", 3, 9, (4, 5))
    assert prepare([article, article], tmp_path / "prepared") == 2
    (back,) = read_prepared(tmp_path / "prepared", 1)
    stems = [plain(word.stem) for word in analyze("المدينة في البحر")]
    assert back.stems.split() == [stems[0], BOUNDARY, *stems[1:]]
    assert (back.whole, back.source, back.day, back.entities) == (article.whole, 3, 9, (4, 5))


@pytest.mark.parametrize("stem", ["كتب", "7.8", "a", "x", "ب", "٫"])
def test_plain_stems_are_letters_and_digits(stem):
    assert plain(stem).isalnum()
    assert len(plain(stem)) > 1


def test_invented_articles_are_the_same_every_time_and_for_every_size():
    some = list(synthetic(20))
    assert some == list(synthetic(40))[:20]
    assert [each.key for each in some] == list(range(1, 21))
    assert all(each.text and each.title and 0 <= each.source < 12 for each in some)


def test_invented_words_follow_zipf_and_heaps():
    articles = list(synthetic(400))
    found = curves(each.text for each in articles)
    words = " ".join(each.text for each in articles).replace(".", "").split()
    assert found.words == len(words)
    assert found.heaps[len(words)] == len(set(words))
    assert 0.6 < found.zipf_exponents[0] < 0.9
    assert 0.5 < found.heaps_exponent < 0.9
    assert Counter(words).most_common(1)[0][0] in stop_words()


def test_curves_count_by_rank():
    found = curves(["في في في", "دمشق في", ""])
    assert found.words == 5
    assert found.zipf == {1: 800_000.0}
    assert found.heaps == {5: 2}
    assert curves([]).words == 0
