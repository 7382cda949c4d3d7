"""What poster and partner read in their group message."""

from leadbot.domain.statuses import IntroductionState, OpportunityState
from leadbot.services.introduction_facts import IntroductionFacts
from leadbot.services.letter import Letter
from leadbot.slack import text
from leadbot.slack.blocks import Said, actions, button, confirm, context, section
from leadbot.slack.letters.company import both_in, company
from leadbot.slack.letters.phrases import (
    about,
    changed_labels,
    first_name,
    how_ended,
    mention,
    numbered,
    opportunity_of,
    plain_line,
    quoted,
    several,
)


def introduction_of(letter: Letter) -> IntroductionFacts:
    """The introduction that a letter is about."""
    assert letter.introduction is not None
    return letter.introduction


def introduction(letter: Letter) -> Said:
    """The first message: who meets whom, what it is about with all that is confidential, and the next step."""
    opportunity, met = opportunity_of(letter), introduction_of(letter)
    words = opportunity.kind.words
    called = {"poster": mention(opportunity.poster), "partner": mention(met.partner)}
    named = {"poster": first_name(opportunity.poster), "partner": first_name(met.partner)}
    blocks = [section(words.introduction.format(**called)), *about(opportunity, letter)]
    if met.confidential:
        blocks += [section("*For you two only*"), quoted(met.confidential)]
    if letter.offer is not None and letter.offer.recommended_by is not None:
        blocks.append(context(f"With thanks to {first_name(letter.offer.recommended_by)}, who thought of this."))
    if met.state is IntroductionState.OPEN:
        if opportunity.state is OpportunityState.OPEN:
            blocks.append(section(" ".join(filter(None, [words.next_step.format(**named), company(letter)]))))
        blocks.append(
            actions(
                button(
                    "Step back",
                    "introduction_step_back",
                    met.id,
                    confirm=confirm(
                        "Step back?",
                        f"The place is free again, and {opportunity.poster.name} is told. That's fine.",
                        "Step back",
                    ),
                )
            )
        )
    elif met.state is IntroductionState.STEPPED_BACK:
        blocks.append(section(f"{first_name(met.partner)} has stepped back."))
    said = [words.introduction.format(**named), plain_line(opportunity, letter), both_in(letter)]
    return Said(" ".join(filter(None, said)), blocks)


def stepped_back(letter: Letter) -> Said:
    """The partner steps back: the poster is called, since they must know."""
    opportunity, met = opportunity_of(letter), introduction_of(letter)
    line = f"{first_name(met.partner)} has to step back from this."
    if opportunity.state is OpportunityState.OPEN:
        free = "The place is" if letter.details.get("places", 1) == 1 else "Their places are"
        line += f" {free} free again, and I'm looking for the next in line."
    if letter.details.get("convened") and not opportunity.poster.has_left:
        line += f" {first_name(opportunity.poster)} convenes the team again."
    return Said(f"{line} {plain_line(opportunity, letter)}", [section(f"{mention(opportunity.poster)}: {line}")])


def changed(letter: Letter) -> Said:
    """The poster changed something."""
    opportunity = opportunity_of(letter)
    labels = changed_labels(letter)
    what = several(labels) if labels else "something"
    line = f"{first_name(opportunity.poster)} changed {text.words(what, 300)} in {numbered(opportunity)}. The message above is up to date."
    return Said(line, [section(line)])


def ended(letter: Letter) -> Said:
    """The poster closed or withdrew it, or it was settled with somebody else."""
    opportunity = opportunity_of(letter)
    two = "" if opportunity.kind.gathers else " two"
    line = f"{how_ended(opportunity, numbered(opportunity))} What you{two} have agreed stays between you."
    return Said(line, [section(line)])


def reopened(letter: Letter) -> Said:
    """The poster opened it again."""
    opportunity = opportunity_of(letter)
    line = f"{first_name(opportunity.poster)} has opened {numbered(opportunity)} again."
    return Said(line, [section(line)])
