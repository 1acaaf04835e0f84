"""What tables are made of as HTML: the frame that they scroll in, rows and headings."""

from collections.abc import Sequence

from dashboard.charts.scales import Scale
from dashboard.observations import Observation
from dashboard.standing_words import goal_words
from dashboard.ui.text import plain_html

NO_CELL = '<td class="number"></td>'


def table_html(
    name: str, heads: str, rows: Sequence[str], feet: Sequence[str] = (), kind: str = "blocks"
) -> str:
    """A table in a frame that scrolls, also by keyboard, with a fixed head.

    Where there is no room for a table of kind ``blocks``, each row is a block, in which page.js
    says the heading of each cell.
    """
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    last = f"<tfoot>{''.join(f'<tr>{foot}</tr>' for foot in feet)}</tfoot>" if feet else ""
    table = (
        f'<div class="scrolled" role="region" aria-label="{plain_html(name)}" tabindex="0">'
        f'<table class="plain {kind}"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody>{last}</table></div>"
    )
    return f'<div class="block-room">{table}</div>' if "blocks" in kind else table


def table_row(name: str, *texts: str, numbers: Sequence[str]) -> str:
    """A row of a table as HTML: name, texts, numbers."""
    return (
        f'<th scope="row" class="name">{plain_html(name)}</th>'
        + "".join(f"<td>{plain_html(text)}</td>" for text in texts)
        + "".join(f'<td class="number">{plain_html(number)}</td>' for number in numbers)
    )


def table_heads(name: str, *texts: str, numbers: Sequence[str]) -> str:
    """The headings of such rows as HTML."""
    return (
        f'<th class="name">{name}</th>'
        + "".join(f"<th>{text}</th>" for text in texts)
        + "".join(f'<th class="number">{number}</th>' for number in numbers)
    )


def goal_cells(observation: Observation, scale: Scale) -> str:
    """The target in the column's unit, and the word for how the value stands, sorted by how far it
    falls short."""
    goal = observation.goal
    if goal is None:
        return 2 * NO_CELL
    said = plain_html(goal_words(observation))
    target = plain_html(scale.write(goal.target.value).removesuffix("%"))
    sorts = f' data-value="{-goal.gap!r}"' if goal.standing else ""
    return (
        f'<td class="number" data-value="{goal.target.value!r}" title="{said}">{target}</td>'
        f'<td class="number {goal.judgement}"{sorts} title="{said}">{goal.standing or ""}</td>'
    )
