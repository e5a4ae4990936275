"""Contrast of the colours in archive.css, in light and in dark: WCAG 2.2 AA."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "static/css/archive.css").read_text()
#: Text on its ground needs 4.5; edges of fields and marks that carry meaning need 3.
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", "accent") for ground in ("paper", "sheet", "accent-wash")),
    ("ink", "well"),
    ("ink-soft", "well"),
    ("accent-ink", "accent"),
    ("mark-ink", "mark"),
    ("warn", "paper"),
    ("warn", "warn-wash"),
    ("ink", "warn-wash"),
    ("ink-soft", "warn-wash"),
]
SHAPES = [
    ("edge", "paper"),
    ("edge", "sheet"),
    ("bar-here", "paper"),
    *((kind, "paper") for kind in ("person", "place", "organisation")),
]


def colours(scheme: str) -> dict[str, str]:
    blocks = [
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", CSS, re.S)
    ]
    light, dark = blocks[0], {**blocks[0], **blocks[1]}
    return light if scheme == "light" else dark


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "ground", "least"), [*((*pair, 4.5) for pair in TEXT), *((*pair, 3.0) for pair in SHAPES)]
)
def test_contrast_is_enough(scheme, front, ground, least):
    named = colours(scheme)
    assert contrast(named[front], named[ground]) >= least
