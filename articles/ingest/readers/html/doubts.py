"""Why a page may hold no article at all: an error with status 200, a consent wall, a front page."""

from articles.arabic.normalize import normalize
from articles.ingest.documents import Doubt
from articles.ingest.readers.html.headline import Headline
from articles.ingest.readers.html.page import HtmlPage
from articles.ingest.readers.html.region import Region
from articles.ingest.readers.html.teasers import is_teaser
from articles.ingest.readers.html.vocabulary import holds, vocabulary
from articles.ingest.readers.saved_page.page import overlap, topic

_NOTICE_WORDS = 150
_TEASERS, _HEADLINE_WORDS = 4, 5
#: A report of one paragraph has more.
_OWN_WORDS = 40
_COHERENT = 0.35
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
    if words < _NOTICE_WORDS and _is_wall(page, own):
        return Doubt("consent_page", {"says": [page.lines[i].text[:200] for i in own[:3]], "words": words})
    is_titled = headline.is_confirmed and len(headline.text.split()) >= _HEADLINE_WORDS
    if _is_front(page, region, words, is_titled=is_titled):
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
