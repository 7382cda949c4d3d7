"""What the two hear after they were introduced, until somebody says what came of it."""

from uuid import UUID

from leadbot.domain.dates import say_date
from leadbot.domain.money import say_amount
from leadbot.domain.statuses import IntroductionState, Outcome, Step
from leadbot.services.facts import Person
from leadbot.services.introduction_facts import IntroductionFacts
from leadbot.services.letter import Letter
from leadbot.slack import text
from leadbot.slack.blocks import Block, Said, actions, button, context, section
from leadbot.slack.letters.company import both_in, company, is_in
from leadbot.slack.letters.groups import introduction_of
from leadbot.slack.letters.phrases import first_name, numbered, opportunity_of, plain_line

QUESTIONS = {
    Step.SPOKE: "Have you and {other} spoken yet?",
    Step.MET: "Have you and {other} met?",
    Step.OUTCOME: "What came of it with {other}?",
}
SAID = {
    Outcome.WON: "it was won",
    Outcome.LOST: "it was lost",
    Outcome.FELL_THROUGH: "it fell through",
    Outcome.NO_CONTACT: "you two did not get in touch",
}


def follow_up(letter: Letter) -> Said:
    """One question, with its answers; once it is answered, or asked again, it says so."""
    opportunity, met = opportunity_of(letter), introduction_of(letter)
    question = QUESTIONS[Step(letter.details["step"])].format(other=first_name(other_of(letter)))
    about = f"{numbered(opportunity).capitalize()} · {text.words(opportunity.title, 200)}"
    blocks = [section(f"*{question}*\n{about}")]
    waits = met.asked == letter.details["number"] and met.unanswered > 0
    if met.state is IntroductionState.OPEN and waits:
        when = f"{there} Say hello." if (there := both_in(letter)) else company(letter)
        if when:
            blocks.append(context(when))
        said = " ".join(filter(None, [question, there and when, plain_line(opportunity, letter)]))
        return Said(said, [*blocks, answers(met.id, met.step)])
    standing = standing_of(letter)
    return Said(f"{question} {standing}", [*blocks, section(standing), *can_still_tell(letter)])


def both_are_in(letter: Letter) -> Said:
    """The two have yet to meet, and are both in today; once they have met, it says so."""
    opportunity, met = opportunity_of(letter), introduction_of(letter)
    other = first_name(other_of(letter))
    line = f"You and {other} are both in today."
    about = f"{numbered(opportunity).capitalize()} · {text.words(opportunity.title, 200)}"
    if met.state is not IntroductionState.OPEN or met.step is Step.OUTCOME:
        return Said(f"{line} {standing_of(letter)}", [section(f"*{line}*\n{about}"), section(standing_of(letter))])
    here = letter.company.here if letter.company is not None else ()
    where = " ".join(is_in(each, letter.locale) for each in here)
    hello = f"{where} Say hello." if where else "Say hello."
    said = [section(f"*{line}*\n{hello}"), context(about), actions(button("We've met", "follow_up_met", met.id))]
    return Said(f"{line} {hello} {plain_line(opportunity, letter)}", said)


def can_still_tell(letter: Letter) -> list[Block]:
    """What came of it can be told at any time, and corrected by whoever told it."""
    met = introduction_of(letter)
    if met.outcome is not None:
        mine = is_reader(letter, met.told_by) and met.state is IntroductionState.ENDED
        return [actions(button("Correct it", "follow_up_outcome", met.id))] if mine else []
    newest = met.state is IntroductionState.OPEN and met.asked == letter.details["number"]
    return [actions(button("Say what came of it", "follow_up_outcome", met.id))] if newest else []


def other_of(letter: Letter) -> Person:
    """The other of the two, as seen by whoever reads it."""
    partner, poster = introduction_of(letter).partner, opportunity_of(letter).poster
    reads = letter.to is not None and letter.to.slack_user_id == partner.slack_user_id
    return poster if reads else partner


def answers(introduction: UUID, step: Step) -> Block:
    """The answers that make sense now: one press each."""
    row = [
        button("We've spoken", "follow_up_spoke", introduction),
        button("We've met", "follow_up_met", introduction),
        button("Say what came of it", "follow_up_outcome", introduction),
    ][list(Step).index(step) :]
    row[0]["style"] = "primary"
    return actions(*row, button("Not yet", "follow_up_not_yet", introduction))


def standing_of(letter: Letter) -> str:
    """What was answered, or what is now."""
    met = introduction_of(letter)
    if met.outcome is not None:
        told = "You told me" if is_reader(letter, met.told_by) else f"{first_name(met.told_by)} told me"
        return f"{told}: {SAID[met.outcome]}. Thank you."
    if met.state is IntroductionState.STEPPED_BACK:
        return f"{first_name(met.partner)} has stepped back."
    if met.state is not IntroductionState.OPEN:
        return "This is closed, as nobody told me what came of it."
    if met.unanswered > 0:
        return "I have asked again since."
    known = {Step.SPOKE: "Not yet, then.", Step.MET: "Good: you have spoken.", Step.OUTCOME: "Lovely: you have met."}
    asks = say_date(met.asks_on, locale=letter.locale, today=letter.today) if met.asks_on else ""
    return f"{known[met.step]} I'll ask again on {asks}." if asks else known[met.step]


def is_reader(letter: Letter, person: Person | None) -> bool:
    """Whether this is the one who reads."""
    return person is not None and letter.to is not None and letter.to.slack_user_id == person.slack_user_id


def outcome_told(letter: Letter) -> Said:
    """The other of the two has told what came of it."""
    opportunity, met = opportunity_of(letter), introduction_of(letter)
    teller = first_name(met.told_by)
    if met.outcome is None:
        line = f"What came of {numbered(opportunity)} is not known."
        return Said(line, [section(line)])
    line = f"{teller} tells me about {numbered(opportunity)}: {SAID[met.outcome]}."
    if met.outcome is Outcome.WON and met.worth is not None:
        line += f" It is worth {say_amount(*met.worth, locale=letter.locale)}."
    blocks = [section(f"*{line}*\n{text.words(opportunity.title, 200)}")]
    if met.thanks:
        blocks.append(section(f"“{text.words(met.thanks, 500)}”"))
    if met.outcome is Outcome.WON:
        blocks += naming(letter, met)
    thanks = f" “{text.words(met.thanks, 500)}”" if met.thanks else ""
    return Said(f"{line} {text.escape(opportunity.title)}{thanks}", blocks)


def naming(letter: Letter, met: IntroductionFacts) -> list[Block]:
    """Whether the reader is named where the space hears of the win: only if they say so."""
    agreed = met.partner_named if is_reader(letter, met.partner) else met.poster_named
    if agreed:
        return [context("You may be thanked by name in the weekly summary.")]
    return [
        context("The weekly summary tells of wins. You are thanked there by name if you say so."),
        actions(button("You may name me", "outcome_name_me", met.id)),
    ]


def given_up(letter: Letter) -> Said:
    """Nobody answered four times: it is closed aloud, and can be told any time."""
    opportunity, met = opportunity_of(letter), introduction_of(letter)
    if met.outcome is not None:
        line = f"Now I know about {numbered(opportunity)}: {SAID[met.outcome]}. Thank you."
        return Said(line, [section(line)])
    line = (
        f"I haven't heard how it went with you two and {numbered(opportunity)}, so I'm noting that as not known, "
        "and won't ask again. "
        "If something came of it, tell me any time."
    )
    told = actions(button("Say what came of it", "follow_up_outcome", met.id))
    return Said(f"{line} {text.escape(opportunity.title)}", [section(line), told])
