"""What a poster hears when the time of their own is nearly over, or over."""

from leadbot.domain.dates import say_date
from leadbot.domain.statuses import OpportunityState, Outcome
from leadbot.services.letter import Letter
from leadbot.slack import text
from leadbot.slack.blocks import Block, Said, actions, button, section
from leadbot.slack.letters.phrases import first_name, numbered, opportunity_of, progress_of, several


def expires_soon(letter: Letter) -> Said:
    """It closes in three days, unless its poster gives it more time."""
    opportunity = opportunity_of(letter)
    on = say_date(opportunity.expires_on, locale=letter.locale, today=letter.today) if opportunity.expires_on else ""
    ends = f"Your {numbered(opportunity)} closes on {on}"
    line = f"{ends}, as it has no deadline of its own." if opportunity.last_day is None else f"{ends}."
    if opportunity.state is not OpportunityState.OPEN:
        line, row = f"Your {numbered(opportunity)} has ended.", []
    else:
        row = [
            actions(
                button("Extend", "opportunity_extend", opportunity.id, style="primary"),
                button("Close", "opportunity_close", opportunity.id),
            )
        ]
    return Said(
        f"{line} {text.escape(opportunity.title)}", [section(f"*{line}*\n{text.words(opportunity.title, 200)}"), *row]
    )


def expired(letter: Letter) -> Said:
    """Its time is over: nobody new is asked. Whoever was introduced is still asked what came of it."""
    opportunity = opportunity_of(letter)
    if opportunity.state is OpportunityState.OPEN:
        line = f"Your {numbered(opportunity)} is open again."
        return Said(
            f"{line} {text.escape(opportunity.title)}", [section(f"*{line}*\n{text.words(opportunity.title, 200)}")]
        )
    why = "Its time is up" if opportunity.last_day is None else "Its deadline has passed"
    if opportunity.bid_deadline is not None:
        why = "The bid's deadline has passed"
    line = f"{why}, so I have closed your {numbered(opportunity)} and ask nobody new.{who_was_there(letter)}"
    blocks: list[Block] = [section(f"*{line}*\n{text.words(opportunity.title, 200)}")]
    decided = letter.bid is not None and letter.bid.outcome in (Outcome.WON, Outcome.LOST)
    if (
        opportunity.state is OpportunityState.EXPIRED and not decided
    ):  # for a bid that fell through there may be more time
        blocks.append(actions(button("Extend", "opportunity_extend", opportunity.id)))
    return Said(f"{line} {text.escape(opportunity.title)}", blocks)


def who_was_there(letter: Letter) -> str:
    """Whom I go on asking, or who had said yes to a team that never met; or that nobody took it."""
    progress, team = progress_of(letter), letter.team
    joined = dict.fromkeys(first_name(each) for role in team.roles for each in role.taken) if team is not None else {}
    if progress.partners and team is not None:
        return " I'll still ask what came of the bid."
    if progress.partners:
        return f" I'll still ask how it goes with {several(first_name(partner) for partner in progress.partners)}."
    if joined and not progress.introduced:
        return f" {several(joined)} had joined, and {'knows' if len(joined) == 1 else 'know'} of it."
    return " Nobody took it this time." if progress.asked and not progress.introduced else ""
