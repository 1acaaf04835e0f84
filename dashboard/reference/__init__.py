"""The reference tables, derived again from pinned packages.

Regions, their history, the towns and villages to cover and the simplified boundaries that the
project carries under ``data/reference`` and ``static/geometry`` are output of this package:
``python -m dashboard reference``. It runs on a maintainer's machine, needs requirements-dev.txt
and, the first time, the internet. The dashboard itself never imports it.
"""
