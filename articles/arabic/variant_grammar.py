"""Which pairs of stems that share a skeleton are two forms of one Arabic word, not two spellings.

Arabic inflects inside its three-letter roots (صاروخ, صواريخ), so a skeleton and equal company are not
enough: without these rules 6 of 10 pairs were plurals, verbs and accusatives. In order:
1. **Ending**: they differ in nothing but a last ا و hamza (شخص, شخصا; قتل, قتلوا). For the other rules
   an accusative is its commoner word (جهودا is جهود).
2. **Attached**: both are ب ل ك ف س and a commoner stem (بجريم, بجرائم): that pair decides.
3. **Verb and its noun**: an ا before the last letter, in forms VII, VIII, X (ارتفع, ارتفاع).
4. **Template**: a short skeleton of a word that takes the article, which foreign names do not
   (حرب, حروب); with a letter of foreign sounds exchanged, only the shortest (غرب, قرب).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from articles.arabic.letters import ALEF

#: Of all that is written of a stem, the share with an article from which it is an Arabic word.
ARTICLE_SHARE = 0.05
SHORT = 4
SHORTEST = 3

_ARTICLE = ("ال", "وال", "بال", "كال", "فال", "لل")
_ENDINGS = "اوءئؤ"
_WEAK = re.compile("[اويءئؤ]")
_ATTACHED = "بلكفس"
_DERIVED = re.compile("ا(?:ن|ست|.ت).*ا.")


@dataclass(frozen=True)
class Grammar:
    """Tells forms from spellings by how often the archive has each stem, and has it with the article."""

    counts: Mapping[str, int]
    with_article: Mapping[str, int]

    def explains(self, one: str, other: str, *, skeleton: int) -> bool:
        """Whether one is another form of the other; `skeleton` is how many letters they share."""
        if one.rstrip(_ENDINGS) == other.rstrip(_ENDINGS):
            return True
        one, other = self._bare(one), self._bare(other)
        shorter, longer = sorted((one, other), key=len)
        return (
            self._is_attached(one, other)
            or self._is_verb_and_noun(shorter, longer)
            or self._is_template(one, other, skeleton)
        )

    def _bare(self, stem: str) -> str:
        word = stem.removesuffix(ALEF)
        return word if self.counts.get(word, 0) > self.counts[stem] else stem

    def _is_attached(self, one: str, other: str) -> bool:
        return (
            one[0] == other[0]
            and one[0] in _ATTACHED
            and all(self.counts.get(stem[1:], 0) > self.counts[stem] for stem in (one, other))
        )

    def _is_verb_and_noun(self, verb: str, noun: str) -> bool:
        return noun[:-2] + noun[-1] == verb and _DERIVED.fullmatch(noun) is not None

    def _is_template(self, one: str, other: str, skeleton: int) -> bool:
        is_exchanged = _WEAK.sub("", one) != _WEAK.sub("", other)
        if skeleton > (SHORTEST if is_exchanged else SHORT):
            return False
        return any(
            self.with_article.get(stem, 0) >= ARTICLE_SHARE * self.counts[stem] for stem in (one, other)
        )


def has_article(form: str, stem: str) -> bool:
    """Whether a written form has an article that is not part of the word."""
    return form.startswith(_ARTICLE) and not stem.startswith(_ARTICLE)
