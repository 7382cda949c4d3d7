"""What stories told over days and weeks share: time passes, the space is set so, and somebody says what came of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from leadbot.db.tables import Workspace
from leadbot.playground.messages import Message
from tests.stories.space import Space, labels

SPOKEN = "spoken yet"


def later(space: Space, **amount: float) -> None:
    """Time passes, and all that is due by then is done."""
    space.time.passes(**amount)
    space.settles()


def sets(space: Space, **columns: Any) -> None:
    """The workspace is set so from now on."""
    with space.leadbot.database.transaction() as session:
        workspace = session.scalars(select(Workspace)).one()
        for name, value in columns.items():
            setattr(workspace, name, value)


def says(space: Space, person: Any, question: Message, outcome: str, **more: Any) -> None:
    """Somebody says what came of it, or corrects it."""
    corrects = "Correct it" in labels(question)
    person.press(question, "Correct it" if corrects else "Say what came of it")
    left = person.wait_for_form(callback_id="outcome_form").fill(outcome=outcome, **more).submit()
    assert left is None, left.errors
    space.settles()


def puts_off(space: Space, person: Any, question: Message, again: Any) -> Any:
    """Not yet: somebody chooses a day on which to be asked again; gives the form if it has faults."""
    person.press(question, "Not yet")
    left = person.wait_for_form(callback_id="not_yet_form").fill(again=again).submit()
    space.settles()
    return left


def questions(person: Any) -> list[Message]:
    """What they were asked about their introductions, oldest first."""
    return [
        message for message in person.inbox if "Have you and" in message.words or "came of it with" in message.words
    ]
