"""What a team and its poster hear: who is proposed, who does what, and that it is gathered."""

from leadbot.domain.dates import say_date
from leadbot.domain.statuses import OpportunityState
from leadbot.matching.reasons import said_of
from leadbot.services.facts import Person
from leadbot.services.letter import Letter
from leadbot.services.team_facts import GatheringFacts, Proposal, RoleInTeam, TeamFacts
from leadbot.slack import text
from leadbot.slack.blocks import Block, Said, actions, button, confirm, context, section
from leadbot.slack.letters.company import team_company
from leadbot.slack.letters.phrases import (
    about,
    first_name,
    mention,
    name,
    numbered,
    opportunity_of,
    plain_line,
    quoted,
    several,
)
from leadbot.slack.letters.roles import still_needed

WITHHELD = "What is confidential stands here no more, since not everybody who reads this is in the team."
GATHERED_ANEW = "*Gather the team* brings it to a new group message."
PART = 240  # characters of a role in the group message: all that the form takes, with signs that are escaped


def gathering_of(letter: Letter) -> GatheringFacts:
    """The gathering that a letter is about."""
    assert letter.gathering is not None
    return letter.gathering


def team_blocks(letter: Letter) -> list[Block]:
    """The team as its poster sees it, role by role, and what they can do about it."""
    team = letter.team
    if team is None:
        return []
    blocks = [section("\n".join(role_line(role) for role in team.roles))]
    why = [because(role, each) for role in team.roles for each in role.proposed if each.reasons]
    blocks += [context("\n".join(why))] if why else []
    row = team_buttons(letter, team)
    return [*blocks, actions(*row)] if row else blocks


RESERVES = 3  # are named for each role: anybody may come by the card, and all roles are one paragraph of Slack's


def role_line(role: RoleInTeam) -> str:
    """Who is to take the places of one role."""
    said = ["you"] if role.by_poster else []
    said += [name(each) for each in role.taken]
    said += [f"{name(each)} (would like to help)" for each in role.helping]
    said += [f"{name(each)} (asked)" for each in role.asked]
    said += [f"{name(each)} (said yes, in reserve)" for each in role.reserve[:RESERVES]]
    if more := role.reserve[RESERVES:]:
        said.append(f"{len(more)} more in reserve")
    said += [f"{name(each.person)}?" for each in role.proposed]
    if role.left:
        nobody = "nobody else here lists this" if role.was_put else "nobody here lists this yet"
        open_ = nobody if role.nobody else "left open"
        said.append(open_ if role.left == 1 else f"{role.left} places: {open_}")
    return f"*{text.words(text.capital(role.description), 120)}*: {', '.join(said)}"


def because(role: RoleInTeam, proposed: Proposal) -> str:
    """The first reason why somebody is proposed for a role. Reasons are written to them; the poster reads their name."""
    why = text.words(said_of(proposed.person.name.partition(" ")[0], proposed.reasons[0]), 300)
    return f"{text.words(text.capital(role.description), 60)}: {why}"


def team_buttons(letter: Letter, team: TeamFacts) -> list[Block]:
    """What the poster can do about the team."""
    opportunity = opportunity_of(letter)
    if opportunity.state is not OpportunityState.OPEN:
        return []
    row = []
    if team.proposed:
        label = "Invite them" if team.proposed > 1 else f"Invite {proposed_name(team)}"
        row.append(button(label, "team_invite", opportunity.id, style="primary"))
    if team.has_candidates:
        row.append(button("Change the team", "team_propose", opportunity.id))
    if team.waiting:
        row.append(button("Gather the team", "team_gather", opportunity.id))
    return row


def proposed_name(team: TeamFacts) -> str:
    """The first name of the one who is proposed."""
    [only] = [each for role in team.roles for each in role.proposed]
    return first_name(only.person)


def team_news(letter: Letter) -> str:
    """How far a team has come, in a sentence."""
    team, opportunity = letter.team, opportunity_of(letter)
    assert team is not None
    if any(role.looking for role in opportunity.roles):
        return "I'm working out who suits."
    helping = list(dict.fromkeys(each for role in team.roles for each in role.helping))
    if helping:
        wait = "waits" if len(helping) == 1 else "wait"
        return f"{several(name(each) for each in helping)} would like to help, and {wait} for your answer."
    if opportunity.free == 0:
        return "The team is complete, and in its group message." if team.gathered else "All places are taken."
    asked = len({person.slack_user_id for role in team.roles for person in role.asked})
    if asked or team.proposed:
        waits = f"I have asked {'one neighbour' if asked == 1 else f'{asked} neighbours'}, and wait to hear."
        return " ".join([*([waits] if asked else []), *([proposing(team)] if team.proposed else [])])
    missing = [role for role in team.roles if role.left and role.nobody]
    if missing:
        nobody = "Nobody else" if any(role.was_put for role in missing) else "Nobody"
        return (
            f"{nobody} here lists what is needed for {several(text.words(each.description, 80) for each in missing)}."
        )
    return "Places are left open. *Change the team* fills them; so does *I can help* on the card."


def proposing(team: TeamFacts) -> str:
    """That nobody who is proposed is asked yet; where others are, it says of whom it speaks."""
    if any(role.asked or role.taken for role in team.roles):
        return "Whoever has a question mark is only proposed, and is not asked until you invite them."
    return "This is the team that I'd propose. Nobody is asked until you invite them."


def gathered(letter: Letter) -> Said:
    """The first message of a team: who does what, all that is confidential, the dates, and what comes next."""
    opportunity, facts = opportunity_of(letter), gathering_of(letter)
    if facts.is_replaced:
        line = f"There is a new group message for the new team of {numbered(opportunity)}."
        return Said(line, [section(line)])
    complete = facts.completes and opportunity.free == 0
    headline = "The team is complete" if complete else f"The team for {numbered(opportunity)}"
    blocks: list[Block] = [section(f"*{headline}*"), *about(opportunity, letter)]
    blocks.append(section("\n".join(who_does_what(letter, facts))))
    needs = still_needed(opportunity.roles) if opportunity.state is OpportunityState.OPEN else ""
    blocks += [section(f"Still needed: {needs}.")] if needs else []
    if facts.confidential:
        blocks += [section("*For this team only*"), quoted(facts.confidential)]
    if facts.withheld:
        blocks.append(
            context(f"{WITHHELD} {GATHERED_ANEW}" if opportunity.state is OpportunityState.OPEN else WITHHELD)
        )
    blocks += [context(line) for line in story(letter, facts)]
    if facts.is_together:
        when = team_company(letter)
        blocks += [section(next_step(letter, facts)), *([context(when)] if when else [])]
    row = gathering_buttons(letter, facts)
    blocks += [actions(*row)] if row else []
    return Said(f"{headline}. {plain_line(opportunity, letter)}", blocks)


def who_does_what(letter: Letter, facts: GatheringFacts) -> list[str]:
    """Everybody of the team, with what they do."""
    opportunity = opportunity_of(letter)
    own = [text.capital(role.description) for role in opportunity.roles if role.by_poster]
    lines = []
    if not opportunity.poster.has_left:
        lines.append(person_line(opportunity.poster, own or ["brought it in"], facts.convener))
    return lines + [
        person_line(mate.person, [text.capital(role) for role in mate.roles], facts.convener) for mate in facts.present
    ]


def person_line(person: Person, roles: list[str], convener: Person) -> str:
    """One of the team, with the whole of what they do: nowhere else does everybody read it."""
    convenes = ", and convenes the team" if person.slack_user_id == convener.slack_user_id else ""
    return f"{mention(person)}: {several(text.words(role, PART) for role in roles)}{convenes}"


def story(letter: Letter, facts: GatheringFacts) -> list[str]:
    """The story so far, for those who come later."""
    first = facts.first_gathered
    if first is None:
        return []
    said = [f"The story so far: first gathered on {say_date(first, locale=letter.locale, today=letter.today)}."]
    if facts.gone:
        said.append(f"{several(name(each) for each in facts.gone)} stepped back.")
    new = [name(mate.person) for mate in facts.mates if mate.is_new]
    if new:
        said.append(f"{several(new)} joined now.")
    return [" ".join(said)]


def next_step(letter: Letter, facts: GatheringFacts) -> str:
    """What the team does now."""
    bid = opportunity_of(letter).bid_deadline
    when = f" The bid must be in by {say_date(bid, locale=letter.locale, today=letter.today)}." if bid else ""
    return f"{first_name(facts.convener)}, fix a time when all of you can meet, and agree who writes which part.{when}"


def gathering_buttons(letter: Letter, facts: GatheringFacts) -> list[Block]:
    """What those of a team can press: to part, or to hand it over, while it has not come to an end with them."""
    opportunity, row = opportunity_of(letter), []
    if facts.is_together:
        ask = confirm("Step back?", "Your place is free again, and the team hears so. That's fine.", "Step back")
        row.append(button("Step back", "team_step_back", opportunity.id, confirm=ask))
        row.append(button("Hand over", "team_hand_over", opportunity.id))
    if opportunity.state is OpportunityState.OPEN and opportunity.free:  # whoever convenes it has no other message
        row.append(button("Change the team", "team_propose", opportunity.id))
    if opportunity.state is OpportunityState.OPEN and facts.withheld and facts.present:
        row.append(button("Gather the team", "team_gather", opportunity.id))
    return row


def news(letter: Letter) -> Said:
    """Somebody else convenes the team now; or one of it has a second role."""
    facts = gathering_of(letter)
    if letter.introduction is not None and letter.offer is not None:
        line = f"{first_name(letter.introduction.partner)} also takes {text.words(letter.offer.role, PART)}."
        line += " The message above is up to date."
        return Said(line, [section(line)])
    line = f"{first_name(facts.convener)} convenes {numbered(opportunity_of(letter))} from now on."
    return Said(line, [section(line)])


def unfilled(letter: Letter) -> Said:
    """The bid's deadline comes near, and places are free."""
    opportunity, team = opportunity_of(letter), letter.team
    needs = still_needed(opportunity.roles)
    if opportunity.state is not OpportunityState.OPEN or not needs:
        ended, taken = (
            f"Your {numbered(opportunity)} has ended.",
            f"All places of your {numbered(opportunity)} are taken.",
        )
        line = ended if needs else taken
        return Said(
            f"{line} {text.escape(opportunity.title)}", [section(f"*{line}*\n{text.words(opportunity.title, 200)}")]
        )
    bid = opportunity.bid_deadline
    by = f", and the bid must be in by {say_date(bid, locale=letter.locale, today=letter.today)}" if bid else ""
    line = f"Your {numbered(opportunity)} still needs {needs}{by}."
    row = team_buttons(letter, team) if team is not None else []
    row.append(button("Name someone", "card_recommend", opportunity.id))
    if opportunity.reach != "channel":
        row.append(button("Put it on the channel", "opportunity_put_on_channel", opportunity.id))
    row.append(button("More time", "opportunity_extend", opportunity.id))
    return Said(
        f"{line} {text.escape(opportunity.title)}",
        [section(f"*{line}*\n{text.words(opportunity.title, 200)}"), actions(*row)],
    )


def not_gathered(letter: Letter) -> Said:
    """No group message could be opened for the team. Whoever leads it can have it tried again."""
    opportunity, facts = opportunity_of(letter), gathering_of(letter)
    if facts.is_replaced:
        line = f"The team of {numbered(opportunity)} is in its group message after all."
        return Said(f"{line} {plain_line(opportunity, letter)}", [section(line)])
    own = "your " if letter.to == opportunity.poster else ""
    line = f"I wanted to gather the team of {own}{numbered(opportunity)}, but Slack would not open a group message."
    if letter.to not in (opportunity.poster, facts.convener):
        line += f" {first_name(facts.convener)} knows, and can have me try again."
        return Said(f"{line} {plain_line(opportunity, letter)}", [section(line)])
    team = dict.fromkeys([*(mate.person for mate in facts.present), *facts.waiting])
    people = several(mention(each) for each in team if each != letter.to)
    blocks = [section(f"{line} Please write to them, or have me try again: {people}")]
    if opportunity.state is OpportunityState.OPEN:
        blocks.append(actions(button("Gather the team", "team_gather", opportunity.id)))
    return Said(f"{line} {plain_line(opportunity, letter)}", blocks)


def orphaned(letter: Letter) -> Said:
    """Whoever posted something has left: a host is asked to take it on, or to close it."""
    opportunity = opportunity_of(letter)
    if not opportunity.poster.has_left:
        line = f"{name(opportunity.poster)} looks after {numbered(opportunity)} now."
        return Said(
            f"{line} {text.escape(opportunity.title)}", [section(f"{line}\n{text.words(opportunity.title, 200)}")]
        )
    poster = name(opportunity.poster)
    line = f"{poster} has left the space, and {numbered(opportunity)} goes on without them. Will you take it on?"
    adopt = button("Take it on", "opportunity_adopt", opportunity.id, style="primary")
    close = button("Close it", "orphan_close", opportunity.id)
    return Said(
        f"{line} {text.escape(opportunity.title)}",
        [section(f"*{line}*\n{text.words(opportunity.title, 200)}"), actions(adopt, close)],
    )


def poster_left(letter: Letter) -> Said:
    """A partner hears that whoever posted it has left, and who looks after it."""
    opportunity = opportunity_of(letter)
    if opportunity.poster.has_left:
        line = f"{name(opportunity.poster)} has left the space. I have asked the hosts who takes {numbered(opportunity)} on."
    else:
        line = f"{name(opportunity.poster)} looks after {numbered(opportunity)} now."
    return Said(f"{line} {text.escape(opportunity.title)}", [section(f"{line}\n{text.words(opportunity.title, 200)}")])
