"""What to tell of the dates and links of a feed: one problem for each reason, with an example."""

from collections.abc import Iterable, Iterator

from articles.ingest.problems import Problem
from articles.ingest.readers.feeds.dates import FeedDates
from articles.ingest.readers.feeds.drafts import Draft, absolute


def date_problems(found: FeedDates) -> Iterator[Problem]:
    if texts := found.unreadable:
        yield _problem(
            f"Dates that cannot be read: {len(texts)}, such as “{texts[0]}”. These items are undated.",
            f"تواريخ لا تُقرأ: {len(texts)}، مثل «{texts[0]}». بقيت عناصرها بلا تاريخ.",
        )
    if texts := found.ambiguous:
        yield _problem(
            f"Dates that may be two: {len(texts)}, such as “{texts[0]}”. These items are undated.",
            f"تواريخ تحتمل قراءتين: {len(texts)}، مثل «{texts[0]}». بقيت عناصرها بلا تاريخ.",
        )
    if texts := found.future:
        yield _problem(
            f"Dates in the future: {len(texts)}, such as “{texts[0]}”. These items are undated.",
            f"تواريخ في المستقبل: {len(texts)}، مثل «{texts[0]}». بقيت عناصرها بلا تاريخ.",
        )
    if texts := found.alike:
        yield _problem(
            f"All items have the moment “{texts[0]}”: when the feed was written. They are undated.",
            f"لكل العناصر اللحظة نفسها «{texts[0]}»: لحظة كتابة الخلاصة. فبقيت بلا تاريخ.",
        )


def link_problems(drafts: Iterable[Draft], base: str) -> Iterator[Problem]:
    lost = [draft.link.strip() for draft in drafts if draft.link.strip() and not absolute(draft.link, base)]
    if lost:
        yield Problem(
            f"Links that are no addresses of the web were left out: {len(lost)}, such as “{lost[0][:100]}”.",
            f"تُركت روابط ليست عناوين صفحات على الشبكة: {len(lost)}، مثل «{lost[0][:100]}».",
            field="link",
        )


def _problem(message_en: str, message_ar: str) -> Problem:
    return Problem(message_en, message_ar, field="published")
