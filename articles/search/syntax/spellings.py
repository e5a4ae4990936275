"""Ways to write what is looked up among written words: with and without ال, capitals, any first alef."""

from articles.arabic.letters import ALEF, ALEF_HAMZA_ABOVE, ALEF_HAMZA_BELOW, ALEF_MADDA

ARTICLE = "ال"
_ALEFS = (ALEF, ALEF_HAMZA_ABOVE, ALEF_HAMZA_BELOW, ALEF_MADDA)


def written_words(word: str) -> tuple[str, ...]:
    """A word asked for as it is written. Capitals are no other letters."""
    return tuple(dict.fromkeys((word, *_cases(word))))


def written_patterns(pattern: str, *, folded: bool = False) -> list[str]:
    """A pattern with and without the article; a bare first alef stands for any.

    `folded` says that the letters are in normal spelling already.
    """
    if pattern.isascii():
        return list(dict.fromkeys((pattern, *_cases(pattern))))
    bare = pattern.removeprefix(ARTICLE)
    if not bare.strip("*?"):
        bare = pattern
    begins = [bare]
    if bare.startswith(ALEF) and not folded:
        begins = [alef + bare[1:] for alef in _ALEFS]
    if pattern[0] in "*":
        return [pattern]
    found = [article + begin for begin in begins for article in ("", ARTICLE)]
    return list(dict.fromkeys([pattern, *found]))


def _cases(word: str) -> tuple[str, ...]:
    if not word.isascii():
        return ()
    return word.lower(), word.capitalize(), word.upper()
