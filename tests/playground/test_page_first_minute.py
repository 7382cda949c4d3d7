"""What leads a newcomer through the first minute: the steps, the marks of what is unread, the way to the Home tab."""

from tests.playground.windows import Window


def test_who_is_written_to_gets_a_badge_until_they_look(app, page, slack, window, bob) -> None:
    app.client.chat_postMessage(channel=bob.dm.id, text="For Bob alone")
    assert '<span class="badge">1' in window.page().text
    assert "For Bob alone" not in window.page().text
    assert "For Bob alone" in Window(slack, bob, bob.dm).page().text
    assert '<span class="badge">' not in window.page().text


def posts(app, slack, person, leads, kind):
    """Somebody sends off the form of this kind, and its card is on the channel."""
    app.bolt.view(f"{kind}_form")(lambda ack: ack())
    heading = {"type": "plain_text", "text": "Post"}
    blocks = [{"type": "section", "text": heading}]
    view = {"type": "modal", "callback_id": f"{kind}_form", "title": heading, "submit": heading, "blocks": blocks}
    app.client.views_open(trigger_id=slack.workspace.triggers.give(person.id), view=view)
    person.wait_for_form().submit()
    app.client.chat_postMessage(channel=leads.id, text=f"Ada has a {kind}")


def test_the_first_steps_are_ticked_as_they_are_done(app, slack, window, ada, bob, leads) -> None:
    def done(parts):
        return parts["first"].count("Done.")

    app.bolt.action("offer_accept")(lambda ack: ack())
    assert done(window.does("send", text="Good morning")) == 0
    posts(app, slack, ada, leads, "contract")
    assert done(window.does("send", text="Tea now?")) == 0, "that was no lead"
    posts(app, slack, ada, leads, "lead")
    assert done(window.does("send", text="Tea?")) == 1

    yes = {
        "type": "button",
        "action_id": "offer_accept",
        "text": {"type": "plain_text", "text": "I'm interested"},
        "value": "1",
    }
    block = {"type": "actions", "block_id": "answers", "elements": [yes]}
    ts = app.client.chat_postMessage(channel=bob.dm.id, text="A lead", blocks=[block])["ts"]
    his = Window(slack, bob, bob.dm)
    his.does("press", on="message", ts=ts, block="answers", action="offer_accept")
    assert done(window.does("send", text="More tea?")) == 2

    group = app.client.conversations_open(users=f"{ada.id},{bob.id}")["channel"]["id"]
    app.client.chat_postMessage(channel=group, text="Ada, meet Bob.")
    assert done(window.does("send", text="Tea now")) == 2
    there = Window(slack, bob, slack.conversation(group))
    assert "That is how" in there.page().text
    assert "That is how" in window.does("send", text="Tea, then")["first"]


def test_the_first_steps_stand_only_where_they_are_taken(app, slack, window, ada, bob, leads) -> None:
    def first(person, room):
        return Window(slack, person, room).does("send", text="")["first"].strip()

    def leads_to(person, room):
        return f"?as={person.id}&amp;in={room.id}"

    posts(app, slack, ada, leads, "lead")
    slack.add_channel("random", [ada, bob], app_in=False)
    group = slack.conversation(app.client.conversations_open(users=f"{ada.id},{bob.id}")["channel"]["id"])
    app.client.chat_postMessage(channel=group.id, text="Ada, meet Bob.")
    for person in (ada, bob):
        assert "<ol>" in first(person, leads)
        assert first(person, slack.conversation("random")) == ""
    assert first(ada, ada.dm) == ""
    assert "Step 2</b> Press <b>" in first(bob, bob.dm)
    assert leads_to(bob, bob.dm) in first(ada, leads)
    assert leads_to(bob, group) in first(bob, leads)

    Window(slack, bob, group).page()
    assert "<ol>" not in first(ada, leads)
    assert "That is how" in first(ada, leads)
    assert first(bob, bob.dm) == ""


def test_the_menu_of_a_phone_says_what_is_unread(app, slack, window, bob, leads) -> None:
    his = Window(slack, bob, leads)
    assert 'aria-label="Conversations"' in his.page().text
    for text in ("For Bob alone", "And this"):
        app.client.chat_postMessage(channel=bob.dm.id, text=text)
    seen = his.does("send", text="")
    assert 'aria-label="Conversations, 2 unread"' in seen["head"]
    assert '<span class="badge">2' in seen["people"]
    assert "unread" not in Window(slack, bob, bob.dm).does("send", text="")["head"]


def test_the_home_tab_has_an_address_and_leaves_messages_unread(app, page, slack, ada) -> None:
    app.client.chat_postMessage(channel=ada.dm.id, text="For Ada alone")
    client = slack.flask.test_client()
    home = client.get("/", query_string={"as": ada.id, "tab": "home"}, follow_redirects=True)
    assert home.request.args["tab"] == "home"
    assert "Leadbot's Home tab" in home.text
    assert "For Ada alone" not in home.text
    assert "Conversations, 1 unread" in home.text
    at = {"as": ada.id, "in": ada.dm.id}
    assert 'aria-current="page">Messages' in client.get("/", query_string=at).text
