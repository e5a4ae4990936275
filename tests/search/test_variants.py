"""Variant classes in a search, and the proposals that come from the archive."""

import json
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command

from articles.arabic.variant_learning import Member, Proposal
from articles.arabic.variants import NO_VARIANTS, Variants, stem_of
from articles.ingest.documents import Document
from articles.ingest.store import store
from articles.models import Article, VariantClass, VariantMember
from articles.models.variant import ship_variants
from articles.search.criteria import SearchCriteria
from articles.search.find import find
from articles.search.variant_proposals import Stored, propose, store_proposals
from articles.search.variants import current_variants
from articles.worker import drain

pytestmark = pytest.mark.database

TEXTS = {
    "google": ("غوغل تطلق خدمة", "أعلنت غوغل خدمة جديدة للبحث."),
    "gogle": ("جوجل تطلق خدمة", "أعلنت جوجل خدمة جديدة للبحث."),
    "both": ("الشركة", "كتبت غوغل، أو جوجل كما تكتب أحيانا، بيانا."),
    "other": ("ياهو تطلق خدمة", "أعلنت ياهو خدمة جديدة للبحث."),
    "syria": ("أخبار سوريا", "وصل الوفد إلى سوريا صباحا."),
    "syria-2": ("أخبار سورية", "غادر الوفد سورية مساء."),
    "wall": ("ترميم سور المدينة", "بدأ ترميم سور المدينة القديمة."),
}


@pytest.fixture
def texts(archive) -> dict[int, str]:
    keys = {}
    for name, (title, body) in TEXTS.items():
        document = Document(title=title, body=body, canonical_url=f"https://variants.example/{name}")
        article = store(document, source=archive.sources["nile"]).article
        Article.objects.filter(pk=article.pk).update(status=Article.Status.PUBLISHED)
        keys[article.pk] = name
    drain()
    return keys


def results(query: str, variants: Variants | None = None):
    return find(SearchCriteria(query=query), AnonymousUser(), widen=False, variants=variants)


def found(texts: dict[int, str], query: str, variants: Variants | None = None) -> set[str]:
    return {texts[hit.article.pk] for hit in results(query, variants).hits if hit.article.pk in texts}


def learned(*words: str, **fields) -> VariantClass:
    row = VariantClass.objects.create(key=VariantClass.key_of(words), origin="learned", **fields)
    VariantMember.objects.bulk_create(VariantMember(variant_class=row, word=word) for word in words)
    return row


# ---------------------------------------------------------------- searching


@pytest.mark.parametrize("query", ["غوغل", "جوجل", "قوقل", "وجوجل"])
def test_any_spelling_finds_all(texts, query):
    assert found(texts, query) == {"google", "gogle", "both"}


def test_the_two_names_of_syria_find_one_another(texts):
    assert found(texts, "سوريا") >= {"syria", "syria-2"}
    assert found(texts, "سورية") >= {"syria", "syria-2"}
    assert found(texts, "وفد سورية") == {"syria", "syria-2"}


def test_a_wall_is_not_a_country(texts):
    assert found(texts, "سور المدينة") == {"wall"}
    assert "syria" not in found(texts, "سور")


def test_phrases_know_variants_and_still_need_their_order(texts):
    assert found(texts, "«أعلنت جوجل خدمة»") == {"google", "gogle"}
    assert found(texts, "«خدمة جوجل»") == set()


def test_variants_are_marked(texts):
    html = {texts[hit.article.pk]: hit for hit in results("جوجل").hits}
    assert "<mark>غوغل</mark>" in html["google"].title_html
    assert "<mark>غوغل</mark>" in html["both"].snippet_html
    assert "<mark>جوجل</mark>" in html["both"].snippet_html


def test_a_search_can_do_without_variants_or_with_others(texts):
    assert found(texts, "جوجل", NO_VARIANTS) == {"gogle", "both"}
    assert found(texts, "«أعلنت جوجل»", NO_VARIANTS) == {"gogle"}
    assert found(texts, "ياهو", Variants([["ياهو", "جوجل"]])) == {"gogle", "both", "other"}


def test_a_word_that_no_article_has_finds_nothing(texts):
    assert found(texts, "لاجوس") == set()
    assert found(texts, "«مدينة لاجوس»") == set()


def test_a_decision_acts_in_the_next_search(texts, curator):
    assert found(texts, "ياهو") == {"other"}
    row = learned("ياهو", "ياهوو", "غوغل")
    assert found(texts, "ياهو") == {"other"}
    assert VariantClass.objects.filter(pk=row.pk).decide("accepted", curator) == 1
    assert found(texts, "ياهو") == {"other", "google", "gogle", "both"}
    VariantClass.objects.filter(pk=row.pk).decide("refused", curator)
    assert found(texts, "ياهو") == {"other"}


def test_a_shipped_class_can_be_switched_off(texts, curator):
    VariantClass.objects.filter(members__word="غوغل").decide("refused", curator)
    assert found(texts, "جوجل") == {"gogle", "both"}


def test_classes_are_read_again_only_after_a_decision(db, curator, django_assert_num_queries):
    current_variants()
    with django_assert_num_queries(1):
        kept = current_variants()
    learned("ياهو", "ياهوو")
    with django_assert_num_queries(1):
        assert current_variants() is kept
    VariantClass.objects.proposed().decide("accepted", curator)
    assert current_variants() is not kept


def test_one_refused_and_another_accepted_are_noticed(db, curator):
    first, second = learned("ياهو", "ياهوو"), learned("نوكيا", "نوكيه")
    VariantClass.objects.filter(pk=first.pk).decide("accepted", curator)
    VariantClass.objects.filter(pk=second.pk).decide("refused", curator)
    before = current_variants()
    VariantClass.objects.filter(pk=first.pk).decide("refused", curator)
    VariantClass.objects.filter(pk=second.pk).decide("accepted", curator)
    assert current_variants() is not before
    assert len(current_variants().expand(stem_of("نوكيا"))) == 2


# ---------------------------------------------------------------- the shipped list in the database


def test_a_refused_shipped_class_stays_refused_after_an_upgrade(db, curator):
    row = VariantClass.objects.get(members__word="غوغل")
    VariantClass.objects.filter(pk=row.pk).decide("refused", curator)
    ship_variants(None)
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("refused", curator)


def test_what_leaves_the_shipped_list_leaves_the_database(db):
    stale = VariantClass.objects.create(key="قديم كديم", origin="shipped", state="accepted")
    VariantClass.objects.filter(members__word="غوغل").delete()
    ship_variants(None)
    assert not VariantClass.objects.filter(pk=stale.pk).exists()
    assert VariantClass.objects.get(members__word="غوغل").state == "accepted"


def test_a_new_edition_of_a_refused_class_is_only_proposed(db, curator):
    VariantClass.objects.filter(members__word="غوغل").delete()
    learned("جوجل", "غوغل")
    VariantClass.objects.proposed().decide("refused", curator)
    ship_variants(None)
    assert VariantClass.objects.get(origin="shipped", members__word="غوغل").state == "proposed"


# ---------------------------------------------------------------- proposals


def proposal(*words: str, score: float = 0.3) -> Proposal:
    return Proposal(tuple(Member(stem_of(word), word, 9, (1,)) for word in words), score)


def test_proposals_are_stored_renewed_and_withdrawn(db):
    assert store_proposals([proposal("ياهو", "ياهوو"), proposal("نوكيا", "نوكيه")]) == Stored(new=2)
    kept = VariantClass.objects.get(members__word="ياهو")
    # The same stems, in another form than before.
    assert store_proposals([proposal("وياهو", "ياهوو", score=0.5)]) == Stored(renewed=1, withdrawn=1)
    kept.refresh_from_db()
    assert (str(kept), kept.score, kept.state) == ("وياهو = ياهوو", 0.5, "proposed")
    assert not VariantClass.objects.filter(members__word="نوكيا").exists()


def test_what_was_decided_is_neither_touched_nor_proposed_again(db, curator):
    store_proposals([proposal("ياهو", "ياهوو"), proposal("نوكيا", "نوكيه")])
    VariantClass.objects.filter(members__word="ياهو").decide("refused", curator)
    VariantClass.objects.filter(members__word="نوكيا").decide("accepted", curator)
    again = [
        proposal("وياهو", "ياهوو"),
        proposal("ياهو", "ياهوو", "ياهاو"),
        proposal("نوكيا", "نوكيه", score=0.9),
    ]
    assert store_proposals(again) == Stored()
    states = dict(VariantClass.objects.filter(origin="learned").values_list("key", "state"))
    assert states == {"ياهو ياهوو": "refused", "نوكيا نوكيه": "accepted"}
    assert VariantClass.objects.get(key="نوكيا نوكيه").score == 0.3


@pytest.fixture
def learnable(archive, monkeypatch) -> None:
    """Two spellings of one name in equal company, and a draft that is not to be learned from."""
    monkeypatch.setattr("articles.arabic.variant_learning.SKIPPED_CONTEXTS", 0)
    for number in range(24):
        name = ("شتاينبرغ", "شتاينبيرغ", "شتينبرغ")[number % 3]
        text = f"صرح المخرج السينمائي {name} في مهرجان الأفلام رقم{number} أمس."
        document = Document(title=f"خبر رقم{number}", body=text, canonical_url=f"https://x.example/{number}")
        article = store(document, source=archive.sources["nile"]).article
        status = "draft" if name == "شتينبرغ" else "published"
        Article.objects.filter(pk=article.pk).update(status=status)


def test_published_articles_are_learned_from(learnable):
    [found] = propose()
    assert {member.word for member in found.members} == {"شتاينبرغ", "شتاينبيرغ"}


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("learn_variants", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_stores_proposals_that_do_not_act_yet(learnable):
    assert "new 1" in run()
    row = VariantClass.objects.get(origin="learned")
    assert row.state == "proposed"
    assert [member.count for member in row.members.all()] == [8, 8]
    assert current_variants().expand(stem_of("شتاينبرغ")) == (stem_of("شتاينبرغ"),)
    assert "renewed 1" in run()


def test_a_dry_run_stores_nothing(learnable):
    report = json.loads(run("--dry-run", "--json"))
    assert report["dry_run"]
    assert [member["count"] for member in report["proposals"][0]["members"]] == [8, 8]
    assert not VariantClass.objects.filter(origin="learned").exists()


def test_the_least_count_can_be_chosen(learnable):
    assert json.loads(run("--min-count", "9", "--json"))["proposals"] == []
    with pytest.raises(CommandError, match="min-count"):
        run("--min-count", "0")


def test_an_empty_archive_is_said_to_be_empty(db):
    with pytest.raises(CommandError, match="no published articles"):
        run()
