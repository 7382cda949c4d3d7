"""What the sections of the Home tab are made of: some rows under their heading, the rest of them counted."""

from collections.abc import Callable, Sequence

from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.slack.blocks import Block, context, divider, section, title
from leadbot.slack.text import capital

Section = Callable[[Scope, Member], list[Block]]  # what a member sees of it now; nothing, where it is not for them
Row = tuple[str, Block | None]  # a line, and what can be pressed: a button beside it, or a row of them below it
MOST = 8  # rows under one heading


def headed(heading: str, rows: Sequence[Row], nothing: str, *, more: int = 0, where: str = "") -> list[Block]:
    """Some rows under their heading; or that there are none.

    `more` are not among the rows; whatever is not shown is counted, and `where` says how to see it.
    """
    shown = [block for row in rows[:MOST] for block in drawn(*row)] or [section(nothing)]
    if unseen := len(rows[MOST:]) + more:
        shown.append(context(f"And {unseen} more{where and f': {where}'}."))
    return [divider(), title(heading), *shown]


def drawn(line: str, press: Block | None) -> list[Block]:
    """One row."""
    made = section(line)
    if press is None:
        return [made]
    return [made, press] if press["type"] == "actions" else [made | {"accessory": press}]


def listed(lines: Sequence[str]) -> list[Row]:
    """Some short lines as one row, each with a dot before it."""
    return [("\n".join(f"• {capital(line)}" for line in lines), None)] if lines else []
