"""Figures and rows → files that people take away. No Streamlit, no SQL.

``table.py`` is the one table that every file is made of. ``observation_tables``, ``late`` and
``details`` make tables, ``writers`` holds one module a file format.
"""
