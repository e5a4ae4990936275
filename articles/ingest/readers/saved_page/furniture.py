"""Which lines are furniture: known words that pages put around their articles.

The words are in `articles/ingest/data/furniture.json`.
"""

import json
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from articles.arabic.normalize import normalize
from articles.ingest.readers.saved_page.lines import Line

#: What opens a list of other articles, or something else that is not the article; more of it may follow.
LISTS = frozenset({"related", "latest"})
ASIDES = frozenset({"related", "latest", "tags", "newsletter", "nav", "consent", "missing"})
#: After these the article is over.
TERMINAL = frozenset({"comments", "footer", "bio"})
#: Buttons, counters, empty lines: stand anywhere, end nothing.
SOFT = frozenset({"share", "tools", "link", "wordless", "promotion"})

_LONGEST_PHRASE = 7
#: No label has more.
_MOST_WORDS = 25
#: A line that starts with a label may go on for so many words.
_TAIL_WORDS = 4
#: A menu on one line: parts between bars or bullets, or nothing but section names.
_MENU_PARTS = re.compile("\\s*[|\u2022\u00b7\u203a]\\s*|\\s*\\*{3}\\s*|\\s+/\\s+")
_TICKER = re.compile("\\s(?:\u2022|\\*{3})\\s")
_FEWEST_HEADLINES, _TICKER_WORDS, _HEADLINE_WORDS = 3, 12, 5
_FEWEST_PARTS, _FEWEST_ITEMS, _MOST_MENU_WORDS = 4, 4, 80
_MENU_SHARE = 0.6
#: Longer calls to follow or subscribe are paragraphs.
_MOST_PROMOTION_WORDS = 28
_POSTED = re.compile(
    r"\(@\w{2,30}\)|pic\.twitter\.com/|^View this post|^A post shared|^@[\w.]{2,40}$|^[\w.]{2,40}@$"
)
_LINK = re.compile(r"https?://|\bwww\.|\w@[\w-]+\.\w|^[\w.-]+\.(?:com|net|org|info|example)\b", re.IGNORECASE)
_CRUMBS = re.compile("\\s*[\u00bb\u203a>\u00ab\u2039<\u2190\u2192|/\\\\]\\s*|\\s-\\s|\\s*:\\s*")
_RULE = re.compile(r"^[-_=\u2500\u2501\u2550]{8,}$")
_HASHTAGS = re.compile("^(?:[#\uff03][^\\s#,\u060c|]+[\\s,\u060c|]*)+$")
#: The text that stands for a picture, as browsers write it.
_ALTERNATIVE = re.compile(r"^\[[^\[\]]{16,}\]$")
_SHAPES = (
    (_RULE, "rule", 1),
    (_HASHTAGS, "tags", 40),
    (_LINK, "link", 6),
    (_POSTED, "link", 40),
    (_ALTERNATIVE, "tools", 25),
)
_COLON = re.compile(r"\s*(?::|\uff1a|\.\.+|\u2026|\u00bb|>|\|)\s*")


@cache
def _data() -> dict[str, Any]:
    text = files("articles.ingest").joinpath("data/furniture.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def words(name: str) -> frozenset[str]:
    """A list of the data file (`agencies`, `places`...), each entry normalised."""
    return _normalized(_data()[name])


@cache
def labels(name: str) -> frozenset[str]:
    return _normalized(_data()["labels"][name])


@cache
def _promotion(name: str) -> frozenset[str]:
    return _normalized(_data()["promotion"][name])


@cache
def fixed_zones() -> dict[str, int]:
    """Hours before Greenwich of cities and countries that never change their clocks."""
    return {normalize(name): int(hours) for hours, names in _data()["fixed_zones"].items() for name in names}


@cache
def _phrases(how: str) -> dict[str, str]:
    """Phrase -> group, for one way of matching."""
    groups = _data()["groups"].items()
    # The first group that has a phrase keeps it.
    return {phrase: group for group, ways in reversed(groups) for phrase in _normalized(ways.get(how, []))}


@cache
def _held() -> re.Pattern[str]:
    longest_first = sorted(_phrases("holds"), key=len, reverse=True)
    return re.compile("(?<!\\S)(?:" + "|".join(map(re.escape, longest_first)) + ")(?!\\S)")


def _normalized(entries: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(normalize, entries)))


def kind_of(line: Line) -> str:
    """The group of furniture that a line belongs to, else an empty string."""
    if line.is_label_sized and (kind := _kind_of_label(line)):
        return kind
    if held := _held().search(line.key):
        return _phrases("holds")[held[0]]
    return "nav" if line.word_count <= _MOST_MENU_WORDS and _is_menu(line) else ""


def phrases_in(text: str, group: str) -> set[str]:
    """The phrases of a group that a short text holds, or is."""
    key = normalize(text)
    if _phrases("whole").get(key) == group:
        return {key}
    return {held[0] for held in _held().finditer(key) if _phrases("holds")[held[0]] == group}


def _kind_of_label(line: Line) -> str:
    for pattern, kind, most_words in _SHAPES:
        if line.word_count <= most_words and pattern.search(line.text) and (line.words or kind == "rule"):
            return kind
    if not line.words:
        whole = _phrases("whole").get(line.key)
        return whole or ("wordless" if line.is_wordless or not line.key else "")
    if _is_promotion(line):
        return "promotion"
    if line.word_count > _MOST_WORDS:
        return ""
    if crumbs(line):
        return "crumbs"
    return "inline" if inline_title(line) else kind_of_words(line.words, ends_sentence=line.ends_sentence)


def _is_promotion(line: Line) -> bool:
    """«Follow us on...», «download our app and...»: says what to do, and where."""
    if line.word_count > _MOST_PROMOTION_WORDS:
        return False
    held = set(line.words)
    is_short = line.word_count <= _MOST_PROMOTION_WORDS // 2
    if is_short and held & _promotion("own") and held & _promotion("verbs"):
        return True
    verbs = _promotion("verbs")
    if is_short and not line.ends_sentence:
        # «Carry» and «follow» are past tenses too: no paragraph may start with them.
        verbs |= _promotion("short_verbs")
    return bool(set(line.words[:2]) & verbs and held & _promotion("places"))


def _is_menu(line: Line) -> bool:
    parts = [part for part in _MENU_PARTS.split(line.text) if part.strip()]
    is_ticker = bool(_TICKER.search(line.text)) and line.word_count >= _TICKER_WORDS
    if len(parts) >= (_FEWEST_HEADLINES if is_ticker else _FEWEST_PARTS):
        # One long part is a headline, with its section and the outlet beside it.
        return is_ticker or max(part.count(" ") for part in parts) < _HEADLINE_WORDS
    if line.word_count < _FEWEST_ITEMS or line.ends_sentence:
        return False
    items, covered = _menu_items(line.words)
    return items >= _FEWEST_ITEMS and covered >= _MENU_SHARE * len(line.words)


def _menu_items(line_words: tuple[str, ...]) -> tuple[int, int]:
    """How many names of sections and buttons a line holds, and how many of its words they take."""
    known = words("sections") | _phrases("whole").keys()
    items = covered = i = 0
    while i < len(line_words):
        for length in range(min(_LONGEST_PHRASE, len(line_words) - i), 0, -1):
            if " ".join(line_words[i : i + length]) in known:
                items, covered, i = items + 1, covered + length, i + length
                break
        else:
            i += 1
    return items, covered


def crumbs(line: Line) -> tuple[str, ...]:
    """The parts of a breadcrumb line, «Home » News » Politics», after the first."""
    parts = [part for part in _CRUMBS.split(line.text) if part.strip()]
    if len(parts) < 2:
        return _unparted_crumbs(line)
    start = normalize(parts[0])
    for phrase in words("here"):
        start = start.removeprefix(phrase).strip()
    parts = parts[1:]
    if start == "" and parts and normalize(parts[0]) in words("home"):
        parts = parts[1:]
    return tuple(parts) if start in words("home") or not start else ()


def _unparted_crumbs(line: Line) -> tuple[str, ...]:
    """«Home Sports»: a section after the word for the front page."""
    first, _, rest = line.text.partition(" ")
    is_crumb = normalize(first) in words("home") and normalize(rest) in words("sections")
    return (rest,) if is_crumb else ()


def inline_title(line: Line) -> str:
    """The headline that follows «read also:» on the same line."""
    match = _COLON.search(line.text[:60])
    if match and normalize(line.text[: match.start()]) in _phrases("colon"):
        rest = line.text[match.end() :]
        return rest if len(rest.split()) >= 3 else ""
    tokens = line.text.split(" ")
    # Without a colon: two words of a label, and more words than a label's tail has.
    is_label = len(tokens) > 2 + _TAIL_WORDS and normalize(" ".join(tokens[:2])) in words("also")
    return " ".join(tokens[2:]) if is_label and not line.ends_sentence else ""


def kind_of_words(words: tuple[str, ...], *, ends_sentence: bool) -> str:
    """The group of a short line by its normalised words."""
    whole = _phrases("whole").get(" ".join(words))
    return (
        whole
        or _kind_by_start(words, ends_sentence=ends_sentence)
        or _kind_by_end(words, ends_sentence=ends_sentence)
        or _covered(words)
    )


def _kind_by_start(words: tuple[str, ...], *, ends_sentence: bool) -> str:
    starts = _phrases("starts")
    for length in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
        group = starts.get(" ".join(words[:length]), "")
        tail = len(words) - length
        # One word alone starts many a headline.
        is_short = tail <= (_TAIL_WORDS if length > 1 else _TAIL_WORDS // 2) or group in ("tags", "footer")
        is_sentence = ends_sentence and tail > 2 and group not in ("footer", "comments", "newsletter")
        if group and is_short and not is_sentence:
            return group
    return ""


def _kind_by_end(words: tuple[str, ...], *, ends_sentence: bool) -> str:
    """«Other reports», «stories that may interest you»: a phrase with a word or two before it."""
    ends = _phrases("ends")
    for length in range(min(3, len(words)), 0, -1):
        group = ends.get(" ".join(words[-length:]), "")
        if group and not ends_sentence and len(words) <= length + 2:
            return group
    return ""


def _covered(words: tuple[str, ...]) -> str:
    """The group of a line that is nothing but several buttons or menu words."""
    whole = _phrases("whole")
    groups = []
    i = 0
    while i < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - i), 0, -1):
            if group := whole.get(" ".join(words[i : i + length])):
                groups.append(group)
                i += length
                break
        else:
            return ""
    return groups[0] if set(groups) <= SOFT else "nav"


def label_before(text: str, names: frozenset[str]) -> str | None:
    """What follows one of the labels on a line (with or without a colon), else None."""
    match = _COLON.search(text[:40])
    if match and normalize(text[: match.start()]) in names:
        return text[match.end() :].strip()
    return None


def word_label_before(text: str, names: frozenset[str]) -> str | None:
    """The same for labels that need no colon: «by So-and-so»."""
    if (rest := label_before(text, names)) is not None:
        return rest
    parts = text.split(" ")
    for length in range(min(3, len(parts) - 1), 0, -1):
        if normalize(" ".join(parts[:length])) in names:
            return " ".join(parts[length:]).strip(" :-\u2013\u2014/|")
    return None
