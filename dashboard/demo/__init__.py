"""Demonstration exports on the real region tree."""
