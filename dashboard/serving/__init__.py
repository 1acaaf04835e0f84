"""Serves the dashboard by several processes: ``python -m dashboard serve``.

One Python process uses little more than one processor, however many there are. Visitors are divided
among several of them by a reverse proxy.
"""
