"""Several buttons with one label: each can be pressed."""

from tests.playground.shapes import actions, button


def test_the_second_of_two_buttons_that_look_alike_can_be_pressed(slack, app, client, ada, leads):
    pressed = []

    @app.bolt.action("help")
    def helps(ack, action):
        pressed.append(action["value"])
        ack()

    rows = [actions(button("I can help", "help", value=value)) for value in ("1", "2")]
    client.chat_postMessage(channel=leads.id, text="two", blocks=rows)
    message = leads.messages[-1]
    ada.press(message, message.buttons[1])
    assert pressed == ["2"]


def test_looking_at_a_direct_message_is_no_change(slack, ada):
    ada.says(None, "hello")
    before = slack.revision
    assert ada.inbox[-1].text == "hello"
    assert ada.dm.channel_type == "im"
    assert slack.revision == before
