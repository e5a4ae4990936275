# ruff: noqa: E501  (a rule a line)
"""Takes out one rule of the text core at a time and sees whether a test fails.

    python tests/quality/mutants.py

Works on a copy. Runs tests/arabic/test_text.py, test_stem.py and test_roots.py for each rule; lists the rules
whose loss no test notices and exits with 1 if there is one. Two minutes.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import hypothesis  # noqa: F401  (imported once, for all children)
import pytest
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from articles.arabic import roots, stem

ROOT = Path(__file__).resolve().parents[2]
#: Run in turn until one fails.
TESTS = ("test_text.py", "test_stem.py", "test_roots.py")


class Mutant(NamedTuple):
    """A rule and the change of a file of articles/arabic that takes it out; `old` stands there once."""

    rule: str
    file: str
    old: str
    new: str


def mutants() -> Iterator[Mutant]:
    yield from _of("tokenize.py", TOKENIZING)
    yield from _of("normalize.py", NORMALIZING)
    yield from _of("letters.py", LETTERS)
    yield from _of("analyze.py", STOP_WORDS)
    yield from _of("stem.py", STEMMING)
    yield from _items("stem.py", "PREFIXES = (ARTICLE, ", stem.PREFIXES[1:])
    yield from _items("stem.py", "SUFFIXES = (", stem.SUFFIXES)
    yield from _items("stem.py", "FREE_PREFIXES = (", stem.FREE_PREFIXES)
    yield from _items("stem.py", "BEFORE_ARTICLE = (", stem.BEFORE_ARTICLE)
    yield from _items("stem.py", "\nPRONOUNS = (", stem.PRONOUNS)
    yield from _items(
        "stem.py", "ENDINGS_AFTER_TEH = (*PRONOUNS, ", stem.ENDINGS_AFTER_TEH[len(stem.PRONOUNS) :]
    )
    yield from _of("roots.py", ROOTS)
    for patterns in (roots.PATTERNS, roots.FOUR_LETTER_PATTERNS):
        for pattern in sum(patterns.values(), ()):
            yield Mutant(f"roots.py: pattern {pattern}", "roots.py", f'"{pattern}"', '"ققققققق"')


TOKENIZING = {
    "separators inside numbers": (r"(?:[.,{DECIMAL_SEPARATOR}{THOUSANDS_SEPARATOR}]\d+)*", ""),
    "Arabic decimal separator": ("[.,{DECIMAL_SEPARATOR}{THOUSANDS_SEPARATOR}]", "[.,{THOUSANDS_SEPARATOR}]"),
    "Arabic thousands separator": ("[.,{DECIMAL_SEPARATOR}{THOUSANDS_SEPARATOR}]", "[.,{DECIMAL_SEPARATOR}]"),
    "comma in a number": ("[.,{DECIMAL", "[.{DECIMAL"),
    "point in a number": ("[.,{DECIMAL", "[,{DECIMAL"),
    "harakat inside a word": ("{HARAKAT}{FORMAT}{OTHER_MARKS}]+", "{FORMAT}{OTHER_MARKS}]+"),
    "invisible characters inside a word": ("{HARAKAT}{FORMAT}{OTHER_MARKS}]+", "{HARAKAT}{OTHER_MARKS}]+"),
    "marks of other scripts inside a word": ("{HARAKAT}{FORMAT}{OTHER_MARKS}]+", "{HARAKAT}{FORMAT}]+"),
    "underscore parts words": (r"[^\W\d_]+(?:", r"[^\W\d_](?:_|"),
}
NORMALIZING = {
    "tatweel and invisible characters before NFKC": ('composed("NFKC", _INVISIBLE.sub("", word))', 'composed("NFKC", word)'),
    "NFKC": ('composed("NFKC", _INVISIBLE.sub("", word))', '_INVISIBLE.sub("", word)'),
    "NFKC and not NFC": ('composed("NFKC", _INVISIBLE', 'composed("NFC", _INVISIBLE'),
    "harakat deleted": ('_DELETED = re.compile(f"[{letters.HARAKAT}', '_DELETED = re.compile(f"['),
    "spaces of presentation forms deleted": (r'{letters.TATWEEL}\\s]', "{letters.TATWEEL}]"),
    "invisible characters deleted": ('_INVISIBLE = re.compile(f"[{letters.FORMAT}', '_INVISIBLE = re.compile(f"['),
    "tatweel deleted": ('_INVISIBLE = re.compile(f"[{letters.FORMAT}{letters.TATWEEL}]', '_INVISIBLE = re.compile(f"[{letters.FORMAT}]'),
    "lower case": (".lower()", ""),
    "alefs folded": ("            letters.ALEFS,\n            letters.ALEF,\n", '            "",\n            letters.ALEF,\n'),
    "ى folded": ("(letters.ALEF_MAKSURA, letters.FARSI_YEH", "(letters.FARSI_YEH"),
    "ی folded": ("letters.ALEF_MAKSURA, letters.FARSI_YEH", "letters.ALEF_MAKSURA"),
    "ې folded": ("letters.FARSI_YEH, letters.KURDISH_E", "letters.FARSI_YEH"),
    "ک folded": ("(letters.KEHEH, letters.SWASH_KAF", "(letters.SWASH_KAF"),
    "ڪ folded": ("letters.KEHEH, letters.SWASH_KAF", "letters.KEHEH"),
    "گ folded": ("letters.SWASH_KAF, letters.GAF", "letters.SWASH_KAF"),
    "ة folded": ("(letters.TEH_MARBUTA, letters.HEH_WITH_YEH", "(letters.HEH_WITH_YEH"),
    "ۀ folded": ("letters.TEH_MARBUTA, letters.HEH_WITH_YEH", "letters.TEH_MARBUTA"),
    "ہ folded": ("letters.HEH_WITH_YEH, letters.HEH_GOAL", "letters.HEH_WITH_YEH"),
    "ە folded": ("letters.HEH_GOAL, letters.AE", "letters.HEH_GOAL"),
    "ڤ folded": ("        letters.VEH: letters.FEH,\n", ""),
    "پ folded": ("        letters.PEH: letters.BEH,\n", ""),
    "چ folded": ("        letters.TCHEH: letters.JEEM,\n", ""),
    "ژ folded": ("        letters.JEH: letters.ZAIN,\n", ""),
    "Arabic decimal separator is a point": ('        letters.DECIMAL_SEPARATOR: ".",\n', ""),
    "Arabic thousands separator is a comma": ('        letters.THOUSANDS_SEPARATOR: ",",\n', ""),
    "Arabic-Indic digits": ("enumerate(letters.ARABIC_INDIC_DIGITS)", 'enumerate("")'),
    "Persian digits": ("enumerate(letters.PERSIAN_DIGITS)", 'enumerate("")'),
    "marks in a row bounded": ("if len(word) > _MARKS_IN_A_ROW:", "if False:"),
}  # fmt: skip
LETTERS = {
    "آ is an alef": ("ALEFS = ALEF_MADDA + ", "ALEFS = "),
    "أ is an alef": ("ALEF_MADDA + ALEF_HAMZA_ABOVE", "ALEF_MADDA"),
    "إ is an alef": ("+ ALEF_HAMZA_BELOW + ALEF_WASLA", "+ ALEF_WASLA"),
    "ٱ is an alef": (" + ALEF_WASLA", ""),
    "harakat 0610": (r'HARAKAT = "\u0610-\u061a', 'HARAKAT = "'),
    "harakat 064B": (r"\u064b-\u065f\u0670\u06d6", r"\u0670\u06d6"),
    "harakat 0670": (r"\u065f\u0670", r"\u065f"),
    "harakat 06D6": (r"\u0670\u06d6-\u06ed", r"\u0670"),
    "format 200C": (r'FORMAT = "\u200c-\u200f', 'FORMAT = "'),
    "format 202A": (r'FORMAT = "\u200c-\u200f\u202a-\u202e', r'FORMAT = "\u200c-\u200f'),
    "format 2066": (r"\u2066-\u2069\ufeff", r"\ufeff"),
    "format FEFF": (r"\ufeff\u00ad", r"\u00ad"),
    "format 00AD": (r"\ufeff\u00ad", r"\ufeff"),
    "format 061C": (r"\u00ad\u061c", r"\u00ad"),
}
STOP_WORDS = {
    "stop words by their letters as written": (
        'unmark(composed("NFKC", word)) in',
        "normalize_word(word) in",
    ),
    "stop words without harakat": ('unmark(composed("NFKC", word)) in', "word in"),
}
STEMMING = {
    "light10: a prefix of one letter from four letters up": ("if len(prefix) == 1 and len(word) < 4:", "if False:"),
    "light10: two letters stay after a prefix": ("len(word) >= len(prefix) + MINIMUM", "len(word) > len(prefix)"),
    "light10: one prefix only": ("            word = word[len(prefix) :]\n            break", "            word = word[len(prefix) :]"),
    "light10: the article": ("PREFIXES = (ARTICLE, ", "PREFIXES = ("),
    "light10: two letters stay before a suffix": (
        "    for suffix in SUFFIXES:\n        if word.endswith(suffix) and len(word) >= len(suffix) + MINIMUM:\n"
        "            word = word[: -len(suffix)]\n    return",
        "    for suffix in SUFFIXES:\n        if word.endswith(suffix):\n            word = word[: -len(suffix)]\n    return",
    ),
    "two letters stay before a suffix": (
        "if word.endswith(suffix) and len(word) >= len(suffix) + MINIMUM:\n            word = word[: -len(suffix)]\n            yield",
        "if word.endswith(suffix):\n            word = word[: -len(suffix)]\n            yield",
    ),
    "one hamza": ("_without_prefixes(word.translate(_HAMZAS))", "_without_prefixes(word)"),
    "one hamza: ئ": ('str.maketrans("ئؤ", "ءء")', 'str.maketrans("ؤ", "ء")'),
    "one hamza: ؤ": ('str.maketrans("ئؤ", "ءء")', 'str.maketrans("ئ", "ء")'),
    "own first letters": ("        if begins_with_own_letters(word):\n            return word\n", ""),
    "own first letters of a word with endings": ("isdisjoint(_endings_off(word))", "isdisjoint([word])"),
    "own first letters: one hamza": ("frozenset(word.translate(_HAMZAS) for word in", "frozenset(word for word in"),
    "prefix after prefix": ("MOST_PREFIXES = 4", "MOST_PREFIXES = 1"),
    "prefixes are bounded": ("MOST_PREFIXES = 4", "MOST_PREFIXES = 9"),
    "لل": ("if word.startswith(LAM_AND_ARTICLE) and", "if False and"),
    "two letters stay after لل": ("length >= len(LAM_AND_ARTICLE) + MINIMUM", "True"),
    "لل before a first letter ل": ("word[1:] if begins_with_own_letters(word[1:]) else word[2:]", "word[2:]"),
    "the article": ("if word.startswith(ARTICLE) and", "if False and"),
    "two letters stay after the article": ("length >= len(ARTICLE) + MINIMUM", "True"),
    "ف ك before the article": ("if word.startswith(BEFORE_ARTICLE) and", "if False and"),
    "two letters stay after ف ك and the article": ("length > len(ARTICLE) + MINIMUM", "True"),
    "و ب ل": ("if word.startswith(FREE_PREFIXES) and", "if False and"),
    "three letters stay after و ب ل": ("length > KEPT_AFTER_LETTER", "length > 1"),
    "four letters stay before a pronoun": ("KEPT_BEFORE_PRONOUN = 4", "KEPT_BEFORE_PRONOUN = 1"),
    "ت for ة": ("if word.endswith(TEH) and len(word) > KEPT_BEFORE_TEH and", "if False and"),
    "three letters stay before ت for ة": ("KEPT_BEFORE_TEH = 3", "KEPT_BEFORE_TEH = 1"),
    "ت of the word itself": (" and whole.endswith(_AFTER_TEH)", ""),
    "accusative": ("if word.endswith(ALEF) and", "if False and"),
    "four letters stay before the accusative": ("KEPT_BEFORE_ALEF = 4", "KEPT_BEFORE_ALEF = 1"),
    "broken plurals": ("plurals().get(bare, bare)", "bare"),
}  # fmt: skip
ROOTS = {
    "one hamza": ("word = _without_affixes(word.translate(_HAMZAS))", "word = _without_affixes(word)"),
    "prefixes": ("if word.startswith(prefix) and len(word)", "if False and len(word)"),
    "three letters stay after a prefix": ("len(word) >= len(prefix) + SHORTEST", "True"),
    "suffixes": ("if word.endswith(suffix) and len(word)", "if False and len(word)"),
    "three letters stay before a suffix": ("len(word) >= len(suffix) + SHORTEST", "True"),
    "و before و": ("if word.startswith(WAW + WAW) and", "if False and"),
    "last letter": ("if word[-1] in LAST_LETTERS:", "if False:"),
    "first letter": ("if word[0] in FIRST_LETTERS:", "if False:"),
    "patterns of four letters last": (
        "if found is None and _without_one_letter(word) == word:", "if found is None:"
    ),
}  # fmt: skip


def _of(file: str, changes: dict[str, tuple[str, str]]) -> Iterator[Mutant]:
    for rule, (old, new) in changes.items():
        yield Mutant(f"{file}: {rule}", file, old, new)


def _items(file: str, head: str, items: tuple[str, ...]) -> Iterator[Mutant]:
    """Each item of a tuple of words replaced by one that never fits."""
    line = head + ", ".join(f'"{item}"' for item in items)
    for item in items:
        without = ", ".join('"قققققق"' if other == item else f'"{other}"' for other in items)
        yield Mutant(f"{file}: {head.split(maxsplit=1)[0]} {item}", file, line, head + without)


def is_noticed(mutant: Mutant, copy: Path) -> bool:
    path = copy / "articles" / "arabic" / mutant.file
    source = path.read_text(encoding="utf-8")
    if source.count(mutant.old) != 1:
        raise SystemExit(
            f"{mutant.rule}: {mutant.old!r} stands {source.count(mutant.old)} times in {path.name}"
        )
    path.write_text(source.replace(mutant.old, mutant.new), encoding="utf-8")
    try:
        return not passes(copy)
    finally:
        path.write_text(source, encoding="utf-8")


def passes(copy: Path) -> bool:
    """Run the tests in a child, which has pytest imported already but nothing of ours."""
    child = os.fork()
    if not child:
        os.chdir(copy)
        sys.dont_write_bytecode = True
        sys.path[:] = [str(copy), *(place for place in sys.path if Path(place).resolve() != ROOT)]
        for name in [name for name in sys.modules if name.partition(".")[0] == "articles"]:
            del sys.modules[name]
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        # Without pyproject.toml and conftest.py: the text core needs no Django.
        options = ["-x", "-q", "-c", os.devnull, "--rootdir", ".", "--noconftest", "--hypothesis-seed=0"]
        options += ["-p", "no:django", "-p", "no:cacheprovider"]
        os._exit(pytest.main(options + [f"tests/arabic/{name}" for name in TESTS]))
    return os.waitpid(child, 0)[1] == 0


def main() -> None:
    argparse.ArgumentParser(
        description="Takes out one rule of the text core at a time; a test has to fail."
    ).parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(ROOT / "articles" / "arabic", copy / "articles" / "arabic")
        shutil.copy(ROOT / "articles" / "__init__.py", copy / "articles")
        shutil.copytree(ROOT / "tests" / "arabic", copy / "tests" / "arabic")
        if not passes(copy):
            raise SystemExit("The tests fail before any rule is taken out.")
        rules = list(mutants())
        unnoticed = [mutant.rule for mutant in tqdm(rules, unit="rule") if not is_noticed(mutant, copy)]
    print(f"{len(rules) - len(unnoticed)} of {len(rules)} rules have a test that fails without them")
    for rule in unnoticed:
        print(f"no test fails without {rule}")
    sys.exit(bool(unnoticed))


if __name__ == "__main__":
    main()
