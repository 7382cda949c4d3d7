"""What a poster hears of their own."""

from leadbot.domain.statuses import ENDINGS, OpportunityState
from leadbot.services.letter import Letter, OpportunityFacts
from leadbot.services.limits import ENOUGH_FOR_TODAY
from leadbot.services.progress import Progress
from leadbot.slack import text
from leadbot.slack.blocks import Block, Said, actions, button, section
from leadbot.slack.letters.phrases import (
    about,
    asking_again,
    first_name,
    mention,
    name,
    numbered,
    opportunity_of,
    plain_line,
    poster_buttons,
    progress_of,
    several,
)
from leadbot.slack.letters.teams import team_blocks, team_news

WHAT_HELPS = "Other skills might help, or somebody whom you know."

ASK_A_HOST = "Ask a host to choose another in `/leadbot settings`."
CARD_TROUBLE = {
    "no_leads_channel": "There is no leads channel yet: make a channel called *leads* and invite Leadbot to it.",
    "not_in_channel": "Leadbot is not in the leads channel any more: type `/invite @Leadbot` there.",
    "is_archived": "The leads channel is archived.",
    "channel_shared_outside": "People outside this workspace read the leads channel, and what neighbours pass on is for "
    f"neighbours. {ASK_A_HOST}",
    "channel_doubtful": f"Slack does not say whether people outside this workspace read the leads channel. {ASK_A_HOST}",
    "missing_scope": f"The leads channel is private, and Leadbot may not look who reads it. {ASK_A_HOST}",
    "unknown": "Slack's answer was lost. Please look before you post it again.",
    "shared_since": f"It may be read outside this workspace now, so nothing new is said there. {ASK_A_HOST}",
}
CARD_IS = {"unknown": "may or may not be", "shared_since": "stays as it was"}


def posted(letter: Letter) -> Said:
    """What became of a post, kept true: who was asked, who was introduced, and what the poster can do."""
    opportunity, progress, team = opportunity_of(letter), progress_of(letter), letter.team
    headline = f"Your {numbered(opportunity)} is {state_word(opportunity)}"
    news = team_progress(letter) if team is not None else news_of(opportunity, progress)
    return Said(
        f"{headline}. {text.escape(opportunity.title)}. {news}",
        [
            section(f"*{headline}*"),
            *about(opportunity, letter),
            section(news),
            *team_blocks(letter),
            poster_buttons(opportunity, nobody=progress.asked == 0 or (team is not None and team.lacks_anybody)),
        ],
    )


def team_progress(letter: Letter) -> str:
    """How far a team has come, and where it can be seen."""
    opportunity, progress = opportunity_of(letter), progress_of(letter)
    if opportunity.state is not OpportunityState.OPEN:
        return "Nobody new is asked. You can reopen it for 30 days."
    seen = " It is on the leads channel for everybody to see." if progress.on_channel else ""
    if opportunity.free and opportunity.reach != "channel":
        seen = " Only those I ask can see it."
    return f"{team_news(letter)}{seen}"


def state_word(opportunity: OpportunityFacts) -> str:
    """How it stands: out, or ended."""
    return "out" if opportunity.state is OpportunityState.OPEN else ENDINGS[opportunity.state].stands


def news_of(opportunity: OpportunityFacts, progress: Progress) -> str:
    """How far it has come, in a sentence or two."""
    said = []
    if progress.partners:
        said.append(f"Introduced to you: {several(name(partner) for partner in progress.partners)}.")
    if opportunity.state is not OpportunityState.OPEN:
        return " ".join([*said, "Nobody new is asked. You can reopen it for 30 days."])
    if progress.waiting:
        wait = "waits" if len(progress.waiting) == 1 else "wait"
        said.append(
            f"{several(name(each) for each in progress.waiting)} would like to help, and {wait} for your answer."
        )
    if opportunity.free == 0:
        said += [] if progress.waiting else ["All the introductions you wanted are made."]
    elif any(role.tomorrow for role in opportunity.roles):
        said += [*asking(progress), f"{ENOUGH_FOR_TODAY} I'll ask the next ones tomorrow."]
    elif any(role.looking for role in opportunity.roles):
        said.append("I'm looking for neighbours who fit.")
    elif progress.unanswered:
        said += asking(progress)
    elif progress.asked:
        said.append(f"Nobody else here fits so far. {WHAT_HELPS}")
    else:
        said.append(f"Nobody here lists what this needs yet. {WHAT_HELPS}")
    if progress.on_channel:
        said.append("It is on the leads channel for everybody to see.")
    elif opportunity.free and opportunity.reach != "channel":
        said.append("Only those I ask can see it.")
    return " ".join(said)


def count(number: int) -> str:
    """one neighbour, two neighbours…"""
    return "one neighbour" if number == 1 else f"{number} neighbours"


def asking(progress: Progress) -> list[str]:
    """Whom I have asked, am asking, and will ask: only who has heard of it counts as asked."""
    asked = progress.unanswered - progress.coming - progress.later - progress.too_late
    said = []
    if asked:
        said.append(f"I have asked {count(asked)} who {fit(asked)}, and wait to hear.")
    if progress.coming:
        said.append(f"I'm asking {count(progress.coming)} who {fit(progress.coming)}.")
    if progress.later:
        said.append(f"I'll ask {count(progress.later)} who {fit(progress.later)} when their working day begins.")
    if progress.too_late:
        works = "works" if progress.too_late == 1 else "work"
        who = f"{count(progress.too_late).capitalize()} who {fit(progress.too_late)} {works} again only after its deadline"
        said.append(f"{who}, so I can't ask them. A later deadline would help.")
    return said


def fit(number: int) -> str:
    """fits or fit."""
    return "fits" if number == 1 else "fit"


def nobody_left(letter: Letter) -> Said:
    """Everybody who fits was asked, and nobody took it. Kept true: a place may fill, or somebody be asked again."""
    opportunity = opportunity_of(letter)
    if opportunity.kind.gathers:
        return role_without_anybody(letter)
    if opportunity.state is not OpportunityState.OPEN:
        line = f"Your {numbered(opportunity)} is {ENDINGS[opportunity.state].stands}."
    elif opportunity.free == 0:
        line = f"Your {numbered(opportunity)} has found its neighbours after all."
    elif being_asked(opportunity, progress_of(letter)):
        waits = any(role.tomorrow for role in opportunity.roles) and not progress_of(letter).unanswered
        line = f"{asking_again(waits)} about your {numbered(opportunity)}."
    elif progress_of(letter).asked == 0:
        line = f"Nobody who fits your {numbered(opportunity)} can be asked at the moment. {WHAT_HELPS}"
    else:
        nobody = "nobody else" if any(role.taken for role in opportunity.roles) else "nobody"
        if letter.details.get("more"):
            line = f"Those who fit your {numbered(opportunity)} best were asked, and {nobody} could take it. What shall I do?"
        else:
            line = f"Everybody here who fits your {numbered(opportunity)} was asked, and {nobody} could take it. {WHAT_HELPS}"
    return Said(
        f"{line} {text.escape(opportunity.title)}",
        [section(f"*{line}*\n{text.words(opportunity.title, 200)}"), *what_next(letter)],
    )


def role_without_anybody(letter: Letter) -> Said:
    """The same for one role of a team."""
    opportunity = opportunity_of(letter)
    role = next((each for each in opportunity.roles if str(each.id) == letter.details.get("role")), None)
    called = f"“{text.words(role.description, 120)}”" if role else "A role"
    row: list[Block] = []
    if role is None or role.taken >= role.places or opportunity.state is not OpportunityState.OPEN:
        line = f"{called} in your {numbered(opportunity)} is no longer looked for."
    elif role.looking or role.id in progress_of(letter).asked_for:
        waits = role.tomorrow and role.id not in progress_of(letter).asked_for
        line = f"{asking_again(waits)} for {called} in your {numbered(opportunity)}."
    else:
        more = letter.details.get("more")
        best = "Those who suit best were asked" if more else "Everybody here who suits was asked"
        line = f"{called} in your {numbered(opportunity)}: {best}, and nobody could take it. What shall I do?"
        this = f"{opportunity.id} {role.id}"
        row = [button("Ask more neighbours", "opportunity_next_wave", this, style="primary")] if more else []
        row += [button("Change the team", "team_propose", opportunity.id)] if more else []
        row += [
            button("Widen the skills", "opportunity_widen", opportunity.id),
            button("Name someone", "card_recommend", opportunity.id),
        ]
        if opportunity.reach != "channel":
            row.append(button("Put it on the channel", "opportunity_put_on_channel", opportunity.id))
    blocks = [section(f"*{line}*\n{text.words(opportunity.title, 200)}"), *([actions(*row)] if row else [])]
    return Said(f"{line} {text.escape(opportunity.title)}", blocks)


def being_asked(opportunity: OpportunityFacts, progress: Progress) -> bool:
    """Whether somebody is asked, or about to be."""
    return bool(progress.unanswered) or any(role.looking for role in opportunity.roles)


def what_next(letter: Letter) -> list[Block]:
    """What a poster can do when nobody took it; nothing once somebody is asked or it has ended."""
    opportunity = opportunity_of(letter)
    asked = being_asked(opportunity, progress_of(letter))
    if opportunity.state is not OpportunityState.OPEN or opportunity.free == 0 or asked:
        return []
    row = [button("Widen the skills", "opportunity_widen", opportunity.id)]
    if letter.details.get("more"):
        row.insert(0, button("Ask more neighbours", "opportunity_next_wave", opportunity.id, style="primary"))
    if opportunity.reach != "channel":
        row.append(button("Put it on the channel", "opportunity_put_on_channel", opportunity.id))
    row.append(button("Name someone", "card_recommend", opportunity.id))
    row.append(button("Close", "opportunity_close", opportunity.id))
    return [actions(*row)]


def stepped_back(letter: Letter) -> Said:
    """Somebody who was waiting for the poster's answer has stepped back; or whoever they met is forgotten, and that they have left is all that is told."""
    opportunity = opportunity_of(letter)
    them = letter.introduction.partner if letter.introduction else None
    partner = first_name(them)
    line = f"{partner} has stepped back from your {numbered(opportunity)}."
    if them is not None and them.is_forgotten:
        line = f"{partner} has left the space, and so your {numbered(opportunity)}."
    if opportunity.state is OpportunityState.OPEN:
        line += " I'm looking for the next in line."
    return Said(f"{line} {text.escape(opportunity.title)}", [section(f"{line}\n{text.words(opportunity.title, 200)}")])


def hold_released(letter: Letter) -> Said:
    """The poster did not answer for a working day."""
    opportunity = opportunity_of(letter)
    partner = first_name(letter.introduction.partner if letter.introduction else None)
    where = "again" if progress_of(letter).on_channel else "in `/leads`"
    line = (
        f"I held a place in your {numbered(opportunity)} for {partner} for a working day. It is free again, "
        f"and {partner} knows. If you would still like to meet, ask them to press *I can help* {where}."
    )
    return Said(f"{line} {text.escape(opportunity.title)}", [section(f"{line}\n{text.words(opportunity.title, 200)}")])


def card_not_posted(letter: Letter) -> Said:
    """The card is not on the channel, or may not be."""
    opportunity = opportunity_of(letter)
    error = letter.details["error"]
    trouble = CARD_TROUBLE.get(error, "Slack did not take it.")
    line = f"The card of your {numbered(opportunity)} {CARD_IS.get(error, 'is not')} on the leads channel. {trouble}"
    again = [actions(button("Post it again", "message_post_again", opportunity.id))] if error != "shared_since" else []
    blocks = [section(f"{line}\n{text.words(opportunity.title, 200)}"), *again]
    return Said(f"{line} {text.escape(opportunity.title)}", blocks)


def not_introduced(letter: Letter) -> Said:
    """No group message could be opened."""
    opportunity, introduction = opportunity_of(letter), letter.introduction
    assert introduction is not None
    assert letter.to is not None
    to_poster = letter.to.slack_user_id == opportunity.poster.slack_user_id
    other = introduction.partner if to_poster else opportunity.poster
    line = (
        f"I wanted to introduce you to {name(other)}, but Slack would not open a group message. Please write to them."
    )
    return Said(
        f"{line} {plain_line(opportunity, letter)}", [section(f"{line} {mention(other)}"), *about(opportunity, letter)]
    )
