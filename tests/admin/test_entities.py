"""Entities in the admin."""

import pytest
from django.urls import reverse

from articles.models import Article, Change, Entity, EntityAlias
from articles.worker import drain

LIST = reverse("admin:articles_entity_changelist")


@pytest.fixture(autouse=True)
def signed_in(client, curator):
    client.force_login(curator)


def found(client, **parameters: str) -> set[str]:
    return {entity.name for entity in client.get(LIST, parameters).context["cl"].result_list}


@pytest.mark.parametrize("query", ["سورية", "سُوريا", "سورـيا", "Syria", "syri", "سور"])
def test_any_spelling_finds_an_entity(query, client, archive):
    assert found(client, q=query) == {"سوريا"}


def test_a_search_without_letters_finds_nothing_and_an_empty_one_everything(client, archive):
    assert found(client, q="؟؟") == set()
    assert len(found(client, q="  ")) == 6


def test_entities_are_filtered_by_kind_and_identity(client, archive):
    merged = Entity.objects.create(kind="place", name="القطر السوري")
    merged.canonical = archive.entities["syria"]
    merged.save()
    assert found(client, merged="yes") == {"القطر السوري"}
    assert len(found(client, merged="no")) == 6
    assert found(client, kind__exact="organisation") == {"وزارة الدفاع الروسية"}


def test_the_list_counts_mentions_in_as_many_queries_for_any_number(
    client, archive, django_assert_num_queries
):
    with django_assert_num_queries(7):
        response = client.get(LIST)
    counts = {entity.name: entity.mentioned for entity in response.context["cl"].result_list}
    assert counts["بيروت"] == 4


def posted(entity: Entity | None, *names: str, **changes: str) -> dict[str, str]:
    stored = list(entity.aliases.order_by("pk")) if entity else []
    data = {
        "name": entity.name if entity else "كيان",
        "latin": "",
        "kind": "person",
        "aliases-INITIAL_FORMS": str(len(stored)),
        "aliases-TOTAL_FORMS": str(len(names)),
    }
    for number, name in enumerate(names):
        data[f"aliases-{number}-name"] = name
    for number, alias in enumerate(stored):
        data[f"aliases-{number}-id"] = str(alias.pk)
    return {**data, **changes}


def spellings(entity: Entity) -> set[str]:
    return set(entity.aliases.values_list("name", flat=True))


def test_the_name_of_an_entity_is_always_one_of_its_spellings(client, db):
    response = client.post(reverse("admin:articles_entity_add"), posted(None, "كيان آخر"))
    assert response.status_code == 302
    entity = Entity.objects.get(name="كيان")
    assert entity.is_root
    assert spellings(entity) == {"كيان", "كيان آخر"}


@pytest.mark.parametrize("name", ["", "  ", "!!!", "ﷲ" * 199, "ـ"])
def test_a_name_without_letters_or_with_too_many_is_an_error_of_the_form(name, client, db):
    response = client.post(reverse("admin:articles_entity_add"), posted(None, name=name))
    assert set(response.context["adminform"].form.errors) == {"name"}


@pytest.mark.database
@pytest.mark.parametrize(
    "names",
    [
        ("غيراسيموف", "فاليري غيراسيموف"),
        ("غيراسيموف", "غيراسيموف"),
        ("فاليري غيراسيموف", "جديد", "فاليري غيراسيموف"),
        ("فاليري غيراسيموف", "غيراسيموف", "غيراسيموف"),
        ("فاليري غيراسيموف", "!!!"),
        ("x", "غيراسيموف", "ﷲ" * 90),
    ],
    ids=["swapped", "made equal", "new takes a changed one", "again", "no letters", "key too long"],
)
def test_spellings_that_collide_are_errors_of_the_form(names, client, archive):
    entity = archive.entities["gerasimov"]
    before = spellings(entity)
    response = client.post(reverse("admin:articles_entity_change", args=[entity.pk]), posted(entity, *names))
    assert response.status_code == 200
    assert spellings(entity) == before


@pytest.mark.database
def test_a_new_spelling_may_take_the_place_of_a_deleted_one(client, archive):
    entity = archive.entities["gerasimov"]
    data = posted(entity, "فاليري غيراسيموف", "غيراسيموف", "غِيراسيموف", **{"aliases-1-DELETE": "on"})
    assert client.post(reverse("admin:articles_entity_change", args=[entity.pk]), data).status_code == 302
    assert spellings(entity) == {"فاليري غيراسيموف", "غِيراسيموف"}


def test_the_entity_it_was_merged_into_is_shown_and_not_posted(client, archive):
    syria, beirut = archive.entities["syria"], archive.entities["beirut"]
    client.post(
        reverse("admin:articles_entity_change", args=[beirut.pk]),
        posted(beirut, *spellings(beirut), canonical=str(syria.pk)),
    )
    beirut.refresh_from_db()
    assert beirut.is_root


def test_an_entity_with_mentions_is_not_deleted(client, archive, admin_user):
    client.force_login(admin_user)
    where = reverse("admin:articles_entity_delete", args=[archive.entities["syria"].pk])
    assert client.get(where).status_code == 200
    assert client.post(where, {"post": "yes"}).status_code == 200
    assert Entity.objects.filter(name="سوريا").exists()


def test_an_entity_without_mentions_is_deleted_by_an_admin(client, admin_user):
    client.force_login(admin_user)
    entity = Entity.objects.create(kind="place", name="خطأ")
    EntityAlias.objects.create(entity=entity, name="خطأ")
    client.post(reverse("admin:articles_entity_delete", args=[entity.pk]), {"post": "yes"})
    assert not Entity.objects.filter(pk=entity.pk).exists()


# ---------------------------------------------------------------------- spellings reach stored articles


def save_spellings(client, entity: Entity, *names: str, **changes: str):
    where = reverse("admin:articles_entity_change", args=[entity.pk])
    response = client.post(where, posted(entity, *names, **changes), follow=True)
    assert response.redirect_chain
    return response


def mentioned_in(entity: Entity) -> set[str]:
    drain()
    return set(Article.objects.filter(mentions__entity=entity).values_list("title", flat=True))


@pytest.mark.database
def test_a_new_spelling_is_found_in_stored_articles_of_every_status(client, archive):
    Article.objects.filter(pk=archive.articles["canal"].pk).update(status="rejected")
    drain()
    beirut = archive.entities["beirut"]
    before = mentioned_in(beirut)
    response = save_spellings(client, beirut, "بيروت", "قناة السويس")
    assert [message.level_tag for message in response.context["messages"]] == ["info", "success"]
    assert mentioned_in(beirut) - before == {archive.articles["canal"].title}


@pytest.mark.parametrize("written", ["بأنقرة", "ولأنقرة", "وأنقرة", "أنقرة"])
def test_a_new_spelling_is_found_behind_a_proclitic(written, client, archive):
    article = archive.articles["canal"]
    article.body = f"في الخبر كلمة {written} مرة"
    article.save()
    drain()
    capital = Entity.objects.create(kind="place", name="أنقرة")
    save_spellings(client, capital, "أنقرة")
    assert mentioned_in(capital) == {article.title}


def test_a_new_spelling_with_the_article_is_found_after_its_alif_is_lost(client, archive):
    article = archive.articles["canal"]
    article.body = "وقال وللأمم المتحدة دور"
    article.save()
    drain()
    united = Entity.objects.create(kind="organisation", name="الأمم المتحدة")
    save_spellings(client, united, "الأمم المتحدة")
    assert mentioned_in(united) == {article.title}


def test_another_name_is_found_in_stored_articles(client, archive):
    canal = Entity.objects.create(kind="place", name="الممر")
    save_spellings(client, canal, "الممر", name="قناة السويس")
    assert mentioned_in(canal) == {archive.articles["canal"].title}


@pytest.mark.database
def test_a_deleted_spelling_keeps_no_mentions(client, archive):
    syria = archive.entities["syria"]
    assert archive.articles["meeting-daily"].title in mentioned_in(syria)
    save_spellings(client, syria, "سوريا", "سورية", **{"aliases-1-DELETE": "on"})
    titles = mentioned_in(syria)
    assert archive.articles["meeting-daily"].title not in titles
    assert archive.articles["quake"].title in titles


def test_saving_the_same_spellings_leaves_no_work(client, archive):
    save_spellings(client, archive.entities["syria"], "سوريا", "سورية", latin="Syrie")
    assert not Change.objects.exists()


def test_more_articles_than_a_request_can_find_are_left_to_the_command(client, archive, monkeypatch):
    monkeypatch.setattr("articles.admin.spellings.MAX_FOUND", 1)
    quake = Entity.objects.create(kind="place", name="زلزال")
    response = save_spellings(client, quake, "زلزال")
    assert Change.objects.count() == 1
    assert "recognise_entities" in " ".join(map(str, response.context["messages"]))


def test_without_an_index_the_command_is_named(client, archive, tmp_path):
    (tmp_path / "index" / "current").unlink()
    response = save_spellings(client, archive.entities["syria"], "سوريا", "سورية", "الشام")
    assert "recognise_entities" in " ".join(map(str, response.context["messages"]))
