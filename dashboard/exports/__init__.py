"""Rows that leave the dashboard: CSV files that say what they are."""
