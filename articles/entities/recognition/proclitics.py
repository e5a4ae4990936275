"""The proclitics و ف ب ل ك before a word, and the forms of the word that may stand behind them."""

from functools import lru_cache

from articles.entities.recognition.words import folded

WAW, FEH, BEH, LAM, KAF = "\u0648", "\u0641", "\u0628", "\u0644", "\u0643"
ALEF = "\u0627"
ARTICLE = ALEF + LAM
SINGLE = (WAW, FEH, BEH, LAM, KAF)
#: Those that stand before names in the news; وك and فك hardly do.
DOUBLE = (WAW + BEH, WAW + LAM, FEH + BEH, FEH + LAM)
#: What has to be left of a word: Arabic names have three letters.
MIN_LETTERS = 3


def bare_forms(folded: str) -> list[tuple[int, str]]:
    """(letters of the proclitics, form behind them): each way to read them, not the word itself.

    After ل the article loses its alif: للأمم is ل + الأمم, and one letter is dropped.
    """
    forms = []
    for proclitics in (*SINGLE, *DOUBLE):
        rest = folded[len(proclitics) :]
        if not folded.startswith(proclitics):
            continue
        if proclitics[-1] == LAM and rest.startswith(LAM) and len(rest) > MIN_LETTERS:
            forms.append((len(proclitics), ALEF + rest))
        elif len(rest) >= MIN_LETTERS:
            forms.append((len(proclitics), rest))
    return forms


@lru_cache(maxsize=1 << 15)
def forms(word: str) -> tuple[str, ...]:
    """Folded, and each form that may stand behind proclitics."""
    whole = folded(word)
    return (whole, *(form for _letters, form in bare_forms(whole)))
