"""What is a member's own: `/leadbot my-data`, the same from the Home tab, and `/leadbot forget-me`."""

from contextlib import suppress

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from leadbot.domain.errors import LeadbotError, OutOfDate
from leadbot.services.authority import Right
from leadbot.services.forget import forget
from leadbot.services.my_data import ask_for_my_data
from leadbot.slack.blocks import actions, button, home, section
from leadbot.slack.listening import Answer, Request
from leadbot.slack.registry import Registry

NOTHING_KEPT = "I keep nothing about you."
ASKS_ONCE = (
    "This erases everything I keep about you here: your skills, what you told me of yourself and others, what you were "
    "asked, and what you posted. It cannot be undone. Numbers stay, without your name.\n"
    "• What you have open goes to a host, who takes it on or closes it. To have it gone at once, close it first: "
    "`/leads mine`\n"
    "• Whoever you were introduced to hears that you have left, and no more.\n"
    "• To keep a copy, type `/leadbot my-data` first."
)
FORGOTTEN = "Done. I keep nothing about you any more. Thank you for having been part of this."


def register(registry: Registry) -> None:
    """Two words behind `/leadbot`, and their buttons."""
    registry.word("my-data", Right.MEMBER, "", "get everything that is kept about you, as a file")(sends_my_data)
    registry.button("home_my_data", Right.MEMBER)(sends_my_data)
    registry.word("forget-me", Right.MEMBER, "", "have everything erased that is kept about you")(asks_whether)
    registry.button("forget_me_confirm", Right.MEMBER)(forgets)


def sends_my_data(request: Request) -> Answer:
    """The file comes as a direct message."""
    ask_for_my_data(request.scope, request.member)
    return Answer(text="I'm putting it together. You'll have it in a moment, as a direct message from me.")


def asks_whether(request: Request) -> Answer:
    """What it will do, and the button that does it."""
    refuse_nobody(request)
    yes = button("Erase everything about me", "forget_me_confirm", request.member.id, style="danger")
    return Answer(text=ASKS_ONCE, blocks=[section(ASKS_ONCE), actions(yes)])


def forgets(request: Request) -> Answer:
    """It is done once they have said so; their Home tab is emptied too."""
    refuse_nobody(request)
    if request.value != str(request.member.id):
        raise OutOfDate("That button is out of date. To be forgotten, type `/leadbot forget-me`")
    user = request.member.slack_user_id
    forget(request.scope, request.member)

    def empty_home(client: WebClient) -> None:
        with suppress(SlackApiError):  # what they see of it is drawn anew when they open it
            client.views_publish(user_id=user, view=home([section(NOTHING_KEPT)]))

    return Answer(text=FORGOTTEN, then=empty_home)


def refuse_nobody(request: Request) -> None:
    """Whoever was not known before is not made known by asking to be forgotten: with the error nothing of it is kept.

    Raises:
        LeadbotError: if nothing was kept about them.
    """
    if request.member.created_at == request.scope.now:
        raise LeadbotError(NOTHING_KEPT)
