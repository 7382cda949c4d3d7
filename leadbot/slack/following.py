"""What the two press after they were introduced, and the forms that this opens."""

from dataclasses import replace
from datetime import timedelta

from leadbot.domain.errors import Faults
from leadbot.domain.statuses import Step
from leadbot.kinds import KINDS, Control, Field
from leadbot.services.authority import Right
from leadbot.services.bid_questions import (
    open_bid,
    tell_bid_outcome,
    tellable_bid,
    told_of_bid,
    was_sent,
)
from leadbot.services.bid_questions import put_off as put_bid_off
from leadbot.services.follow_up import have_reached, put_off, talking
from leadbot.services.outcomes import NAMES, THANKS, VALUE, may_name, tell_outcome, tellable, told_before, wins
from leadbot.services.post import faults_in
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
SPLIT = Field(
    "split",
    "How is it shared?",
    Control.TEXT,
    most=500,
    placeholder="Ada 40 %, Bob 35 %, Cat 25 %",
    hint="If you like. Only the team reads it.",
)
TO_ALL = replace(THANK, hint="I pass it on to the team, and to nobody else unless you say so below.")
BID = "bid:"  # before the contract, in what is passed through a form


def register(registry: Registry) -> None:
    """The buttons of follow-ups, and their forms."""
    registry.button("follow_up_spoke", Right.INTRODUCED)(reaches(Step.SPOKE))
    registry.button("follow_up_met", Right.INTRODUCED)(reaches(Step.MET))
    registry.button("follow_up_not_yet", Right.INTRODUCED)(opens_not_yet)
    registry.button("follow_up_outcome", Right.INTRODUCED)(opens_outcome)
    registry.button("outcome_name_me", Right.INTRODUCED)(names_me)
    registry.button("bid_sent", Right.LEADER)(sends_bid)
    registry.button("bid_not_yet", Right.LEADER)(opens_bid_not_yet)
    registry.button("bid_outcome", Right.LEADER)(opens_bid_outcome)
    registry.form("not_yet_form", Right.INTRODUCED | Right.LEADER)(puts_off)
    registry.form("outcome_form", Right.INTRODUCED | Right.LEADER)(tells)


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
    again = read((AGAIN,), request.values)["again"]
    if (reference := bid_in(request.routing)) is not None:
        put_bid_off(request.scope, request.member, reference, again)
    else:
        put_off(request.scope, request.member, request.routing, again)
    return Answer()


def bid_in(routing: str) -> str | None:
    """The contract whose bid a form is about; none, if it is about two who were introduced."""
    return routing.removeprefix(BID) if routing.startswith(BID) else None


def sends_bid(request: Request) -> Answer:
    """The bid was sent. The question itself then shows the answer."""
    was_sent(request.scope, request.member, request.value)
    return Answer()


def opens_bid_not_yet(request: Request) -> Answer:
    """Not yet: when shall I ask again?"""
    _, opportunity = open_bid(request.scope, request.member, request.value)
    routing, in_a_week = f"{BID}{opportunity.id}", today_of(request.scope, request.member) + timedelta(days=7)
    blocks = draw((AGAIN,), {"again": in_a_week})
    return Answer(form=lambda: form("not_yet_form", "Not yet", "Ask me then", blocks, routing=routing))


def opens_bid_outcome(request: Request) -> Answer:
    """What came of the bid? Whoever has told it before finds what they said."""
    bid, opportunity = tellable_bid(request.scope, request.member, request.value)
    outcome, amount, _, share = fields_for(opportunity.kind, wins=True)
    fields = (outcome, amount, SPLIT, TO_ALL, share)
    known, routing = told_of_bid(request.scope, bid, opportunity, request.member), f"{BID}{opportunity.id}"
    return Answer(form=lambda: form("outcome_form", "What came of it?", "Send", draw(fields, known), routing=routing))


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
    values = read((OUTCOME, AMOUNT, SPLIT, THANK, SHARE), request.values)
    if faults := faults_in((AMOUNT, SPLIT, THANK), values, today_of(request.scope, request.member)):
        raise Faults(faults)
    if (reference := bid_in(request.routing)) is not None:
        tell_bid_outcome(request.scope, request.member, reference, values)
    else:
        tell_outcome(request.scope, request.member, request.routing, values)
    return Answer()


def names_me(request: Request) -> Answer:
    """They agree to be named."""
    may_name(request.scope, request.member, request.value)
    return Answer()
