"""What every test may use: a data directory of its own, a small archive, the four roles."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from haystack import connections

from articles.arabic.dates import parse_date
from articles.entities.curated import Curated
from articles.groups import ADMIN, ANALYST, CURATOR
from articles.ingest.documents import Document, RelatedLink
from articles.ingest.sources import add_aliases
from articles.ingest.store import store
from articles.models import Article, Entity, EntityAlias, Source
from articles.worker import drain


def pytest_configure() -> None:
    # No manifest: tests need no collectstatic. A fast hasher: sign-in is tested, not its cost.
    django_settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def own_data_directory(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch):
    """No test reads or writes the data of another, or of the site on this machine."""
    settings.DATA_DIR = tmp_path
    settings.RAW_DIR = tmp_path / "raw"
    settings.INDEX_DIR = tmp_path / "index"
    # Names are the spellings in the test's database; tests of recognising and linking say otherwise.
    settings.ENTITY_RECOGNISER = ""
    monkeypatch.setattr("articles.entities.linking.mentions.curated", lambda: Curated([]))
    monkeypatch.setitem(connections.connections_info["default"], "PATH", str(tmp_path / "index"))
    connections.reload("default")
    cache.clear()
    # Kept by a revision that a rollback has set back.
    monkeypatch.setattr("articles.search.entity_table._kept", None)
    monkeypatch.setattr("articles.search.entity_names._kept", None)
    yield
    connections.reload("default")


@dataclass(frozen=True)
class Archive:
    """Ten small articles of three outlets, stored and indexed."""

    sources: dict[str, Source]
    articles: dict[str, Article]
    entities: dict[str, Entity]


#: key: source, title, body, published, section
ARTICLES = {
    "meeting-agency": (
        "wakala",
        "رئيسا الأركان الروسي والأميركي يلتقيان في هلسنكي",
        "التقى فاليري غيراسيموف نظيره جوزيف دانفورد في هلسنكي لبحث الوضع في سوريا.\n\n"
        "وقالت وزارة الدفاع الروسية إن اللقاء تناول منع الاحتكاك بين القوات.",
        "2018-06-08T11:26",
        "سياسة",
    ),
    "meeting-daily": (
        "sham",
        "لقاء عسكري روسي أميركي في هلسنكي",
        "بحث غيراسيموف ودانفورد تخفيف التوتر في سورية، ولم يصدر بيان مشترك.",
        None,
        "سياسة",
    ),
    "port": (
        "wakala",
        "انفجار ضخم في مرفأ بيروت",
        "هزّ انفجار ضخم مرفأ بيروت مساء الثلاثاء وأوقع عشرات القتلى.",
        "2020-08-04T18:30",
        "لبنان",
    ),
    "port-toll": (
        "nile",
        "ارتفاع حصيلة انفجار بيروت",
        "ارتفعت حصيلة الانفجار الذي وقع في بيروت إلى 135 قتيلًا.",
        "2020-08-05",
        "لبنان",
    ),
    "canal": (
        "nile",
        "جنوح سفينة حاويات في قناة السويس",
        "جنحت سفينة حاويات عملاقة وأغلقت قناة السويس أمام الملاحة.",
        "2021-03-23T09:00",
        "اقتصاد",
    ),
    "quake": (
        "sham",
        "زلزال مدمر يضرب تركيا وسوريا",
        "ضرب زلزال بقوة 7.8 درجات جنوب تركيا وشمال سوريا فجر الاثنين.",
        "2023-02-06T07:00",
        "كوارث",
    ),
    "quake-2": (
        "wakala",
        "زلزال جديد يضرب هاتاي",
        "ضرب زلزال جديد ولاية هاتاي التركية بعد أسبوعين من الكارثة.",
        "2023-02-20T20:30",
        "كوارث",
    ),
    "final": (
        "nile",
        "الأرجنتين بطلة لكأس العالم",
        "فازت الأرجنتين بكأس العالم بعد نهائي مثير أمام فرنسا في لوسيل.",
        "2022-12-18T21:00",
        "رياضة",
    ),
    "bread": (
        "sham",
        "طوابير الخبز تعود إلى دمشق",
        "عادت طوابير الخبز إلى أحياء دمشق مع نقص الطحين.",
        "شباط 2021",
        "محليات",
    ),
    "hostile": (
        "sham",
        'عنوان فيه <script>alert(1)</script> وعلامة & و"اقتباس"',
        "نص فيه <b>وسم</b> و<img src=x onerror=alert(1)> لا ينفذ.",
        "2019-01-01T10:00",
        "تقنية",
    ),
}
SOURCES = {
    "wakala": ("وكالة الاختبار", "Europe/London"),
    "sham": ("شام الاختبار", "Asia/Damascus"),
    "nile": ("نيل الاختبار", "Africa/Cairo"),
}
ENTITIES = {
    "gerasimov": ("person", "فاليري غيراسيموف", "Valery Gerasimov", ["غيراسيموف"]),
    "dunford": ("person", "جوزيف دانفورد", "Joseph Dunford", ["دانفورد"]),
    "syria": ("place", "سوريا", "Syria", ["سورية"]),
    "helsinki": ("place", "هلسنكي", "Helsinki", []),
    "beirut": ("place", "بيروت", "Beirut", []),
    "defence": ("organisation", "وزارة الدفاع الروسية", "Russian Ministry of Defence", []),
}


@pytest.fixture
def archive(db) -> Archive:
    sources = {}
    for slug, (name, zone) in SOURCES.items():
        sources[slug] = Source.objects.create(slug=slug, name=name, time_zone=zone)
        add_aliases(sources[slug], [name])
    entities = {}
    for key, (kind, name, latin, aliases) in ENTITIES.items():
        entities[key] = Entity.objects.create(kind=kind, name=name, latin=latin)
        for spelling in (name, *aliases):
            EntityAlias.objects.create(entity=entities[key], name=spelling)
    articles = {}
    for key, (source, title, body, published, section) in ARTICLES.items():
        document = Document(
            title=title,
            body=body,
            section=section,
            canonical_url=f"https://{source}.example/{key}",
            published=parse_date(published) if published else None,
            related=(RelatedLink(title="خبر آخر", text="نبذة"),),
        )
        articles[key] = store(document, source=sources[source]).article
    drain()
    return Archive(sources, articles, entities)


def make_user(name: str, group: str) -> User:
    user = User.objects.create_user(name, password="correct horse")
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def analyst(db) -> User:
    return make_user("analyst", ANALYST)


@pytest.fixture
def curator(db) -> User:
    return make_user("curator", CURATOR)


@pytest.fixture
def admin_user(db) -> User:
    return make_user("admin", ADMIN)
