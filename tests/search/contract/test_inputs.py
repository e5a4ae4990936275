"""Haystack's input types, and strings that would be syntax elsewhere."""

import pytest
from haystack.inputs import AltParser, AutoQuery, Clean, Exact, Not, Raw
from haystack.query import SQ

from tests.search.contract.connection import found

TYPED = {
    "one word": ("beta", {1, 3}),
    "several words": ("alpha gamma", {2, 3}),
    "a phrase": ('"beta alpha"', {3}),
    "a phrase and a word": ('"alpha gamma" beta', {3}),
    "a word taken out": ("alpha -gamma", {1, 6}),
    "an Arabic phrase": ('"مرفأ بيروت"', {1}),
    "words and punctuation": ("Alpha, beta!", {1, 3}),
    "a colon after a word": ("alpha: gamma", {2, 3}),
    "nothing": ("", {1, 2, 3, 4, 5, 6}),
    "a space": (" ", {1, 2, 3, 4, 5, 6}),
}


@pytest.mark.parametrize(("typed", "expected"), TYPED.values(), ids=TYPED.keys())
def test_auto_query_reads(indexed, typed, expected):
    assert found(indexed.all.auto_query(typed)) == expected


def test_auto_query_goes_with_other_conditions(indexed):
    results = indexed.all.auto_query("alpha").filter(tags="staff").exclude(author="david")
    assert found(results) == {1, 2}


def test_auto_query_may_ask_another_field(indexed):
    assert found(indexed.all.auto_query("سمير -عادل", fieldname="author")) == {1}


def test_auto_query_may_be_one_of_two_conditions(indexed):
    tree = SQ(content=AutoQuery("beta -gamma")) | SQ(author=AutoQuery("dora"))
    assert found(indexed.all.filter(tree)) == {1, 5}


INPUTS = {
    "Clean": (Clean("alpha beta"), {1, 3}),
    "Clean with an operator's name": (Clean("delta OR epsilon"), set()),
    "Clean with signs": (Clean('(alpha) [beta] "gamma" ~*?:^\\'), {3}),
    "a plain string with an operator's name": ("delta OR epsilon", set()),
    "Exact": (Exact("alpha gamma"), {2, 3}),
    "Exact in the other order": (Exact("gamma alpha"), set()),
    "Exact, cleaned": (Exact("alpha gamma:", clean=True), {2, 3}),
    "Exact with quotes inside": (Exact('"alpha" gamma'), {2, 3}),
    "Not": (Not("alpha"), {4, 5}),
    "Not of two words": (Not("alpha beta"), {2, 4, 5, 6}),
    "Raw word": (Raw("beta"), {1, 3}),
    "Raw OR": (Raw("delta OR epsilon"), {4, 5}),
    "Raw AND NOT": (Raw("alpha AND NOT gamma"), {1, 6}),
    "Raw phrase": (Raw('"beta alpha"'), {3}),
    "Raw group": (Raw("alpha AND (beta OR gamma)"), {1, 2, 3}),
    "Raw beginning": (Raw("epsi*"), {5}),
    "Raw everything": (Raw("*"), {1, 2, 3, 4, 5, 6}),
    "Raw field": (Raw("author:daniel"), {3}),
    "Raw field with a phrase": (Raw('author:"سمير حسن"'), {1}),
    "Raw fields": (Raw("author:dora OR editor:daniel"), {5, 6}),
}


@pytest.mark.parametrize(("value", "expected"), INPUTS.values(), ids=INPUTS.keys())
def test_an_input_finds(indexed, value, expected):
    assert found(indexed.all.filter(content=value)) == expected


def test_a_raw_search_goes_to_the_engine_as_it_is(indexed):
    assert found(indexed.all.raw_search("author:daniel OR author:dora")) == {3, 5}


def test_an_input_that_excludes_goes_with_a_field(indexed):
    assert found(indexed.all.filter(author=Not("سمير"), content="alpha")) == {3, 6}


def test_another_parser_is_ignored_with_a_warning(indexed):
    with pytest.warns(UserWarning, match="AltParser"):
        assert indexed.all.filter(content="alpha").filter(content=AltParser("dismax", "x")).count() in {0, 4}


def test_an_empty_string_given_to_the_engine_finds_nothing(indexed):
    answer = indexed.backend.search("")
    assert (answer["hits"], list(answer["results"])) == (0, [])


def test_a_star_given_to_the_engine_finds_everything(indexed):
    assert indexed.backend.search("*")["hits"] == 6


def test_a_space_is_no_word(indexed):
    assert indexed.all.filter(content=" ").count() == 0


STRANGE = [
    '"',
    '""',
    '"alpha',
    "(",
    ")",
    "((((",
    "()",
    "*",
    "**",
    "?",
    "*a*b*",
    "[a TO",
    "[* TO *]",
    "{",
    "alpha^",
    "^5",
    "~",
    "alpha~99",
    "-",
    "--",
    "- -",
    "+alpha",
    "&&",
    "||",
    "AND",
    "OR OR",
    "NOT",
    "alpha AND",
    "a:b:c",
    "nofield:alpha",
    ":",
    "\\",
    "alpha\\",
    "'",
    "';--",
    "<b>",
    "%s %d",
    "{0}",
    "\u0000",
    "\u200f",
    "\u0640",
    "\u064b",
    "أ",
    "؟",
    "😀",
    "\ud800",
    "alpha " * 2000,
    "ا" * 10_000,
    "(" * 500 + "alpha" + ")" * 500,
]


@pytest.mark.parametrize("shape", [str, Clean, AutoQuery, Exact, Not, Raw])
def test_no_string_makes_a_search_fail(indexed, shape):
    for typed in STRANGE:
        assert len(list(indexed.all.filter(content=shape(typed)))) <= 6, repr(typed[:50])


@pytest.mark.parametrize("lookup", ["contains", "startswith", "endswith", "fuzzy", "exact", "gt", "lte"])
def test_no_string_makes_a_lookup_fail(indexed, lookup):
    for typed in STRANGE:
        assert indexed.all.filter(**{f"author__{lookup}": typed}).count() <= 6, repr(typed[:50])


def test_no_string_makes_narrowing_fail(indexed):
    for typed in STRANGE:
        assert indexed.all.narrow(typed).count() <= 6, repr(typed[:50])
