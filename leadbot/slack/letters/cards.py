"""The card on the leads channel: what everybody in the space may see, kept true."""

from leadbot.domain.statuses import OpportunityState
from leadbot.services.letter import Letter, OpportunityFacts
from leadbot.slack import text
from leadbot.slack.blocks import Block, Said, actions, button, context, section
from leadbot.slack.letters.phrases import about, first_name, how_ended, name, numbered, opportunity_of, plain_line
from leadbot.slack.letters.roles import places_taken


def card(letter: Letter) -> Said:
    """What is wanted, how much of it is still free, and how to help or name somebody."""
    opportunity = opportunity_of(letter)
    if opportunity.reach != "channel":
        gone = f"{numbered(opportunity).capitalize()} is now with those it suits best."
        return Said(gone, [section(gone)])
    headline = opportunity.kind.words.card.format(poster=first_name(opportunity.poster))
    blocks: list[Block] = [section(f"*{headline}*"), *about(opportunity, letter)]
    is_open = opportunity.state is OpportunityState.OPEN
    small = f"{numbered(opportunity).capitalize()} · posted by {name(opportunity.poster)}"
    blocks.append(context(small, places_left(opportunity) if is_open else ""))
    if not is_open:
        return Said(
            f"{how_ended(opportunity)} {text.escape(opportunity.title)}", [*blocks, section(how_ended(opportunity))]
        )
    blocks.append(actions(*card_buttons(opportunity)))
    return Said(f"{headline}: {plain_line(opportunity, letter)}", blocks)


def card_buttons(opportunity: OpportunityFacts) -> list[Block]:
    """How to help, or to name somebody who can."""
    return [
        button("I can help", "card_interested", opportunity.id, style="primary" if opportunity.free else None),
        button("Know someone?", "card_recommend", opportunity.id),
    ]


def places_left(opportunity: OpportunityFacts) -> str:
    """How many places are still free, in words. Nobody is named here."""
    places = sum(role.places for role in opportunity.roles)
    if opportunity.kind.gathers and opportunity.free < places:
        return places_taken(opportunity.roles)
    if opportunity.kind.gathers:
        return "One place to fill" if places == 1 else f"{places} places to fill"  # all of them stand above
    if opportunity.free == 0:
        return "No place is free just now; you can still be in reserve."
    if opportunity.free == places:
        return "Looking for one neighbour" if places == 1 else f"Looking for {places} neighbours"
    return f"{places - opportunity.free} of {places} introductions made"
