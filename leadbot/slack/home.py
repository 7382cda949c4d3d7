"""The Home tab: what is a member's own, and the buttons to begin with. Drawn anew whenever they open it."""

from collections.abc import Callable, Iterator

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.domain.reactions import Reaction
from leadbot.kinds import KINDS
from leadbot.services.authority import FOR_MEMBERS
from leadbot.services.home import HomeFacts, home_facts
from leadbot.services.people import is_stranger
from leadbot.slack.blocks import HOME, Block, actions, button, context, divider, home, section, title
from leadbot.slack.errors import failure_of
from leadbot.slack.finding import summed_up
from leadbot.slack.letters import bids
from leadbot.slack.letters.follow_ups import QUESTIONS
from leadbot.slack.letters.offers import put_to
from leadbot.slack.letters.phrases import as_part, first_name, numbered, several
from leadbot.slack.listening import Request
from leadbot.slack.text import words

MOST = 8  # lines under one heading; more are counted
WHERE = "The buttons to answer with are under *Messages*."


def shown(scope: Scope, member: Member) -> Callable[[WebClient], None]:
    """Draws a member's Home tab now; what it returns puts it before them, after the ack.

    `views.publish` may be called again with no harm. If it fails, the next time that they open the tab mends it.
    """
    user, view = member.slack_user_id, home_view(scope, member)

    def publish(client: WebClient) -> None:
        try:
            client.views_publish(user_id=user, view=view)
        except SlackApiError as error:
            if failure_of(error, "views.publish").reaction is not Reaction.RELOAD:
                raise
            client.views_publish(
                user_id=user, view=view
            )  # somebody else was quicker: ours is newer, and put again once

    return publish


def shown_again(request: Request) -> Callable[[WebClient], None] | None:
    """The same, if this was begun on the Home tab: it is still before them, and Slack does not ask for it again."""
    return shown(request.scope, request.member) if request.routing == HOME else None


def home_view(scope: Scope, member: Member) -> Block:
    """The tab."""
    if is_stranger(scope, member):
        return home([section(FOR_MEMBERS)])
    facts = home_facts(scope, member)
    own = [summed_up(scope, member, each) for each in facts.open.shown]
    return home(
        [
            title(f"Hello, {facts.name.split()[0]}" if facts.name else "Hello"),
            section("Pass on work that you heard of, and hear of work that suits you."),
            beginnings(),
            *headed("Waiting for your answer", list(waiting(facts)), "Nothing waits for you just now.", note=WHERE),
            *headed("Yours, and open", own, "You have nothing open just now.", unlisted=facts.open.more),
            *headed("What you can do", skill_lines(facts), "You list no skills yet, so no work can find you."),
        ]
    )


def beginnings() -> Block:
    """A button for every kind that can be posted, and one for what a member can do."""
    posts = [button(kind.words.post, kind.button, kind.name) for kind in KINDS.values()]
    posts[0]["style"] = "primary"
    return actions(*posts, button("Edit my skills", "home_edit_skills", HOME), button("My data", "home_my_data", HOME))


def headed(heading: str, lines: list[str], nothing: str, *, note: str = "", unlisted: int = 0) -> list[Block]:
    """Some lines under their heading, and a note under them; or that there are none."""
    listed, more = lines[:MOST], len(lines[MOST:]) + unlisted
    if more:
        listed.append(f"And {more} more.")
    blocks = [divider(), title(heading), *(section(line) for line in listed or [nothing])]
    return [*blocks, context(note)] if lines and note else blocks


def waiting(facts: HomeFacts) -> Iterator[str]:
    """A line for each thing that waits for an answer."""
    for opportunity, put in facts.offers:
        yield f"{put_to(opportunity, put)}: *{words(opportunity.title, 200)}*"
    for opportunity, helper, role in facts.helpers:
        said = f"{first_name(helper)} would like to help with your {numbered(opportunity)}{as_part(role)}"
        yield f"{said}: *{words(opportunity.title, 200)}*"
    for opportunity, other, step in facts.questions:
        yield f"{QUESTIONS[step].format(other=first_name(other))} *{words(opportunity.title, 200)}*"
    for opportunity, bid in facts.bids:
        yield f"{bids.QUESTIONS[bid]} *{words(opportunity.title, 200)}*"


def skill_lines(facts: HomeFacts) -> list[str]:
    """The skills, in one line."""
    return [f"You list {several(words(skill, 80) for skill in facts.skills)}."] if facts.skills else []
