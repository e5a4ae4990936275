"""The queue of possible matches."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.admin.entity_evidence import CONTEXT_LETTERS, context_of, evidence_of
from articles.admin.entity_words import _LIKELIHOODS, REASONS, likelihood
from articles.entities.curation.decisions import keep_apart, merge, reject, undo
from articles.entities.linking.suggest import LIKELIHOOD
from articles.models import Article, Entity, EntityAlias, EntityDecision, EntityPair, Mention
from articles.models.mention import Mention as StoredMention

QUEUE = reverse("admin:articles_entitypair_changelist")
LIST = reverse("admin:articles_entitypair_list")
UNDO = reverse("admin:articles_entitypair_undo")


@pytest.fixture(autouse=True)
def signed_in(client, curator):
    client.force_login(curator)


def ask(one: Entity, other: Entity, score: float = 0.5, **values: object) -> EntityPair:
    low, high = sorted((one, other), key=lambda entity: entity.pk)
    return EntityPair.objects.create(one=low, other=high, score=score, reason="same skeleton", **values)


@pytest.fixture
def pair(archive) -> EntityPair:
    return ask(archive.entities["syria"], archive.entities["beirut"], 0.9)


@pytest.fixture
def second(archive, pair) -> EntityPair:
    return ask(archive.entities["helsinki"], archive.entities["beirut"], 0.4)


def answer(client, pair: EntityPair, word: str, **data: object):
    where = reverse("admin:articles_entitypair_answer", args=[pair.pk])
    return client.post(where, {"answer": word, **data}, follow=True)


def asked(client) -> EntityPair | None:
    return client.get(QUEUE).context.get("pair")


def state(pair: EntityPair) -> str:
    pair.refresh_from_db()
    return pair.state


# ---------------------------------------------------------------------- what is asked


def test_the_likeliest_pair_is_asked_first_and_those_put_off_last(client, pair, second):
    assert asked(client) == pair
    EntityPair.objects.filter(pk=pair.pk).update(put_off_at=timezone.now())
    assert asked(client) == second


def test_what_is_no_entity_is_asked_about_no_more(client, archive, pair, second, curator):
    reject(archive.entities["beirut"].pk, user=curator)
    assert asked(client) is None
    assert [state(pair), state(second)] == ["apart", "apart"]


def test_what_a_decision_about_others_has_answered_is_asked_only_once_that_is_undone(
    client, archive, pair, curator
):
    syria, beirut, helsinki = (archive.entities[name] for name in ("syria", "beirut", "helsinki"))
    keep_apart(helsinki.pk, syria.pk, user=curator)
    [decision] = merge(helsinki, [beirut], user=curator)
    assert asked(client) is None
    page = client.get(reverse("admin:articles_entitypair_change", args=[pair.pk]))
    assert not page.context["is_open"]
    undo(decision, curator)
    assert asked(client) == pair


@pytest.mark.parametrize("language", ["ar", "en"])
def test_both_sides_are_shown_with_what_the_archive_says_of_them(language, client, archive, pair):
    client.cookies["django_language"] = language
    context = client.get(QUEUE).context
    [(syria, _, first_stays), (beirut, _, second_stays)] = context["sides"]
    assert first_stays != second_stays
    assert (beirut.mentions, beirut.articles, str(beirut.first), str(beirut.last)) == (
        4,
        2,
        "2020-08-04",
        "2020-08-05",
    )
    assert [number for _name, number in beirut.sources] == [1, 1]
    assert {name for name, _number in syria.spellings} == {"سوريا", "سورية"}
    assert "بيروت" in beirut.contexts[0].name
    assert {context.article.source.slug for context in beirut.contexts} == {"wakala", "nile"}


def test_entities_named_with_both_are_shown(client, archive, second):
    """With Helsinki and Syria: those whom the meeting was between."""
    EntityPair.objects.all().delete()
    ask(archive.entities["syria"], archive.entities["helsinki"])
    named = {entity.name for entity, _number in client.get(QUEUE).context["company"]}
    assert named == {"فاليري غيراسيموف", "جوزيف دانفورد", "وزارة الدفاع الروسية"}


def test_a_member_is_shown_by_its_group_and_says_because_of_whom_it_is_asked(client, archive, pair, curator):
    merge(archive.entities["helsinki"], [archive.entities["beirut"]], user=curator)
    (_, _, _), (side, asked_of, _) = client.get(QUEUE).context["sides"]
    assert side.entity == archive.entities["helsinki"]
    assert asked_of == archive.entities["beirut"]
    assert side.mentions == 7


def test_an_answered_pair_can_be_looked_at_and_not_answered(client, pair):
    answer(client, pair, "no")
    response = client.get(reverse("admin:articles_entitypair_change", args=[pair.pk]))
    assert not response.context["is_open"]
    answer(client, pair, "yes")
    assert state(pair) == "apart"


def test_a_question_costs_as_many_queries_for_any_number(
    client, archive, pair, django_assert_max_num_queries
):
    for number in range(40):
        other = Entity.objects.create(kind="place", name=f"مكان {number}")
        EntityAlias.objects.create(entity=other, name=other.name)
        ask(archive.entities["syria"], other, 0.1)
    with django_assert_max_num_queries(25):
        client.get(QUEUE)


def test_an_empty_queue_says_so(client, archive):
    assert asked(client) is None


# ---------------------------------------------------------------------- answers


def test_yes_merges_into_the_one_that_is_to_stay_and_the_next_follows(client, archive, pair, second, curator):
    syria, beirut = archive.entities["syria"], archive.entities["beirut"]
    response = answer(client, pair, "yes", stays=syria.pk)
    beirut.refresh_from_db()
    assert (beirut.canonical, state(pair), pair.decided_by) == (syria, "joined", curator)
    assert response.redirect_chain == [(QUEUE, 302)]
    assert response.context["pair"] == second
    assert response.context["last"]["pair"] == pair


def test_yes_without_a_choice_merges_all_the_same(client, archive, pair):
    answer(client, pair, "yes", stays="x")
    assert state(pair) == "joined"


def test_no_keeps_apart_for_good(client, pair, second):
    response = answer(client, pair, "no")
    assert state(pair) == "apart"
    assert EntityDecision.objects.get().verb == "keep_apart"
    assert response.context["pair"] == second


def test_later_puts_off_and_is_no_decision(client, pair, second):
    response = answer(client, pair, "later")
    assert state(pair) == "open"
    assert pair.put_off_at is not None
    assert not EntityDecision.objects.exists()
    assert response.context["pair"] == second


@pytest.mark.parametrize("word", ["yes", "no", "later"])
def test_the_last_answer_is_taken_back_and_the_question_asked_again(word, client, archive, pair, second):
    answer(client, pair, word)
    response = client.post(UNDO, follow=True)
    assert response.context["pair"] == pair
    assert response.context["is_open"]
    assert (state(pair), pair.put_off_at) == ("open", None)
    assert not EntityDecision.objects.filter(undone_at=None).exists()
    assert response.context["last"] is None
    # Nothing is left to take back.
    assert client.post(UNDO, follow=True).status_code == 200


def test_what_another_curator_has_answered_meanwhile_is_left_as_it_is(client, pair, admin_user):
    other = Client()
    other.force_login(admin_user)
    answer(other, pair, "no")
    response = answer(client, pair, "yes")
    assert state(pair) == "apart"
    assert [message.level_tag for message in response.context["messages"]] == ["warning"]


def test_an_answer_that_cannot_be_taken_back_any_more_says_so(client, archive, pair, curator):
    answer(client, pair, "no")
    merge(archive.entities["syria"], [archive.entities["beirut"]], user=curator)
    response = client.post(UNDO, follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]


@pytest.mark.parametrize("word", ["", "maybe"])
def test_another_word_is_no_answer(word, client, pair):
    where = reverse("admin:articles_entitypair_answer", args=[pair.pk])
    assert client.post(where, {"answer": word}).status_code == 404
    assert client.post(reverse("admin:articles_entitypair_answer", args=[999_999])).status_code == 404


# ---------------------------------------------------------------------- the list


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_list_shows_what_waits_and_what_was_answered(language, client, pair, second):
    client.cookies["django_language"] = language
    answer(client, second, "no")
    assert list(client.get(LIST).context["cl"].result_list) == [pair]
    assert list(client.get(LIST, {"state": "apart"}).context["cl"].result_list) == [second]
    assert list(client.get(LIST, {"state": "all"}).context["cl"].result_list) == [pair, second]
    assert list(client.get(LIST, {"q": "هلس", "state": "all"}).context["cl"].result_list) == [second]


def test_the_list_takes_as_many_queries_for_any_number(client, pair, second, django_assert_num_queries):
    with django_assert_num_queries(8):
        client.get(LIST)


def test_chosen_pairs_are_kept_apart(client, pair, second):
    data = {"action": "keep_chosen_apart", "_selected_action": [pair.pk, second.pk]}
    client.post(LIST, data)
    assert {state(pair), state(second)} == {"apart"}


# ---------------------------------------------------------------------- who may


@pytest.mark.parametrize("role", ["guest", "analyst"])
def test_only_curators_see_and_answer(role, client, pair, analyst):
    client.logout()
    if role == "analyst":
        client.force_login(analyst)
    where = reverse("admin:articles_entitypair_answer", args=[pair.pk])
    for response in (
        client.get(QUEUE),
        client.get(LIST),
        client.post(where, {"answer": "no"}),
        client.post(UNDO),
    ):
        assert response.status_code in (302, 403)
    assert state(pair) == "open"


def test_who_may_only_look_is_offered_no_answer(client, pair, django_user_model):
    user = django_user_model.objects.create_user("half")
    permissions = ["change_article", "view_entitypair"]
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    assert b'name="answer"' not in client.get(QUEUE).content
    where = reverse("admin:articles_entitypair_answer", args=[pair.pk])
    assert client.post(where, {"answer": "no"}).status_code == 403
    assert client.post(UNDO).status_code == 403


def test_an_answer_is_a_post_with_the_token_of_the_form(pair, curator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(curator)
    where = reverse("admin:articles_entitypair_answer", args=[pair.pk])
    for address in (where, UNDO):
        assert client.get(address).status_code == 405
        assert client.post(address, {"answer": "no"}).status_code == 403
    assert state(pair) == "open"


# ---------------------------------------------------------------------- evidence


def test_of_an_entity_that_is_named_everywhere_only_so_much_is_looked_at(archive, monkeypatch):
    monkeypatch.setattr("articles.admin.entity_evidence.MAX_MENTIONS", 3)
    evidence = evidence_of(archive.entities["beirut"])
    assert (evidence.mentions, evidence.is_cut) == (3, True)


def mention_in(archive, text: str, name: str) -> Mention:
    article = archive.articles["canal"]
    Article.objects.filter(pk=article.pk).update(body=text)
    article.refresh_from_db()
    start = text.index(name)
    return StoredMention(
        article=article, entity=archive.entities["beirut"], field="body", start=start, end=start + len(name)
    )


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("جملة أولى. ثم بيروت هنا. جملة ثالثة", "ثم ", " هنا."),
        ("بيروت", "", ""),
        ("بقوة 7.8 قرب بيروت و3.2 بعدها. ثم", "بقوة 7.8 قرب ", " و3.2 بعدها."),
        ("سطر\nفي بيروت\nسطر", "في ", ""),
        ("أ\u202eب بيروت ج\u202cد.", "أب ", " جد."),
    ],
    ids=["sentence", "alone", "numbers", "paragraph", "controls"],
)
def test_a_context_is_the_sentence_without_controls(text, before, after, archive):
    context = context_of(mention_in(archive, text, "بيروت"))
    assert (context.before, context.name, context.after) == (before, "بيروت", after)


def test_a_long_sentence_is_cut_at_words(archive):
    context = context_of(mention_in(archive, "كلمة " * 100 + "بيروت" + " كلمة" * 100, "بيروت"))
    assert context.before.startswith("…كلمة")
    assert context.after.endswith("كلمة…")
    assert len(context.before) <= CONTEXT_LETTERS + 1


def test_every_reason_of_the_linker_is_said_in_words():
    assert set(LIKELIHOOD) <= set(REASONS)


@pytest.mark.parametrize(
    ("evidence", "because", "cosine"),
    [
        ({"spellings": ["سوريا", "بيروت"], "cosine": 0.8349, "mentions": 3}, ["سوريا", "بيروت"], "83%"),
        ({}, [], ""),
        ([], [], ""),
        ({"spellings": "س", "cosine": "x"}, [], ""),
    ],
    ids=["all", "none", "a list", "of other types"],
)
def test_the_evidence_of_a_pair_is_shown_where_there_is_some(evidence, because, cosine, client, pair):
    EntityPair.objects.filter(pk=pair.pk).update(evidence=evidence)
    context = client.get(QUEUE).context
    assert (context["because"], context["cosine"]) == (because, cosine)


# ---------------------------------------------------------------------- what is no name


def test_one_side_is_no_entity_and_the_last_answer_is_taken_back(client, archive, pair, second):
    beirut = archive.entities["beirut"]
    response = answer(client, pair, "nothing", nothing=beirut.pk)
    assert Entity.objects.get(pk=beirut.pk).is_rejected
    assert response.context["last"]["nothing"] == "بيروت"
    assert [state(pair), state(second)] == ["apart", "apart"]
    response = client.post(UNDO, follow=True)
    assert not Entity.objects.get(pk=beirut.pk).is_rejected
    assert response.context["pair"] == pair
    assert [state(pair), state(second)] == ["open", "open"]


@pytest.mark.parametrize("key", ["", "x", "999999"])
def test_only_one_of_the_two_can_be_no_entity(key, client, pair):
    where = reverse("admin:articles_entitypair_answer", args=[pair.pk])
    assert client.post(where, {"answer": "nothing", "nothing": key}).status_code == 404
    assert not Entity.objects.filter(is_rejected=True).exists()


@pytest.mark.parametrize("reason", sorted(LIKELIHOOD))
def test_two_names_of_few_mentions_are_a_step_less_likely_one(reason):
    words = [str(words) for _least, words in _LIKELIHOODS]
    sure, unsure = (words.index(likelihood(reason, mentions)) for mentions in (3, 2))
    assert unsure == min(sure + 1, len(words) - 1)
