"""The help page: its examples are read as it says, without a remark."""

import re

import pytest
from django.conf import settings
from django.test import Client

from articles.search.syntax import nodes, parse
from articles.web.help import FIELDS, SECTIONS

EXAMPLES = [query for section in SECTIONS for row in section.rows for query in row.queries]
EXAMPLES += [example for example, _meaning in FIELDS.values()]


@pytest.mark.parametrize("query", EXAMPLES)
def test_an_example_is_read_without_a_remark(query):
    parsed = parse(query)
    assert parsed.root is not None
    assert parsed.notes == ()


@pytest.mark.parametrize("name", FIELDS)
def test_the_example_of_a_field_is_read_as_that_field(name):
    root = parse(FIELDS[name][0]).root
    if name == "date":
        assert isinstance(root, nodes.Dated)
    else:
        assert isinstance(root, nodes.InField | nodes.Named)
        assert root.field == name


def page(language: str) -> str:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client.get("/help/search").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_example_is_a_link_in_both_languages(language):
    html = page(language)
    assert html.count('class="help__query"') == len(EXAMPLES)
    assert f'<html lang="{language}"' in html


@pytest.mark.django_db
def test_the_page_says_the_bounds():
    text = " ".join(re.sub(r"<[^>]*>", "", page("en")).split())
    assert "at most 500 characters, 50 words" in text
