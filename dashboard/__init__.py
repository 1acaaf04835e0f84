"""Analytics for departments of veterans affairs: exports, builds, measures, pages."""

__version__ = "0.1.0"
