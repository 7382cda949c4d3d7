"""The state of every type of input, in the shape that `view.state.values` has.

The shapes follow docs.slack.dev/reference/interaction-payloads/view-interactions-payload and the examples of
docs.slack.dev/reference/block-kit/block-elements: an empty input is there too, as `null` or `[]`.
"""

from collections.abc import Iterator
from typing import Any

from leadbot.playground.messages import StateValues, elements_in
from leadbot.playground.records import Json

# type → (key of its state, key of its initial state)
SINGLE = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "rich_text_input": ("rich_text_value", "initial_value"),
}
SEVERAL = {
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "file_input": ("files", ""),
}
STATE_KEYS = {type_: keys[0] for type_, keys in (SINGLE | SEVERAL).items()}
TEXTS = ("plain_text_input", "email_text_input", "url_text_input", "number_input")


def is_stateful(element: Json) -> bool:
    """True for what a person can fill in; false for buttons and overflow menus."""
    return element.get("type") in STATE_KEYS


def first_state(element: Json) -> Json:
    """The state of an input that nobody has touched."""
    type_ = element["type"]
    if type_ in SEVERAL:
        key, initial = SEVERAL[type_]
        return {"type": type_, key: list(element.get(initial) or [])}
    key, initial = SINGLE[type_]
    return {"type": type_, key: element.get(initial) or None}


def held(state: Json) -> Any:
    """What an input's state holds: None or [] when it is empty."""
    return state[STATE_KEYS[state["type"]]]


def plain(state: Json) -> Any:
    """What an input's state holds, with an option given by its value alone."""
    inside = held(state)
    if isinstance(inside, list):
        return [each["value"] if isinstance(each, dict) and "value" in each else each for each in inside]
    return inside["value"] if isinstance(inside, dict) and "value" in inside else inside


def options_of(element: Json) -> Iterator[Json]:
    """The options of a menu, those in groups too."""
    yield from element.get("options") or []
    for group in element.get("option_groups") or []:
        yield from group.get("options") or []


def first_values(blocks: list[Json], before: StateValues | None = None) -> StateValues:
    """The state of all inputs in some blocks.

    What was entered `before` stays where block_id, action_id and type are the same: so a view that is updated keeps
    what the person typed (docs.slack.dev/surfaces/modals, "Updating views").
    """
    values: StateValues = {}
    for block, element in elements_in(blocks):
        if is_stateful(element):
            old = (before or {}).get(block["block_id"], {}).get(element["action_id"])
            kept = old if old and old["type"] == element["type"] else first_state(element)
            values.setdefault(block["block_id"], {})[element["action_id"]] = kept
    return values
