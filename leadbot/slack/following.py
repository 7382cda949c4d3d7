"""What the two press after they were introduced, and the forms that this opens."""

from dataclasses import replace
from datetime import timedelta

from leadbot.domain.statuses import Step
from leadbot.kinds import KINDS, Control, Field
from leadbot.services.follow_up import have_reached, put_off, talking
from leadbot.services.outcomes import NAMES, THANKS, VALUE, may_name, tell_outcome, tellable, told_before, wins
from leadbot.services.working_hours import today_of
from leadbot.slack.blocks import form
from leadbot.slack.forms import draw, read
from leadbot.slack.listening import Answer, Handler, Request
from leadbot.slack.registry import Registry

AGAIN = Field("again", "When shall I ask again?", Control.DATE, required=True)
OUTCOME = Field("outcome", "What came of it?", Control.CHOICE, required=True)
AMOUNT = Field(
    "value",
    "If it was won: for how much?",
    Control.LINE,
    placeholder="£1,500",
    most=80,
    hint="One amount. Nobody sees it unless you say so below.",
)
THANK = Field(
    "thanks",
    "A word of thanks",
    Control.TEXT,
    most=500,
    hint="I pass it on to the other one of you two, and to nobody else unless you say so below.",
)
SHARE = Field("share", "In the weekly summary", Control.CHECKS)
MAY_NAME, MAY_TELL = (NAMES, "You may name me"), (VALUE, "You may tell the amount")
MAY_QUOTE = (THANKS, "You may quote my thanks")


def register(registry: Registry) -> None:
    """The buttons of follow-ups, and their forms."""
    registry.button("follow_up_spoke")(reaches(Step.SPOKE))
    registry.button("follow_up_met")(reaches(Step.MET))
    registry.button("follow_up_not_yet")(opens_not_yet)
    registry.button("follow_up_outcome")(opens_outcome)
    registry.button("outcome_name_me")(names_me)
    registry.form("not_yet_form")(puts_off)
    registry.form("outcome_form")(tells)


def reaches(step: Step) -> Handler:
    """We've spoken; we've met. The question itself then shows the answer."""

    def handle(request: Request) -> Answer:
        have_reached(request.scope, request.member, request.value, step)
        return Answer()

    return handle


def opens_not_yet(request: Request) -> Answer:
    """Not yet: when shall I ask again?"""
    introduction, _ = talking(request.scope, request.member, request.value)
    reference, in_a_week = str(introduction.id), today_of(request.scope, request.member) + timedelta(days=7)
    blocks = draw((AGAIN,), {"again": in_a_week})
    return Answer(form=lambda: form("not_yet_form", "Not yet", "Ask me then", blocks, routing=reference))


def puts_off(request: Request) -> Answer:
    """The day on which they would like to be asked."""
    put_off(request.scope, request.member, request.routing, read((AGAIN,), request.values)["again"])
    return Answer()


def opens_outcome(request: Request) -> Answer:
    """What came of it? Whoever has told it before finds what they said."""
    introduction, opportunity = tellable(request.scope, request.member, request.value)
    fields = fields_for(opportunity.kind, wins=wins(introduction, request.member))
    known = told_before(request.scope, introduction, request.member)
    reference = str(introduction.id)
    return Answer(form=lambda: form("outcome_form", "What came of it?", "Send", draw(fields, known), routing=reference))


def fields_for(kind: str, *, wins: bool) -> tuple[Field, ...]:
    """The questions of the form, the outcomes in the words of the kind; of the amount only whoever wins it is asked."""
    outcome = replace(OUTCOME, options=KINDS[kind].words.outcomes)
    share = replace(SHARE, options=(MAY_NAME, MAY_TELL, MAY_QUOTE) if wins else (MAY_NAME, MAY_QUOTE))
    return (outcome, AMOUNT, THANK, share) if wins else (outcome, THANK, share)


def tells(request: Request) -> Answer:
    """What came of it."""
    tell_outcome(request.scope, request.member, request.routing, read((OUTCOME, AMOUNT, THANK, SHARE), request.values))
    return Answer()


def names_me(request: Request) -> Answer:
    """They agree to be named."""
    may_name(request.scope, request.member, request.value)
    return Answer()
