"""Which line is the headline."""

from collections.abc import Sequence

from articles.ingest.readers.saved_page.furniture import SOFT, TERMINAL, words
from articles.ingest.readers.saved_page.lines import Line
from articles.ingest.readers.saved_page.page import Page, overlap, topic

#: So far above the text a headline may stand.
_WINDOW = 80
_FEWEST_WORDS, _MOST_WORDS = 2, 32
_BODY_LINES = 8
#: Below this a page has no headline.
_THRESHOLD = 2.5
_COST_BETWEEN = 0.4
_COST_LISTED = 2.0
_COST_SOURCE = 0.8
#: Shorter lines may be words of a menu.
_CLEAR_WORDS = 3
_REPETITION_DISTANCE = 8


def find_headline(page: Page, body_start: int, listed: Sequence[bool]) -> int | None:
    """The headline of the text that starts at `body_start`; None if no line is good enough."""
    about = _topic_of_text(page, body_start)
    best = _best(page, body_start, listed, about)
    if best is None or len(page.lines[best].words) < _CLEAR_WORDS:
        # Perhaps a list above the headline was taken to go on until the text.
        best = _best(page, body_start, [False] * len(listed), about)
    if best is None:
        return None
    return _first_of_its_kind(page, _above_standfirst(page, best, listed, about), body_start)


def _best(page: Page, body_start: int, listed: Sequence[bool], about: frozenset[str]) -> int | None:
    best, best_score = None, _THRESHOLD
    between = 0
    # Upwards: what stands between a candidate and the text counts against it.
    for i in range(body_start - 1, max(-1, body_start - 1 - _WINDOW), -1):
        if not is_candidate(page, i):
            continue
        score = (
            _score(page, i, body_start, about, listed)
            - (_COST_LISTED if listed[i] and (between or not _is_dated_below(page, i)) else 0)
            - _COST_BETWEEN * min(between, 8)
        )
        between += not listed[i] and len(page.lines[i].words) >= 4
        if score > best_score:
            best, best_score = i, score
    return best


def _is_dated_below(page: Page, i: int) -> bool:
    """Directly above a label of publication: what was taken for a list above ended before this line."""
    after = page.stamps[i + 1] if i + 1 < len(page.lines) else None
    return after is not None and after.is_full and after.label == "published"


def _above_standfirst(page: Page, best: int, listed: Sequence[bool], about: frozenset[str]) -> int:
    """A standfirst may say more of the text than the headline directly above it."""
    above = best - 1
    while above >= 0 and page.kinds[above] in SOFT:
        above -= 1
    if above < 0 or listed[above] or not is_candidate(page, above) or page.lines[above].ends_sentence:
        return best
    own = topic(page.lines[above])
    is_headline = len(page.lines[above].words) >= 4 and (
        len(own & about) >= 2 or page.key_counts[page.lines[above].key] > 1
    )
    return above if is_headline and page.key_counts[page.lines[best].key] == 1 else best


def _first_of_its_kind(page: Page, best: int, body_start: int) -> int:
    """The first of the lines that repeat the headline, with no menu between it and the text."""
    key = page.lines[best].key
    alike = [i for i in range(body_start) if i == best or _repeats(page, i, key)]
    first = alike[-1]
    for i in reversed(alike[:-1]):
        if first - i > _REPETITION_DISTANCE or _has_menu(page, i + 1, first):
            break
        first = i
    exact = [i for i in alike if i >= first and page.lines[i].key == key]
    return exact[0] if exact else best


def _repeats(page: Page, i: int, key: str) -> bool:
    line = page.lines[i]
    if line.key == key:
        return not line.is_bullet
    inside = len(key) > 15 and (line.key.startswith(key) or line.key.endswith(key))
    return inside and page.kinds[i] == "" and len(line.key) < len(key) + 40


def _has_menu(page: Page, start: int, end: int) -> bool:
    short = sum(
        page.lines[j].word_count <= 3 and not page.stamps[j] and page.kinds[j] in ("", "nav")
        for j in range(start, end)
    )
    return short >= 3


def is_candidate(page: Page, i: int) -> bool:
    line = page.lines[i]
    if not line.is_label_sized or page.kinds[i] or page.stamps[i]:
        return False
    if page.prose[i] and page.key_counts[line.key] == 1:
        return False
    return len(line.words) >= _FEWEST_WORDS and line.word_count <= _MOST_WORDS and not line.is_latin


def _topic_of_text(page: Page, start: int) -> frozenset[str]:
    about: frozenset[str] = frozenset()
    taken = 0
    for i in range(start, min(len(page.lines), start + 4 * _BODY_LINES)):
        if page.kinds[i] in TERMINAL or taken == _BODY_LINES:
            break
        if page.prose[i]:
            about |= topic(page.lines[i])
            taken += 1
    return about


def _score(page: Page, i: int, body_start: int, about: frozenset[str], listed: Sequence[bool]) -> float:
    line = page.lines[i]
    count = len(line.words)
    score = 2.0 if count >= 5 else 1.0 if count >= 3 else 0.3
    own = topic(line)
    score += 4 * overlap(own, about) + min(1.0, 0.25 * len(own & about))
    repetition = _repetition(page, i)
    score += repetition
    if repetition <= 0 and about and not own & about:
        score -= 2
    score -= 0.03 * (body_start - i)
    score -= _COST_SOURCE * (line.names_source and not _names_medium(line)) + 1.0 * line.is_bullet
    before = i - 1
    if _follows_dated_headline(page, i, listed):
        score -= 1.5  # a standfirst or a caption
    elif before < 0 or page.kinds[before] or len(page.lines[before].words) <= 3:
        score += 2 if before >= 0 and page.kinds[before] == "crumbs" else 1
    after = i + 1
    if after < body_start and page.stamps[after]:
        score += 1
    elif (
        not listed[i]
        and after < body_start
        and is_candidate(page, after)
        and page.lines[after].word_count >= 6
    ):
        score += 1  # a standfirst
    if any(page.stamps[j] and page.stamps[j].is_full for j in range(i + 1, min(body_start, i + 6))):  # type: ignore[union-attr]
        score += 1
    return score


def _names_medium(line: Line) -> bool:
    """«... (video)»."""
    return bool(set(line.words[-2:]) & words("media"))


def _follows_dated_headline(page: Page, i: int, listed: Sequence[bool]) -> bool:
    """There is a date not far above, and something like a headline directly above that."""
    for j in range(i - 1, max(-1, i - 5), -1):
        if page.stamps[j]:
            above = [k for k in range(max(0, j - 3), j) if not listed[k]]
            return any(is_candidate(page, k) and len(page.lines[k].words) >= 4 for k in above)
    return False


def _repetition(page: Page, i: int) -> float:
    """Headlines stand on a page again, in full; so do menu words, which are short."""
    line = page.lines[i]
    others = page.key_counts[line.key] - 1
    if len(line.words) < 4:
        return -1.5 if others else 0.0
    wrapped = any(
        len(other.key) > len(line.key) and (other.key.endswith(line.key) or other.key.startswith(line.key))
        for other in page.lines[max(0, i - 15) : i + 200]
        if other.word_count <= 2 * line.word_count + 6
    )
    return min(4.0, 3.0 * bool(others) + 0.5 * others + 1.5 * wrapped)
