"""Haystack fields that the archive's index needs beside Haystack's own."""

from typing import Any

from haystack import indexes


class KeysField(indexes.MultiValueField):
    """Several database keys: whole numbers that are filtered and counted by."""

    field_type = "keys"


class WeightedTextField(indexes.CharField):
    """A text in parts of different weight; `prepare_<name>` gives a WeightedText."""

    def convert(self, value: Any) -> Any:
        return value
