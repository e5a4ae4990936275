"""What training found out: weights of features for each label, and of labels that follow each other.

The file is made by `manage.py train_recogniser` and is all that decoding needs: NumPy reads it. Features are
text, one a line; their weights are kept where they are not zero, and in memory as a row for each feature.
"""

import io
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Weights:
    """`transitions[a, b]`: of b after a. `plain`: words that are often no part of a name, folded."""

    labels: tuple[str, ...]
    transitions: Floats
    rows: Mapping[str, int]
    table: Floats
    plain: frozenset[str]

    def total(self, features: Iterable[str]) -> Floats:
        """For each label the sum over the features; those that training never saw say nothing."""
        known = [row for feature in features if (row := self.rows.get(feature)) is not None]
        if not known:
            return np.zeros(len(self.labels), np.float32)
        total: Floats = self.table[known].sum(axis=0)
        return total


def make_weights(
    labels: Sequence[str],
    state: Mapping[tuple[str, str], float],
    transitions: Mapping[tuple[str, str], float],
    plain: Iterable[str],
) -> Weights:
    """`state`: of (feature, label); `transitions`: of (label, next label)."""
    number = {label: place for place, label in enumerate(labels)}
    rows = {feature: row for row, feature in enumerate(sorted({feature for feature, _label in state}))}
    table = np.zeros((len(rows), len(labels)), np.float32)
    for (feature, label), weight in state.items():
        table[rows[feature], number[label]] = weight
    between = np.zeros((len(labels), len(labels)), np.float32)
    for (one, other), weight in transitions.items():
        between[number[one], number[other]] = weight
    return Weights(tuple(labels), between, rows, table, frozenset(plain))


def write_weights(weights: Weights, path: Path) -> None:
    """The same weights make the same bytes."""
    where, which = np.nonzero(weights.table)
    content = io.BytesIO()
    np.savez(
        content,
        labels=_packed(weights.labels),
        transitions=weights.transitions,
        features=_packed(sorted(weights.rows, key=weights.rows.__getitem__)),
        counts=np.bincount(where, minlength=len(weights.table)).astype(np.uint8),
        which=which.astype(np.uint8),
        values=weights.table[where, which],
        plain=_packed(sorted(weights.plain)),
    )
    path.write_bytes(content.getvalue())


def read_weights(path: Path) -> Weights:
    with np.load(path, allow_pickle=False) as file:
        labels, features = _unpacked(file["labels"]), _unpacked(file["features"])
        table = np.zeros((len(features), len(labels)), np.float32)
        table[np.repeat(np.arange(len(features)), file["counts"]), file["which"]] = file["values"]
        return Weights(
            labels=tuple(labels),
            transitions=file["transitions"],
            rows={feature: row for row, feature in enumerate(features)},
            table=table,
            plain=frozenset(_unpacked(file["plain"])),
        )


def _packed(lines: Iterable[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer(zlib.compress("\n".join(lines).encode(), 9), np.uint8)


def _unpacked(packed: npt.NDArray[np.uint8]) -> list[str]:
    return zlib.decompress(packed.tobytes()).decode().split("\n")
