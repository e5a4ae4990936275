"""Which marks of a query are operators, and which are words or nothing.

Each step takes the tokens and gives those that remain, so that the parser finds only marks that mean
something: operators between operands, parentheses in pairs, fields with something after them.
"""

from articles.search.syntax import limits, nodes
from articles.search.syntax.notes import Notes
from articles.search.syntax.tokens import OPERATORS, SMALL_OPERATORS, Kind, Token

_ENDS_CLAUSE = tuple(":،؛,;.!؟?…|")
_BEGINS_OPERAND = frozenset({Kind.OPERAND, Kind.OPEN, Kind.FIELD, Kind.MINUS})


def settle(tokens: list[Token], notes: Notes) -> list[Token]:
    if all(token.kind in OPERATORS for token in tokens):
        # Nothing else was typed: these are the words that were meant.
        return [token.as_words() for token in tokens if token.words]
    tokens = _question(tokens)
    tokens = _small_letters(tokens, notes)
    tokens = _prose(tokens, notes)
    tokens = _pairs(tokens, notes)
    tokens = _fields(tokens, notes)
    tokens = _operators(tokens, notes)
    return _exclusions(tokens, notes)


def _question(tokens: list[Token]) -> list[Token]:
    """The ? after the last of several words ends a question; after a single one it is a wildcard."""
    last = tokens[-1]
    if len(tokens) < 2 or tokens[-2].kind is Kind.FIELD or not isinstance(last.node, nodes.Pattern):
        return tokens
    is_question = last.node.pattern.endswith("?") and last.node.pattern.rstrip("?").isalnum()
    return [*tokens[:-1], last.as_words()] if is_question else tokens


def _small_letters(tokens: list[Token], notes: Notes) -> list[Token]:
    """«or» between words in Arabic letters can only be the operator."""
    kept = list(tokens)
    for place in range(1, len(tokens) - 1):
        token = tokens[place]
        kind = SMALL_OPERATORS.get(token.text.lower())
        if kind and token.is_plain and _is_arabic(tokens[place - 1]) and _is_arabic(tokens[place + 1]):
            notes.add("operator-small", token.text)
            kept[place] = Token(kind, token.start, token.end, token.text, token.words)
    return kept


def _is_arabic(token: Token) -> bool:
    return bool(token.words) and any("\u0600" <= letter <= "\u06ff" for letter in token.text)


def _prose(tokens: list[Token], notes: Notes) -> list[Token]:
    """In a pasted sentence أو and ليس are words: one of plain words alone, with a stop word."""
    marks = [token for token in tokens if token.kind in OPERATORS]
    words = [token for token in tokens if token.is_plain]
    is_prose = (
        len(words) + len(marks) == len(tokens)
        and len(words) >= limits.PROSE_WORDS
        and not all(token.is_telling for token in words)
        and not any(token.is_latin for token in marks)
    )
    if not is_prose:
        return tokens
    for token in marks:
        if token.kind is not Kind.AND:
            notes.add("word-not-operator" if token.kind is Kind.NOT else "or-not-operator", token.text)
    return [token if token.is_plain else token.as_words() for token in tokens]


def _pairs(tokens: list[Token], notes: Notes) -> list[Token]:
    """Parentheses that have a partner and something between them, each pair once, not too deep."""
    partner: dict[int, int] = {}
    opened: list[int] = []
    for place, token in enumerate(tokens):
        if token.kind is Kind.OPEN:
            opened.append(place)
        elif token.kind is Kind.CLOSE and opened:
            start = opened.pop()
            partner[start], partner[place] = place, start
    dropped = {
        place
        for place, token in enumerate(tokens)
        if token.kind in (Kind.OPEN, Kind.CLOSE) and place not in partner
    }
    if dropped and any(token.kind in OPERATORS or token.kind is Kind.FIELD for token in tokens):
        notes.add("parenthesis-open")  # without operators it would change nothing
    depth = 0
    for place, token in enumerate(tokens):
        if token.kind is Kind.CLOSE and place not in dropped:
            depth -= 1
        if token.kind is not Kind.OPEN or place in dropped:
            continue
        end = partner[place]
        is_doubled = partner.get(place + 1) == end - 1
        if is_doubled or end == place + 1 or depth >= limits.MAX_DEPTH:
            dropped |= {place, end}
            if not is_doubled and end != place + 1:
                notes.add("too-deep", limits.MAX_DEPTH)
        else:
            depth += 1
    return [token for place, token in enumerate(tokens) if place not in dropped]


def _fields(tokens: list[Token], notes: Notes) -> list[Token]:
    """Fields that have something right after them; the others are words."""
    kept: list[Token] = []
    for token in reversed(tokens):
        after = kept[-1] if kept else None
        if token.kind is not Kind.FIELD:
            kept.append(token)
        elif after and after.kind is Kind.FIELD and after.field == token.field:
            notes.add("field-twice", token.text + after.text)
        elif after and after.kind in (Kind.OPERAND, Kind.OPEN) and after.start <= token.end + 1:
            if token.is_spaced:
                notes.add("field-spaced", token.text)
            kept.append(token)
        else:
            notes.add("field-empty", token.text)
            kept.append(token.as_words())
    kept.reverse()
    return kept


def _operators(tokens: list[Token], notes: Notes) -> list[Token]:
    """Each run of operators as the one that it means, where it has something on both sides."""
    kept: list[Token] = []
    is_sentence = _may_be_sentence(tokens)
    place = 0
    while place < len(tokens):
        end = place
        while end < len(tokens) and tokens[end].kind in OPERATORS:
            end += 1
        if end == place:
            kept.append(tokens[place])
            place += 1
            continue
        before = kept[-1] if kept else None
        after = tokens[end] if end < len(tokens) else None
        kept += _meant(tokens[place:end], before, after, notes, is_sentence=is_sentence)
        place = end
    return kept


def _meant(
    run: list[Token], before: Token | None, after: Token | None, notes: Notes, *, is_sentence: bool
) -> list[Token]:
    typed = " ".join(token.text for token in run)
    if after is None or after.kind not in _BEGINS_OPERAND:
        notes.add("operator-alone", typed)
        return []
    ties = [token for token in run if token.kind is not Kind.NOT]
    nots = [token for token in run if token.kind is Kind.NOT]
    has_left = before is not None and before.kind in (Kind.OPERAND, Kind.CLOSE)
    if max(len(ties), len(nots)) > 1 or "/" in typed:
        notes.add("operator-twice", typed)
    meant = []
    if ties and has_left:
        # The wider of two that disagree.
        meant.append(next((token for token in ties if token.kind is Kind.OR), ties[0]))
    elif ties:
        notes.add("operator-alone", ties[0].text)
    if nots:
        if nots[0].is_latin or (has_left and _parts(before, after)):
            meant.append(nots[0])
            if is_sentence and not nots[0].is_latin:
                notes.add("operator-not", nots[0].text)
        else:
            notes.add("word-not-operator", nots[0].text)
            meant.append(nots[0].as_words())
    return meant


def _may_be_sentence(tokens: list[Token]) -> bool:
    """Whether so many plain words stand around ليس that all of it may have been pasted."""
    words = [token for token in tokens if token.kind not in OPERATORS]
    return len(words) >= limits.SENTENCE_WORDS and all(token.is_plain for token in words)


def _parts(before: Token | None, after: Token) -> bool:
    """Whether ليس stands within one clause and before a word worth excluding."""
    has_begun = before is not None and not before.text.endswith(_ENDS_CLAUSE)
    return has_begun and (after.kind is not Kind.OPERAND or after.is_telling)


def _exclusions(tokens: list[Token], notes: Notes) -> list[Token]:
    """A dash excludes only after something that is searched for: else it begins a pasted line."""
    kept: list[Token] = []
    has_begun = False
    for place, token in enumerate(tokens):
        has_begun = has_begun or token.is_telling
        if token.kind is not Kind.MINUS:
            kept.append(token)
            continue
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        if after is None or after.kind not in _BEGINS_OPERAND:
            continue  # what it was fixed to is no word
        if has_begun:
            kept.append(token)
        else:
            notes.add("dash-first", after.text)
    return kept
