"""What a poster presses under their own: edit, close, withdraw, reopen, put on the channel."""

from dataclasses import replace
from datetime import timedelta

from leadbot.db.outbox import Message
from leadbot.domain.statuses import OpportunityState
from leadbot.kinds import KINDS
from leadbot.kinds.fields import DEADLINE
from leadbot.services.authority import Right, own_opportunity, refuse_ended
from leadbot.services.dead_letters import send_again
from leadbot.services.expiry import extend
from leadbot.services.limits import ENOUGH_FOR_TODAY
from leadbot.services.manage import ask_another_wave, finish, put_on_the_channel, reopen
from leadbot.services.missing import post_card_again
from leadbot.services.outbox import Purpose
from leadbot.services.post import today
from leadbot.services.roles import values_of
from leadbot.services.summary import post_summary_again
from leadbot.slack.blocks import form
from leadbot.slack.forms import draw, draw_kind, read
from leadbot.slack.listening import Answer, Request
from leadbot.slack.registry import Registry

NEW_DEADLINE = replace(DEADLINE, label="By when is it needed now?", required=True)


def register(registry: Registry) -> None:
    """The poster's buttons."""
    registry.button("opportunity_edit", Right.POSTER)(opens_edit)
    registry.button("opportunity_widen", Right.POSTER)(opens_edit)
    registry.button("opportunity_next_wave", Right.POSTER)(asks_more)
    registry.button("opportunity_close", Right.POSTER)(closes)
    registry.button("opportunity_withdraw", Right.POSTER)(withdraws)
    registry.button("opportunity_reopen", Right.POSTER)(reopens)
    registry.button("opportunity_extend", Right.POSTER)(extends)
    registry.form("extend_form", Right.POSTER)(takes_extension)
    registry.button("opportunity_put_on_channel", Right.POSTER)(puts_on_channel)
    registry.button("message_post_again", Right.POSTER | Right.HOST)(posts_again)
    registry.button("message_send_again", Right.HOST)(sends_again)


def opens_edit(request: Request) -> Answer:
    """The form again, as it was filled in."""
    opportunity = own_opportunity(request.scope, request.member, request.value)
    refuse_ended(opportunity)
    kind, values, reference = KINDS[opportunity.kind], values_of(request.scope, opportunity), str(opportunity.id)
    return Answer(form=lambda: draw_kind(kind, values, routing=reference))


def asks_more(request: Request) -> Answer:
    """The next in line are asked, beyond the waves that go out unbidden; of a team, for the role that the button names."""
    reference, _, role = request.value.partition(" ")
    if ask_another_wave(request.scope, request.member, reference, role):
        return Answer(text="I'm asking the next in line.")
    return Answer(text=f"{ENOUGH_FOR_TODAY} I'll ask the next in line tomorrow.")


def closes(request: Request) -> Answer:
    """No more offers: it is settled."""
    finish(request.scope, request.member, request.value, OpportunityState.CLOSED)
    return Answer()


def withdraws(request: Request) -> Answer:
    """No more offers: it should not have been posted, or is off."""
    finish(request.scope, request.member, request.value, OpportunityState.WITHDRAWN)
    return Answer()


def extends(request: Request) -> Answer:
    """More time: another 30 days; or, where there is a deadline, a new one."""
    opportunity = own_opportunity(request.scope, request.member, request.value)
    if opportunity.last_day is not None:
        return asks_for_deadline(request)
    extend(request.scope, request.member, request.value)
    return Answer()


def asks_for_deadline(request: Request) -> Answer:
    """The form that asks for a new deadline."""
    reference, in_a_week = request.value, today(request.scope) + timedelta(days=7)
    blocks = draw((NEW_DEADLINE,), {"deadline": in_a_week})
    return Answer(form=lambda: form("extend_form", "More time", "Extend", blocks, routing=reference))


def takes_extension(request: Request) -> Answer:
    """The new deadline."""
    until = read((NEW_DEADLINE,), request.values)["deadline"]
    extend(request.scope, request.member, request.routing, until)
    return Answer()


def reopens(request: Request) -> Answer:
    """It goes on; where its deadline has passed, with a new one."""
    opportunity = own_opportunity(request.scope, request.member, request.value)
    if opportunity.last_day is not None and opportunity.last_day < today(request.scope):
        return asks_for_deadline(request)
    reopen(request.scope, request.member, request.value)
    return Answer()


def puts_on_channel(request: Request) -> Answer:
    """From now on everybody may see it."""
    put_on_the_channel(request.scope, request.member, request.value)
    return Answer()


def posts_again(request: Request) -> Answer:
    """The card is posted once more, after the poster has looked; or the summary, after a host has."""
    message = request.scope.find(Message, request.value)
    if message is not None and message.purpose == Purpose.SUMMARY:
        post_summary_again(request.scope, request.member, message)
        return Answer(text="I'm posting the summary again.")
    opportunity = own_opportunity(request.scope, request.member, request.value)
    refuse_ended(opportunity)
    post_card_again(request.scope, opportunity)
    return Answer(text="I'm posting the card again.")


def sends_again(request: Request) -> Answer:
    """All that Slack refused of late is sent once more, as far as it makes sense, after a host has seen what mends it."""
    number = send_again(request.scope, request.member)
    return Answer(text=f"I'm sending {'it' if number == 1 else 'them'} again.")
