"""The spelling variants in force: what the shipped list and the curators say."""

from typing import NamedTuple

from articles.arabic.variants import Variants
from articles.models import VariantClass
from articles.models.variant import Stamp


class _Kept(NamedTuple):
    stamp: Stamp
    variants: Variants


_kept: _Kept | None = None


def current_variants() -> Variants:
    """One cheap query; the classes are read again only after a decision."""
    global _kept  # noqa: PLW0603  (one reference, swapped whole)
    stamp = VariantClass.objects.stamp()
    kept = _kept
    if kept is None or kept.stamp != stamp:
        _kept = kept = _Kept(stamp, Variants(VariantClass.objects.accepted().words()))
    return kept.variants
