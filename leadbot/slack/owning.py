"""What a poster presses under their own: edit, close, withdraw, reopen, put on the channel."""

from typing import Any

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Opportunity
from leadbot.domain.statuses import OpportunityState
from leadbot.kinds import KINDS
from leadbot.services.after_delivery import post_card_again
from leadbot.services.authority import own_opportunity
from leadbot.services.manage import ask_another_wave, finish, put_on_the_channel, refuse_ended, reopen, roles_of
from leadbot.services.outbox import Purpose
from leadbot.services.summary import post_summary_again
from leadbot.slack.forms import draw_kind
from leadbot.slack.listening import Answer, Request
from leadbot.slack.registry import Registry


def register(registry: Registry) -> None:
    """The poster's buttons."""
    registry.button("opportunity_edit")(opens_edit)
    registry.button("opportunity_widen")(opens_edit)
    registry.button("opportunity_next_wave")(asks_more)
    registry.button("opportunity_close")(closes)
    registry.button("opportunity_withdraw")(withdraws)
    registry.button("opportunity_reopen")(reopens)
    registry.button("opportunity_put_on_channel")(puts_on_channel)
    registry.button("message_post_again")(posts_again)


def opens_edit(request: Request) -> Answer:
    """The form again, as it was filled in."""
    opportunity = own_opportunity(request.scope, request.member, request.value)
    refuse_ended(opportunity)
    kind, values, reference = KINDS[opportunity.kind], values_of(request.scope, opportunity), str(opportunity.id)
    return Answer(form=lambda: draw_kind(kind, values, editing=reference))


def values_of(scope: Scope, opportunity: Opportunity) -> dict[str, Any]:
    """What a form holds that would post just this."""
    role = roles_of(scope, opportunity)[0]
    columns = {
        name: getattr(opportunity, name)
        for name in ("title", "details", "confidential", "budget", "deadline", "client_knows", "introduce", "reach")
    }
    return columns | opportunity.more | {"skills": list(role.skills), "places": str(role.places)}


def asks_more(request: Request) -> Answer:
    """The next in line are asked, beyond the waves that go out unbidden."""
    ask_another_wave(request.scope, request.member, request.value)
    return Answer(text="I'm asking the next in line.")


def closes(request: Request) -> Answer:
    """No more offers: it is settled."""
    finish(request.scope, request.member, request.value, OpportunityState.CLOSED)
    return Answer()


def withdraws(request: Request) -> Answer:
    """No more offers: it should not have been posted, or is off."""
    finish(request.scope, request.member, request.value, OpportunityState.WITHDRAWN)
    return Answer()


def reopens(request: Request) -> Answer:
    """It goes on."""
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
