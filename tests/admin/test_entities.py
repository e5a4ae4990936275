"""Entities in the admin."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from articles.admin.entity_words import distinguished
from articles.entities.curation.decisions import change_kind, keep_apart, merge, reject, split, undo
from articles.models import Article, Change, Entity, EntityAlias, EntityDecision, EntityPair, Mention
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
    merge(archive.entities["syria"], [archive.entities["helsinki"]])
    with django_assert_num_queries(8):
        response = client.get(LIST)
    counts = {entity.name: entity.mentioned for entity in response.context["cl"].result_list}
    assert counts["بيروت"] == 4
    assert counts["سوريا"] == counts["هلسنكي"] + Mention.objects.filter(entity__name="سوريا").count()


def test_the_list_can_be_ordered_by_mentions(client, archive):
    rows = list(client.get(LIST, {"o": "-4"}).context["cl"].result_list)
    assert [row.mentioned for row in rows] == sorted((row.mentioned for row in rows), reverse=True)


def test_entities_are_filtered_by_what_curators_decided(client, archive, curator):
    reject(archive.entities["beirut"].pk, user=curator)
    change_kind(archive.entities["syria"].pk, "organisation", user=curator)
    assert found(client, is_rejected__exact="1") == {"بيروت"}
    assert found(client, is_settled__exact="1") == {"بيروت", "سوريا"}


@pytest.mark.parametrize("query", ["Guerassimov", "Gerasimoff", "valeriy gerasimov"])
def test_a_latin_name_finds_by_its_sound(query, client, archive):
    assert found(client, q=query) == {"فاليري غيراسيموف"}


def test_of_what_sounds_alike_the_likeliest_comes_first(client, archive):
    for name in ("حمادي", "أحمد", "محمد"):
        entity = Entity.objects.create(kind="person", name=name)
        EntityAlias.objects.create(entity=entity, name=name)
    rows = list(client.get(LIST, {"q": "Mohamed"}).context["cl"].result_list)
    assert rows[0].name == "محمد"


def posted(entity: Entity | None, *names: str, **changes: str) -> dict[str, str]:
    stored = list(entity.aliases.order_by("pk")) if entity else []
    data = {
        "name": entity.name if entity else "كيان",
        "latin": entity.latin if entity else "",
        "kind": entity.kind if entity else "person",
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


def test_an_entity_that_was_decided_about_is_deleted_with_its_decisions(client, admin_user, curator):
    client.force_login(admin_user)
    entity, other = (Entity.objects.create(kind="place", name=name) for name in ("خطأ", "صواب"))
    keep_apart(entity.pk, other.pk, user=curator)
    client.post(reverse("admin:articles_entity_delete", args=[entity.pk]), {"post": "yes"})
    assert not Entity.objects.filter(pk=entity.pk).exists()
    assert not EntityPair.objects.exists()


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


# ---------------------------------------------------------------------- the form's changes are decisions


def change_page(entity: Entity) -> str:
    return reverse("admin:articles_entity_change", args=[entity.pk])


def verbs() -> list[str]:
    return list(EntityDecision.objects.order_by("pk").values_list("verb", flat=True))


def test_what_is_changed_on_the_form_is_logged_and_can_be_undone(client, archive, curator):
    syria = archive.entities["syria"]
    names = [("سوريا", "سورية", "الشام"), {"name": "الجمهورية السورية", "kind": "organisation"}]
    save_spellings(client, syria, *names[0], **names[1])
    assert verbs() == ["rename", "kind", "add_alias"]
    assert set(EntityDecision.objects.values_list("made_by", flat=True)) == {curator.pk}
    for decision in EntityDecision.objects.order_by("-pk"):
        undo(decision, curator)
    syria.refresh_from_db()
    assert (syria.name, syria.kind, syria.is_settled) == ("سوريا", "place", False)
    assert spellings(syria) == {"سوريا", "سورية"}


def test_a_spelling_that_changes_in_marks_only_is_no_decision(client, archive):
    save_spellings(client, archive.entities["syria"], "سوريا", "سُوريّة")
    assert verbs() == []
    assert "سُوريّة" in spellings(archive.entities["syria"])


def test_a_name_that_changes_in_spaces_only_is_no_decision(client, archive):
    save_spellings(
        client, archive.entities["gerasimov"], "فاليري غيراسيموف", "غيراسيموف", name="فاليري  غيراسيموف"
    )
    assert verbs() == []


def test_a_changed_spelling_is_one_removed_and_one_added(client, archive):
    save_spellings(client, archive.entities["syria"], "سوريا", "سورية العربية")
    assert verbs() == ["remove_alias", "add_alias"]


def test_the_spelling_that_is_the_name_stays_and_the_curator_is_told(client, archive):
    syria = archive.entities["syria"]
    response = save_spellings(client, syria, "سوريا", "سورية", **{"aliases-0-DELETE": "on"})
    assert spellings(syria) == {"سوريا", "سورية"}
    assert "warning" in [message.level_tag for message in response.context["messages"]]


def test_an_entity_added_by_hand_is_decided_by_a_curator(client, db):
    client.post(reverse("admin:articles_entity_add"), posted(None, "كيان آخر"))
    assert Entity.objects.get(name="كيان").is_settled


# ---------------------------------------------------------------------- actions of the list


def act(client, action: str, *entities: Entity):
    data = {"action": action, "_selected_action": [entity.pk for entity in entities]}
    return client.post(LIST, data, follow=True)


def test_chosen_entities_are_merged_after_a_page_that_asks_which_stays(client, archive):
    syria, beirut, helsinki = (archive.entities[name] for name in ("syria", "beirut", "helsinki"))
    asked = act(client, "merge_chosen", syria, beirut, helsinki)
    counts = [member.mentions for member in asked.context["chosen"]]
    assert counts == sorted(counts, reverse=True)
    assert not EntityDecision.objects.exists()
    done = client.post(
        reverse("admin:articles_entity_merge"),
        {"keys": asked.context["keys"], "stays": syria.pk},
        follow=True,
    )
    assert done.redirect_chain == [(change_page(syria), 302)]
    assert set(Entity.objects.filter(canonical=syria)) == {syria, beirut, helsinki}
    assert "هلسنكي" in done.content.decode()


def test_the_page_before_a_merge_warns_of_kinds_and_of_what_is_kept_apart(client, archive, curator):
    beirut, dunford = archive.entities["beirut"], archive.entities["dunford"]
    keep_apart(beirut.pk, dunford.pk, user=curator)
    asked = act(client, "merge_chosen", beirut, dunford)
    assert asked.context["kinds_differ"]
    [names] = asked.context["apart"]
    assert set(names) == {beirut.name, dunford.name}


@pytest.mark.parametrize("keys", ["", "1", "x,y", "99999999999999999999", "1,1", "999998,999999"])
def test_a_merge_of_fewer_than_two_is_no_merge(keys, client, archive):
    where = reverse("admin:articles_entity_merge")
    for response in (client.get(where, {"keys": keys}), client.post(where, {"keys": keys})):
        assert response.url == LIST
    assert not EntityDecision.objects.exists()


def test_members_of_one_group_are_one_row_before_a_merge(client, archive):
    syria, beirut = archive.entities["syria"], archive.entities["beirut"]
    merge(syria, [beirut])
    response = client.get(reverse("admin:articles_entity_merge"), {"keys": f"{syria.pk},{beirut.pk}"})
    assert response.url == LIST


def test_chosen_entities_change_their_kind_and_are_none_and_are_some_again(client, archive):
    syria, beirut = archive.entities["syria"], archive.entities["beirut"]
    act(client, "make_organisation", syria, beirut, archive.entities["defence"])
    assert verbs() == ["kind", "kind"]
    act(client, "reject_chosen", syria, beirut)
    assert Entity.objects.filter(is_rejected=True).count() == 2
    act(client, "accept_chosen", syria, beirut)
    assert Entity.objects.filter(is_rejected=True).count() == 0
    assert EntityDecision.objects.filter(verb="reject", undone_at=None).count() == 0


def test_two_chosen_entities_are_kept_apart_and_not_one_or_three(client, archive):
    syria, beirut, helsinki = (archive.entities[name] for name in ("syria", "beirut", "helsinki"))
    for chosen in ([syria], [syria, beirut, helsinki]):
        act(client, "keep_chosen_apart", *chosen)
        assert not EntityPair.objects.exists()
    act(client, "keep_chosen_apart", syria, beirut)
    assert EntityPair.objects.get().state == "apart"


# ---------------------------------------------------------------------- the page of one


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_shows_spellings_members_questions_and_decisions(language, client, archive, curator):
    client.cookies["django_language"] = language
    syria, beirut, helsinki = (archive.entities[name] for name in ("syria", "beirut", "helsinki"))
    merge(syria, [beirut], user=curator)
    EntityPair.objects.create(one=syria, other=helsinki, score=0.9, reason="same skeleton")
    response = client.get(change_page(syria))
    rows = {row.alias.name: row.mentions for row in response.context["spellings"].rows}
    assert rows["بيروت"] == 4
    assert [member.entity for member in response.context["members"]] == [beirut]
    assert [row.other for row in response.context["pairs"]] == [helsinki]
    page = response.content.decode()
    assert reverse("entity", args=[syria.pk]) in page
    decision = EntityDecision.objects.get()
    assert reverse("admin:articles_entitydecision_undo", args=[decision.pk]) in page


def test_the_page_takes_as_many_queries_for_any_number(
    client, archive, curator, django_assert_max_num_queries
):
    syria = archive.entities["syria"]
    for number in range(30):
        other = Entity.objects.create(kind="place", name=f"مكان {number}")
        EntityAlias.objects.create(entity=other, name=other.name)
        merge(syria, [other], user=curator)
        one = Entity.objects.create(kind="place", name=f"موضع {number}")
        EntityPair.objects.create(one=syria, other=one)
    with django_assert_max_num_queries(30):
        client.get(change_page(syria))


def test_a_merged_entity_says_into_which(client, archive):
    syria, beirut = archive.entities["syria"], archive.entities["beirut"]
    merge(syria, [beirut])
    page = client.get(change_page(beirut)).content.decode()
    assert change_page(syria) in page


# ---------------------------------------------------------------------- splitting


def split_page(entity: Entity) -> str:
    return reverse("admin:articles_entity_split", args=[entity.pk])


def test_ticked_spellings_become_an_entity_and_their_articles_are_indexed_again(client, archive):
    syria = archive.entities["syria"]
    Mention.objects.filter(entity=syria, article=archive.articles["meeting-daily"]).update(name="سورية")
    alias = syria.aliases.get(name="سورية")
    assert alias in [row.alias for row in client.get(split_page(syria)).context["spellings"].rows]
    response = client.post(
        split_page(syria), {"alias": [alias.pk], "name": "سورية", "kind": "organisation"}, follow=True
    )
    new = Entity.objects.get(name="سورية")
    assert response.redirect_chain == [(change_page(new), 302)]
    assert (new.kind, spellings(new)) == ("organisation", {"سورية"})
    assert set(Change.objects.values_list("article_id", flat=True)) == {archive.articles["meeting-daily"].pk}


def test_ticked_members_become_an_entity(client, archive, curator):
    syria, beirut = archive.entities["syria"], archive.entities["beirut"]
    merge(syria, [beirut], user=curator)
    client.post(split_page(syria), {"member": [beirut.pk], "name": "بيروت", "kind": "place"})
    beirut.refresh_from_db()
    assert beirut.is_root
    assert EntityPair.objects.get().state == "apart"


def test_without_a_name_the_new_entity_is_called_as_the_first_that_is_ticked(client, archive):
    syria = archive.entities["syria"]
    alias = syria.aliases.get(name="سورية")
    client.post(split_page(syria), {"alias": [alias.pk], "name": "", "kind": "place"})
    assert Entity.objects.filter(name="سورية").exists()


def test_a_new_name_is_searched_for_in_stored_articles(client, archive):
    syria = archive.entities["syria"]
    alias = syria.aliases.get(name="سورية")
    client.post(split_page(syria), {"alias": [alias.pk], "name": "قناة السويس", "kind": "place"})
    assert mentioned_in(Entity.objects.get(name="قناة السويس")) >= {archive.articles["canal"].title}


@pytest.mark.parametrize(
    "data",
    [
        {"name": "سورية", "kind": "place"},
        {"name": "!!!", "kind": "place", "alias": ["1"]},
        {"name": "سورية", "kind": "ship", "alias": ["1"]},
        {"name": "سورية", "kind": "place", "alias": ["999999"]},
        {"name": "سورية", "kind": "place", "alias": ["9" * 30, "x"], "member": ["-1"]},
        {},
    ],
    ids=["nothing ticked", "no name", "no kind", "another's", "no numbers", "empty"],
)
def test_what_cannot_be_split_is_an_error_of_the_form(data, client, archive):
    response = client.post(split_page(archive.entities["syria"]), data)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert Entity.objects.count() == 6


# ---------------------------------------------------------------------- decisions


DECISIONS = reverse("admin:articles_entitydecision_changelist")


def undo_address(decision: EntityDecision) -> str:
    return reverse("admin:articles_entitydecision_undo", args=[decision.pk])


def test_a_decision_is_undone_from_the_page_and_the_curator_comes_back_to_it(client, archive, curator):
    syria, beirut = archive.entities["syria"], archive.entities["beirut"]
    [decision] = merge(syria, [beirut], user=curator)
    response = client.post(undo_address(decision), {"next": change_page(syria)})
    assert response.url == change_page(syria)
    beirut.refresh_from_db()
    assert beirut.is_root


@pytest.mark.parametrize("wanted", ["", "https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_an_undoing_leads_to_no_other_site(wanted, client, archive, curator):
    [decision] = merge(archive.entities["syria"], [archive.entities["beirut"]], user=curator)
    assert client.post(undo_address(decision), {"next": wanted}).url == DECISIONS


def test_what_cannot_be_undone_says_why(client, archive, curator):
    [decision] = merge(archive.entities["syria"], [archive.entities["beirut"]], user=curator)
    undo(decision, curator)
    response = client.post(undo_address(decision), follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]


def test_a_spelling_taken_back_keeps_no_mentions(client, archive, curator):
    beirut = archive.entities["beirut"]
    save_spellings(client, beirut, "بيروت", "قناة السويس")
    assert archive.articles["canal"].title in mentioned_in(beirut)
    client.post(undo_address(EntityDecision.objects.get(verb="add_alias")))
    assert archive.articles["canal"].title not in mentioned_in(beirut)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_list_of_decisions_has_every_verb_and_its_filters(language, client, archive, curator):
    client.cookies["django_language"] = language
    syria, beirut, defence = (archive.entities[name] for name in ("syria", "beirut", "defence"))
    save_spellings(client, syria, "سوريا", "سورية", "الشام", name="سوريا الآن", kind="organisation")
    syria.refresh_from_db()
    save_spellings(client, syria, "سوريا", "سورية", "سوريا الآن", "الشام", **{"aliases-1-DELETE": "on"})
    merge(syria, [beirut])
    split(syria, aliases=[], members=[beirut.pk], name="بيروت", kind="place", user=curator)
    keep_apart(syria.pk, defence.pk, user=curator)
    reject(defence.pk, user=curator)
    assert set(verbs()) == set(EntityDecision.Verb.values)
    rows = client.get(DECISIONS).context["cl"].result_list
    assert len(rows) == EntityDecision.objects.count()
    for decision in rows:
        assert (
            client.get(reverse("admin:articles_entitydecision_change", args=[decision.pk])).status_code == 200
        )
    [automatic] = client.get(DECISIONS, {"made": "rule"}).context["cl"].result_list
    assert automatic.verb == "merge"
    client.post(undo_address(EntityDecision.objects.get(verb="reject")))
    [undone] = client.get(DECISIONS, {"undone": "yes"}).context["cl"].result_list
    assert undone.verb == "reject"


def test_the_list_of_decisions_takes_as_many_queries_for_any_number(
    client, archive, curator, django_assert_num_queries
):
    for kind in ("person", "organisation", "person", "organisation"):
        change_kind(archive.entities["syria"].pk, kind, user=curator)
    with django_assert_num_queries(7):
        client.get(DECISIONS)


# ---------------------------------------------------------------------- who may


@pytest.mark.parametrize("role", ["guest", "analyst"])
def test_only_curators_decide(role, client, archive, analyst, curator):
    syria, beirut = archive.entities["syria"], archive.entities["beirut"]
    [decision] = merge(syria, [beirut], user=curator)
    client.logout()
    if role == "analyst":
        client.force_login(analyst)
    keys = f"{syria.pk},{archive.entities['defence'].pk}"
    for address, data in (
        (LIST, {"action": "reject_chosen", "_selected_action": [syria.pk]}),
        (reverse("admin:articles_entity_merge"), {"keys": keys}),
        (split_page(syria), {"member": [beirut.pk], "name": "بيروت", "kind": "place"}),
        (undo_address(decision), {}),
    ):
        assert client.post(address, data).status_code in (302, 403)
    assert EntityDecision.objects.filter(undone_at=None).count() == 1


@pytest.mark.parametrize("permission", ["change_article", "view_entity", "view_entitydecision"])
def test_seeing_is_not_deciding(permission, client, archive, curator, django_user_model):
    [decision] = merge(archive.entities["syria"], [archive.entities["beirut"]], user=curator)
    user = django_user_model.objects.create_user("half")
    user.user_permissions.set(Permission.objects.filter(codename__in=["change_article", permission]))
    client.force_login(user)
    assert client.post(undo_address(decision)).status_code == 403
    assert client.post(reverse("admin:articles_entity_merge"), {"keys": "1,2"}).status_code == 403
    assert client.post(split_page(archive.entities["syria"]), {}).status_code == 403


def test_an_undoing_is_a_post(client, archive, curator):
    [decision] = merge(archive.entities["syria"], [archive.entities["beirut"]], user=curator)
    assert client.get(undo_address(decision)).status_code == 405


# ---------------------------------------------------------------------- spellings that are asked about


def add_spelling(client, entity: Entity, name: str, **changes: str):
    names = [alias.name for alias in entity.aliases.order_by("pk")]
    return client.post(change_page(entity), posted(entity, *names, name, **changes))


def test_a_spelling_of_another_entity_is_added_only_once_confirmed(client, archive):
    syria, beirut = archive.entities["syria"], archive.entities["beirut"]
    asked = add_spelling(client, syria, "بيروت")
    [doubt] = asked.context["doubts"]
    assert change_page(beirut) in doubt.words
    assert "بيروت" not in spellings(syria)
    assert add_spelling(client, syria, "بيروت", all_the_same="another").status_code == 200
    assert add_spelling(client, syria, "بيروت", all_the_same=doubt.key).status_code == 302
    assert "بيروت" in spellings(syria)


def test_one_word_that_many_articles_have_is_added_only_once_confirmed(client, archive, monkeypatch):
    monkeypatch.setattr("articles.admin.entity_aliases.FEW_ARTICLES", 0)
    beirut = archive.entities["beirut"]
    [doubt] = add_spelling(client, beirut, "زلزال").context["doubts"]
    assert add_spelling(client, beirut, "زلزال", all_the_same=doubt.key).status_code == 302
    assert "زلزال" in spellings(beirut)


def test_a_spelling_of_its_own_group_and_one_in_few_articles_are_not_asked_about(client, archive):
    syria, beirut = archive.entities["syria"], archive.entities["beirut"]
    merge(syria, [beirut])
    assert add_spelling(client, syria, "بيروت").status_code == 302
    assert add_spelling(client, syria, "زلزال").status_code == 302


# ---------------------------------------------------------------------- buttons of the page


def test_an_entity_is_none_and_one_again_from_its_page(client, archive):
    syria = archive.entities["syria"]
    where = reverse("admin:articles_entity_state", args=[syria.pk])
    assert where in client.get(change_page(syria)).content.decode()
    assert client.get(where).status_code == 405
    for word, is_rejected in (("nothing", True), ("nothing", True), ("entity", False)):
        assert client.post(where, {"is": word}, follow=True).redirect_chain == [(change_page(syria), 302)]
        syria.refresh_from_db()
        assert syria.is_rejected == is_rejected


@pytest.mark.parametrize("query", ["بيروت", "Beirut"])
def test_another_entity_is_found_to_be_merged_with(query, client, archive):
    syria, beirut = archive.entities["syria"], archive.entities["beirut"]
    page = client.get(reverse("admin:articles_entity_merge_with", args=[syria.pk]), {"with": query})
    assert [member.entity for member in page.context["offered"]] == [beirut]
    assert f"?keys={syria.pk},{beirut.pk}" in page.content.decode()


def test_without_leave_neither_button_does_anything(client, archive, analyst):
    client.force_login(analyst)
    syria = archive.entities["syria"]
    assert client.post(reverse("admin:articles_entity_state", args=[syria.pk])).status_code in (302, 403)
    assert client.get(reverse("admin:articles_entity_merge_with", args=[syria.pk])).status_code in (302, 403)


# ---------------------------------------------------------------------- words


def test_what_builds_on_a_decision_is_named_when_its_undoing_is_refused(client, archive, curator):
    syria, beirut, helsinki = (archive.entities[name] for name in ("syria", "beirut", "helsinki"))
    apart = keep_apart(syria.pk, beirut.pk, user=curator)
    [merged] = merge(syria, [beirut], user=curator)
    merge(syria, [helsinki], user=curator)
    first = change_kind(syria.pk, "person", user=curator)
    second = change_kind(syria.pk, "organisation", user=curator)
    for refused, blocking in ((apart, merged), (first, second)):
        response = client.post(undo_address(refused), follow=True)
        [message] = map(str, response.context["messages"])
        assert reverse("admin:articles_entitydecision_change", args=[blocking.pk]) in message
        assert message.count("entitydecision") == 1


@pytest.mark.parametrize("language", ["ar", "en"])
def test_entities_of_one_name_are_told_apart_in_decisions(language, client, archive, curator):
    client.cookies["django_language"] = language
    ends = [
        Entity.objects.create(kind=kind, name="كوكب", latin=latin)
        for kind, latin in (("place", ""), ("person", ""), ("person", "Kawkab"), ("person", ""))
    ]
    first, second = distinguished(ends[0], ends[1])
    assert first != second
    assert distinguished(ends[1], ends[2]) == ("كوكب (—)", "كوكب (Kawkab)")
    assert distinguished(ends[1], ends[3])[1] == f"كوكب (#{ends[3].pk})"
    keep_apart(ends[1].pk, ends[2].pk, user=curator)
    assert "Kawkab" in client.get(DECISIONS).content.decode()


def test_the_list_has_the_most_mentioned_first_and_in_a_search_what_is_called_exactly_so(client, archive):
    rows = list(client.get(LIST).context["cl"].result_list)
    assert [row.mentioned for row in rows] == sorted((row.mentioned for row in rows), reverse=True)
    short = Entity.objects.create(kind="place", name="بير")
    EntityAlias.objects.create(entity=short, name="بير")
    rows = list(client.get(LIST, {"q": "بير"}).context["cl"].result_list)
    assert [row.name for row in rows] == ["بير", "بيروت"]


def test_an_action_on_one_entity_names_it(client, archive):
    response = act(client, "reject_chosen", archive.entities["syria"])
    assert "سوريا" in " ".join(map(str, response.context["messages"]))
    assert change_page(archive.entities["syria"]) in " ".join(map(str, response.context["messages"]))
