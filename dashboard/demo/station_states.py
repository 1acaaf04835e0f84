"""Year-end states of one province's stations: a department that files copies of its registry."""

# pyarrow makes its compute functions when it is imported; no checker sees them.
# pyright: reportAttributeAccessIssue=false

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.demo.calendar import Calendar
from dashboard.demo.station_quality import HAVES
from dashboard.demo.territory import Territory

# 浙江 files a copy at every year's end; all others have today's registry and no other.
PROVINCE = "330000"
YEARS = 2
# Each year back, so many stations had a star less, lacked one of the haves, or one of the staff.
LESS_STARS, LESS_HAVES, LESS_STAFF = 0.12, 0.006, 0.1


def with_states(territory: Territory, calendar: Calendar, today: pa.Table) -> pa.Table:
    """The registry of today, and before it what it was at the end of the last two whole years: one
    row a state and station there was, with the month of the state."""
    draw = territory.stream("station states")
    last = calendar.last
    ends = [date(last.year - back, 12, 1) for back in range(YEARS, 0, -1)]
    states = [_state(today, end, last.year - end.year, draw) for end in ends]
    return pa.concat_tables([*states, _dated(today, last)])


def _state(today: pa.Table, month: date, years: int, draw: np.random.Generator) -> pa.Table:
    """What stood at the end of a December: closings that came later are not known yet."""
    next_month = pa.scalar(date(month.year + 1, 1, 1), pa.date32())
    then = today.filter(pc.less(today["opened_on"], next_month))
    closed = pc.if_else(pc.less(then["closed_on"], next_month), then["closed_on"], None)
    columns = {"closed_on": closed.cast(pa.date32())}
    for have in HAVES:
        lacked = pa.array(draw.random(len(then)) < LESS_HAVES * years)
        columns[have] = pc.and_(then[have], pc.invert(lacked))
    for name, share in (("stars", LESS_STARS), ("full_time", LESS_STAFF)):
        numbers = then[name].to_numpy()
        fewer = (draw.random(len(then)) < share * years) & (numbers > 0)
        columns[name] = pa.array(numbers - fewer)
    columns["national_model"] = pc.and_(
        then["national_model"], pc.greater_equal(columns["stars"], 4)
    )
    for name, values in columns.items():
        place = then.schema.get_field_index(name)
        then = then.set_column(place, then.schema.field(name), values)
    return _dated(then, month)


def _dated(table: pa.Table, month: date) -> pa.Table:
    return table.append_column(
        "as_of", pa.array(np.full(len(table), np.datetime64(month, "D")), pa.date32())
    )
