"""The registry of tasks: what was set to whom, by when, and when it was done."""

import numpy as np
import pyarrow as pa

from dashboard.demo.calendar import Calendar
from dashboard.demo.character import Character
from dashboard.demo.counts import tasks_given
from dashboard.demo.holding import Holdings
from dashboard.demo.tables import dates, texts
from dashboard.demo.task_dates import task_dates
from dashboard.demo.territory import Territory

LEVELS = ("national", "province", "city", "county")
# Who sets tasks to a county, a city's office and a province's: shares of LEVELS.
LEVEL_SHARES = np.array([[0.05, 0.25, 0.35, 0.35], [0.1, 0.5, 0.4, 0.0], [0.5, 0.5, 0.0, 0.0]])
TITLES = (
    "推进退役军人服务站星级创建",
    "完成县级以上烈士纪念设施提质改造",
    "落实零散烈士墓集中管护",
    "清理逾期未安置人员",
    "举办退役军人专场招聘活动",
    "建设退役军人就业创业园地",
    "规范困难帮扶资金发放",
    "开展优待证申领攻坚",
    "完成优抚对象年度确认",
    "排查化解信访积案",
    "组织军休干部健康体检",
    "落实“双清单”互办实事",
    "开展“老兵宣讲”进校园",
    "组建退役军人志愿服务队",
    "整改巡察反馈问题",
    "开展服务系统数据核验",
    "落实军人子女教育优待",
    "建设村（社区）示范服务站",
    "开展退役军人职业技能培训",
    "完善应急救助快速办理机制",
)


def tasks(
    territory: Territory, calendar: Calendar, character: Character, holdings: Holdings
) -> pa.Table:
    """One row per task, ordered by place and by the day that it was set; what is not done has no
    day of it. As many are set and done as the monthly numbers say."""
    given, present = tasks_given(territory, calendar, character, holdings)
    made = task_dates(territory, calendar, holdings, given, present)
    order = np.lexsort((made.set_on, made.place))
    place, set_on = made.place[order], made.set_on[order]
    draw = territory.stream("titles of tasks")
    kind = np.select([territory.is_city_office, territory.is_province_office], [1, 2], 0)[place]
    shares = np.cumsum(LEVEL_SHARES, axis=1)[kind]
    level = (draw.random(len(place))[:, None] > shares).sum(axis=1)
    title = draw.integers(0, len(TITLES), len(place))
    years = set_on.astype("datetime64[Y]").astype(int) + 1970
    return pa.table(
        {
            "task_id": pa.array(_identifiers(territory, place, years), pa.string()),
            "title": pa.array(
                [f"{TITLES[t]}（{y}年）" for t, y in zip(title, years, strict=True)], pa.string()
            ),
            "level": texts(np.minimum(level, len(LEVELS) - 1), LEVELS),
            "region_code": texts(place, territory.codes),
            "set_on": dates(set_on),
            "due_on": dates(made.due_on[order]),
            "done_on": dates(made.done_on[order]),
        }
    )


def _identifiers(territory: Territory, place: np.ndarray, years: np.ndarray) -> list[str]:
    """``K``, the place's code, the year and a running number within both; years ascend."""
    named: list[str] = []
    running: dict[tuple[int, int], int] = {}
    for key in zip(place.tolist(), years.tolist(), strict=True):
        running[key] = running.get(key, 0) + 1
        named.append(f"K{territory.codes[key[0]]}-{key[1]}-{running[key]}")
    return named
