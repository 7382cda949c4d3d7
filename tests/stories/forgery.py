"""What nobody is offered, and anybody could send: presses and forms made up by hand, in the name of a real person."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from sqlalchemy import create_engine, select

from leadbot.db.base import Base
from leadbot.db.outbox import SeenRequest
from leadbot.playground.payloads import view_submission
from tests.stories.space import Space

Rows = dict[str, list[tuple[Any, ...]]]


def presses(space: Space, person: Any, action: str, value: str) -> str:
    """Somebody presses a button that nobody gave them, under a message in their direct messages; gives what they see then."""
    label = {"type": "plain_text", "text": "Forged"}
    button = {"type": "button", "text": label, "action_id": action, "value": value}
    message = person.dm.messages[-1]
    before, top = len(whispers(person)), space.slack.workspace.top_view(person.id)
    answer = person.press(
        replace(message, blocks=[{"type": "actions", "block_id": "b", "elements": [button]}]), "Forged"
    )
    assert answer.status == 200

    def seen() -> str | None:
        if told := whispers(person)[before:]:
            return str(told[-1].text)
        opened = space.slack.workspace.top_view(person.id) not in (None, top)
        return f"a form: {person.form.words}" if opened else None

    return str(space.slack.wait_until(seen, what=f"{person.name} sees what became of {action}"))


def presses_in_silence(person: Any, action: str, value: str) -> int | None:
    """The same, where nothing need be shown: the message itself changes. Gives the status of the ack."""
    label = {"type": "plain_text", "text": "Forged"}
    button = {"type": "button", "text": label, "action_id": action, "value": value}
    blocks = [{"type": "actions", "block_id": "b", "elements": [button]}]
    status: int | None = person.press(replace(person.dm.messages[-1], blocks=blocks), "Forged").status
    return status


def whispers(person: Any) -> list[Any]:
    """What only this person sees in their direct messages."""
    return [message for message in person.inbox if message.only_for]


def sends(space: Space, person: Any, callback: str, routing: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Somebody sends off a form that was opened for them by who knows whom; gives what Leadbot answers."""
    workspace = space.slack.workspace
    inputs = [{"type": "input", "block_id": name, "element": typed()} for name in values or {"first": ""}]
    content = {"type": "modal", "callback_id": callback, "blocks": inputs}
    body = view_submission(
        workspace, person, workspace.open_view(person.id, content), workspace.triggers.give(person.id)
    )
    body["view"] |= {
        "private_metadata": routing,
        "state": {"values": {name: {"value": v} for name, v in values.items()}},
    }
    delivery = space.slack.courier.send("interaction", body)
    assert delivery.status == 200
    answer: dict[str, Any] = json.loads(delivery.answer or "{}")
    return answer


def typed(value: str = "") -> dict[str, Any]:
    """What a field of text holds."""
    return {"type": "plain_text_input", "action_id": "value", "value": value}


def chosen(value: str) -> dict[str, Any]:
    """What a menu holds."""
    return {"type": "static_select", "selected_option": {"value": value}}


def rows_of(url: str, workspace: Any = None, *, but: frozenset[str] = frozenset({SeenRequest.__tablename__})) -> Rows:
    """All that is kept, table by table; of one workspace, if it is given."""
    engine = create_engine(url)
    with engine.connect() as connection:
        kept = {}
        for table in Base.metadata.sorted_tables:
            key = table.c.get("workspace_id", table.c.get("id"))
            query = select(table) if workspace is None else select(table).where(key == workspace)
            if table.name not in but:
                kept[table.name] = sorted((tuple(row) for row in connection.execute(query)), key=repr)
    engine.dispose()
    return kept
