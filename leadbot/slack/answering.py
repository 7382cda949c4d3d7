"""What people press under offers, cards and introductions."""

from collections.abc import Sequence
from dataclasses import replace

from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Role
from leadbot.domain.errors import Faults, LeadbotError
from leadbot.domain.statuses import OpportunityState, PassReason
from leadbot.kinds import Control, Field
from leadbot.services.answer import (
    Answered,
    Helped,
    accept,
    could_help_with,
    help_with,
    pass_on,
    recommend,
    refuse_too_late,
)
from leadbot.services.authority import Right, opportunity_for, own_offer
from leadbot.services.facts import offer_facts
from leadbot.services.introduce import agree, decline, step_back
from leadbot.services.offer_clock import snooze
from leadbot.services.places import is_spoken_for
from leadbot.services.which_role import free_roles
from leadbot.slack.blocks import OPTION, Block, form
from leadbot.slack.forms import draw, read
from leadbot.slack.letters.offers import reserve_words, who_thought
from leadbot.slack.letters.phrases import as_part, first_name
from leadbot.slack.listening import Answer, Request
from leadbot.slack.registry import Registry
from leadbot.slack.text import plain, words

REASON = Field(
    "reason",
    "What's the reason?",
    Control.CHOICE,
    required=True,
    options=(
        (PassReason.BUSY, "I'm busy: nothing for five working days"),
        (PassReason.NOT_MY_SKILL, "Not my skill: don't ask me for this again"),
        (PassReason.SOMEONE_BETTER, "I know someone better"),
    ),
)
SOMEONE = Field("someone", "Who?", Control.PERSON, hint="They hear that you thought of them.")
NAMED = Field("someone", "Who could do this well?", Control.PERSON, required=True, hint=SOMEONE.hint)
WHICH = Field("role", "Which part would you take?", Control.CHOICE, required=True)
PART = Field("role", "Which part could they take?", Control.MENU, required=True)
WHATEVER_SUITS = ("any", "Whatever suits them best")
PASS_FIELDS, RECOMMEND_FIELDS = (REASON, SOMEONE), (NAMED,)


def register(registry: Registry) -> None:
    """The buttons of offers, cards and introductions, and the forms that they open."""
    registry.button("offer_accept", Right.OFFERED)(accepts)
    registry.button("offer_pass", Right.OFFERED)(opens_pass)
    registry.button("offer_snooze", Right.OFFERED)(puts_off)
    registry.button("offer_why", Right.OFFERED)(asks_why)
    registry.button("card_interested", Right.SEES)(helps)
    registry.button("card_recommend", Right.SEES)(opens_recommend)
    registry.button("introduce_yes", Right.POSTER)(introduces)
    registry.button("introduce_no", Right.POSTER)(declines)
    registry.button("introduction_step_back", Right.PARTNER)(steps_back)
    registry.form("help_form", Right.SEES)(helps_as)
    registry.form("pass_form", Right.OFFERED)(passes)
    registry.form("recommend_form", Right.SEES)(recommends)


def accepts(request: Request) -> Answer:
    """I'm interested. The offer itself then says what came of it."""
    accept(request.scope, request.member, request.value)
    return Answer()


def opens_pass(request: Request) -> Answer:
    """Not for me: why?"""
    _, _, opportunity = own_offer(request.scope, request.member, request.value)
    refuse_too_late(opportunity)
    reference = request.value
    return Answer(form=lambda: pass_form(reference))


def pass_form(reference: str) -> Block:
    """The form that asks why."""
    return form("pass_form", "Not for me", "Send", draw(PASS_FIELDS, {}), routing=reference)


def passes(request: Request) -> Answer:
    """The reason, and whom they named."""
    values = read(PASS_FIELDS, request.values)
    pass_on(request.scope, request.member, request.routing, values["reason"], values["someone"] or None)
    return Answer()


def puts_off(request: Request) -> Answer:
    """Remind me tomorrow. The offer itself then says when."""
    snooze(request.scope, request.member, request.value)
    return Answer()


def asks_why(request: Request) -> Answer:
    """Why me? The evidence, and how to change it."""
    offer, _, _ = own_offer(request.scope, request.member, request.value)
    reasons = [words(reason, 400) for reason in offer.reasons]
    because = " ".join(filter(None, [who_thought(offer_facts(request.scope, offer)), *reasons]))
    return Answer(text=f"{because} To be asked for other things, change your skills with `/skills`.".strip())


def helps(request: Request) -> Answer:
    """I can help, from the card. Where several roles could be meant, they are asked which."""
    roles = could_help_with(request.scope, request.member, request.value)
    if len(roles) > 1:
        choices = tuple((str(role.position), role_choice(request.scope, request.member, role)) for role in roles)
        field, reference = replace(WHICH, options=choices), request.value
        return Answer(form=lambda: form("help_form", "I can help", "That's me", draw([field], {}), routing=reference))
    return Answer(text=helped(help_with(request.scope, request.member, request.value)))


def role_choice(scope: Scope, member: Member, role: Role) -> str:
    """A role that somebody could help with, and whether it would be in reserve: of a long role, that is not cut off."""
    after = ""
    if role.taken >= role.places:
        after = " (taken; in reserve)"
    elif is_spoken_for(scope, member, role):
        after = " (somebody is asked; in reserve)"
    return f"{plain(role.description, OPTION - len(after))}{after}"


def helps_as(request: Request) -> Answer:
    """Which role they mean."""
    chosen = read([WHICH], request.values)["role"]
    if not chosen.isdecimal():
        raise Faults({"role": "Please choose one of these."})
    return Answer(done=helped(help_with(request.scope, request.member, request.routing, int(chosen))))


def helped(came: Helped) -> str:
    """What came of an offer to help, in words."""
    part = words(came.part, 120)
    match came.answered:
        case Answered.INTRODUCED:
            return "Lovely. I have introduced you: look for the group message."
        case Answered.JOINED:
            return f"Lovely. You're in{as_part(came.part)}: when the team is complete, you all meet in a group message."
        case Answered.POSTER_ASKED:
            thanks = f"Thank you for offering to help{as_part(came.part)}." if part else "Thank you."
            return f"{thanks} I'm asking {first_name(came.poster)}, and keep the place for a working day."
        case Answered.RESERVE:
            return reserve_words(came.reserve, part, is_gone=came.is_gone)


def opens_recommend(request: Request) -> Answer:
    """Know someone?"""
    opportunity = opportunity_for(request.scope, request.member, request.value)
    refuse_too_late(opportunity)
    reference, fields = str(opportunity.id), (*RECOMMEND_FIELDS, *part_field(free_roles(request.scope, opportunity)))
    return Answer(
        form=lambda: form("recommend_form", "Name someone", "Put it to them", draw(fields, {}), routing=reference)
    )


def part_field(roles: Sequence[Role]) -> tuple[Field, ...]:
    """Which part they could take, where there are several."""
    if len(roles) < 2:
        return ()
    options = (WHATEVER_SUITS, *((str(role.position), role.description) for role in roles))
    return (replace(PART, options=options, default=WHATEVER_SUITS[0]),)


def recommends(request: Request) -> Answer:
    """Whom they named."""
    values = read((*RECOMMEND_FIELDS, PART), request.values)
    someone, part = values["someone"], values["role"]
    if not someone:
        raise LeadbotError("Please say whom you have in mind.")
    position = int(part) if part.isdecimal() else None
    named = recommend(request.scope, request.member, request.routing, someone, position)
    return Answer(done=f"I'll put it to {words(named.name or 'them', 80)}, and say that you thought of them.")


def introduces(request: Request) -> Answer:
    """Introduce us."""
    agree(request.scope, request.member, request.value)
    return Answer()


def declines(request: Request) -> Answer:
    """Not this time."""
    decline(request.scope, request.member, request.value)
    return Answer()


def steps_back(request: Request) -> Answer:
    """The partner steps back."""
    opportunity = step_back(request.scope, request.member, request.value)
    if opportunity.state is not OpportunityState.OPEN:
        return Answer(text="That's fine. I have said so in the thread.")
    return Answer(text="That's fine. The place is free again, and I'm looking for the next in line.")
