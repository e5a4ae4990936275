"""Why a page may hold no article at all: an error with status 200, a consent wall, a front page."""

from articles.arabic.dates import find_dates
from articles.arabic.normalize import normalize
from articles.ingest.documents import Doubt
from articles.ingest.readers.html.headline import Headline
from articles.ingest.readers.html.page import HtmlPage
from articles.ingest.readers.html.region import Region
from articles.ingest.readers.html.teasers import is_teaser
from articles.ingest.readers.html.vocabulary import holds, vocabulary
from articles.ingest.readers.saved_page.page import overlap, topic

_NOTICE_WORDS, _NOTICES = 150, 2
_TEASERS, _HEADLINE_WORDS = 4, 5
#: A report of one paragraph has more.
_OWN_WORDS = 40
_COHERENT = 0.35
#: Words of a text in one piece, and of a headline that is but a date.
_RUN_WORDS, _DATED_WORDS = 60, 8
_LISTING_NAMES = frozenset({"archive", "search-results", "search", "category", "tag", "date", "home", "blog"})
#: Blocks that may say it is an error or a wall: the headline and the first paragraphs.
_FIRST = 4


def find_doubt(page: HtmlPage, region: Region, headline: Headline) -> Doubt | None:
    """The doubt that leaves nothing of the page: what looks like its text is another's."""
    words = sum(page.lines[i].word_count for i in region.body)
    own = [i for i in (region.headline, *region.body[:_FIRST]) if i is not None]
    says = [i for i in own if page.kinds[i] in ("missing", "consent")]
    is_titled = region.headline is not None and page.kinds[region.headline] in ("missing", "consent")
    if says and words < _NOTICE_WORDS and (is_titled or len(says) >= 2 or words < _NOTICE_WORDS // 3):
        return Doubt("consent_page", {"says": [page.lines[i].text[:200] for i in says[:3]], "words": words})
    if region.body and all(page.zone(i) == "consent" for i in region.body):
        return Doubt("consent_page", {"says": [page.lines[region.body[0]].text[:200]], "words": words})
    is_titled = headline.is_confirmed and len(headline.text.split()) >= _HEADLINE_WORDS
    is_notice = not is_titled and _notices(page, own) >= _NOTICES
    is_sorry = _apologises(page, own) and (words < _OWN_WORDS or _notices(page, own) > 0)
    if words < _NOTICE_WORDS and (is_notice or is_sorry or _is_wall(page, own)):
        return Doubt("consent_page", {"says": [page.lines[i].text[:200] for i in own[:3]], "words": words})
    if _is_listing(page, region, is_titled=is_titled) or _is_front(page, region, words, is_titled=is_titled):
        return Doubt("furniture", {"paragraphs": len(region.body), "words": words})
    return None


def _is_wall(page: HtmlPage, own: list[int]) -> bool:
    """A check of the browser, a fault of the server, a form to log in."""
    keys = [normalize(page.meta.title), *(page.lines[i].key for i in own)]
    if any(holds(key, "walls") for key in keys):
        return True
    has_form = any(field.get("type", "").lower() == "password" for field in page.root.iter("input"))
    return has_form and any(
        key in vocabulary("logins") for key in (*keys, *map(normalize, page.meta.title_parts))
    )


def _apologises(page: HtmlPage, own: list[int]) -> bool:
    """A sorry for what is not there; on systems that say so, a page not found."""
    starts = (page.lines[i].key.split(" ", 1)[0] for i in own[:2])
    return any(word in vocabulary("apologies") for word in starts) or "error404" in _body_names(page)


def _notices(page: HtmlPage, own: list[int]) -> int:
    """How many phrases of closed sites and missing pages it holds."""
    text = " ".join(page.lines[i].key for i in own)
    return sum(f" {phrase} " in f" {text} " for phrase in vocabulary("notices"))


def _body_names(page: HtmlPage) -> frozenset[str]:
    body = page.root.find("body")
    return frozenset(body.get("class", "").lower().split()) if body is not None else frozenset()


def _is_listing(page: HtmlPage, region: Region, *, is_titled: bool) -> bool:
    """The archive of a day, results of a search: it says so, and holds links and no text in one piece."""
    linked = [i for i, line in enumerate(page.lines) if page.is_linked(i) and line.word_count >= 4]
    if len(linked) < _TEASERS:
        return False
    teased = sum(_follows_link(page, i) for i in region.body if page.prose[i])
    is_mixed = teased >= _TEASERS and 2 * teased > len(region.body)
    if is_mixed and not is_titled and not _is_coherent(page, region):
        return True
    if not _says_listing(page, region):
        return False
    run = longest = 0
    for i in region.body:
        run = page.lines[i].word_count + (0 if _follows_link(page, i) else run)
        longest = max(longest, run)
    return longest < _RUN_WORDS


def _follows_link(page: HtmlPage, i: int) -> bool:
    """Below a headline that is a link, or its date."""
    above = i - 1
    while above > 0 and page.stamps[above] and not page.is_linked(above):
        above -= 1
    return (
        above >= 0 and page.is_linked(above) and page.lines[above].word_count >= 4 and not page.kinds[above]
    )


def _says_listing(page: HtmlPage, region: Region) -> bool:
    if not _LISTING_NAMES.isdisjoint(_body_names(page)) and "single" not in _body_names(page):
        return True
    if region.headline is None:
        return False
    line = page.lines[region.headline]
    is_dated = line.word_count <= _DATED_WORDS and any(date.day for date in find_dates(line.text))
    return is_dated or any(f"{line.key} ".startswith(f"{phrase} ") for phrase in vocabulary("listings"))


def _is_front(page: HtmlPage, region: Region, words: int, *, is_titled: bool) -> bool:
    """Teasers of other articles and nothing that they have in common."""
    if page.page.is_live:
        return False
    teasers = sum(is_teaser(page, i) for i, is_prose in enumerate(page.prose) if is_prose)
    linked = sum(page.is_linked(i) and line.word_count >= 4 for i, line in enumerate(page.lines))
    if not region.body:
        return linked >= _TEASERS and region.headline is None
    paragraphs = [i for i in region.body if page.prose[i]]
    inside = sum(is_teaser(page, i) for i in paragraphs)
    if inside >= _TEASERS and 2 * inside > len(paragraphs):
        return True
    own = sum(page.lines[i].word_count for i in paragraphs if not is_teaser(page, i))
    if is_titled or teasers < _TEASERS or own >= _OWN_WORDS:
        return False
    return teasers > len(paragraphs) and not _is_coherent(page, region)


def _is_coherent(page: HtmlPage, region: Region) -> bool:
    """Whether the headline speaks of what the text speaks of."""
    if region.headline is None:
        return False
    about: frozenset[str] = frozenset().union(*(topic(page.lines[i]) for i in region.body[:8]))
    return overlap(topic(page.lines[region.headline]), about) > _COHERENT
