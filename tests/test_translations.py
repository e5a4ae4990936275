"""The Arabic interface: whole, compiled, with the placeholders of the English and all six plural forms."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.utils.translation import ngettext, override, pgettext

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "locale/ar/LC_MESSAGES/django.po"

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")
LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ][A-Za-zÀ-ɏḀ-ỿ0-9/_-]*")
#: Names that Arabic texts leave in Latin letters.
NAMES = {"Asia/Damascus", "CC0", "GMT", "JSON", "RSS", "SHA-256", "SQLite", "tz", "URL"}
#: Of Latin text; Arabic has ، ؛ ؟ «».
FOREIGN_MARKS = set(",;?'\"“”‘’")
#: Templates isolate what is put in; a mark inside a translation nobody would see.
BIDI_CONTROLS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: Digits after Arabic letters are shown in the order of the groups, so this would read 08-06-2018.
HYPHENATED_DATE = re.compile(r"\d{4}-\d{2}")
#: Vowel marks, without which forms are compared.
MARKS = re.compile("[\u064b-\u0652\u0670]")


def catalog() -> list[Message]:
    with PO.open("rb") as file:
        return [message for message in read_po(file, locale="ar") if message.id]


MESSAGES = catalog()
PLURALS = [message for message in MESSAGES if message.pluralizable]


def named(message: Message) -> str:
    return (message.id[0] if message.pluralizable else message.id)[:60]


def every(messages: list[Message]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("message", messages, ids=named)


def english(message: Message) -> str:
    return message.id[1] if message.pluralizable else message.id


def arabic(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if message.pluralizable else (message.string,)


def bare(text: str) -> str:
    """What a reader sees of it, without what is put in."""
    return TAG.sub("", PLACEHOLDER.sub("", text))


def test_everything_is_collected_translated_and_compiled():
    done = subprocess.run(
        [sys.executable, "bin/messages.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@every([message for message in MESSAGES if not message.pluralizable])
def test_placeholders_and_tags_are_those_of_the_english(message):
    assert sorted(PLACEHOLDER.findall(message.string)) == sorted(PLACEHOLDER.findall(message.id))
    assert sorted(TAG.findall(message.string)) == sorted(TAG.findall(message.id))


@every(PLURALS)
def test_plural_forms_have_the_placeholders_of_the_english(message):
    wanted = sorted(PLACEHOLDER.findall(message.id[1]))
    for form in message.string[3:]:
        assert sorted(PLACEHOLDER.findall(form)) == wanted
    for form in message.string[:3]:  # none, one and two are said in words
        assert set(PLACEHOLDER.findall(form)) <= set(wanted)
        assert len(PLACEHOLDER.findall(form)) < len(wanted), f"a digit where a word belongs: {form}"


@every(MESSAGES)
def test_nothing_else_in_it_is_read_as_a_placeholder(message):
    for text in arabic(message):
        assert "python-format" not in message.flags or "%" not in PLACEHOLDER.sub("", text)


@every(PLURALS)
def test_the_six_forms_differ_as_they_should(message):
    forms = [MARKS.sub("", form) for form in message.string]
    assert len(forms) == 6
    assert all(forms)
    assert len(set(forms[:5])) == 5
    assert forms[5] not in forms[:4]
    if forms[4] == forms[5]:  # nouns in ة are written alike in both cases
        assert re.search(r"\)[a-z] \w+ة\b", forms[5]), "11 needs the accusative with its alif: 11 مقالًا"
    else:
        assert re.search(r"\)[a-z] \w+ًا", message.string[4])


@every(MESSAGES)
def test_no_latin_words_are_left(message):
    for text in arabic(message):
        assert set(LATIN.findall(bare(text))) <= NAMES


@every(MESSAGES)
def test_it_is_written_as_arabic_is(message):
    for text in arabic(message):
        assert not FOREIGN_MARKS & set(bare(text))
        assert not BIDI_CONTROLS & set(text)
        assert not HYPHENATED_DATE.search(text)
        assert not re.search("اً", text), "the tanwin stands before its alif"
        assert text == " ".join(text.split())


@every(MESSAGES)
def test_it_ends_as_the_english_ends(message):
    """A label does not turn into a sentence, nor a sentence into a label."""
    for text in arabic(message):
        for mark in ".:":
            assert text.endswith(mark) == english(message).endswith(mark)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "لا توجد نتائج"),
        (1, "نتيجة واحدة"),
        (2, "نتيجتان"),
        (3, "3 نتائج"),
        (10, "10 نتائج"),
        (11, "11 نتيجة"),
        (99, "99 نتيجة"),
        (100, "100 نتيجة"),
        (102, "102 نتيجة"),
        (103, "103 نتائج"),
        (111, "111 نتيجة"),
    ],
)
def test_results_are_counted_as_in_arabic(number, text):
    with override("ar"):
        form = ngettext("%(shown)s result", "%(shown)s results", number)
    assert form % {"shown": number} == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "لم يُنشر أي مقال."),
        (1, "نُشر مقال واحد."),
        (2, "نُشر مقالان."),
        (3, "نُشرت 3 مقالات."),
        (11, "نُشر 11 مقالًا."),
        (100, "نُشر 100 مقال."),
    ],
)
def test_articles_are_counted_as_in_arabic(number, text):
    with override("ar"):
        form = ngettext("%(n)d article was published.", "%(n)d articles were published.", number)
    assert form % {"n": number} == text


def test_a_context_tells_words_apart():
    with override("ar"):
        assert pgettext("date", "From") == "من"
        assert pgettext("date", "To") == "إلى"
