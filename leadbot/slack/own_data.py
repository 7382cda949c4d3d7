"""What is a member's own: `/leadbot my-data`, and the same from the Home tab."""

from leadbot.services.authority import Right
from leadbot.services.my_data import ask_for_my_data
from leadbot.slack.listening import Answer, Request
from leadbot.slack.registry import Registry


def register(registry: Registry) -> None:
    """A word behind `/leadbot`, and a button."""
    registry.word("my-data", Right.MEMBER, "", "get everything that is kept about you, as a file")(sends_my_data)
    registry.button("home_my_data", Right.MEMBER)(sends_my_data)


def sends_my_data(request: Request) -> Answer:
    """The file comes as a direct message."""
    ask_for_my_data(request.scope, request.member)
    return Answer(text="I'm putting it together. You'll have it in a moment, as a direct message from me.")
