"""Reads a folder of exports as DuckDB does, and a published figure as a question to it."""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import duckdb

from dashboard.demo.calendar import end_of_month
from dashboard.demo.province import TABLES
from dashboard.published_figure import PublishedFigure
from dashboard.regions import RegionTree

TREE = RegionTree.load()
CATEGORY = {
    "placements": "category",
    "relief": "programme",
    "stations": "tier",
    "memorial_sites": "protection",
}
OTHER_MEASURES = {"station_id", "site_id", "national_model", "stars>=3"}


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """One view an export, over its file or its folder."""
    connection = duckdb.connect()
    for table in TABLES:
        single = folder / f"{table}.parquet"
        files = [single] if single.exists() else sorted((folder / table).glob("*.parquet"))
        if files:
            connection.read_parquet([str(file) for file in files]).create_view(table)
    return connection


def total(connection: duckdb.DuckDBPyConnection, figure: PublishedFigure) -> Decimal:
    """The exports' own number for what a figure speaks of; a rate in percent, rounded as it is."""
    numerator = _sum(connection, figure, figure.numerator)
    if figure.denominator is None:
        return numerator
    rate = numerator * 100 / _sum(connection, figure, figure.denominator)
    return rate.quantize(Decimal(1).scaleb(-figure.decimals), rounding=ROUND_HALF_UP)


def _sum(connection: duckdb.DuckDBPyConnection, figure: PublishedFigure, column: str) -> Decimal:
    last_day = end_of_month(figure.last)
    bound: list[object] = []
    where = []
    codes = [figure.region_code]
    if figure.subcategories != ("own",):
        codes += [region.code for region in TREE.descendants(figure.region_code)]
    where.append("list_contains(?, region_code)")
    bound.append(codes)
    if figure.categories:
        where.append(f"list_contains(?, {CATEGORY[figure.export]})")
        bound.append(list(figure.categories))
    if figure.export == "relief" and figure.subcategories:
        where.append("list_contains(?, fund)")
        bound.append(list(figure.subcategories))
    if figure.subcategories == ("public_ceremony",):
        where.append("public_ceremony")
    if figure.export in ("stations", "memorial_sites"):
        expression = "count(*)"
        if column == "opened_on":
            where.append("opened_on between ? and ?")
            bound += [figure.first, last_day]
        elif figure.export == "stations":
            where.append("opened_on <= ? and (closed_on is null or closed_on > ?)")
            bound += [last_day, last_day]
        if column == "full_time+part_time":
            expression = "sum(full_time + part_time)"
        elif column.endswith("_on") and column != "opened_on":
            for item in column.split("+"):
                where.append(f"{item} <= ?")
                bound.append(last_day)
        elif column != "opened_on":
            assert column in OTHER_MEASURES
            where.append(column if column not in ("station_id", "site_id") else "true")
    else:
        where.append("month between ? and ?")
        bound += [figure.first or figure.last, figure.last]
        expression = f"sum({'value' if figure.export == 'measures' else column})"
        if figure.export == "measures":
            where.append("measure = ?")
            bound.append(column)
    query = f"select {expression} from {figure.export} where {' and '.join(where)}"  # noqa: S608
    row = connection.execute(query, bound).fetchone()
    assert row is not None
    return Decimal(row[0] or 0)
