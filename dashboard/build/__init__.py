"""From a folder of Parquet exports to a published DuckDB build."""
