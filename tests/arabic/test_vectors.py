"""Light stemming and normalising against Lucene; NEWSARCHIVE_EVAL names the directory of vectors/."""

import json
import os
from pathlib import Path

import pytest

from articles.arabic.analyze import analyze, is_stop_word, stop_words
from articles.arabic.normalize import normalize_word, unmark
from articles.arabic.stem import light_stem

EVAL = os.environ.get("NEWSARCHIVE_EVAL")
pytestmark = pytest.mark.skipif(not EVAL, reason="NEWSARCHIVE_EVAL names no directory with vectors/")


@pytest.fixture(scope="module")
def vectors() -> Path:
    return Path(EVAL or "") / "vectors"


@pytest.fixture(scope="module")
def lucene(vectors):
    return json.loads((vectors / "lucene_arabic.json").read_text(encoding="utf-8"))


def test_ten_thousand_words_have_the_stem_that_lucene_gives(vectors):
    lines = (vectors / "lucene_stem_10000_words.tsv").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines]
    assert len(pairs) == 10_000
    stems = {word: light_stem(normalize_word(word)) for word, _ in pairs}
    assert {word: stems[word] for word, expected in pairs if expected not in ("", stems[word])} == {}
    assert [word for word, expected in pairs if not expected and stems[word] and not is_stop_word(word)] == []
    # Lucene matches stop words with their harakat and tatweel on, so it misses these.
    missed = [word for word, expected in pairs if expected and is_stop_word(word)]
    assert all(word != unmark(word) for word in missed)


def test_stem_filter(lucene):
    for case in lucene["stem_filter"]:
        # Lucene's filter gets what was normalised before, and Latin as it stands.
        assert light_stem(case["in"]) == case["out"], case


def test_normalization_filter(lucene):
    for case in lucene["normalization_filter"]:
        assert normalize_word(case["in"]) == case["out"], case


def test_analyzer_with_its_stop_words(lucene):
    for case in lucene["analyzer_default_stopwords"]:
        stems = [light_stem(word.exact) for word in analyze(case["in"]) if not is_stop_word(word.text)]
        assert stems == case["out"], case


@pytest.mark.parametrize(("key", "left_out"), [("analyzer_custom_stopwords", "stop")])
def test_analyzer_with_other_stop_words(lucene, key, left_out):
    for case in lucene[key]:
        stems = [light_stem(word.exact) for word in analyze(case["in"]) if word.exact not in case[left_out]]
        assert stems == case["out"], case


def test_analyzer_with_words_that_keep_their_form(lucene):
    for case in lucene["analyzer_no_stop_with_stem_exclusion"]:
        words = (word.exact for word in analyze(case["in"]))
        assert [word if word in case["exclude"] else light_stem(word) for word in words] == case["out"], case


def test_chain_of_filters(lucene):
    for case in lucene["filters_chain"]:
        words = [word.exact for word in analyze(case["in"])]
        made = words if case["chain"] == "normalize" else list(map(light_stem, words))
        assert made == case["out"], case


def test_the_stop_words_are_the_same(vectors):
    lines = (vectors / "lucene_stopwords_ar.txt").read_text(encoding="utf-8").splitlines()
    assert stop_words() == {line.strip() for line in lines if line.strip() and not line.startswith("#")}
