"""Demonstration exports on the real region tree, equal to the published figures where they speak.

``command.py`` is the command; ``province.py`` makes one province, table by table; each table has
its module. ``territory.py`` and ``calendar.py`` are the ground, ``character.py`` says which cities
lead and lag, ``holding.py`` makes totals equal what was published.
"""
