"""Slack takes long to answer what Leadbot asks it: whoever types, presses or sends something off is answered all the same."""

import pytest

from leadbot.playground.payloads import action_in_view, command, global_shortcut, message_shortcut, view_submission


def everything_people_can_do(space, person, view, message):
    """A request for each command, button, form and shortcut there is, as this person would send it."""
    workspace, registry = space.slack.workspace, space.leadbot.registry

    def trigger():
        return workspace.triggers.give(person.id)

    def url():
        return person._response_url(message.conversation, message)

    for each in registry.commands:
        for typed in (each.name, each.example):
            yield "command", command(workspace, person, typed, message.conversation, trigger(), url())
    for word in registry.words:
        yield "command", command(workspace, person, f"/leadbot {word}", message.conversation, trigger(), url())
    for action in registry.buttons:
        pressed = {"type": "button", "block_id": "pressed", "action_id": action, "value": "1"}
        yield "interaction", action_in_view(workspace, person, view, pressed, trigger())
    for callback in registry.forms:
        sent_off = view_submission(workspace, person, view, trigger())
        sent_off["view"] |= {"callback_id": callback}
        yield "interaction", sent_off
    for shortcut in registry.shortcuts:
        yield "interaction", global_shortcut(workspace, person, shortcut.callback, trigger())
        yield "interaction", message_shortcut(workspace, person, shortcut.callback, message, trigger(), url())


@pytest.mark.case("REQ-10")
def test_no_answer_waits_for_slack(space):
    """Slack answers nothing until all is acked: so no ack can have waited for it, however busy the machine is."""
    ada, bob, *_ = space.moves_in()
    space.posts(ada)
    bob.types("/lead Logo for a bakery")
    form = bob.wait_for_form(callback_id="lead_form")
    space.settles()
    space.slack.wait_until(lambda: len(space.slack.calls_to("views.open")) == 2, what="both forms are answered for")
    space.slack.hold("*", times=1_000_000)
    answered = len(space.slack.calls)
    requests = list(everything_people_can_do(space, bob, form.view, space.card()))
    answers = [space.slack.courier.send(kind, body) for kind, body in requests]
    assert len(requests) > 60
    assert [str(each) for each in answers if each.status != 200] == []
    assert [call.method for call in space.slack.calls[answered:]] == [], "Slack had answered nothing yet"

    space.slack.recover()
    space.settles()
    space.slack.wait_until(lambda: len(space.slack.calls) > answered, what="Slack is asked after the acks")
    space.leadbot.executor.shutdown(wait=True)
    space.slack.faults.clear()  # nobody else opens so many forms on one another
