"""robots.txt as RFC 9309 has it, with Crawl-delay and Sitemap as sites use them beside it.

Rules, in this order:
1. A group begins with one or more User-agent lines; other lines than rules do not end it.
2. All groups that name us count together; if none does, those for `*`.
3. Of the rules that match, the longest pattern decides; of equal ones, Allow.
4. Patterns and paths are compared percent-encoded; in patterns `*` is any run, `$` at the end the end.
5. What nobody forbids is allowed, and so is robots.txt itself.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

#: RFC 9309 wants at least 500 KiB; what comes after is not read.
MAX_BYTES = 512 * 1024
#: A delay above it would stop collecting from a site without saying so.
LONGEST_DELAY_S = 60.0
_MOST_SITEMAPS = 100
_PRODUCT_TOKEN = re.compile(r"[a-z_-]+|\*", re.IGNORECASE)
_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@dataclass(frozen=True)
class Rule:
    """One Allow or Disallow line: the texts between its stars."""

    allows: bool
    length: int
    parts: tuple[str, ...]
    to_the_end: bool

    def matches(self, path: str) -> bool:
        first, *rest = self.parts
        if not path.startswith(first):
            return False
        place = len(first)
        if not rest:
            return not self.to_the_end or place == len(path)
        *middle, last = rest
        for part in middle:
            place = path.find(part, place)
            if place < 0:
                return False
            place += len(part)
        if self.to_the_end:
            return path.endswith(last) and len(path) - len(last) >= place
        return path.find(last, place) >= 0


@dataclass(frozen=True)
class Rules:
    """What a site asks of us."""

    rules: tuple[Rule, ...] = ()
    delay_s: float = 0.0
    sitemaps: tuple[str, ...] = ()

    def allows(self, path: str) -> bool:
        """Whether a path, with its query, may be fetched."""
        if path == "/robots.txt":
            return True
        path = _comparable(path).replace("*", "%2A").replace("$", "%24")
        matching = [(rule.length, rule.allows) for rule in self.rules if rule.matches(path)]
        return max(matching, default=(0, True))[1]


class _Group:
    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.delay_s: float | None = None


def parse_rules(text: str, product: str) -> Rules:
    """The rules for one product; what cannot be read as a rule is passed over."""
    product = product.lower()
    groups: dict[str, _Group] = {}
    current: list[_Group] = []
    sitemaps: list[str] = []
    naming = False  # between the User-agent lines of one group
    for line in text.removeprefix("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            token = _PRODUCT_TOKEN.match(value)
            group = groups.setdefault(token.group().lower() if token else "", _Group())
            current = [*current, group] if naming else [group]
            naming = True
        elif key in {"allow", "disallow"}:
            naming = False
            if value:  # an empty Disallow forbids nothing
                for group in current:
                    group.rules.append(_rule(key == "allow", value))
        elif key == "crawl-delay":
            for group in current:
                group.delay_s = _delay(value)
        elif key == "sitemap" and value and len(sitemaps) < _MOST_SITEMAPS:
            sitemaps.append(value)
    chosen = groups.get(product) or groups.get("*") or _Group()
    return Rules(tuple(chosen.rules), chosen.delay_s or 0.0, tuple(sitemaps))


def _rule(allows: bool, pattern: str) -> Rule:
    pattern = _comparable(pattern)
    to_the_end = pattern.endswith("$")
    parts = re.sub(r"\*+", "*", pattern.removesuffix("$")).split("*")
    return Rule(allows, len(pattern), tuple(parts), to_the_end)


def _delay(value: str) -> float | None:
    try:
        delay_s = float(value)
    except ValueError:
        return None
    return min(delay_s, LONGEST_DELAY_S) if delay_s >= 0 else None  # not NaN either


def _comparable(path: str) -> str:
    """One spelling for each path: unreserved characters bare, all others percent-encoded in capitals."""

    def one(match: re.Match[str]) -> str:
        letter = chr(int(match.group(1), 16))
        return letter if letter in _UNRESERVED else match.group().upper()

    return _ESCAPE.sub(one, quote(path, safe="/%:@!$&'()*+,;=~?-._#[]", errors="replace"))
