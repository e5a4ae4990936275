"""Names of articles become entities of the database, as articles arrive."""

import itertools

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from articles import worker
from articles.entities.curated import Curated, CuratedName
from articles.entities.curation.decisions import undo
from articles.entities.curation.merge import merge
from articles.entities.linking import compare, create, link, mentions, second_look
from articles.entities.linking.compare import compare_new
from articles.entities.linking.second_look import look_again
from articles.models import Article, Change, Entity, EntityAlias, EntityDecision, EntityPair, Mention, Source
from tests.entities import stub

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ROWS = [
    CuratedName(
        "organisation",
        "وزارة الدفاع الأمريكية",
        "US Department of Defense",
        ("البنتاغون", "البنتاجون"),
    ),
    CuratedName("place", "طرابلس", "Tripoli, Libya", ("طرابلس الغرب",), ("ليبيا", "مصراتة")),
    CuratedName("place", "طرابلس", "Tripoli, Lebanon", ("طرابلس الشام",), ("لبنان", "عكار")),
    CuratedName("place", "كان", "Cannes", (), (), frozenset({"كان"})),
]
Origin = EntityAlias.Origin


@pytest.fixture(autouse=True)
def recogniser(settings, monkeypatch):
    settings.ENTITY_RECOGNISER = "tests.entities.stub.recognise"
    monkeypatch.setattr(stub, "NAMES", {})
    table = Curated(ROWS)
    for module in (link, create, mentions, compare):
        monkeypatch.setattr(module, "curated", lambda: table)
    mentions._dictionary.cache_clear()


@pytest.fixture
def source(db) -> Source:
    return Source.objects.create(slug="x", name="x")


@pytest.fixture
def arrive(source):
    """Store an article and let the worker handle it; returns the names of what it mentions."""
    numbers = itertools.count()

    def arrive(body: str, **names: str) -> list[str]:
        stub.NAMES.update(names)
        article = Article.objects.create(
            source=source, title="خبر", body=body, content_hash=str(next(numbers))
        )
        mentions.store_mentions([article])
        compare_new()
        return [m.entity.root.name for m in article.mentions.order_by("start")]

    return arrive


def entity(name: str, kind: str = "place", **values) -> Entity:
    made = Entity.objects.create(name=name, kind=kind, **values)
    EntityAlias.objects.create(entity=made, name=name, origin=Origin.RECOGNISED)
    return made


def spellings(name: str) -> set[tuple[str, str]]:
    return set(EntityAlias.objects.filter(entity__name=name).values_list("name", "origin"))


def test_a_new_name_makes_an_entity_with_its_spelling(arrive):
    assert arrive("وصل إلى كفرنبودة", كفرنبودة="place") == ["كفرنبودة"]
    made = Entity.objects.get()
    assert (made.kind, made.is_settled, made.is_root) == ("place", False, True)
    assert spellings("كفرنبودة") == {("كفرنبودة", "recognised")}
    assert Mention.objects.get().name == "كفرنبودة"


def test_the_same_name_is_the_same_entity_and_another_spelling_is_kept(arrive):
    stub.NAMES.update({"دير الزور": "place", "ديرالزور": "place"})
    assert arrive("في دير الزور") == arrive("في ديرالزور") == ["دير الزور"]
    assert arrive("في ديرالزور أيضا") == ["دير الزور"]
    # Their normal spelling is one: no second row.
    assert spellings("دير الزور") == {("دير الزور", "recognised")}
    assert arrive("في الحسكة وحسكة", الحسكة="place", حسكة="place") == ["الحسكة", "الحسكة"]
    assert spellings("الحسكة") == {("الحسكة", "recognised"), ("حسكة", "recognised")}


def test_a_person_keeps_the_article(arrive):
    assert arrive("قال حسين والحسين", حسين="person", الحسين="person") == ["حسين", "الحسين"]


def test_a_name_of_two_kinds_makes_two_entities_and_a_question(arrive):
    arrive("في واشنطن", واشنطن="place")
    arrive("قالت واشنطن", واشنطن="organisation")
    assert sorted(Entity.objects.values_list("kind", flat=True)) == ["organisation", "place"]
    assert EntityPair.objects.get().reason == "kinds"


def test_what_a_curator_has_settled_wins_whatever_was_recognised(arrive):
    settled = entity("النصر", "organisation", is_settled=True)
    assert arrive("في النصر", النصر="place") == ["النصر"]
    assert Mention.objects.get().entity == settled


def test_what_is_no_entity_is_not_mentioned_and_swallows_its_place(arrive):
    entity("الخميس المقبل", "place", is_rejected=True)
    assert arrive("يوم الخميس المقبل", **{"الخميس المقبل": "person"}) == []
    assert Entity.objects.count() == 1


def test_a_merged_entity_is_mentioned_by_its_own_key(arrive):
    one, other = entity("بطرسبرغ"), entity("سانت بطرسبرغ")
    merge(other, [one], reason="test")
    assert arrive("في بطرسبرغ", بطرسبرغ="place") == ["سانت بطرسبرغ"]
    assert Mention.objects.get().entity == one


def test_names_of_the_table_are_found_without_being_recognised(arrive):
    assert arrive("أعلن البنتاغون") == ["وزارة الدفاع الأمريكية"]
    assert arrive("أعلن البنتاجون") == ["وزارة الدفاع الأمريكية"]
    assert Entity.objects.get().latin == "US Department of Defense"
    assert {origin for _name, origin in spellings("وزارة الدفاع الأمريكية")} == {"table"}


def test_an_everyday_word_of_the_table_is_found_only_where_it_is_recognised(arrive):
    assert arrive("كان في باريس") == []
    assert arrive("مهرجان كان", كان="place") == ["كان"]
    assert spellings("كان") == {("كان", "recognised")}


def test_hints_choose_among_rows_with_one_spelling(arrive):
    stub.NAMES["طرابلس"] = "place"
    arrive("في طرابلس شمال لبنان")
    arrive("في طرابلس ومصراتة في ليبيا")
    arrive("في عكار وطرابلس")
    found = Mention.objects.order_by("pk").values_list("entity__latin", flat=True)
    assert list(found) == ["Tripoli, Lebanon", "Tripoli, Libya", "Tripoli, Lebanon"]


def test_without_a_hint_no_row_is_guessed(arrive):
    stub.NAMES["طرابلس"] = "place"
    for body in ("في طرابلس شمال لبنان", "في طرابلس", "عن طرابلس", "في طرابلس ومصراتة"):
        arrive(body)
    found = Mention.objects.order_by("pk").values_list("entity__latin", flat=True)
    assert list(found) == ["Tripoli, Lebanon", "", "", "Tripoli, Libya"]
    assert Entity.objects.roots().filter(name="طرابلس").count() == 3
    assert not EntityPair.objects.exists()


def test_hints_count_as_often_as_they_stand_and_more_where_they_are_near(arrive):
    stub.NAMES["طرابلس"] = "place"
    far = " ثم" * 20
    arrive(f"لبنان{far} في طرابلس قرب مصراتة")
    arrive(f"في طرابلس{far} ليبيا ولبنان ولبنان")
    arrive("ليبيا في طرابلس قرب لبنان ثم ثم ليبيا")
    found = Mention.objects.order_by("pk").values_list("entity__latin", flat=True)
    assert list(found) == ["Tripoli, Libya", "Tripoli, Lebanon", "Tripoli, Libya"]


def test_a_tie_of_hints_is_settled_by_mentions_of_the_tied_or_not_at_all(arrive):
    stub.NAMES["طرابلس"] = "place"
    arrive("لبنان طرابلس ليبيا")
    arrive("في طرابلس قرب عكار")
    arrive("لبنان طرابلس ليبيا")
    found = Mention.objects.order_by("pk").values_list("entity__latin", flat=True)
    assert list(found) == ["", "Tripoli, Lebanon", "Tripoli, Lebanon"]


def test_a_nisba_in_the_name_of_a_person_is_no_hint(arrive, monkeypatch):
    rows = [
        CuratedName("organisation", "وزارة الصحة اللبنانية", "A", ("وزارة الصحة",), ("اللبناني",)),
        CuratedName("organisation", "وزارة الصحة الليبية", "B", ("وزارة الصحة",), ("الليبي",)),
    ]
    monkeypatch.setattr(link, "curated", lambda: Curated(rows))
    stub.NAMES.update({"وزارة الصحة": "organisation", "سعد اللبناني": "person"})
    assert "وزارة الصحة" in arrive("زار سعد اللبناني وزارة الصحة")


def test_an_entity_with_the_latin_name_of_a_row_and_its_country_is_that_of_the_row(arrive, monkeypatch):
    rows = [
        CuratedName("place", "طرابلس", "Tripoli", (), ("ليبيا",)),
        CuratedName("place", "طرابلس", "Tripoli (Lebanon)", (), ("لبنان",)),
    ]
    monkeypatch.setattr(link, "curated", lambda: Curated(rows))
    stub.NAMES["طرابلس"] = "place"
    one, other = entity("طرابلس", latin="Tripoli, Lebanon"), entity("طرابلس", latin="Tripoli, Libya")
    arrive("في طرابلس شمال لبنان")
    arrive("في طرابلس في ليبيا")
    assert list(Mention.objects.order_by("pk").values_list("entity", flat=True)) == [one.pk, other.pk]


def test_a_settled_namesake_stands_for_its_own_row_only(arrive):
    stub.NAMES["طرابلس"] = "place"
    arrive("في طرابلس شمال لبنان")
    Entity.objects.update(is_settled=True)
    for body in ("في طرابلس ومصراتة", "في طرابلس", "في طرابلس قرب عكار"):
        arrive(body)
    found = Mention.objects.order_by("pk").values_list("entity__latin", flat=True)
    assert list(found) == ["Tripoli, Lebanon", "Tripoli, Libya", "", "Tripoli, Lebanon"]


def test_a_spelling_that_a_curator_gave_means_his_entity_where_no_hint_tells_otherwise(arrive):
    mine = entity("طرابلس", latin="Tripoli, Lebanon", is_settled=True)
    mine.aliases.update(origin=Origin.CURATOR)
    arrive("في طرابلس")
    arrive("في طرابلس ومصراتة")
    found = Mention.objects.order_by("pk").values_list("entity__latin", flat=True)
    assert list(found) == ["Tripoli, Lebanon", "Tripoli, Libya"]
    assert Mention.objects.order_by("pk")[0].entity == mine


def test_what_a_curator_has_merged_is_found_whatever_was_recognised(arrive, curator):
    one, other = entity("كيريوزيتي", "organisation"), entity("كيوريوسيتي", "organisation")
    [decision] = merge(other, [one], user=curator)
    assert arrive("في كيريوزيتي", كيريوزيتي="place") == ["كيوريوسيتي"]
    assert Entity.objects.count() == 2
    undo(decision, curator)
    assert arrive("عن كيريوزيتي") == ["كيريوزيتي"]
    assert Mention.objects.latest("pk").entity.kind == "place"


def test_what_a_rule_has_merged_keeps_its_kind(arrive):
    one, other = entity("كيريوزيتي", "organisation"), entity("كيوريوسيتي", "organisation")
    merge(other, [one], reason="test")
    arrive("في كيريوزيتي", كيريوزيتي="place")
    assert Mention.objects.get().entity.kind == "place"


def test_of_entities_with_one_spelling_the_more_mentioned_is_meant(arrive):
    rare, frequent = entity("الرقة"), entity("الرقة")
    article = Article.objects.create(source=Source.objects.get(), title="خبر", body="الرقة", content_hash="m")
    Mention.objects.create(article=article, entity=frequent, field="body", start=0, end=5)
    arrive("في الرقة", الرقة="place")
    assert Mention.objects.latest("pk").entity == frequent
    assert not rare.mentions.exists()


def test_a_surname_in_an_article_is_the_person_named_there(arrive):
    names = {"سيرغي ريابكوف": "person", "ريابكوف": "person"}
    assert arrive("قال سيرغي ريابكوف ثم ريابكوف", **names) == ["سيرغي ريابكوف"] * 2
    assert not EntityAlias.objects.filter(name="ريابكوف").exists()


def test_names_that_sound_alike_in_all_words_are_joined_by_rule(arrive):
    arrive("قال ستيفان ديميستورا", **{"ستيفان ديميستورا": "person"})
    arrive("قال ستيفان دي ميستورا", **{"ستيفان دي ميستورا": "person"})
    arrive("قال فيتالي تشوركن", **{"فيتالي تشوركن": "person"})
    assert arrive("قال فيتالي تشوركين", **{"فيتالي تشوركين": "person"}) == ["فيتالي تشوركن"]
    decision = EntityDecision.objects.get()
    assert (decision.verb, decision.is_automatic, decision.made_by) == ("merge", True, None)


def test_a_letter_too_many_is_joined_to_the_name_without_it(arrive):
    arrive("قال لسيرجيو راموس", **{"لسيرجيو راموس": "person"})
    stub.NAMES.clear()
    assert arrive("قال سيرجيو راموس", **{"سيرجيو راموس": "person"}) == ["سيرجيو راموس"]
    assert set(Entity.objects.values_list("canonical__name", flat=True)) == {"سيرجيو راموس"}


def test_what_a_curator_keeps_apart_is_never_joined(arrive):
    one, other = entity("فيتالي تشوركن", "person"), entity("فيتالي تشوركين", "person")
    EntityPair.objects.create(one=one, other=other, state=EntityPair.State.APART)
    compare_new()
    assert Entity.objects.roots().count() == 2
    assert not EntityPair.objects.waiting().exists()


def test_two_settled_entities_are_a_question(arrive):
    entity("فيتالي تشوركن", "person", is_settled=True)
    entity("فيتالي تشوركين", "person", is_settled=True)
    compare_new()
    assert Entity.objects.roots().count() == 2
    assert EntityPair.objects.waiting().count() == 1


def test_a_question_is_asked_once(arrive):
    entity("سيرغي ريابكوف", "person")
    entity("ريابكوف", "person")
    compare_new()
    pair = EntityPair.objects.get()
    assert (pair.reason, pair.state) == ("part of name", "open")
    pair.state = EntityPair.State.APART
    pair.save()
    entity("اليكسي ريابكوف", "person")
    compare_new()
    assert EntityPair.objects.waiting().count() == 0


def test_a_surname_of_several_is_no_question(arrive):
    for name in ("سيرغي ريابكوف", "أليكسي ريابكوف", "ريابكوف"):
        entity(name, "person")
    arrive("قال سيرغي ريابكوف", **{"سيرغي ريابكوف": "person"})
    assert not EntityPair.objects.filter(one__name="ريابكوف").exists()
    assert not EntityPair.objects.filter(other__name="ريابكوف").exists()


def test_a_spelling_that_the_table_has_for_several_suggests_nobody(arrive):
    stub.NAMES["طرابلس"] = "place"
    arrive("في طرابلس شمال لبنان")
    arrive("في طرابلس ومصراتة في ليبيا")
    entity("طرابلس الكبرى")
    compare_new()
    assert not EntityPair.objects.exists()


def test_a_short_spelling_of_a_long_name_is_no_part_of_another(arrive):
    known = entity("سيرغي ريابكوف", "person")
    EntityAlias.objects.create(entity=known, name="ريابكوف", origin=Origin.CURATOR)
    entity("كسينيا ريابكوف", "person")
    compare_new()
    assert not EntityPair.objects.exists()


def test_single_words_are_joined_once_their_contexts_agree(arrive, monkeypatch):
    one, other = entity("سوغالديرو"), entity("سقلديرو")
    compare_new()
    pair = EntityPair.objects.get()
    assert pair.reason == "one word alone"
    monkeypatch.setattr(second_look, "context_similarity", lambda one, other: 0.9)
    assert look_again(0) == 0
    assert Entity.objects.roots().count() == 2
    monkeypatch.setattr(second_look, "mention_counts", lambda keys: dict.fromkeys(keys, 500))
    look_again(0)
    assert Entity.objects.get(pk=other.pk).root == one
    assert EntityDecision.objects.get().details["reason"] == "contexts"


def test_contexts_that_differ_are_evidence_and_not_looked_at_until_mentions_double(arrive, monkeypatch):
    entity("سوغالديرو"), entity("سقلديرو")
    compare_new()
    looked = []
    monkeypatch.setattr(second_look, "context_similarity", lambda *roots: looked.append(roots) or 0.4)
    for count in (500, 900, 1000):
        monkeypatch.setattr(
            second_look, "mention_counts", lambda keys, count=count: dict.fromkeys(keys, count)
        )
        look_again(0)
    assert len(looked) == 2
    pair = EntityPair.objects.get()
    assert (pair.state, pair.evidence["cosine"], pair.evidence["mentions"]) == ("open", 0.4, 1000)


@pytest.mark.parametrize("arrives_last", [0, 1])
@pytest.mark.parametrize(
    ("kind", "one", "other", "reason"),
    [
        pytest.param("person", "ريابكوف", "سيرغي ريابكوف", "part of name", id="surname"),
        pytest.param("person", "جيابروف", "سيرغي غيابروف", "part of name", id="surname, spelt otherwise"),
        pytest.param("person", "أورهان", "أورهان ديميركول", "part of name", id="first name"),
        pytest.param(
            "person", "دييغو تشابيلو", "دييغو أرماندو تشابيلو", "part of name", id="without a middle name"
        ),
        pytest.param("person", "بيدرو سانشيرو", "بيدرو سانشيرون", "near skeleton", id="near"),
        pytest.param("place", "كفرنبودة", "بلدة كفرنبودة", "generic word", id="generic word"),
        pytest.param("place", "السقالة", "سقالة الميناء", "beginning", id="shorthand"),
        pytest.param("organisation", "البنك المركزي", "البنك المركزي المصري", "beginning", id="beginning"),
        pytest.param("person", "لريابكوف", "ريابكوف", "proclitic", id="a letter too many"),
    ],
)
def test_a_pair_is_found_whichever_came_first(kind, one, other, reason, arrives_last):
    for name in (one, other) if arrives_last else (other, one):
        entity(name, kind)
        compare_new()
    assert EntityPair.objects.get().reason == reason


def test_every_entity_is_compared_once(arrive):
    entity("سيرغي ريابكوف", "person")
    assert compare_new() == 1
    assert compare_new() == 0


# ---------------------------------------------------------------------- the order of arrival

CLUSTERS = [
    ["فيتالي تشوركن", "فيتالي تشوركين"],
    ["دير الزور", "ديرالزور"],
    ["ستولتنبرغ"],
    ["أوديسا", "اوديسا"],
]
KINDS = {"دير الزور": "place", "ديرالزور": "place", "أوديسا": "place", "اوديسا": "place"}


@hypothesis_settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.permutations([name for names in CLUSTERS for name in names]))
def test_the_order_of_articles_does_not_change_what_is_joined(source, names):
    Mention.objects.all().delete()
    Article.objects.all().delete()
    Change.objects.all().delete()
    EntityDecision.objects.all().delete()
    EntityPair.objects.all().delete()
    Entity.objects.update(canonical=None)
    Entity.objects.all().delete()
    stub.NAMES.clear()
    stub.NAMES.update({name: KINDS.get(name, "person") for name in names})
    for number, name in enumerate(names):
        article = Article.objects.create(source=source, title="خبر", body=name, content_hash=str(number))
        mentions.store_mentions([article])
        compare_new()
    rows = Mention.objects.values_list("entity__canonical", "name").order_by("entity__canonical")
    groups = [
        sorted({name for _root, name in group}) for _root, group in itertools.groupby(rows, lambda r: r[0])
    ]
    assert sorted(groups) == sorted(sorted(cluster) for cluster in CLUSTERS)


# ---------------------------------------------------------------------- batches and curators


def test_queries_do_not_grow_with_the_articles(source, django_assert_max_num_queries):
    stub.NAMES.update({"كفرنبودة": "place", "سيرغي ريابكوف": "person", "ريابكوف": "person"})
    body = "وصل سيرغي ريابكوف إلى كفرنبودة وقال ريابكوف"
    articles = Article.objects.bulk_create(
        Article(source=source, title=f"خبر {n}", body=body, content_hash=str(n)) for n in range(200)
    )
    with django_assert_max_num_queries(60):
        mentions.store_mentions(articles)
        compare_new()
    assert Mention.objects.count() == 600


def test_spellings_of_one_batch_make_one_entity(source):
    stub.NAMES.update({"الحسكة": "place", "حسكة": "place"})
    articles = Article.objects.bulk_create(
        Article(source=source, title="خبر", body=body, content_hash=body) for body in ("في الحسكة", "في حسكة")
    )
    mentions.store_mentions(articles)
    assert Entity.objects.count() == 1
    assert EntityAlias.objects.count() == 2


def test_an_entity_that_a_curator_makes_meanwhile_is_meant(source, monkeypatch):
    stub.NAMES["كفرنبودة"] = "place"
    article = Article.objects.create(source=source, title="خبر", body="في كفرنبودة", content_hash="1")
    read = mentions.read_articles

    def read_and_make(articles):
        found = read(articles)
        monkeypatch.undo()
        return found

    class LinksAndCurator(mentions.Links):
        def __init__(self, read):
            super().__init__(read)
            if not Entity.objects.exists():
                entity("كفرنبودة", is_settled=True)

    monkeypatch.setattr(mentions, "Links", LinksAndCurator)
    mentions.store_mentions([article])
    assert Entity.objects.count() == 1
    assert Mention.objects.get().entity.is_settled


def test_an_entity_that_a_curator_deletes_meanwhile_is_made_anew(source, monkeypatch):
    stub.NAMES["كفرنبودة"] = "place"
    gone = entity("كفرنبودة")
    article = Article.objects.create(source=source, title="خبر", body="في كفرنبودة", content_hash="1")

    class LinksAndCurator(mentions.Links):
        def __init__(self, read):
            super().__init__(read)
            Entity.objects.filter(pk=gone.pk).delete()

    monkeypatch.setattr(mentions, "Links", LinksAndCurator)
    mentions.store_mentions([article])
    assert Mention.objects.get().entity_id != gone.pk


def test_a_curator_may_merge_meanwhile(source, monkeypatch, curator):
    stub.NAMES["كفرنبودة"] = "place"
    one, other = entity("كفرنبودة"), entity("كفر نبوده")
    article = Article.objects.create(source=source, title="خبر", body="في كفرنبودة", content_hash="1")

    class LinksAndCurator(mentions.Links):
        def __init__(self, read):
            super().__init__(read)
            if not EntityDecision.objects.exists():
                merge(other, [one], user=curator)

    monkeypatch.setattr(mentions, "Links", LinksAndCurator)
    mentions.store_mentions([article])
    assert Mention.objects.get().entity.root == other
    compare_new()
    assert EntityDecision.objects.get().made_by == curator


def test_looking_without_storing_creates_nothing(source):
    stub.NAMES["كفرنبودة"] = "place"
    article = Article.objects.create(source=source, title="خبر", body="في كفرنبودة", content_hash="1")
    assert mentions.outdated([article]) == [article.pk]
    assert not Entity.objects.exists()
    mentions.store_mentions([article])
    assert mentions.outdated([article]) == []


def test_mentions_are_stored_again_only_where_they_differ(source):
    stub.NAMES["كفرنبودة"] = "place"
    article = Article.objects.create(source=source, title="خبر", body="في كفرنبودة", content_hash="1")
    mentions.store_mentions([article])
    first = Mention.objects.get().pk
    mentions.store_mentions([article])
    assert Mention.objects.get().pk == first


def test_the_worker_compares_what_it_has_made(source):
    stub.NAMES.update({"سيرغي ريابكوف": "person", "ريابكوف": "person"})
    for number, body in enumerate(("قال سيرغي ريابكوف", "قال ريابكوف")):
        Article.objects.create(source=source, title="خبر", body=body, content_hash=str(number))
    worker.drain()
    assert EntityPair.objects.get().reason == "part of name"
