"""Files of the packages that the gazetteer is built from. Only building needs these packages."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any


class PackageMissing(Exception):
    """The message says which package to install."""


def package_file(package: str, path: str, *, distribution: str) -> Path:
    """A file inside an installed package, which is not imported. `distribution` is its name on PyPI."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise PackageMissing(f"build_gazetteer needs the package {distribution}: pip install {distribution}")
    return Path(spec.submodule_search_locations[0]) / path


def read_json(package: str, path: str, *, distribution: str) -> Any:
    return json.loads(package_file(package, path, distribution=distribution).read_text(encoding="utf-8"))
