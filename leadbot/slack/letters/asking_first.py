"""What a poster reads who is asked first: somebody would like to help."""

from uuid import UUID

from leadbot.domain.statuses import IntroductionState, OfferOrigin, OpportunityState
from leadbot.matching.reasons import said_of
from leadbot.services.introduction_facts import IntroductionFacts
from leadbot.services.letter import Letter
from leadbot.slack import text
from leadbot.slack.blocks import Block, Said, actions, button, context, section
from leadbot.slack.letters.phrases import (
    as_part,
    first_name,
    mention,
    name,
    numbered,
    opportunity_of,
)


def ask_poster(letter: Letter) -> Said:
    """Somebody would like to help, and the poster is asked first."""
    opportunity, introduction = opportunity_of(letter), letter.introduction
    assert introduction is not None
    partner = introduction.partner
    gathers = opportunity.kind.gathers
    part = as_part(letter.offer.role) if letter.offer is not None and gathers else ""
    headline = f"{name(partner)} would like to help with your {numbered(opportunity)}{part}"
    blocks: list[Block] = [
        section(f"*{headline}*\n{mention(partner)} · {text.words(opportunity.title, 200)}"),
        context(why_them(letter)),
    ]
    line = f"{headline}: {text.escape(opportunity.title)}"
    if introduction.state is IntroductionState.PROPOSED and opportunity.state is OpportunityState.OPEN:
        return Said(line, [*blocks, introduce_buttons(introduction.id, gathers=gathers)])
    standing = what_came_of(introduction)
    return Said(f"{standing} {line}", [*blocks, section(standing)])


def introduce_buttons(introduction: UUID, *, gathers: bool) -> Block:
    """The poster's two answers."""
    yes = button("Add to the team" if gathers else "Introduce us", "introduce_yes", introduction, style="primary")
    return actions(yes, button("Not this time", "introduce_no", introduction))


def what_came_of(introduction: IntroductionFacts) -> str:
    """How it stands once the poster's answer is no longer waited for."""
    partner = first_name(introduction.partner)
    match introduction.state:
        case IntroductionState.OPEN:
            return "You said yes, and I have introduced you. Look for the group message."
        case IntroductionState.JOINED:
            return f"You said yes: {partner} is in the team."
        case IntroductionState.DECLINED:
            return f"You said: not this time. I have told {partner} kindly."
        case IntroductionState.STEPPED_BACK:
            return f"{partner} has stepped back."
        case _:
            return "The place is free again."


def why_them(letter: Letter) -> str:
    """What speaks for somebody who offered to help. Reasons are written to the helper; the poster reads their name."""
    offer = letter.offer
    if offer is not None and offer.recommended_by is not None:
        return f"{name(offer.recommended_by)} thought of them."
    if offer is not None and offer.reasons:
        called = offer.member.name.split()[0]
        return " ".join(text.words(said_of(called, reason), 400) for reason in offer.reasons)
    if offer is not None and offer.origin == OfferOrigin.CARD:
        return "They saw your card. Nothing they list was matched, so you decide."
    return "They fit what you asked for."
