"""Block Kit's limits: at the limit Slack takes it, one over it does not, and says where."""

import pytest

from leadbot.playground.limits import checked_message, checked_metadata, checked_view, wrong_in_options
from leadbot.playground.refusal import Refusal
from tests.playground.shapes import actions, button, entry, modal, options, section, select, text


def block_with(element):
    return actions(element)


CONFIRM = {"title": text("t"), "text": text("t"), "confirm": text("yes"), "deny": text("no")}
DATE = {"type": "datepicker", "action_id": "value"}
ROOMS = {"type": "conversations_select", "action_id": "value"}
WRITTEN = {"type": "plain_text_input", "action_id": "value"}

AT_THE_LIMIT = {
    "section text": lambda n: section("x" * n),
    "section fields": lambda n: {"type": "section", "fields": [text()] * n},
    "field text": lambda n: {"type": "section", "fields": [text("x" * n)]},
    "header": lambda n: {"type": "header", "text": text("x" * n)},
    "actions": lambda n: actions(*[button(action_id=f"a{i}") for i in range(n)]),
    "context": lambda n: {"type": "context", "elements": [text()] * n},
    "button text": lambda n: block_with(button("x" * n)),
    "button value": lambda n: block_with(button(value="x" * n)),
    "button url": lambda n: block_with(button(url="x" * n)),
    "action_id": lambda n: block_with(button(action_id="x" * n)),
    "block_id": lambda n: section(block_id="x" * n),
    "options": lambda n: block_with(select(*[f"v{i}" for i in range(n)])),
    "option text": lambda n: block_with(select() | {"options": [{"text": text("x" * n), "value": "v"}]}),
    "option value": lambda n: block_with(select() | {"options": [{"text": text(), "value": "x" * n}]}),
    "option description": lambda n: block_with(
        select() | {"options": [{"text": text(), "value": "v", "description": text("x" * n)}]}
    ),
    "checkboxes": lambda n: block_with(select(*[f"v{i}" for i in range(n)], kind="checkboxes")),
    "radio buttons": lambda n: block_with(select(*[f"v{i}" for i in range(n)], kind="radio_buttons")),
    "overflow": lambda n: block_with(select(*[f"v{i}" for i in range(n)], kind="overflow")),
    "placeholder": lambda n: block_with(select("v", placeholder=text("x" * n))),
    "confirm title": lambda n: block_with(button(confirm=CONFIRM | {"title": text("x" * n)})),
    "confirm text": lambda n: block_with(button(confirm=CONFIRM | {"text": text("x" * n)})),
    "confirm button": lambda n: block_with(button(confirm=CONFIRM | {"deny": text("x" * n)})),
    "alt text": lambda n: {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "x" * n},
}
LIMITS = {
    "section text": 3000,
    "section fields": 10,
    "field text": 2000,
    "header": 150,
    "actions": 25,
    "context": 10,
    "button text": 75,
    "button value": 2000,
    "button url": 3000,
    "action_id": 255,
    "block_id": 255,
    "options": 100,
    "option text": 75,
    "option value": 150,
    "option description": 75,
    "checkboxes": 10,
    "radio buttons": 10,
    "overflow": 5,
    "placeholder": 150,
    "confirm title": 100,
    "confirm text": 300,
    "confirm button": 30,
    "alt text": 2000,
}


@pytest.mark.parametrize("what", LIMITS)
def test_a_block_may_be_as_long_as_slack_says_and_no_longer(what):
    make, limit = AT_THE_LIMIT[what], LIMITS[what]
    assert len(checked_message("", [make(limit)])) == 1
    with pytest.raises(Refusal, match="invalid_blocks") as refusal:
        checked_message("", [make(limit + 1)])
    assert any(str(limit) in said or str(limit + 1) in said for said in refusal.value.messages)
    assert "json-pointer:/blocks/0" in refusal.value.messages[0]


BAD_BLOCKS = {
    "not a list": "section",
    "not an object": ["section"],
    "no type": [{"text": text()}],
    "unknown block": [{"type": "carousel_of_joy"}],
    "unknown element": [actions({"type": "lever", "action_id": "a"})],
    "unknown property": [section(colour="red")],
    "empty text": [section("")],
    "empty header": [{"type": "header", "text": text("")}],
    "mrkdwn header": [{"type": "header", "text": text("t", "mrkdwn")}],
    "mrkdwn button": [actions({**button(), "text": text("t", "mrkdwn")})],
    "section with nothing": [{"type": "section"}],
    "no actions": [actions()],
    "empty context": [{"type": "context", "elements": []}],
    "same block_id twice": [section(block_id="a"), section(block_id="a")],
    "same action_id twice in a block": [actions(button(), button())],
    "button with empty value": [actions(button(value=""))],
    "button in a strange style": [actions(button(style="loud"))],
    "text input outside an input block": [actions(WRITTEN)],
    "button in an input block": [entry(element=button())],
    "menu without options": [actions(select())],
    "filter without anything": [actions(ROOMS | {"filter": {}})],
    "filter that includes nothing": [actions(ROOMS | {"filter": {"include": []}})],
    "filter that includes what there is not": [actions(ROOMS | {"filter": {"include": ["secret"]}})],
    "filter with a property of its own": [actions(ROOMS | {"filter": {"include": ["public"], "only": "mine"}})],
    "time that no clock shows": [actions({"type": "timepicker", "action_id": "a", "initial_time": "24:00"})],
    "initial option that is not offered": [actions(select("a", initial_option=options("b")[0]))],
    "initial options that are not offered": [
        entry(element=select("a", kind="checkboxes", initial_options=options("b")))
    ],
    "initial option with other words": [actions(select("a", initial_option={"text": text("B"), "value": "a"}))],
    "both options and groups": [
        actions(select("a", option_groups=[{"label": text(), "options": options("a")}])),
    ],
    "date in another format": [actions({**DATE, "initial_date": "12/12/2025"})],
    "date that is none": [actions({**DATE, "initial_date": "2025-02-30"})],
    "time that is none": [actions({"type": "timepicker", "action_id": "a", "initial_time": "25:00"})],
    "max_length too long": [entry(element={**WRITTEN, "max_length": 3001})],
    "min_length above max_length": [entry(element={**WRITTEN, "max_length": 3, "min_length": 4})],
    "initial value too long": [entry(element={**WRITTEN, "max_length": 3, "initial_value": "four"})],
    "image without alt text": [{"type": "image", "image_url": "https://example.com/a.png"}],
    "input without label": [{"type": "input", "element": WRITTEN}],
    "two that want the focus": [
        entry("a", {**WRITTEN, "focus_on_load": True}),
        entry("b", {**WRITTEN, "focus_on_load": True}),
    ],
    "too many blocks": [section()] * 51,
}


@pytest.mark.parametrize("what", BAD_BLOCKS)
def test_blocks_that_slack_refuses(what):
    with pytest.raises(Refusal) as refusal:
        checked_message("words", BAD_BLOCKS[what])
    assert refusal.value.code == "invalid_blocks"
    assert refusal.value.messages


def test_fifty_blocks_are_fine_and_get_ids_where_they_have_none():
    blocks = checked_message("", [section() for _ in range(49)] + [actions({**button(), "action_id": "mine"})])
    assert len({block["block_id"] for block in blocks}) == 50
    assert blocks[-1]["elements"][0]["action_id"] == "mine"


def test_what_all_blocks_hold_together_has_a_limit():
    assert checked_message("", [section("x" * 2750) for _ in range(4)])
    with pytest.raises(Refusal, match="msg_blocks_too_long"):
        checked_message("", [section("x" * 2751) for _ in range(4)])


@pytest.mark.parametrize(("said", "code"), [("", "no_text"), ("x" * 40_001, "msg_too_long")])
def test_the_text_of_a_message(said, code):
    with pytest.raises(Refusal, match=code):
        checked_message(said, None)
    assert checked_message("x" * 40_000, None) == []


BAD_VIEWS = {
    "no view": None,
    "another type": modal(type="home"),
    "no title": modal() | {"title": None},
    "long title": modal(title=text("x" * 25)),
    "long submit": modal(submit=text("x" * 25)),
    "long close": modal(close=text("x" * 25)),
    "mrkdwn title": modal(title=text("t", "mrkdwn")),
    "long private_metadata": modal(private_metadata="x" * 3001),
    "long callback_id": modal(callback_id="x" * 256),
    "input and no submit": modal() | {"submit": None},
    "unknown property": modal(size="large"),
    "too many blocks": modal(*[section()] * 101),
    "long label": modal(entry(label=text("x" * 2001))),
    "long hint": modal(entry(hint=text("x" * 2001))),
    "flag that is none": modal(entry(optional="yes")),
}


@pytest.mark.parametrize("what", BAD_VIEWS)
def test_views_that_slack_refuses(what):
    with pytest.raises(Refusal) as refusal:
        checked_view(BAD_VIEWS[what], "modal")
    assert refusal.value.code == "invalid_arguments"
    assert refusal.value.messages[0].startswith("[ERROR]")


def test_a_view_at_every_limit_is_fine():
    full = modal(
        *[entry(f"b{i}", label=text("x" * 2000), hint=text("x" * 100)) for i in range(100)],
        title=text("x" * 24),
        submit=text("x" * 24),
        close=text("x" * 24),
        private_metadata="x" * 3000,
        callback_id="x" * 255,
    )
    assert len(checked_view(full, "modal")["blocks"]) == 100


def test_a_view_may_not_be_larger_than_250_kilobytes():
    with pytest.raises(Refusal, match="view_too_large"):
        checked_view(modal(*[section("x" * 3000) for _ in range(84)]), "modal")


def test_a_home_tab_has_neither_title_nor_submit():
    assert checked_view({"type": "home", "blocks": [section()]}, "home")["blocks"]
    with pytest.raises(Refusal, match="invalid_arguments"):
        checked_view(modal() | {"type": "home"}, "home")


@pytest.mark.parametrize(
    ("metadata", "code"),
    [
        ("words", "invalid_metadata_format"),
        ({"event_type": "said"}, "invalid_metadata_format"),
        ({"event_type": "", "event_payload": {}}, "invalid_metadata_format"),
        ({"event_type": "said", "event_payload": []}, "invalid_metadata_format"),
        ({"event_type": "said", "event_payload": {}, "more": 1}, "invalid_metadata_schema"),
        ({"event_type": "said", "event_payload": {"x": "x" * 16_000}}, "metadata_too_large"),
    ],
)
def test_metadata_that_slack_refuses(metadata, code):
    with pytest.raises(Refusal, match=code):
        checked_metadata(metadata)


def test_metadata_that_slack_keeps():
    metadata = {"event_type": "said", "event_payload": {"key": "k"}}
    assert checked_metadata(metadata) == metadata
    assert checked_metadata({}) is None


@pytest.mark.parametrize(
    ("answer", "good"),
    [
        ({"options": []}, True),
        ({"options": options("a")}, True),
        ({"option_groups": [{"label": text(), "options": options("a")}]}, True),
        ({"options": options(*[f"v{i}" for i in range(101)])}, False),
        ({"options": [{"text": text("x" * 76), "value": "v"}]}, False),
        ({"options": [{"text": text("t", "mrkdwn"), "value": "v"}]}, False),
        ({"choices": []}, False),
        (None, False),
    ],
)
def test_the_answer_to_what_somebody_types_into_a_menu(answer, good):
    assert (wrong_in_options(answer) == []) is good
