"""What a team hears of its bid: was it sent, what came of it, thanks to all."""

from uuid import UUID

from leadbot.domain.dates import say_date
from leadbot.domain.money import say_amount
from leadbot.domain.statuses import BidStep, Outcome
from leadbot.services.letter import Letter
from leadbot.services.team_facts import BidFacts
from leadbot.slack import text
from leadbot.slack.blocks import Block, Said, actions, button, context, section
from leadbot.slack.letters.phrases import first_name, numbered, opportunity_of, plain_line, several
from leadbot.slack.letters.teams import gathering_of

QUESTIONS = {BidStep.SENT: "Was the bid sent?", BidStep.OUTCOME: "What came of the bid?"}
SAID = {
    Outcome.WON: "it was won",
    Outcome.LOST: "it was lost",
    Outcome.FELL_THROUGH: "it fell through",
    Outcome.NO_CONTACT: "you did not get together",
}


def bid_of(letter: Letter) -> BidFacts:
    """The bid that a letter is about."""
    assert letter.bid is not None
    return letter.bid


def question(letter: Letter) -> Said:
    """One question, with its answers; once it is answered, or asked again, it says so."""
    opportunity, bid = opportunity_of(letter), bid_of(letter)
    asked = QUESTIONS[BidStep(letter.details["step"])]
    blocks = [section(f"*{asked}*\n{numbered(opportunity).capitalize()} · {text.words(opportunity.title, 200)}")]
    if bid.outcome is None and bid.asked == letter.details["number"] and bid.unanswered > 0:
        return Said(
            f"{asked} {plain_line(opportunity, letter)}",
            [*blocks, answers(opportunity.id, BidStep(letter.details["step"]))],
        )
    standing = standing_of(letter)
    mine = bid.outcome is not None and bid.told_by == letter.to
    tell = [actions(button("Correct it" if mine else "Say what came of it", "bid_outcome", opportunity.id))]
    can_tell = mine or (bid.outcome is None and bid.asked == letter.details["number"])
    return Said(f"{asked} {standing}", [*blocks, section(standing), *(tell if can_tell else [])])


def answers(contract: UUID, step: BidStep) -> Block:
    """The answers that make sense now: one press each."""
    later = button("Not yet", "bid_not_yet", contract)
    if step is BidStep.SENT:
        sent = button("It was sent", "bid_sent", contract, style="primary")
        return actions(sent, button("It wasn't", "bid_outcome", contract), later)
    return actions(button("Say what came of it", "bid_outcome", contract, style="primary"), later)


def standing_of(letter: Letter) -> str:
    """What was answered, or what is now."""
    bid = bid_of(letter)
    if bid.outcome is not None:
        told = "You told me" if bid.told_by == letter.to else f"{first_name(bid.told_by)} told me"
        return f"{told}: {SAID[bid.outcome]}. Thank you."
    sent = bid.sent and BidStep(letter.details["step"]) is BidStep.SENT  # that was answered, whatever was asked since
    if bid.unanswered > 0:
        return "Good: it was sent." if sent else "I have asked again since."
    asks = say_date(bid.asks_on, locale=letter.locale, today=letter.today) if bid.asks_on else ""
    known = "Good: it was sent." if sent else "Not yet, then."
    return f"{known} I'll ask again on {asks}." if asks else known


def told(letter: Letter) -> Said:
    """The team hears together what came of the bid, how the value was shared, and thanks to all."""
    opportunity, bid, facts = opportunity_of(letter), bid_of(letter), gathering_of(letter)
    if bid.outcome is None:
        line = f"I haven't heard what came of {numbered(opportunity)}, so I'm noting that as not known, and won't ask again."
        row = actions(button("Say what came of it", "bid_outcome", opportunity.id))
        return Said(f"{line} {text.escape(opportunity.title)}", [section(line), row])
    if letter.details.get("not_known"):  # what came of it is told in a message of its own
        line = f"Now I know about {numbered(opportunity)}: {SAID[bid.outcome]}. Thank you."
        return Said(line, [section(line)])
    line = f"{first_name(bid.told_by)} tells me about {numbered(opportunity)}: {SAID[bid.outcome]}."
    if bid.worth is not None:
        line += f" It is worth {say_amount(*bid.worth, locale=letter.locale)}."
    everybody = several([first_name(opportunity.poster), *(first_name(mate.person) for mate in facts.present)])
    blocks = [section(f"*{line}*\n{text.words(opportunity.title, 200)}")]
    if bid.split:
        blocks.append(section(f"How it is shared, between you only: {text.words(bid.split, 500)}"))
    if bid.thanks:
        blocks.append(section(f"“{text.words(bid.thanks, 500)}”"))
    blocks.append(section(f"Thanks to all of you: {everybody}."))
    if bid.outcome is Outcome.WON:
        blocks.append(context("The weekly summary tells of wins. Each of you is thanked there by name if you say so."))
        blocks.append(actions(button("You may name me", "team_name_me", opportunity.id)))
    return Said(f"{line} Thanks to all of you: {everybody}.", blocks)
