"""What the sections of the Home tab are made of: some lines under their heading, the rest of them counted."""

from collections.abc import Callable, Sequence

from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.slack.blocks import Block, context, divider, section, title

Section = Callable[[Scope, Member], list[Block]]  # what a member sees of it now; nothing, where it is not for them
MOST = 8  # lines under one heading


def headed(
    heading: str, lines: Sequence[str | Block], nothing: str, *, note: str = "", more: int = 0, where: str = ""
) -> list[Block]:
    """Some lines under their heading, and a note under them; or that there are none.

    `more` are not among the lines; whatever is not shown is counted, and `where` says how to see it.
    """
    shown = [section(line) if isinstance(line, str) else line for line in (lines or [nothing])[:MOST]]
    if unseen := len(lines[MOST:]) + more:
        shown.append(context(f"And {unseen} more{where and f': {where}'}."))
    return [divider(), title(heading), *shown, *([context(note)] if lines and note else [])]
