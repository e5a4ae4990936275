"""Query strings as Haystack's callers build them, for `narrow`, `Raw` and a backend's `search`.

    *  ·  word  ·  wor*  ·  "a phrase"  ·  field:word  ·  field:"a phrase"  ·  field:[low TO high]
    field__lookup:"value" with any lookup of Haystack that takes one value
    AND (or nothing between two parts), OR, NOT or a leading -, parentheses

What analysts type has a language of its own (`articles.search.syntax`). This one is for code, but
nothing in it fails either: what cannot be read is read as words.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from haystack.constants import FILTER_SEPARATOR, VALID_FILTERS

from articles.search.tree import All, And, Node, Not, Or

MAX_PARTS = 1000
MAX_DEPTH = 20

_PART = re.compile(
    r"""(?P<space>\s+) | (?P<open>\() | (?P<close>\)) | (?P<minus>-(?=\S))
      | (?:(?P<field>\w+):)?
        (?: "(?P<phrase>(?:[^"\\]|\\.)*)" | '(?P<quoted>[^']*)'
          | [\[{](?P<range>[^\]}]*\bto\b[^\]}]*)[\]}] | (?P<word>[^\s()"]+) )
      | (?P<stray>.)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)

#: The node for a field (empty: the document), a lookup of Haystack, and its value.
Leaf = Callable[[str, str, object], Node]


@dataclass(frozen=True)
class Part:
    kind: str
    field: str = ""
    text: str = ""


def read_query_string(text: str, leaf: Leaf, *, fields: frozenset[str]) -> Node:
    """The tree of a query string; `leaf` makes the nodes of its single conditions."""
    return _Reader(list(_parts(text, fields))[:MAX_PARTS], leaf).read()


def condition_string(field: str, lookup: str, value: Any) -> str:
    """A condition of Haystack as a query string."""
    if lookup == "in":
        return (
            "(" + " OR ".join(condition_string(field, "exact", each) for each in value) + ")"
            if value
            else "NOT *"
        )
    if lookup == "range":
        low, high = ("*" if end is None else f'"{escaped(_written(end))}"' for end in value)
        return f"{field}:[{low} TO {high}]"
    return f'{field}__{lookup}:"{escaped(_written(value))}"'


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _name_and_lookup(field: str) -> tuple[str, str]:
    name, _separator, lookup = field.rpartition(FILTER_SEPARATOR)
    return (name, lookup) if name and lookup in VALID_FILTERS else (field, "")


def escaped(value: str) -> str:
    """The value as it may stand between double quotes."""
    return value.replace("\\", "\\\\").replace('"', '\\"')


def _parts(text: str, fields: frozenset[str]) -> Iterator[Part]:
    for match in _PART.finditer(text):
        kind, field = match.lastgroup or "", match["field"] or ""
        if kind in ("space", "stray"):
            continue
        written = match[kind]
        if field and _name_and_lookup(field)[0] not in (*fields, "content"):
            # Not one of ours: a clock time, an address.
            field, written = "", match[0]
        if kind in ("phrase", "quoted"):
            yield Part("phrase", field, _ESCAPED.sub(r"\1", written))
        elif kind == "word" and not field and written.upper() in ("AND", "OR", "NOT") and written.isupper():
            yield Part(written)
        else:
            yield Part(kind, field, written)


class _Reader:
    """Recursive descent: OR binds looser than AND, NOT tightest."""

    def __init__(self, parts: list[Part], leaf: Leaf) -> None:
        self.parts = parts
        self.leaf = leaf
        self.at = 0

    def read(self) -> Node:
        nodes = []
        while self.at < len(self.parts):
            nodes.append(self._either(0))
            self._skip("close", "AND", "OR")
        return _joined(nodes, And)

    def _either(self, depth: int) -> Node:
        nodes = [self._both(depth)]
        while self._skip("OR"):
            nodes.append(self._both(depth))
        return _joined(nodes, Or)

    def _both(self, depth: int) -> Node:
        nodes = []
        while self.at < len(self.parts) and self.parts[self.at].kind not in ("close", "OR"):
            if not self._skip("AND"):
                nodes.append(self._one(depth))
        return _joined(nodes, And)

    def _one(self, depth: int) -> Node:
        part = self.parts[self.at]
        self.at += 1
        if part.kind in ("NOT", "minus"):
            follows = self.at < len(self.parts) and self.parts[self.at].kind not in ("close", "AND", "OR")
            return Not(self._one(depth)) if follows else All()
        if part.kind == "open":
            if depth == MAX_DEPTH:
                return All()
            inside = self._either(depth + 1)
            self._skip("close")
            return inside
        return self._leaf(part)

    def _leaf(self, part: Part) -> Node:
        field, lookup = _name_and_lookup(part.field)
        if part.kind == "range":
            low, high = re.split(r"\bto\b", part.text, maxsplit=1, flags=re.IGNORECASE)
            return self.leaf(field, "range", tuple(_end(bound) for bound in (low, high)))
        if lookup or part.kind == "phrase":
            return self.leaf(field, lookup or "exact", part.text)
        if part.text == "*":
            return All()
        if part.text.endswith("*") and len(part.text) > 1:
            return self.leaf(field, "startswith", part.text.rstrip("*"))
        return self.leaf(field, "content", part.text)

    def _skip(self, *kinds: str) -> bool:
        if self.at < len(self.parts) and self.parts[self.at].kind in kinds:
            self.at += 1
            return True
        return False


def _end(bound: str) -> str | None:
    bound = bound.strip()
    return None if bound in ("", "*") else bound.strip('"')


def _joined(nodes: list[Node], join: type[And] | type[Or]) -> Node:
    if not nodes:
        return All()
    return nodes[0] if len(nodes) == 1 else join(tuple(nodes))
