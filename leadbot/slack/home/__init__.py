"""The Home tab: what is a member's own, and the buttons to begin with. Drawn anew whenever they open it.

It is a list of sections, most urgent first. To add one, write a file for it, and put it in its place in that list.
"""

from collections.abc import Callable
from dataclasses import replace

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.domain.reactions import Reaction
from leadbot.services.authority import FOR_MEMBERS
from leadbot.services.people import is_stranger
from leadbot.slack.blocks import Block, begun_at_home, home, section
from leadbot.slack.errors import failure_of
from leadbot.slack.home.beginnings import beginnings
from leadbot.slack.home.here import in_the_space
from leadbot.slack.home.lines import Section
from leadbot.slack.home.numbers import numbers
from leadbot.slack.home.own import introduced, own
from leadbot.slack.home.skills import skills
from leadbot.slack.home.space import amiss, space
from leadbot.slack.home.waiting import waiting
from leadbot.slack.listening import Answer, Handler, Request
from leadbot.slack.prefix import renamed_in

SECTIONS: tuple[Section, ...] = (beginnings, amiss, waiting, own, introduced, in_the_space, skills, numbers, space)


def home_view(scope: Scope, member: Member) -> Block:
    """The tab."""
    if is_stranger(scope, member):
        return home([section(FOR_MEMBERS)])
    return home([block for draw in SECTIONS for block in draw(scope, member)])


def shown(scope: Scope, member: Member) -> Callable[[WebClient], None]:
    """Draws a member's Home tab now; what it returns puts it before them, after the ack.

    `views.publish` may be called again with no harm. If it fails, the next time that they open the tab mends it.
    """
    user = member.slack_user_id
    view = renamed_in(home_view(scope, member), scope.workspace.command_prefix)

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


def kept_fresh(handle: Handler) -> Handler:
    """Has what was begun on the Home tab show there: it is still before them, and Slack does not ask for it again.

    A form that is opened from it is told so, and whatever it opens.
    """

    def handle_and_show(request: Request) -> Answer:
        answer = handle(request)
        if not request.at_home:
            return answer
        if (draw := answer.form) is not None:
            return replace(answer, form=lambda: begun_at_home(draw()))
        first, then = answer.then, shown(request.scope, request.member)

        def both(client: WebClient) -> None:
            if first is not None:
                first(client)
            then(client)

        return replace(answer, then=both)

    return handle_and_show
