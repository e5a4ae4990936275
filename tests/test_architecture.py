"""The directions of docs/ARCHITECTURE.md: data flows one way, imports point left only."""

import ast
from pathlib import Path

import pytest

ARTICLES = Path(__file__).parent.parent / "articles"

#: Each part and the parts of ours that it may import. What is not listed may not be imported.
ALLOWED = {
    "arabic": set(),
    "models": {"arabic"},
    "ingest": {"arabic", "models"},
    "collect": {"arabic", "models", "ingest"},
    "demo": {"arabic", "models", "ingest"},
    "entities": {"arabic", "models"},
    "stories": {"arabic", "models"},
    "search": {"arabic", "models"},
    "search_indexes": {"models", "search"},
    "worker": {"arabic", "models", "entities", "stories", "search"},
    "operation": {"models", "ingest", "worker"},
    "groups": {"models"},
    "checks": {"models"},
    "web": {"arabic", "models", "search", "admin"},  # what curators see of reviews, shown one way
    "admin": {"arabic", "models", "entities", "search", "ingest", "groups"},
}
MODULES = sorted(path for path in ARTICLES.rglob("*.py") if "migrations" not in path.parts)


def part_of(path: Path) -> str:
    return path.relative_to(ARTICLES).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Every module that a file imports, inside functions too."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def ours(names: set[str]) -> set[str]:
    return {name.split(".")[1] for name in names if name.startswith("articles.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ARTICLES)))
def test_imports_point_left_only(path):
    part = part_of(path)
    if part in {"__init__", "apps", "management"}:
        return
    assert part in ALLOWED, f"{path}: say in ALLOWED what this part may import"
    assert ours(imported(path)) <= ALLOWED[part] | {part}


@pytest.mark.parametrize("path", sorted((ARTICLES / "arabic").rglob("*.py")), ids=lambda path: path.name)
def test_the_text_core_knows_no_django(path):
    assert not [name for name in imported(path) if name.startswith(("django", "haystack", "whoosh"))]


def test_only_the_settings_read_the_environment():
    readers = [
        path
        for path in MODULES
        if {"os.environ", "os.getenv", "environ"} & imported(path) or "os.environ" in path.read_text()
    ]
    assert readers == []
