"""The page of the demo, as a browser asks for it: what it shows, and that it does what Person and Form do."""

from datetime import date

import pytest
from flask import Response

from leadbot.kinds.contract import CONTRACT
from leadbot.matching import Profile, RoleNeed, propose_team
from leadbot.matching.vocabulary import load_vocabulary
from leadbot.playground.space import NEIGHBOURS, move_in
from leadbot.services.understand import understand
from tests.playground.windows import Window


def words(text):
    return {"type": "plain_text", "text": text}


def question(name, element, **more):
    return {
        "type": "input",
        "block_id": name,
        "label": words(name.title()),
        "element": element | {"action_id": "value"},
    } | more


SKILLS = {"type": "multi_external_select", "min_query_length": 1}
FORM = {
    "type": "modal",
    "callback_id": "lead_form",
    "title": words("Pass on a lead"),
    "submit": words("Pass it on"),
    "blocks": [
        question("title", {"type": "plain_text_input", "max_length": 20}),
        question("skills", SKILLS, optional=True),
        question("deadline", {"type": "datepicker"}, optional=True),
    ],
}
ROWS = [
    {
        "type": "section",
        "block_id": f"row{number}",
        "text": {"type": "mrkdwn", "text": f"Lead {number}"},
        "accessory": {
            "type": "button",
            "action_id": "card_interested",
            "text": words("I can help"),
            "value": str(number),
        },
    }
    for number in (1, 2, 3)
]


@pytest.fixture
def opened(app, slack, ada, leads, window):
    """Ada before an open form, which the app offers skills for."""

    @app.bolt.command("/lead")
    def lead(ack, body):
        ack()
        app.client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.bolt.options("value")
    def skills(ack):
        ack(options=[{"text": words("web design"), "value": "web-design"}])

    window.does("send", text="/lead")
    return ada.wait_for_form()


def test_the_page_names_the_place_and_everybody_in_it(window) -> None:
    answer = window.page()
    assert answer.status_code == 200
    for shown in ("Union Yard", "Act as", "Ada", "Bob", "leads", "/lead", "pass on work"):
        assert shown in answer.text


def test_nothing_comes_from_elsewhere_and_nothing_stands_in_line(window) -> None:
    answer = window.page()
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "http://" not in answer.text.replace("http://www.w3.org", "")
    assert "https://" not in answer.text
    assert "<style" not in answer.text
    assert " style=" not in answer.text
    assert " onclick=" not in answer.text


def test_another_site_can_neither_read_nor_press(window) -> None:
    assert window.client.get("/", headers={"Host": "evil.example"}).status_code == 403
    assert window.client.post("/do/send", data=window.at | {"text": "hello"}).status_code == 403


def test_what_is_said_is_shown_escaped(window, ada) -> None:
    parts = window.does("send", text="<script>alert(1)</script> & *bold*")
    assert ada.sees("leads")[-1].screen == "<script>alert(1)</script> & bold"
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; <b>bold</b>" in parts["main"]


def test_lines_of_plain_text_keep_their_ends(app, window, leads) -> None:
    block = {"type": "section", "text": words("Three floors\nNo <lift>")}
    app.client.chat_postMessage(channel=leads.id, text="Three floors", blocks=[block])
    assert "Three floors<br>No &lt;lift&gt;" in window.page().text


def test_the_wait_for_changes_ends_with_the_next_change(window, slack, bob) -> None:
    before = slack.revision
    bob.says("leads", "News from Bob")
    parts = window.client.get("/changes", query_string=window.at | {"since": before}).get_json()
    assert "News from Bob" in parts["main"]
    assert parts["revision"] > before


def test_a_form_opens_with_what_was_entered_and_keeps_it(opened, window, ada) -> None:
    kept = {"title": "Half a lead", "skills": [["web-design", "web design"]], "deadline": "2026-12-12"}
    window.does("keep", view=opened.view.id, values=kept)
    assert ada.form.values() == {"title": "Half a lead", "skills": ["web-design"], "deadline": "2026-12-12"}
    html = window.page().text
    assert 'value="Half a lead"' in html
    assert 'data-value="web-design"' in html
    assert 'value="2026-12-12"' in html


SETTINGS = {
    "type": "modal",
    "callback_id": "settings_form",
    "title": words("Settings"),
    "submit": words("Save"),
    "blocks": [
        question(
            "zone",
            {
                "type": "external_select",
                "min_query_length": 1,
                "initial_option": {"text": words("London"), "value": "Europe/London"},
            },
        ),
        question("hosts", {"type": "multi_users_select"}, optional=True),
        question("days", {"type": "checkboxes", "options": [{"text": words("Monday"), "value": "0"}]}, optional=True),
        question("begin", {"type": "timepicker", "initial_time": "09:00"}),
        question("room", {"type": "conversations_select", "filter": {"include": ["public"]}}, optional=True),
    ],
}


def test_every_kind_of_menu_is_drawn_and_takes_what_is_chosen_on_the_page(app, slack, ada, bob, leads, window) -> None:
    slack.add_channel("committee", [ada], is_private=True)
    app.bolt.options("value")(lambda ack: ack(options=[{"text": words("Berlin"), "value": "Europe/Berlin"}]))
    app.client.views_open(trigger_id=slack.workspace.triggers.give(ada.id), view=SETTINGS)
    html = window.page().text
    assert 'data-value="Europe/London"><span>London</span>' in html
    assert 'data-max="1"' in html
    assert 'type="time"' in html
    assert 'value="09:00"' in html
    assert f'<option value="{leads.id}">#leads</option>' in html
    assert "#committee</option>" not in html

    chosen = {
        "zone": [["Europe/Berlin", "Berlin"]],
        "hosts": [[bob.id, bob.name], [ada.id, ada.name]],
        "days": ["0"],
        "begin": "10:30",
        "room": leads.id,
    }
    window.does("keep", view=ada.form.view.id, values=chosen)
    taken = {"zone": "Europe/Berlin", "hosts": [bob.id, ada.id], "days": ["0"], "begin": "10:30", "room": leads.id}
    assert ada.form.values() == taken
    window.does("keep", view=ada.form.view.id, values={"zone": [], "hosts": [[ada.id, ada.name]], "days": []})
    assert ada.form.values() == taken | {"zone": None, "hosts": [ada.id], "days": []}


def test_errors_stand_under_their_fields_and_nothing_is_lost(app, opened, window, ada) -> None:
    app.bolt.view("lead_form")(lambda ack: ack(response_action="errors", errors={"deadline": "That day is over."}))
    parts = window.does("submit", view=opened.view.id, values={"title": "A café", "deadline": "2020-01-01"})
    assert parts["form"]["errors"] == {"deadline": "That day is over."}
    assert 'value="A café"' in parts["form"]["html"]
    assert ada.form.errors == {"deadline": "That day is over."}


def test_a_required_field_is_asked_for_without_the_app(opened, window) -> None:
    parts = window.does("submit", view=opened.view.id, values={"title": ""})
    assert list(parts["form"]["errors"]) == ["title"]


def test_the_form_goes_when_it_is_sent_off_or_closed(app, opened, window, ada) -> None:
    sent = []
    app.bolt.view("lead_form")(
        lambda ack, view: (ack(), sent.append(view["state"]["values"]["title"]["value"]["value"]))
    )
    assert window.does("submit", view=opened.view.id, values={"title": "A café"})["form"] is None
    assert sent == ["A café"]
    window.does("send", text="/lead")
    again = ada.wait_for_form()
    assert window.does("close", view=again.view.id)["form"] is None


def test_a_form_that_is_gone_is_said_to_be(window) -> None:
    assert window.does("submit", view="V0", values={})["notice"] == "That form is no longer open."


def test_suggestions_come_from_the_app(opened, window) -> None:
    given = window.at | {"view": opened.view.id, "block": "skills", "typed": "web"}
    assert window.client.post("/suggestions", json=given).get_json() == {"options": [["web-design", "web design"]]}


def test_of_many_buttons_with_one_name_the_pressed_one_is_pressed(app, window, leads) -> None:
    pressed = []
    app.bolt.action("card_interested")(lambda ack, action: (ack(), pressed.append(action["value"])))
    ts = app.client.chat_postMessage(channel=leads.id, text="Open", blocks=ROWS)["ts"]
    given = {"on": "message", "ts": ts, "action": "card_interested"}
    assert window.does("press", block="row2", **given)["notice"] == ""
    assert pressed == ["2"]
    assert "changed in the meantime" in window.does("press", block="row9", **given)["notice"]


def test_an_ephemeral_answer_is_marked_and_seen_by_one(app, slack, window, bob, leads) -> None:
    app.bolt.command("/skills")(lambda ack: ack("Noted."))
    assert "Only visible to you" in window.does("send", text="/skills web design")["main"]
    assert "Noted." not in Window(slack, bob, leads).page().text


def test_replies_are_counted_and_stand_in_their_thread(window, ada, bob) -> None:
    first = ada.says("leads", "Anyone for lunch?")
    bob.says("leads", "Me, please", thread=first)
    assert "1 reply" in window.page().text
    assert "Me, please" not in window.page().text
    assert "Me, please" in window.page(thread=first.ts).text
    assert "does not work in threads" in window.does("send", text="/lead", thread=first.ts)["notice"]


def test_a_command_that_nobody_answers_says_so(app, window) -> None:
    app.broken.append(Response("", 500))
    assert "/lead failed" in window.does("send", text="/lead")["notice"]


def test_union_yard_speaks_the_vocabulary(slack) -> None:
    people = move_in(slack)
    known = load_vocabulary()
    assert [person.name for person in people] == [each.name for each in NEIGHBOURS]
    assert [slug for each in NEIGHBOURS for slug in each.skills if known.get(slug) is None] == []


def test_the_demos_people_make_a_team_for_the_contract_that_is_suggested() -> None:
    members = [Profile(each.name, each.skills, each.profile) for each in NEIGHBOURS if not each.is_host]
    found = understand(CONTRACT.words.example, today=date(2026, 11, 23), currency="GBP", vocabulary=load_vocabulary())
    team = propose_team([RoleNeed("", (skill,)) for skill in found.skills], members)
    assert len(team.places) == 3
    assert team.open == ()
