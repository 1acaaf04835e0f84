"""What tables are made of as HTML: the frame that they scroll in, rows and headings."""

from collections.abc import Sequence

from dashboard.ui.text import plain_html


def table_html(
    name: str, heads: str, rows: Sequence[str], feet: Sequence[str] = (), kind: str = ""
) -> str:
    """A table in a frame that scrolls, also by keyboard, with a fixed head."""
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    last = f"<tfoot>{''.join(f'<tr>{foot}</tr>' for foot in feet)}</tfoot>" if feet else ""
    return (
        f'<div class="scrolled" role="region" aria-label="{plain_html(name)}" tabindex="0">'
        f'<table class="plain {kind}"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody>{last}</table></div>"
    )


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
