"""The days of the tasks that were set: when each was due, and when it was done.

Tasks are made from the numbers of ``tasks_set`` in the export ``measures``, and ``tasks_done`` is
counted from them, so that the registry and the monthly numbers agree.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.demo.calendar import Calendar
from dashboard.demo.holding import Holdings, Target
from dashboard.demo.territory import Territory

QUARTER = 3
# Of all tasks: done by their day, done behind it, and never done.
ON_TIME, LATE = 0.83, 0.15
NOT_DONE = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class TaskDates:
    """The tasks [T] in the order of their places: index of the place, and three days each.

    ``done_on`` is NaT for what is not done within the months made.
    """

    place: np.ndarray
    set_on: np.ndarray
    due_on: np.ndarray
    done_on: np.ndarray

    def counted(self, shape: tuple[int, ...], calendar: Calendar) -> np.ndarray:
        """How many were done by report and place [M, R]: a report covers its quarter."""
        done = ~np.isnat(self.done_on)
        counts = np.zeros(shape, dtype=np.int64)
        np.add.at(counts, (_report(calendar, self.done_on[done]), self.place[done]), 1)
        return counts


def task_dates(
    territory: Territory,
    calendar: Calendar,
    holdings: Holdings,
    given: np.ndarray,
    present: np.ndarray,
) -> TaskDates:
    """The tasks of ``given`` [M, R], numbers set by report (a quarter's last month) and place.

    A task is only done in a quarter that its place reports (``present`` [M, R]), so that nothing is
    done which no monthly number holds. Published totals of ``tasks_done`` are held exactly.
    """
    draw = territory.stream("tasks")
    place, report = (axis.repeat(given.T[given.T > 0]) for axis in np.nonzero(given.T))
    begin = (calendar.months[report] - (QUARTER - 1)).astype("datetime64[D]")
    set_on = np.busday_offset(begin + draw.integers(0, 88, len(place)), 0, roll="forward")
    allowed = draw.integers(2, 10, len(place))
    # Tasks are due at the end of a month.
    due_on = (set_on.astype("datetime64[M]") + allowed + 1).astype("datetime64[D]") - 1
    luck = draw.random(len(place))
    span = (due_on - set_on).astype(int)
    early = set_on + np.maximum(1, (span * draw.uniform(0.45, 1.0, len(place)))).astype(int)
    late = due_on + draw.integers(3, 150, len(place))
    done_on = np.where(luck < ON_TIME, np.minimum(early, due_on), late)
    done_on = np.where(luck < ON_TIME + LATE, done_on, NOT_DONE)
    for task in np.flatnonzero(~np.isnat(done_on)):
        done_on[task] = _reported_day(calendar, done_on[task], present[:, place[task]])
    tasks = TaskDates(place, set_on, due_on, done_on)
    held = np.zeros(len(place), dtype=bool)
    for target in holdings.targets("measures", "tasks_done"):
        _hold(tasks, target, calendar, present, held, draw)
    return tasks


def _report(calendar: Calendar, days: np.ndarray) -> np.ndarray:
    """The index of the report that covers each day: its quarter's last month."""
    months = days.astype("datetime64[M]").astype(int)
    return months // QUARTER * QUARTER + QUARTER - 1 - calendar.months[0].astype(int)


def _reported_day(calendar: Calendar, day: Any, reports: np.ndarray) -> Any:
    """The day, or the same day of the next quarter that the place reports; NaT where there is
    none."""
    report = int(_report(calendar, np.array([day]))[0])
    for later in range(report, len(calendar), QUARTER):
        if reports[later]:
            return day + np.timedelta64((later - report) // QUARTER * 91, "D")
    return NOT_DONE


def _hold(
    tasks: TaskDates,
    target: Target,
    calendar: Calendar,
    present: np.ndarray,
    held: np.ndarray,
    draw: np.random.Generator,
) -> None:
    """Moves days on which tasks were done until as many were done as the target says; those of a
    deeper target (``held``) stay. Raises ValueError where there are not enough to move."""
    inside = target.places[tasks.place]
    done = inside & ~np.isnat(tasks.done_on)
    done[done] = target.months[_report(calendar, tasks.done_on[done])]
    surplus = target.total - int(done.sum())
    first = _report(calendar, tasks.set_on)
    if surplus > 0:
        reports = present & target.months[:, None]
        able = inside & ~done & ~held
        able[able] = [
            reports[report:, place].any()
            for report, place in zip(first[able], tasks.place[able], strict=True)
        ]
    else:
        able = done & ~held
    pool = np.flatnonzero(able)
    if len(pool) < abs(surplus):
        raise ValueError(f"{target.total} tasks can't be done: {len(pool)} could be moved")
    last = int(np.flatnonzero(target.months)[-1])
    for task in draw.choice(pool, abs(surplus), replace=False):
        place = tasks.place[task]
        wanted = present[:, place].copy()
        wanted[: first[task]] = False
        if surplus > 0:
            wanted &= target.months
        else:
            wanted[: last + 1] = False
        tasks.done_on[task] = _day_in(calendar, np.flatnonzero(wanted), tasks.set_on[task], draw)
    held |= inside & ~np.isnat(tasks.done_on) & done


def _day_in(calendar: Calendar, reports: np.ndarray, since: Any, draw: np.random.Generator) -> Any:
    """A day in the quarter of the first of these reports, not before ``since``; NaT without any."""
    if not len(reports):
        return NOT_DONE
    ends = (calendar.months[reports[0]] + 1).astype("datetime64[D]") - 1
    begins = max((calendar.months[reports[0]] - QUARTER + 1).astype("datetime64[D]"), since)
    return begins + np.timedelta64(int(draw.integers(0, (ends - begins).astype(int) + 1)), "D")
