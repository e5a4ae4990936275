"""What went wrong, in both languages."""

from django.utils import translation

from articles.ingest.documents import UnreadableInput
from articles.ingest.fetch import FetchError
from articles.ingest.problems import Problem, problem_of


def problem_from(error: Exception, place: str) -> Problem:
    """What to tell of an error."""
    return told_fetch(error) if isinstance(error, FetchError) else problem_of(error, place)


def told_fetch(error: FetchError) -> Problem:
    """The error's sentence in each language."""
    with translation.override("en"):
        english = str(error)
    with translation.override("ar"):
        return Problem(english, str(error))


def moved(url: str) -> Problem:
    return Problem(
        f"The feed has moved for good; its address is now {url}",
        f"انتقلت الخلاصة نهائيًّا، وعنوانها الآن {url}",
    )


def moved_to_known(url: str) -> Problem:
    return Problem(
        f"The feed has moved to an address that another feed has: {url}",
        f"انتقلت الخلاصة إلى عنوان خلاصة أخرى: {url}",
    )


def too_many(what_en: str, what_ar: str, found: int, taken: int) -> Problem:
    return Problem(
        f"There are {found} {what_en}; the first {taken} are collected.",
        f"عدد {what_ar} {found}، ويُجمع أول {taken} منها.",
    )


FRONT_PAGE = UnreadableInput(
    "The address of the article leads to the front page of the site.",
    "عنوان المقال يقود إلى الصفحة الأولى للموقع.",
)
OTHER_PAGE = UnreadableInput(
    "The address of the article shows the same page as another article’s address does.",
    "عنوان المقال يعرض الصفحة نفسها التي يعرضها عنوان مقال آخر.",
)
NESTED = UnreadableInput(
    "A sitemap index stands inside another; what it names is not collected.",
    "فهرس خرائط الموقع داخل فهرس آخر، ولا يُجمع ما فيه.",
)
