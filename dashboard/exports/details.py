"""The tables of every row: what the marts hold by month and dimensions, and the registries.

One entry a table: the page that offers it and the command line both ask here which query gives its
rows, what its columns are and what it is called. The headings of a registry's fields stand here
once, for the lists on pages, too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import pyarrow as pa

from dashboard.contracts import load_contracts
from dashboard.exports.columns import boundary_column, dimension_column, region_columns
from dashboard.exports.detail_names import DETAIL_NAMES
from dashboard.exports.marts import mart_columns
from dashboard.exports.table import Column, Language, Note, Table
from dashboard.marts import mart_contract, relation
from dashboard.regions import Region, RegionTree
from dashboard.systems import Catalogue

HAVES = {
    "has_institution": ("有机构", "institution"),
    "has_posts": ("有编制", "posts"),
    "has_people": ("有人员", "people"),
    "has_funding": ("有经费", "funding"),
    "has_safeguards": ("有保障", "safeguards"),
}
ITEMS = {
    "names_wall_on": ("英名墙建成日期", "wall of names on"),
    "exhibition_on": ("展陈馆建成日期", "exhibition hall on"),
    "sign_on": ("标识牌悬挂日期", "sign hung on"),
    "approved_on": ("保护级别审批日期", "level approved on"),
    "scope_on": ("保护范围划定日期", "scope marked on"),
    "land_registered_on": ("不动产登记日期", "land registered on"),
}
# Where each row came from: every registry row can be followed to its export.
SOURCE = (
    Column("source_file", "来源文件", "source file"),
    Column("source_row", "来源行号", "source row", kind="plain"),
)
REGIONS_A_PART = 500
_NOTES: dict[Language, dict[bool, Note]] = {
    "zh": {
        True: ("每行", "一个地区、一个月、一类；省、市各行已含其下级，不要与下级的行相加"),
        False: ("每行", "名录中的一条记录，来源文件和行号指向报送的文件"),
    },
    "en": {
        True: ("a row", "a region, month and category; a region's rows hold what lies under it"),
        False: ("a row", "a record of the registry, with the file and row that it came from"),
    },
}


class BuildInfo(Protocol):
    """As much of a build as tells a table's months, too."""

    @property
    def build_id(self) -> str: ...

    @property
    def demonstration(self) -> bool: ...

    @property
    def data_from(self) -> date: ...

    @property
    def data_through(self) -> date: ...


class Rows(Protocol):
    """As much of a database as a table needs."""

    @property
    def info(self) -> BuildInfo: ...

    def rows(self, query: str, **parameters: Any) -> list[dict[str, Any]]: ...

    def batches(self, query: str, **parameters: Any) -> Iterator[pa.RecordBatch]: ...


@dataclass(frozen=True, slots=True)
class Detail:
    """A table of every row below a region.

    ``rows`` and ``count`` name the queries that give the rows and say how many
    there are; the rows are asked for in ``parts``, and counted with ``parameters``.
    ``mart`` is None for a registry.
    """

    code: str
    title: str
    rows: str
    count: str
    mart: str | None = None

    @property
    def export(self) -> str:
        """The export that the rows come from."""
        return self.code if self.mart is None else mart_contract(self.mart).export

    def parameters(self, tree: RegionTree, region_code: str) -> dict[str, Any]:
        """What the rows are counted with: the region and everything below it."""
        if self.mart is None:
            return {"region": region_code}
        below = [region_code, *(region.code for region in tree.descendants(region_code))]
        return {"relation": relation(self.mart, "file"), "regions": below}

    def parts(self, tree: RegionTree, region_code: str) -> Iterator[dict[str, Any]]:
        """The parameters for some regions after the other, in the file's order: a nation's rows
        are sorted a part at a time, which takes as little memory as a province's."""
        asked = self.parameters(tree, region_code)
        if self.mart is None:
            yield asked
            return
        codes = sorted(asked["regions"])
        for first in range(0, len(codes), REGIONS_A_PART):
            yield rows_of_mart(self.mart, codes[first : first + REGIONS_A_PART])

    def batches(
        self, database: Rows, tree: RegionTree, region_code: str
    ) -> Iterator[pa.RecordBatch]:
        """Every row of the file, never all in memory at once."""
        for parameters in self.parts(tree, region_code):
            yield from database.batches(self.rows, **parameters)

    def row_count(self, database: Rows, tree: RegionTree, region_code: str) -> int:
        """How many rows there are below a region."""
        return database.rows(self.count, **self.parameters(tree, region_code))[0]["row_count"]

    def table(
        self,
        database: Rows,
        tree: RegionTree,
        region: Region,
        catalogue: Catalogue,
        language: Language = "zh",
    ) -> Table:
        """Every row below a region, all years."""
        build = database.info
        return Table(
            region=region.title,
            title=self.title,
            period=self._period(build.data_from, build.data_through),
            columns=self._columns(tree, catalogue, build.data_from, build.data_through),
            rows=self.row_count(database, tree, region.code),
            batches=lambda: self.batches(database, tree, region.code),
            build=build,
            notes=lambda: [_NOTES[language][self.mart is not None]],
            language=language,
        )

    def _columns(
        self, tree: RegionTree, catalogue: Catalogue, first: date, last: date
    ) -> list[Column]:
        """Of a mart, whose rows reach from ``first`` to ``last``, with what changed of their
        regions' ground meanwhile; a registry has no months."""
        if self.mart is not None:
            changes = boundary_column(tree, first, last)
            return [*mart_columns(self.mart, tree, catalogue), changes]
        fields = registry_columns(self.code, catalogue).values()
        return [*region_columns(tree), *fields, *SOURCE]

    def _period(self, first: date, last: date) -> str:
        """In words: the years of the build, or the month it reaches."""
        if self.mart is None:
            return f"截至{last.year}年{last.month}月"
        return f"{first.year}–{last.year}年"


def registry_columns(code: str, catalogue: Catalogue) -> dict[str, Column]:
    """The columns of a registry's own fields by their names, in order."""
    return {column.name: column for column in _REGISTRIES[code](catalogue)}


def rows_of_mart(mart: str, regions: Sequence[str]) -> dict[str, Any]:
    """The parameters of ``mart_rows`` for all that a mart adds up in these regions."""
    contract = mart_contract(mart)
    return {
        "relation": relation(mart, "file"),
        "keys": ["month", *contract.dimensions],
        "columns": list(contract.filed),
        "regions": list(regions),
    }


def _stations(catalogue: Catalogue) -> list[Column]:
    return [
        Column("station_id", "站点编号", "station id", kind="code"),
        Column("name", "站点名称", "station"),
        dimension_column("tier", "station_tier", catalogue),
        Column("unit_code", "服务单位代码", "unit code", kind="code"),
        Column("opened_on", "设立日期", "opened on", kind="date"),
        Column("closed_on", "撤销日期", "closed on", kind="date"),
        *(Column(name, *headers, kind="yes_no") for name, headers in HAVES.items()),
        Column("stars", "星级", "stars", kind="plain"),
        Column("national_model", "全国示范型", "national model", kind="yes_no"),
        Column("full_time", "专职人员", "full-time staff", kind="whole"),
        Column("part_time", "兼职人员", "part-time staff", kind="whole"),
        Column("as_of", "状态月份", "state of", kind="month"),
    ]


def _sites(catalogue: Catalogue) -> list[Column]:
    return [
        Column("site_id", "设施编号", "site id", kind="code"),
        Column("name", "设施名称", "site"),
        dimension_column("protection", "protection", catalogue),
        dimension_column("kind", "memorial_kind", catalogue),
        Column("public_ceremony", "公祭场所", "public ceremony", kind="yes_no"),
        *(Column(name, *headers, kind="date") for name, headers in ITEMS.items()),
    ]


def _tasks(catalogue: Catalogue) -> list[Column]:
    return [
        Column("task_id", "任务编号", "task id", kind="code"),
        Column("title", "任务名称", "task"),
        dimension_column("level", "task_level", catalogue),
        Column("set_on", "下达日期", "set on", kind="date"),
        Column("due_on", "完成时限", "due on", kind="date"),
        Column("done_on", "完成日期", "done on", kind="date"),
    ]


def _units(catalogue: Catalogue) -> list[Column]:
    return [
        Column("year", "年份", "year", kind="plain"),
        dimension_column("tier", "station_tier", catalogue),
        Column("units", "应建单位数", "units to cover", kind="whole"),
    ]


def _targets(catalogue: Catalogue) -> list[Column]:
    names = {code: one.name for code, one in catalogue.indicators.items()}
    by_month = (one for one in load_contracts()["targets"].columns if one.name.startswith("month_"))
    return [
        Column("year", "年份", "year", kind="plain"),
        Column("indicator", "指标代码", "indicator code", kind="code"),
        Column("indicator_name", "指标名称", "indicator", "indicator", names),
        Column("target", "全年目标", "target of the year", kind="number"),
        *(
            Column(one.name, one.title, f"target of {one.name.replace('_', ' ')}", kind="number")
            for one in by_month
        ),
    ]


_REGISTRIES = {
    "stations": _stations,
    "memorial_sites": _sites,
    "tasks": _tasks,
    "units": _units,
    "targets": _targets,
}


# The queries of a registry's rows and of their count, by the code of its file.
_REGISTRY_ROWS = {
    "stations": ("station_rows", "station_row_count"),
    "units": ("unit_rows", "unit_row_count"),
    "memorial_sites": ("site_rows", "site_row_count"),
    "tasks": ("task_rows", "task_row_count"),
    "targets": ("target_rows", "target_row_count"),
}


def _detail(code: str, title: str) -> Detail:
    if code in _REGISTRY_ROWS:
        return Detail(code, title, *_REGISTRY_ROWS[code])
    return Detail(code, title, "mart_rows", "mart_row_count", mart=code)


DETAILS = {code: _detail(code, title) for code, title in DETAIL_NAMES.items()}
