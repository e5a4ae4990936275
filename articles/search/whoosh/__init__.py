"""The Whoosh engine behind Haystack's contract."""
