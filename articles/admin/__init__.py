"""The curators' side.

Nothing is imported here: Django imports this package, for `apps.py`, before there are any
models. `apps.py` imports the modules that register them once there are.
"""
