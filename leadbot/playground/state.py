"""Everything that the local Slack remembers of one workspace. It knows no HTTP, and sends nothing."""

import copy
import itertools
import re
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from leadbot.domain.clock import Clock
from leadbot.playground.accounts import Account
from leadbot.playground.handles import ResponseUrl, Triggers
from leadbot.playground.messages import ChannelType, Conversation, Message
from leadbot.playground.records import Call, Delivery, Fault, Json
from leadbot.playground.refusal import Refusal
from leadbot.playground.views import STACK, View
from leadbot.playground.words import pings

DEFAULT_SCOPES = frozenset(
    {
        "channels:join",
        "channels:read",
        "chat:write",
        "commands",
        "files:write",
        "groups:read",
        "im:history",
        "im:write",
        "mpim:history",
        "mpim:write",
        "users:read",
        "users:read.email",
    }
)
GROUP = 8  # people in a group message, beside the app
_teams = itertools.count(1)


@dataclass
class File:
    """An uploaded file; `shared` once it was completed."""

    id: str
    name: str
    length: int
    content: bytes = b""
    shared: bool = False


@dataclass
class Token:
    """One of the app's two tokens, and what it may do. `gone` is the code with which it is refused, if it is."""

    value: str
    scopes: set[str] = field(default_factory=lambda: set(DEFAULT_SCOPES))
    gone: str | None = None


class Workspace:
    """One workspace: its people, conversations, views, and all that was exchanged with the app.

    Whoever changes it does so inside `with workspace.change():`, which holds the lock and wakes those who wait.
    """

    def __init__(self, name: str, clock: Clock, *, trigger_seconds: float, ids_like: "Workspace | None" = None) -> None:
        self.name = name
        self.clock = clock
        number = next(_teams)
        self.token_number = str(number)
        self.id_number: str = ids_like.id_number if ids_like else f"{number:03d}"
        self._ids = itertools.count(1)
        self.domain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        self.team_id = f"T{number:010d}"
        self.app_id = f"A{number:010d}"
        self.bot_id = f"B{number:010d}"
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.revision = 0
        self.accounts: dict[str, Account] = {}
        self.conversations: dict[str, Conversation] = {}
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.files: dict[str, File] = {}
        self.triggers = Triggers(trigger_seconds)
        self.response_urls: dict[str, ResponseUrl] = {}
        self.calls: list[Call] = []
        self.deliveries: list[Delivery] = []
        self.faults: list[Fault] = []
        self.token = Token(f"xoxb-{number}-{secrets.token_hex(12)}")
        self.app_token = Token(f"xapp-{number}-{secrets.token_hex(12)}", {"connections:write"})
        self.tickets: set[str] = set()  # for WebSockets that the app may open
        self.bot = Account(self.new_id("U"), "Leadbot", "leadbot", self.team_id, is_bot=True)
        self.accounts[self.bot.id] = self.bot
        self._last_ts = self._microseconds()
        self.tell: Callable[[Json], None] = lambda _: None  # sends the app an event, once there is a courier
        self.echo = False

    # ---- change and time

    @contextmanager
    def change(self) -> Iterator[None]:
        """Hold the lock for a change; then count it, and wake those who wait for one."""
        with self.lock:
            try:
                yield
            finally:
                self.revision += 1
                self.changed.notify_all()

    def fault(self, what: str, detail: str = "") -> None:
        """Remember something that the app did and real Slack would have refused or shown as an error."""
        with self.change():
            self.faults.append(Fault(what, detail))

    def _microseconds(self) -> int:
        return round(self.clock().timestamp() * 1_000_000)

    def next_ts(self) -> str:
        """A message's time stamp: the present moment, but later than every one before."""
        with self.lock:
            self._last_ts = max(self._microseconds(), self._last_ts + 1)
            seconds, rest = divmod(self._last_ts, 1_000_000)
            return f"{seconds}.{rest:06d}"

    def new_id(self, letter: str) -> str:
        """A fresh id that no other workspace has, unless it was to have ids like another's."""
        with self.lock:
            return f"{letter}{self.id_number}{next(self._ids):07d}"

    # ---- people

    def name_of(self, identifier: str) -> str:
        """What a screen shows for the id of a person or a channel."""
        if identifier in self.accounts:
            return self.accounts[identifier].name
        if identifier in self.conversations:
            return self.conversations[identifier].name
        return identifier

    def tz_offset(self, account: Account) -> int:
        """How far this person's clock is from UTC at present, in seconds."""
        return int((self.clock().astimezone(ZoneInfo(account.tz)).utcoffset() or timedelta()).total_seconds())

    # ---- conversations

    def new_conversation(
        self, channel_type: ChannelType, name: str, members: list[Account], *, app_in: bool, is_private: bool
    ) -> Conversation:
        """Create a conversation."""
        with self.change():
            letter = {"channel": "C", "im": "D", "mpim": "C"}[channel_type]
            made = Conversation(self.new_id(letter), name, channel_type, list(members), is_private, app_in)
            self.conversations[made.id] = made
            return made

    def together(self, people: list[Account]) -> Conversation:
        """The direct or group message of exactly these people and the app; the same every time."""
        with self.lock:
            if found := self.find_together(people):
                return found  # looking is no change
        with self.change():
            if found := self.find_together(people):
                return found
            if len(people) == 1:
                return self.new_conversation("im", "directmessage", people, is_private=True, app_in=True)
            names = "--".join(person.username for person in [*people, self.bot])
            return self.new_conversation("mpim", f"mpdm-{names}-1", people, is_private=True, app_in=True)

    def find_together(self, people: list[Account]) -> Conversation | None:
        """That conversation, if it was ever opened."""
        wanted = {person.id for person in people}
        channel_type = "im" if len(wanted) == 1 else "mpim"
        return next(
            (
                each
                for each in self.conversations.values()
                if each.channel_type == channel_type
                and each.app_in
                and {member.id for member in each.members} == wanted
            ),
            None,
        )

    # ---- messages

    def post(
        self,
        conversation: Conversation,
        author: Account,
        text: str,
        blocks: list[Json] | None = None,
        *,
        thread_ts: str | None = None,
        broadcast: bool = False,
        metadata: Json | None = None,
        only_for: str | None = None,
        files: list[Json] | None = None,
        parse: str = "none",
        link_names: bool = False,
    ) -> Message:
        """Put a message in a conversation, as its author. With `echo`, the app hears of its own direct messages, as it does
        in Slack (docs.slack.dev/reference/events/message.im)."""
        with self.change():
            from_app = author is self.bot
            message = Message(
                conversation,
                self.next_ts(),
                author.id,
                text,
                blocks or [],
                thread_ts=thread_ts,
                broadcast=broadcast,
                metadata=copy.deepcopy(metadata),
                from_app=from_app,
                only_for=only_for,
                files=files or [],
                pings=pings(text, blocks or [], parse=parse, link_names=link_names),
                envelope=self._app_envelope() if from_app else {"team": author.team_id},
                name_of=self.name_of,
            )
            conversation.everything.append(message)
        if self.echo and from_app and conversation.channel_type == "im" and not only_for:
            self.tell(message.payload() | {"channel": conversation.id, "channel_type": "im", "event_ts": message.ts})
        return message

    def _app_envelope(self) -> Json:
        profile = {"id": self.bot_id, "app_id": self.app_id, "name": self.bot.name, "team_id": self.team_id}
        return {"bot_id": self.bot_id, "app_id": self.app_id, "team": self.team_id, "bot_profile": profile}

    # ---- views

    def new_view(self, user_id: str, content: Json, *, onto: View | None = None) -> View:
        """A view that nobody sees yet; `onto` is the one below it."""
        ids = {"team_id": self.team_id, "app_id": self.app_id, "bot_id": self.bot_id}
        ids["app_installed_team_id"] = self.team_id
        if onto is None:
            return View(self.new_id("V"), user_id, content, ids)
        return View(self.new_id("V"), user_id, content, ids, root_id=onto.root_id, previous_id=onto.id)

    def open_view(self, user_id: str, content: Json) -> View:
        """Open a form for a person, in the place of what they had open."""
        with self.change():
            self.clear_views(user_id)
            view = self.new_view(user_id, content)
            self.views[view.id] = view
            self.stacks[user_id] = [view]
            return view

    def push_view(self, user_id: str, content: Json) -> View:
        """Put a form on top of the one that a person has open."""
        with self.change():
            stack = self.stacks.get(user_id) or []
            if not stack:
                raise Refusal("not_found")
            if len(stack) >= STACK:
                raise Refusal("push_limit_reached")
            view = self.new_view(user_id, content, onto=stack[-1])
            self.views[view.id] = view
            stack.append(view)
            return view

    def close_view(self, view: View) -> None:
        """Close one form; the one below it is seen again."""
        with self.change():
            view.open = False
            stack = self.stacks.get(view.user_id, [])
            if view in stack:
                stack.remove(view)

    def clear_views(self, user_id: str) -> None:
        """Close all forms of a person."""
        with self.change():
            for view in self.stacks.pop(user_id, []):
                view.open = False

    def top_view(self, user_id: str) -> View | None:
        """The form that a person sees."""
        with self.lock:
            stack = self.stacks.get(user_id)
            return stack[-1] if stack else None

    def publish_home(self, user_id: str, content: Json) -> View:
        """Put a Home tab before a person."""
        with self.change():
            if home := self.homes.get(user_id):
                home.show(content)
                return home
            home = self.new_view(user_id, content)
            self.homes[user_id] = self.views[home.id] = home
            return home

    # ---- handles

    def new_response_url(self, user_id: str, conversation: Conversation, source: Message | None = None) -> str:
        """The key of a fresh response URL."""
        with self.change():
            key = secrets.token_urlsafe(18)
            self.response_urls[key] = ResponseUrl(user_id, conversation, source, self.clock())
            return key
