"""How much and how long a fetch may take."""

from dataclasses import dataclass

_MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bytes and seconds; all redirects of a fetch share `total_s`, waiting for a turn not counted.

    `cut` takes the beginning of what is too large instead of refusing it.
    """

    max_raw_bytes: int = 10 * _MB
    max_bytes: int = 20 * _MB
    max_header_bytes: int = 64 * 1024
    max_redirects: int = 5
    connect_s: float = 10
    #: Nothing at all came for so long.
    idle_s: float = 15
    total_s: float = 60
    cut: bool = False


def megabytes(size: int) -> str:
    return f"{size / _MB:.4g}"
