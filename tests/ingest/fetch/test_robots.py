"""robots.txt by RFC 9309: which group is ours, which rule decides, and files that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.fetch.robots import LONGEST_DELAY_S, parse_rules

TWICE = """User-agent: newsarchive
Disallow: /a

User-agent: *
Disallow: /

User-agent: NewsArchive
Disallow: /c
"""
#: name: (robots.txt, path, allowed)
CASES = {
    "the longest rule decides": ("User-agent: *\nDisallow: /news\nAllow: /news/open", "/news/open/1", True),
    "whatever comes first": ("User-agent: *\nAllow: /\nDisallow: /x", "/x/1", False),
    "of equal rules Allow decides": ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
    "a star is any run": ("User-agent: *\nDisallow: /*/print", "/2018/06/print", False),
    "a star is also nothing": ("User-agent: *\nDisallow: /a*b", "/ab", False),
    "many stars are one": ("User-agent: *\nDisallow: /a***b", "/a/b", False),
    "a dollar is the end": ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", True),
    "a dollar meets the end": ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf.pdf", False),
    "a dollar without a star": ("User-agent: *\nDisallow: /a$", "/ab", True),
    "parts do not overlap": ("User-agent: *\nDisallow: /aba*aba$", "/ababa", True),
    "queries count": ("User-agent: *\nDisallow: /*?page=", "/a?page=2", False),
    "paths have capitals": ("User-agent: *\nDisallow: /Admin", "/admin", True),
    "our own group counts alone": (
        "User-agent: *\nDisallow: /\n\nUser-agent: NewsArchive\nDisallow: /x",
        "/a",
        True,
    ),
    "an empty Disallow allows all": (
        "User-agent: *\nDisallow: /\n\nUser-agent: newsarchive\nDisallow:",
        "/a",
        True,
    ),
    "all our groups count, first": (
        TWICE,
        "/a",
        False,
    ),
    "all our groups count, last": (
        TWICE,
        "/c",
        False,
    ),
    "two agents share a group": ("User-agent: other\nUser-agent: newsarchive\nDisallow: /a", "/a", False),
    "a version is no part of the name": ("User-agent: NewsArchive/1.0\nDisallow: /a", "/a", False),
    "a longer name is another's": ("User-agent: newsarchiver\nDisallow: /", "/a", True),
    "a shorter name is another's": ("User-agent: news\nDisallow: /", "/a", True),
    "a sitemap does not end the agents": (
        "User-agent: newsarchive\nSitemap: https://a.example/s.xml\nUser-agent: other\nDisallow: /a",
        "/a",
        False,
    ),
    "a delay does not end the agents": (
        "User-agent: newsarchive\nCrawl-delay: 5\nUser-agent: other\nDisallow: /a",
        "/a",
        False,
    ),
    "rules before any agent are nobody's": ("Disallow: /\nUser-agent: *\nDisallow: /x", "/a", True),
    "blank lines end nothing": ("User-agent: *\n\n\nDisallow: /a", "/a", False),
    "comments are passed over": ("User-agent: * # all\nDisallow: /a # no", "/a", False),
    "spaces and capitals of keys do not count": ("  USER-AGENT :*\n DISALLOW :/a", "/a", False),
    "an Arabic path as written": ("User-agent: *\nDisallow: /خاص", "/%D8%AE%D8%A7%D8%B5/1", False),
    "escapes in small letters": ("User-agent: *\nDisallow: /%d8%ae", "/%D8%AE", False),
    "escapes that were not needed": ("User-agent: *\nDisallow: /%61b", "/ab", False),
    "an escaped slash is another": ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True),
    "an escaped star is a star": ("User-agent: *\nDisallow: /a%2Ab", "/axxb", True),
    "an escaped star meets a star": ("User-agent: *\nDisallow: /a%2Ab", "/a*b", False),
    "a byte order mark": ("\ufeffUser-agent: *\nDisallow: /", "/a", False),
    "old line ends": ("User-agent: *\rDisallow: /", "/a", False),
    "lines without a colon": ("User-agent *\nDisallow /a", "/a", True),
    "a rule without a slash": ("User-agent: *\nDisallow: a", "/a", True),
    "a page instead": ("<!DOCTYPE html><p style='color:red'>Not found", "/a", True),
    "nothing": ("", "/a", True),
    "robots.txt is always open": ("User-agent: *\nDisallow: /", "/robots.txt", True),
}


@pytest.mark.parametrize(("text", "path", "allowed"), CASES.values(), ids=CASES)
def test_a_path_is_allowed_as_the_standard_says(text, path, allowed):
    assert parse_rules(text, "NewsArchive").allows(path) is allowed


@pytest.mark.parametrize(
    ("text", "delay_s"),
    [
        ("User-agent: *\nCrawl-delay: 10", 10),
        ("User-agent: *\nCrawl-delay: 1.5\nDisallow: /x", 1.5),
        ("User-agent: other\nCrawl-delay: 10", 0),
        ("User-agent: *\nCrawl-delay: 9\n\nUser-agent: newsarchive\nDisallow: /x", 0),
        ("User-agent: *\nCrawl-delay: 86400", LONGEST_DELAY_S),
        ("User-agent: *\nCrawl-delay: inf", LONGEST_DELAY_S),
        ("User-agent: *\nCrawl-delay: nan", 0),
        ("User-agent: *\nCrawl-delay: -1", 0),
        ("User-agent: *\nCrawl-delay: soon", 0),
    ],
)
def test_a_delay_is_taken_within_bounds(text, delay_s):
    assert parse_rules(text, "NewsArchive").delay_s == delay_s


def test_sitemaps_are_told_wherever_they_stand_and_not_without_end():
    text = (
        "Sitemap: https://a.example/1.xml\nUser-agent: other\nDisallow: /\nsitemap:https://a.example/2.xml\n"
    )
    assert parse_rules(text, "NewsArchive").sitemaps == ("https://a.example/1.xml", "https://a.example/2.xml")
    assert len(parse_rules("Sitemap: https://a.example/\n" * 1000, "NewsArchive").sitemaps) == 100


def test_a_pattern_of_stars_costs_no_exponential_time():
    rules = parse_rules("User-agent: *\nDisallow: /" + "*a" * 2000 + "b$", "NewsArchive")
    assert rules.allows("/" + "a" * 3900)


@given(st.text(max_size=200), st.text(max_size=40))
def test_no_text_breaks_the_reader(text, path):
    parse_rules("User-agent: *\nDisallow: " + text, "NewsArchive").allows("/" + path)
    parse_rules(text, "NewsArchive").allows("/" + path)
