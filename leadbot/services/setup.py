"""The first ten minutes of a host: one message with three steps, each a form that is filled in with what is known already."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.domain.ids import made_at
from leadbot.domain.regions import country_of, currency_of, is_region
from leadbot.domain.statuses import MessageState
from leadbot.domain.time_zones import is_time_zone
from leadbot.services.kept_true import keep_true
from leadbot.services.outbox import CALLED, Purpose, tell
from leadbot.services.people import Identity, member_of

A_DAY = timedelta(days=1)  # in which Slack will have said who owns it
ONCE = "setup"  # in each workspace
STEPS = ("channel", "summary", "invite")


@dataclass(frozen=True)
class SetupFacts:
    """How far the host has come, and what they have set."""

    done: tuple[str, ...]  # of the steps
    has_channel: bool
    summary_day: int
    summary_time: time
    time_zone: str
    region: str


def is_new(scope: Scope) -> bool:
    """Whether Leadbot came here only now, and nobody has posted anything, or chosen a channel."""
    workspace = scope.workspace
    came_now = made_at(workspace.id) > (scope.now - A_DAY).timestamp()
    return came_now and workspace.last_number == 0 and not workspace.channel_chosen


def greet_owner(scope: Scope, people: Mapping[str, Identity], channel: str | None) -> None:
    """Whoever owns a workspace that is new to Leadbot hears how it is set up, once; an admin, where nobody owns it.

    What the workspace tells by itself is kept with it: the channel that is called leads, and where the owner is.
    """
    here = {each: who for each, who in people.items() if who.is_admin and not who.has_left and not who.is_bot}
    if not here:
        return
    owner = min(here, key=lambda each: (-here[each].owns, here[each].name, each))
    zone = here[owner].time_zone or ""
    country = country_of(zone)
    guessed = {
        "leads_channel": channel,
        "time_zone": zone if is_time_zone(zone) else None,
        "region": country if is_region(country) else None,
        "currency": currency_of(country),
    }
    known = {name: value for name, value in guessed.items() if value}
    scope.workspace.leads_channel = scope.workspace.leads_channel or channel
    tell(scope, Purpose.SETUP, member_of(scope, owner).id, once=ONCE, guessed=known)


def setup_message(scope: Scope) -> Message | None:
    """The message with the steps, if it was ever written."""
    return scope.session.scalar(CALLED, {"workspace": scope.workspace.id, "once": ONCE})


def guessed_for(scope: Scope, step: str) -> dict[str, Any]:
    """What the workspace told that a step may need; nothing, once that step is done."""
    message = setup_message(scope)
    if message is None or step in message.details.get("done", ()):
        return {}
    return dict(message.details["guessed"])


def has_done(scope: Scope, step: str) -> None:
    """A step is done: the message says so."""
    message = setup_message(scope)
    if message is None:
        return
    done = {*message.details.get("done", ()), step}
    message.details = message.details | {"done": [each for each in STEPS if each in done]}
    if message.state in (MessageState.SENT, MessageState.WAITING):
        keep_true(scope, Purpose.SETUP, once=ONCE)


def setup_facts(scope: Scope, message: Message) -> SetupFacts:
    """What the message says of the steps."""
    workspace = scope.workspace
    return SetupFacts(
        done=tuple(message.details.get("done", ())),
        has_channel=workspace.leads_channel is not None,
        summary_day=workspace.summary_day,
        summary_time=workspace.summary_time,
        time_zone=workspace.time_zone,
        region=workspace.region,
    )
