"""Derives the reference tables and boundaries from pinned packages."""
