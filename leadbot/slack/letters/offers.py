"""What a member hears of offers."""

from leadbot.domain.dates import say_date
from leadbot.domain.statuses import OfferOrigin, OfferState, OpportunityState, PassReason
from leadbot.services.facts import OfferFacts, Passed
from leadbot.services.letter import Letter, OpportunityFacts
from leadbot.services.outbox import Purpose
from leadbot.slack import text
from leadbot.slack.blocks import Block, Said, actions, button, context, section
from leadbot.slack.letters.company import both_in, company
from leadbot.slack.letters.phrases import (
    about,
    changed_labels,
    first_name,
    how_ended,
    name,
    numbered,
    opportunity_of,
    plain_line,
    progress_of,
    several,
)


def offer_of(letter: Letter) -> OfferFacts:
    """The offer that a letter is about."""
    assert letter.offer is not None
    return letter.offer


def offer(letter: Letter) -> Said:
    """An offer: what, worth, by when, who posted it, why you. Kept true: once it is answered, it says what came of it."""
    opportunity, made = opportunity_of(letter), offer_of(letter)
    headline = headline_of(letter)
    part = text.words(text.capital(made.role), 120) if opportunity.kind.gathers else ""
    first = f"*{headline}*\nYour part: *{part}*" if part else f"*{headline}*"
    blocks: list[Block] = [section(first), *about(opportunity, letter)]
    if opportunity.state is not OpportunityState.OPEN or made.state is not OfferState.SENT:
        standing = standing_of(letter)
        blocks.append(section(standing))
        waits = made.held_by or made.joined_as
        if waits is not None and opportunity.state is OpportunityState.OPEN:
            blocks.append(actions(button("Step back", "introduction_step_back", waits)))
        return Said(f"{standing} {plain_line(opportunity, letter)}", blocks)
    posted = f"Posted by {name(opportunity.poster)}"
    blocks.append(context(reasons_of(made), company(letter), posted, reminder_of(letter)))
    blocks.append(offer_buttons(made))
    said = f"{headline} ({text.escape(made.role)}): " if part else f"{headline}: "
    return Said(" ".join(filter(None, [said + plain_line(opportunity, letter), both_in(letter)])), blocks)


def headline_of(letter: Letter) -> str:
    """The first line: who has what, or who thought of you."""
    opportunity, made = opportunity_of(letter), offer_of(letter)
    poster = first_name(opportunity.poster)
    if letter.purpose is Purpose.OFFER_REMINDER:
        return f"{poster}'s {opportunity.kind.words.noun} is still open to you"
    if letter.purpose is Purpose.PLACE_FREE:
        return f"A place has come free in {poster}'s {opportunity.kind.words.noun}, and you're next in line"
    if letter.purpose is Purpose.JOINED:
        return f"{poster}'s {opportunity.kind.words.noun} that you offered to help with"
    return put_to(opportunity, made)


def put_to(opportunity: OpportunityFacts, made: OfferFacts) -> str:
    """Who has what for whoever it is put to, or who thought of them."""
    poster = first_name(opportunity.poster)
    if made.origin == OfferOrigin.CARD:
        return f"{poster}'s {opportunity.kind.words.noun} that you offered to help with is open again"
    if made.recommended_by == opportunity.poster:
        return f"{poster} thought of you for their {opportunity.kind.words.noun}"
    if made.recommended_by is not None:
        return f"{first_name(made.recommended_by)} thought of you for {poster}'s {opportunity.kind.words.noun}"
    return opportunity.kind.words.offer.format(poster=poster)


def reminder_of(letter: Letter) -> str:
    """When the reminder comes that the member asked for."""
    made = offer_of(letter)
    if not made.snoozed or made.remind_on is None:
        return ""
    return f"I'll remind you on {say_date(made.remind_on, locale=letter.locale, today=letter.today)}."


def reasons_of(made: OfferFacts) -> str:
    """Why this member, in words."""
    if made.reasons:
        return " ".join(text.words(reason, 400) for reason in made.reasons)
    return "" if made.recommended_by is None else f"{first_name(made.recommended_by)} thinks you'd do this well."


def who_thought(made: OfferFacts) -> str:
    """Who named them, if somebody did."""
    return "" if made.recommended_by is None else f"{first_name(made.recommended_by)} thought of you for this."


def offer_buttons(made: OfferFacts) -> Block:
    """The three answers."""
    row = [
        button("I'm interested", "offer_accept", made.id, style="primary"),
        button("Not for me", "offer_pass", made.id),
    ]
    if not made.snoozed:
        row.append(button("Remind me tomorrow", "offer_snooze", made.id))
    if made.origin != OfferOrigin.CARD:
        row.append(button("Why me?", "offer_why", made.id))
    return actions(*row)


def standing_of(letter: Letter) -> str:
    """How an offer stands that waits for no answer."""
    opportunity, made = opportunity_of(letter), offer_of(letter)
    poster = first_name(opportunity.poster)
    match made.state:
        case OfferState.ACCEPTED if made.held_by is not None:
            return f"You said yes. I have asked {poster}, and you'll hear within a working day."
        case OfferState.ACCEPTED if made.joined_as is not None:
            when = "gathered" if opportunity.poster.has_left else f"complete, or {poster} gathers it"
            return f"You're in. When the team is {when}, you all meet in a group message."
        case OfferState.ACCEPTED if opportunity.kind.gathers:
            return "You said yes, and the team is together. Look for the group message."
        case OfferState.ACCEPTED:
            return f"You said yes, and I have introduced you to {poster}. Look for the group message."
        case OfferState.PASSED if made.passed is not None:
            return passed_words(made.passed, letter)
        case _ if opportunity.state is not OpportunityState.OPEN:
            return how_ended(opportunity)
        case OfferState.RESERVE:
            return reserve_words(made.reserve, is_gone=is_gone(letter))
        case OfferState.LAPSED:
            return "The time for this one has passed. While it is open, `/leads` shows it."
        case _:
            return "This is no longer on offer."


def is_gone(letter: Letter) -> bool:
    """Whether no place is free of what was offered, rather than kept for somebody who is asked first, as in a team."""
    opportunity, made = opportunity_of(letter), offer_of(letter)
    free = any(role.id == made.role_id and role.taken < role.places for role in opportunity.roles)
    return not (opportunity.kind.gathers and free)


def reserve_words(place: int, part: str = "", *, is_gone: bool) -> str:
    """What it means to be in reserve, at that place, for that part of a team."""
    why = "Just gone." if is_gone else "Somebody was asked for this before, and has not answered yet."
    what = f" for {part}" if part else ""
    if place == 1:
        return f"{why} You're first reserve{what}: if a place comes free, I'll ask you first."
    return f"{why} You're number {place} in reserve{what}: if places come free, I'll ask you in your turn."


def passed_words(passed: Passed, letter: Letter) -> str:
    """What followed when they passed, said back to them."""
    said = ["You passed on this one."]
    if passed.reason is None:
        return "You stepped back. That's fine."
    if passed.reason == PassReason.BUSY and passed.quiet_until is not None:
        said.append(f"No offers until {say_date(passed.quiet_until, locale=letter.locale, today=letter.today)}.")
    if passed.reason == PassReason.NOT_MY_SKILL and passed.refused:
        said.append(f"I won't ask you for {several(text.words(skill, 80) for skill in passed.refused)} again.")
    if passed.named is not None:
        said.append(f"It goes to {name(passed.named)}, with credit to you.")
    return " ".join(said if len(said) > 1 else [*said, "Thanks for saying so."])


def named_in_vain(letter: Letter) -> Said:
    """Somebody was named who cannot be asked: a guest, a bot, somebody who has left, or who wants a rest just now."""
    opportunity, made = opportunity_of(letter), offer_of(letter)
    away = letter.details.get("away")
    why = "they can't be asked at the moment" if away else "they are not a member here whom I can write to"
    line = (
        f"I couldn't put this to {name(made.member)}: {why}. "
        "Thanks for thinking of them; perhaps you know someone else."
    )
    return Said(
        f"{line} {plain_line(opportunity, letter)}",
        [
            section(f"{line}\n{text.words(opportunity.title, 200)}"),
            actions(button("Name someone else", "card_recommend", opportunity.id)),
        ],
    )


def offer_changed(letter: Letter) -> Said:
    """The poster changed something about an offer that waits."""
    opportunity = opportunity_of(letter)
    labels = changed_labels(letter)
    changed = f"{first_name(opportunity.poster)} changed {several(labels)}" if labels else "This has changed"
    joined = offer_of(letter).joined_as is not None
    line = f"{changed} in the {opportunity.kind.words.noun} that {'you have joined' if joined else 'I put to you'}."
    waits = opportunity.state is OpportunityState.OPEN and offer_of(letter).state in (
        OfferState.SENT,
        OfferState.RESERVE,
    )
    last = actions(*waiting_buttons(letter)) if waits else section(standing_of(letter))
    return Said(
        f"{line if waits or joined else standing_of(letter)} {plain_line(opportunity, letter)}",
        [section(f"*{line}*"), *about(opportunity, letter), last],
    )


def waiting_buttons(letter: Letter) -> list[Block]:
    """The answers that still make sense."""
    made = offer_of(letter)
    row = [button("Not for me", "offer_pass", made.id)]
    if made.state is OfferState.SENT:
        row.insert(0, button("I'm interested", "offer_accept", made.id, style="primary"))
    return row


def offer_ended(letter: Letter) -> Said:
    """What was put to a member has ended."""
    opportunity = opportunity_of(letter)
    line = f"{how_ended(opportunity)} Nothing more to do, and thanks for being there."
    return Said(
        f"{line} {plain_line(opportunity, letter)}",
        [section(f"{line}\n{text.words(opportunity.title, 200)}")],
    )


def part_gone(letter: Letter) -> Said:
    """A part that was put to a member, or for which they wait in reserve, is not wanted any more; the rest is."""
    opportunity = opportunity_of(letter)
    what = f"{first_name(opportunity.poster)}'s {numbered(opportunity)}"
    part = f"“{text.words(offer_of(letter).role, 120)}” in {what} is"
    if letter.details["parts"] > 1:
        part = f"The parts of {what} that I put to you are"
    line = f"{part} not wanted any more. Nothing more to do, and thanks for being there."
    return Said(f"{line} {plain_line(opportunity, letter)}", [section(f"{line}\n{text.words(opportunity.title, 200)}")])


def not_this_time(letter: Letter) -> Said:
    """The poster did not take up an offer of help, or did not answer in time."""
    opportunity = opportunity_of(letter)
    poster = first_name(opportunity.poster)
    released = letter.introduction is not None and letter.introduction.state == "released"
    again = (
        "You can press *I can help* again."
        if progress_of(letter).on_channel
        else "While it is open, `/leads` shows it."
    )
    line = (
        f"{poster} has not answered yet, so I'm not holding the place any longer. {again}"
        if released
        else f"{poster} is going another way this time. Thanks for offering to help."
    )
    return Said(f"{line} {plain_line(opportunity, letter)}", [section(f"{line}\n{text.words(opportunity.title, 200)}")])
