"""Collecting: sources that bring in their articles by themselves. `docs/collecting.md` says what holds.

The order: schedule (what is due), answers (what a feed says), announced and remember (its items kept),
poll (these three), pages (an item's article fetched and read), items (those that wait, stored), rounds (all
of this for one feed), collector (many feeds at once); beside it addresses (what a person asks for by its
address).
"""
