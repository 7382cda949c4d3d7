"""What a person does with a form, and what the app gets of it."""

import json
from datetime import date

import pytest
from flask import Response

from tests.playground.shapes import actions, button, entry, modal, options, section, select, text

INPUTS = {
    "plain_text_input": {"value": None},
    "email_text_input": {"value": None},
    "url_text_input": {"value": None},
    "number_input": {"value": None},
    "static_select": {"selected_option": None},
    "external_select": {"selected_option": None},
    "radio_buttons": {"selected_option": None},
    "users_select": {"selected_user": None},
    "conversations_select": {"selected_conversation": None},
    "channels_select": {"selected_channel": None},
    "datepicker": {"selected_date": None},
    "timepicker": {"selected_time": None},
    "datetimepicker": {"selected_date_time": None},
    "checkboxes": {"selected_options": []},
    "multi_static_select": {"selected_options": []},
    "multi_external_select": {"selected_options": []},
    "multi_users_select": {"selected_users": []},
    "multi_conversations_select": {"selected_conversations": []},
    "multi_channels_select": {"selected_channels": []},
}


def element(kind):
    made = {"type": kind, "action_id": "value"}
    if kind in ("static_select", "radio_buttons", "checkboxes", "multi_static_select"):
        made["options"] = options("a", "b")
    return made | ({"is_decimal_allowed": False} if kind == "number_input" else {})


@pytest.fixture
def opens(slack, app, ada):
    """Opens a form before Ada."""

    def opens(*blocks, **more):
        app.client.views_open(trigger_id=slack.workspace.triggers.give(ada.id), view=modal(*blocks, **more))
        return ada.form

    return opens


@pytest.fixture
def submitted(app):
    """What the app gets of a form that is sent off; it answers with what stands in `answer`."""
    got = {"answer": {}}

    def take(ack, view, body):
        got.update(view=view, body=body)
        ack(**got["answer"])

    app.bolt.view("form")(take)
    return got


def test_the_state_of_every_input_is_there_even_when_it_is_empty(opens, submitted):
    form = opens(*[entry(kind, element(kind), optional=True) for kind in INPUTS])
    assert form.submit() is None
    values = submitted["view"]["state"]["values"]
    assert values == {kind: {"value": {"type": kind, **empty}} for kind, empty in INPUTS.items()}


def test_the_state_of_every_input_that_is_filled(opens, submitted, app, ada, bob, leads):
    app.bolt.options("value")(lambda ack, payload: ack(options=options(payload["value"])))
    form = opens(*[entry(kind, element(kind)) for kind in INPUTS])
    form.fill(
        plain_text_input="Café",
        email_text_input="me@example.com",
        url_text_input="https://example.com",
        number_input=7,
        static_select="a",
        external_select="logo",
        radio_buttons="b",
        users_select=bob,
        conversations_select=leads,
        channels_select=leads,
        datepicker=date(2025, 12, 12),
        timepicker="09:30",
        datetimepicker=1765530000,
        checkboxes=["a"],
        multi_static_select=["a", "b"],
        multi_external_select=["logo", "branding"],
        multi_users_select=[ada, bob],
        multi_conversations_select=[leads],
        multi_channels_select=[leads],
    )
    assert form.submit() is None
    values = {block: state["value"] for block, state in submitted["view"]["state"]["values"].items()}
    assert values["plain_text_input"] == {"type": "plain_text_input", "value": "Café"}
    assert values["number_input"]["value"] == "7"
    assert values["static_select"]["selected_option"] == {"text": {**text("A"), "emoji": True}, "value": "a"}
    assert values["external_select"]["selected_option"]["value"] == "logo"
    assert values["users_select"]["selected_user"] == bob.id
    assert values["conversations_select"]["selected_conversation"] == leads.id
    assert values["datepicker"]["selected_date"] == "2025-12-12"
    assert [option["value"] for option in values["multi_external_select"]["selected_options"]] == ["logo", "branding"]
    assert values["multi_users_select"]["selected_users"] == [ada.id, bob.id]
    assert [option["value"] for option in values["checkboxes"]["selected_options"]] == ["a"]


def test_a_form_that_is_sent_off_carries_what_the_app_put_into_it(opens, submitted, slack, ada):
    form = opens(entry(), private_metadata="kept", external_id="mine").fill(title="Café")
    view_id, view_hash = form.view.id, form.view.hash
    form.submit()
    view, body = submitted["view"], submitted["body"]
    assert (view["private_metadata"], view["callback_id"], view["external_id"]) == ("kept", "form", "mine")
    assert (view["id"], view["root_view_id"], view["hash"]) == (view_id, view_id, view_hash)
    assert (view["app_id"], view["bot_id"], view["team_id"]) == (slack.app_id, slack.bot_id, slack.team_id)
    assert body["user"]["id"] == ada.id
    assert body["response_urls"] == []
    assert slack.workspace.triggers.exchange(body["trigger_id"]) == ada.id


def test_initial_values_are_there_from_the_start(opens):
    form = opens(
        entry("title", {**element("plain_text_input"), "initial_value": "Café"}),
        entry("places", {**element("static_select"), "initial_option": options("b")[0]}),
        entry("boxes", {**element("checkboxes"), "initial_options": options("a")}),
        entry("day", {**element("datepicker"), "initial_date": "2025-12-12"}),
    )
    assert form.values() == {"title": "Café", "places": "b", "boxes": ["a"], "day": "2025-12-12"}
    assert form.labels["places"] == "Places"
    assert form.options("places") == [("a", "A"), ("b", "B")]
    assert (form.title, form.submit_label) == ("Form", "Save")


def test_a_required_input_that_is_empty_never_reaches_the_app(opens, app):
    form = opens(entry("title"), entry("more", optional=True))
    assert form.submit().errors == {"title": "Please complete this required field."}
    assert app.requests == []


def test_a_text_that_is_too_short_or_too_long(opens, app):
    form = opens(entry("title", {**element("plain_text_input"), "min_length": 3, "max_length": 5}))
    with pytest.raises(AssertionError, match="takes 5 characters, not 6"):
        form.fill(title="sixsix")
    assert "at least 3" in form.fill(title="no").submit().errors["title"]
    assert app.requests == []


def test_what_a_person_cannot_fill_in(opens):
    form = opens(entry("title"), entry("places", element("static_select")))
    with pytest.raises(AssertionError, match=r"no input 'titel'.*\['title', 'places'\]"):
        form.fill(titel="Café")
    with pytest.raises(AssertionError, match=r"'c' is not offered; there are \['a', 'b'\]"):
        form.fill(places="c")


def test_a_line_holds_no_line_breaks_but_several_lines_do(opens):
    form = opens(entry("title"), entry("details", {**element("plain_text_input"), "multiline": True}))
    form.fill(title="one\ntwo", details="one\ntwo")
    assert form.values() == {"title": "one two", "details": "one\ntwo"}
    assert form.fill(title=None).values()["title"] is None


def test_errors_keep_the_form_open_with_what_was_entered(opens, submitted, ada):
    form = opens(entry("title"), entry("budget", optional=True)).fill(title="Café", budget="lots")
    submitted["answer"] = {"response_action": "errors", "errors": {"budget": "Write an amount."}}
    again = form.submit()
    assert again.errors == {"budget": "Write an amount."}
    assert again.values() == {"title": "Café", "budget": "lots"}
    submitted["answer"] = {}
    assert again.fill(budget="£2k").submit() is None
    assert ada.form is None


BAD_ANSWERS = {
    "errors for a block that is not there": {"response_action": "errors", "errors": {"nowhere": "x"}},
    "errors for a block that is no input": {"response_action": "errors", "errors": {"head": "x"}},
    "no errors": {"response_action": "errors", "errors": {}},
    "an unknown action": {"response_action": "dance"},
    "a view that is refused": {"response_action": "update", "view": modal() | {"title": text("x" * 25)}},
}


@pytest.mark.parametrize("what", BAD_ANSWERS)
def test_an_answer_that_slack_refuses_is_a_fault_and_the_person_sees_trouble(opens, app, slack, what):
    form = opens(section(block_id="head"), entry()).fill(title="Café")
    body = json.dumps(BAD_ANSWERS[what])
    app.broken = [Response(body, 200, content_type="application/json")]
    assert "trouble" in form.submit().trouble
    assert len(slack.faults) == 1


@pytest.mark.parametrize("answer", [Response("", 500), 0.8])
def test_a_form_that_is_not_answered_stays_open(opens, app, slack, ada, answer):
    form = opens(entry()).fill(title="Café")
    slack.courier.patience, app.broken = 0.5, [answer]
    assert "trouble" in form.submit().trouble
    assert ada.form.values() == {"title": "Café"}
    assert len(app.requests) == len(slack.faults) == 1


def test_an_update_in_the_answer_keeps_what_stays_the_same(opens, submitted, ada):
    form = opens(entry("title"), entry("other")).fill(title="Café", other="x")
    view = modal(entry("title"), entry("new", optional=True), callback_id="second")
    submitted["answer"] = {"response_action": "update", "view": view}
    second = form.submit()
    assert second.callback_id == "second"
    assert second.values() == {"title": "Café", "new": None}


def test_a_push_in_the_answer_stands_on_top(opens, submitted, ada):
    submitted["answer"] = {"response_action": "push", "view": modal(callback_id="second")}
    second = opens(entry()).fill(title="Café").submit()
    assert second.callback_id == "second"
    assert second.close().callback_id == "form"


def test_a_clear_in_the_answer_closes_all(opens, submitted, app, slack, ada):
    opens(entry())
    give = slack.workspace.triggers.give(ada.id)
    app.client.views_push(trigger_id=give, view=modal())
    submitted["answer"] = {"response_action": "clear"}
    assert ada.form.fill(title="Café").submit() is None
    assert ada.form is None


def test_a_form_that_wants_to_know_is_told_of_its_closing(opens, app, ada):
    got = []
    app.bolt.view_closed("form")(lambda ack, body: (ack(), got.append(body)))
    assert opens(entry(), notify_on_close=True).close() is None
    assert got[0]["is_cleared"] is False
    opens(entry()).close()
    assert len(got) == 1


def test_typing_into_a_menu_asks_the_app(opens, app):
    got = []

    def offer(ack, body, payload):
        got.append(body)
        ack(options=[*options("web-design"), {"text": text("Add"), "value": f"new:{payload['value']}"}])

    app.bolt.options("value")(offer)
    form = opens(entry("skills", {**element("multi_external_select"), "min_query_length": 2, "max_selected_items": 2}))
    assert form.type_ahead("skills", "w") == []
    assert form.type_ahead("skills", "we") == [("web-design", "Web-Design"), ("new:we", "Add")]
    assert (got[0]["block_id"], got[0]["action_id"], got[0]["value"]) == ("skills", "value", "we")
    assert got[0]["view"]["id"] == form.view.id
    form.fill(skills=["web-design", "new:Basketry"])
    assert [body["value"] for body in got[1:]] == ["web design", "Basketry"]
    assert form.values() == {"skills": ["web-design", "new:Basketry"]}
    with pytest.raises(AssertionError, match="the app offers"):
        form.fill(skills=["plumbing"])
    with pytest.raises(AssertionError, match="no more than 2"):
        form.fill(skills=["web-design", "new:a1", "new:a2"])


def test_options_that_slack_refuses_are_not_shown(opens, app, slack):
    app.bolt.options("value")(lambda ack: ack(options=[{"text": text("x" * 76), "value": "v"}]))
    form = opens(entry("skills", {**element("multi_external_select"), "min_query_length": 1}))
    assert form.type_ahead("skills", "logo") == []
    assert "no options were shown" in str(slack.faults[0])


def test_a_button_in_a_form_can_make_it_grow(opens, app, slack, ada):
    def grow(ack, body, client):
        ack()
        blocks = [entry("title"), entry("role_1"), actions(button("Add", "add"))]
        client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=modal(*blocks))

    app.bolt.action("add")(grow)
    form = opens(entry("title"), actions(button("Add", "add"))).fill(title="Café")
    assert form.press("Add").ok
    assert form.values() == {"title": "Café", "role_1": None}
    body = slack.deliveries[0].body
    assert body["container"] == {"type": "view", "view_id": form.view.id}
    assert body["view"]["state"]["values"]["title"]["value"]["value"] == "Café"


def test_a_menu_that_dispatches_is_heard_at_once(opens, app):
    got = []
    app.bolt.action("value")(lambda ack, payload: (ack(), got.append(payload)))
    form = opens(
        entry("kind", element("static_select"), dispatch_action=True), section(accessory=select("x"), block_id="s")
    )
    form.fill(kind="b", s="x")
    assert [action["selected_option"]["value"] for action in got] == ["b", "x"]
    assert [action["block_id"] for action in got] == ["kind", "s"]


def test_a_menu_of_conversations_offers_what_its_filter_includes(opens, slack, leads, ada):
    shared = slack.add_channel("shared", [ada, slack.add_person("Olu Outsider", team_id="T0ELSEWHERE")])
    committee = slack.add_channel("committee", [ada], is_private=True)
    only = {"include": ["public"], "exclude_external_shared_channels": True}
    form = opens(
        entry("any", element("conversations_select")),
        entry("public", element("channels_select")),
        entry("own", element("conversations_select") | {"filter": only}),
    )
    form.fill(any=committee, public=shared, own=leads)
    assert form.values() == {"any": committee.id, "public": shared.id, "own": leads.id}
    for block, room in (("public", committee), ("own", committee), ("own", shared)):
        with pytest.raises(AssertionError, match="not among the channels"):
            form.fill(**{block: room})


def test_a_menu_of_one_that_is_found_by_typing_can_be_emptied(opens, app):
    app.bolt.options("value")(lambda ack, payload: ack(options=options(payload["value"])))
    form = opens(entry("zone", {**element("external_select"), "min_query_length": 1}, optional=True))
    assert form.fill(zone="london").fill(zone="berlin").values() == {"zone": "berlin"}
    assert form.fill(zone=None).values() == {"zone": None}
