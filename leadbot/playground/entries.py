"""What a person enters into an input, turned into the state that the input then has."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from leadbot.playground.inputs import TEXTS, options_of
from leadbot.playground.messages import Conversation
from leadbot.playground.records import Json
from leadbot.playground.words import block_words


def option_with(element: Json, wanted: Any) -> Json:
    """The option of a menu with this value (or text)."""
    options = list(options_of(element))
    for option in options:
        if wanted in (option["value"], block_words([option["text"]])):
            return option
    raise AssertionError(f"{wanted!r} is not offered; there are {[option['value'] for option in options]}")


def rooms_for(element: Json, conversations: Iterable[Conversation]) -> list[Conversation]:
    """The channels that a menu offers (docs.slack.dev/reference/block-kit/composition-objects/conversation-filter-object).

    A menu of channels has public ones only; one of conversations what its filter includes.
    """
    wanted = element.get("filter") or {}
    of_channels = "channels_select" in element["type"]
    included = ["public"] if of_channels else wanted.get("include", ["public", "private"])
    shared_too = not wanted.get("exclude_external_shared_channels")
    return [
        each
        for each in conversations
        if each.channel_type == "channel"
        and not each.archived
        and ("private" if each.is_private else "public") in included
        and (shared_too or not each.is_shared)
    ]


def entry(element: Json, value: Any) -> Any:
    """What a person enters, as the state of an input holds it. An AssertionError for what the client would not take."""
    type_ = element["type"]
    several = type_ == "checkboxes" or type_.startswith("multi_")
    if several:
        one = {**element, "type": type_.removeprefix("multi_")}
        return [
            entry(one | {"type": "static_select"} if type_ == "checkboxes" else one, each) for each in _listed(value)
        ]
    if value is None or value == "":
        return None
    if type_ in TEXTS:
        text = str(value) if element.get("multiline") else str(value).replace("\r", "").replace("\n", " ")
        most = element.get("max_length", 3000)
        assert len(text) <= most, f"the input takes {most} characters, not {len(text)}"
        return text
    if type_ in ("static_select", "radio_buttons"):
        return option_with(element, value)
    if type_ == "datepicker":
        return (value if isinstance(value, date) else date.fromisoformat(value)).isoformat()
    return getattr(value, "id", value)


def _listed(value: Any) -> list[Any]:
    if value in (None, False):
        return []
    return list(value) if isinstance(value, list | tuple | set) else [value]
