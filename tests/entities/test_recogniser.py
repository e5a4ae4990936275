"""The recogniser that the setting names, and what is done with its answers."""

import logging

import pytest
from django.core.exceptions import ImproperlyConfigured

from articles.entities.recogniser import checked, recogniser
from articles.entities.recognition.spans import Span

TEXT = "وصل سامي\nحداد إلى زرنوق"


def first_word(text):
    yield Span(0, 3, "person", text[:3])


def test_the_setting_names_a_callable(settings):
    settings.ENTITY_RECOGNISER = f"{__name__}.first_word"
    assert recogniser()(TEXT) == [Span(0, 3, "person", "وصل")]


def test_without_the_setting_nothing_is_recognised(settings):
    settings.ENTITY_RECOGNISER = ""
    assert recogniser()("وصل الوفد إلى دمشق.") == []


def test_the_crf_can_be_named(settings):
    settings.ENTITY_RECOGNISER = "articles.entities.recognise.recognise"
    assert [span.text for span in recogniser()("وصل الوفد إلى دمشق.")] == ["دمشق"]


@pytest.mark.parametrize(
    "path", ["articles.nowhere.recognise", "articles.entities.recognition.spans.KINDS", "nothing"]
)
def test_a_path_that_leads_nowhere_is_named(settings, path):
    settings.ENTITY_RECOGNISER = path
    with pytest.raises(ImproperlyConfigured, match=path):
        recogniser()


@pytest.mark.parametrize(
    "answer",
    [
        Span(-1, 3, "person", ""),
        Span(3, 3, "person", ""),
        Span(0, 1000, "person", TEXT),
        Span(0, 3, "animal", "وصل"),
        Span(4, 14, "person", "سامي\nحداد"),
        Span("0", 3, "person", "وصل"),
        None,
        "وصل",
    ],
    ids=["before", "empty", "behind", "kind", "line end", "no number", "nothing", "text"],
)
def test_what_is_no_span_of_the_text_is_dropped_and_logged(answer, caplog):
    with caplog.at_level(logging.WARNING):
        assert checked(TEXT, [answer, Span(4, 8, "person", "سامي")], "path") == [Span(4, 8, "person", "سامي")]
    assert "path" in caplog.text


def test_answers_are_sorted_and_of_overlapping_ones_one_stays(caplog):
    answers = [Span(4, 8, "person", ""), Span(0, 3, "place", ""), Span(5, 8, "person", "")]
    with caplog.at_level(logging.WARNING):
        assert checked(TEXT, answers, "path") == [Span(0, 3, "place", "وصل"), Span(4, 8, "person", "سامي")]
    assert "overlap" in caplog.text
