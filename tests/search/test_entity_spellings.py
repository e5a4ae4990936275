"""Spellings of an entity, and which source writes which."""

import pytest

from articles.models import Article, Entity, Mention, Source
from articles.search import entity_spellings
from articles.search.entity_spellings import counted, spellings_of

PUBLISHED = (Article.Status.PUBLISHED.value,)
SOURCES = {number: Source(pk=number, name=f"مصدر {number}") for number in range(1, 12)}


def table(*rows: tuple[str, int, int]) -> list[list[tuple[int, bool]]]:
    found = counted(rows, SOURCES).table
    assert found is not None
    return [[(cell.count, cell.is_house_form) for cell in row.cells] for row in found.rows]


def test_marks_seats_and_spaces_make_no_spelling_of_their_own():
    found = counted([("عبد الله", 1, 3), ("عبدالله", 1, 2), ("عَبدالله", 2, 4), ("عبيد الله", 1, 1)], SOURCES)
    assert [(spelling.name, spelling.count) for spelling in found.listed] == [
        ("عَبدالله", 9),
        ("عبيد الله", 1),
    ]


def test_a_spelling_is_shown_as_it_is_most_often_written():
    [spelling] = counted([("إدلب", 1, 2), ("ادلب", 1, 3), ("إدلب", 2, 2)], SOURCES).listed
    assert spelling.name == "إدلب"


def test_the_house_form_is_what_a_source_writes_most():
    rows = table(("سوريا", 1, 6), ("سورية", 1, 1), ("سورية", 2, 4), ("سوريا", 2, 3))
    assert rows == [[(6, True), (1, False)], [(3, False), (4, True)]]


@pytest.mark.parametrize(("one", "other"), [(3, 3), (1, 0)], ids=["as often", "only once"])
def test_no_habit_makes_no_house_form(one, other):
    rows = table(("سوريا", 1, 9), ("سورية", 1, 1), ("سوريا", 2, one), ("سورية", 2, other))
    assert rows[1] == [(one, False), (other, False)]


def test_the_table_is_bounded_and_counts_what_it_does_not_show():
    rows = [(f"اسم{'ا' * number}", source, 20 - number) for source in range(1, 12) for number in range(9)]
    found = counted(rows, SOURCES).table
    assert (len(found.columns), len(found.rows), found.more) == (6, 8, 3)
    assert {row.others for row in found.rows} == {14 + 13 + 12}


def test_one_source_or_one_spelling_needs_no_table():
    assert counted([("سوريا", 1, 6), ("سورية", 1, 1)], SOURCES).table is None
    assert counted([("سوريا", 1, 6), ("سوريا", 2, 1)], SOURCES).table is None


def test_a_name_without_letters_is_a_spelling_all_the_same():
    assert [spelling.count for spelling in counted([("؟", 1, 2), ("!", 1, 1)], SOURCES).listed] == [2, 1]


def write(article: Article, entity: Entity, *names: str) -> None:
    article.mentions.all().delete()
    for place, name in enumerate(names):
        Mention.objects.create(
            article=article, entity=entity, field="body", start=place, end=place + 1, name=name
        )


@pytest.mark.database
def test_all_members_of_a_group_count_and_drafts_do_not(archive):
    syria, helsinki = archive.entities["syria"], archive.entities["helsinki"]
    Mention.objects.all().delete()
    Entity.objects.filter(pk=helsinki.pk).update(canonical=syria)
    write(archive.articles["port"], syria, "سوريا", "سوريا")
    write(archive.articles["quake"], helsinki, "سورية")
    write(archive.articles["canal"], syria, "السورية")
    Article.objects.filter(pk=archive.articles["canal"].pk).update(status=Article.Status.DRAFT)
    found = spellings_of(syria.pk, PUBLISHED)
    assert [(spelling.name, spelling.count) for spelling in found.listed] == [("سوريا", 2), ("سورية", 1)]
    assert not found.was_cut


@pytest.mark.database
def test_beyond_a_bound_the_latest_mentions_are_counted_and_that_is_said(archive, monkeypatch):
    monkeypatch.setattr(entity_spellings, "MAX_MENTIONS", 2)
    Mention.objects.all().delete()
    write(archive.articles["port"], archive.entities["syria"], "سورية", "سوريا", "سوريا")
    found = spellings_of(archive.entities["syria"].pk, PUBLISHED)
    assert found.was_cut
    assert [(spelling.name, spelling.count) for spelling in found.listed] == [("سوريا", 2)]


@pytest.mark.database
def test_mentions_that_the_worker_has_yet_to_read_again_have_no_spelling(archive):
    Mention.objects.update(name="")
    assert spellings_of(archive.entities["syria"].pk, PUBLISHED).listed == ()
