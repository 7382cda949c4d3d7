"""What Leadbot asks Slack to allow: for each method that it calls and each event that it hears, the scopes of the bot.

From the methods' and events' own pages under docs.slack.dev/reference. A method that is called and not named here, or
named and not called, fails a test: so Leadbot asks for what it uses, and for nothing else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

METHODS: Mapping[str, tuple[str, ...]] = {
    "apps.connections.open": (),  # what it needs is a scope of the app token: connections:write
    "auth.test": (),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ("im:history", "mpim:history"),  # never of a channel
    "conversations.info": ("channels:read",),
    "conversations.join": ("channels:join",),
    "conversations.list": ("channels:read",),
    "conversations.open": ("im:write", "mpim:write"),
    "conversations.replies": ("mpim:history",),  # threads are in group messages only
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "users.info": ("users:read",),
    "users.list": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}


@dataclass(frozen=True)
class Subscription:
    """An event, by the name under which Slack lists it, and the scopes without which it does not come."""

    name: str
    scopes: tuple[str, ...] = ()


# By the type that the event itself bears: that of a direct message is `message`, wherever it was said.
SUBSCRIPTIONS: Mapping[str, Subscription] = {
    "app_home_opened": Subscription("app_home_opened"),
    "app_uninstalled": Subscription("app_uninstalled"),
    "channel_archive": Subscription("channel_archive", ("channels:read",)),
    "channel_rename": Subscription("channel_rename", ("channels:read",)),
    "channel_unarchive": Subscription("channel_unarchive", ("channels:read",)),
    "member_joined_channel": Subscription("member_joined_channel", ("channels:read",)),
    "message": Subscription("message.im", ("im:history",)),
    "team_join": Subscription("team_join", ("users:read",)),
    "tokens_revoked": Subscription("tokens_revoked"),
    "user_change": Subscription("user_change", ("users:read",)),
}


def bot_scopes(events: Iterable[str]) -> set[str]:
    """The scopes that the bot needs to call its methods, to hear these types of events, and to be typed to."""
    called = {scope for scopes in METHODS.values() for scope in scopes}
    return {"commands"} | called | {scope for event in events for scope in SUBSCRIPTIONS[event].scopes}
