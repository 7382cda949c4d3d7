"""What the page shows to one person: their conversations, the messages of one of them, what is unread."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlencode

from leadbot.playground.accounts import Account
from leadbot.playground.demo_clock import HERE, MOVES
from leadbot.playground.local_slack import LocalSlack
from leadbot.playground.messages import Conversation, Message
from leadbot.playground.page_dates import clock_time, day_and_time, day_name, local, moment_of
from leadbot.playground.page_markup import Reader
from leadbot.playground.person import Person

TONES = 8
TOGETHER = 5 * 60  # seconds in which lines of one author stand under one name


class Seen:
    """How far each person has read each conversation. It lives as long as the demo."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, str], str] = {}

    def read(self, person: Person, room: Conversation) -> None:
        """This person has now read all of it."""
        if visible := visible_to(person, room):
            self._until[person.id, room.id] = visible[-1].ts

    def has_read(self, person: Person, room: Conversation) -> bool:
        """Whether this person has looked at it since something was said there."""
        return (person.id, room.id) in self._until

    def unread(self, person: Person, room: Conversation) -> int:
        """How many messages of others came since."""
        until = self._until.get((person.id, room.id), "")
        return sum(1 for each in visible_to(person, room) if each.user != person.id and each.ts > until)

    def all_read(self, slack: LocalSlack) -> None:
        """Everybody has read everything, as when the demo begins."""
        for person in slack.people:
            for room in person.conversations:
                self.read(person, room)


@dataclass(frozen=True)
class Place:
    """Who looks, and at what: a conversation, a thread in it, or Leadbot's Home tab."""

    person: Person
    room: Conversation
    thread: Message | None = None
    home: bool = False

    def link(self, **other: str) -> str:
        """The address of this place, or of one beside it."""
        query = {"as": self.person.id, "in": self.room.id} | other
        return "/?" + urlencode(query)

    @property
    def reader(self) -> Reader:
        """How texts are drawn for this person."""
        return Reader(
            self.person.id,
            self.person.tz,
            self.person.locale,
            self.person.slack.workspace.name_of,
            lambda room: self.link(**{"in": room}),
        )


@dataclass(frozen=True)
class Line:
    """One message, ready to be drawn."""

    message: Message
    author: Account
    time: str
    stamp: str
    day: str = ""  # said above it when a new day begins
    follows: bool = False  # the same author said something just before
    reply_authors: list[Account] = field(default_factory=list)


def visible_to(person: Person, room: Conversation) -> list[Message]:
    """All that this person can see in a conversation, replies too."""
    return [each for each in room.everything if not each.only_for or each.only_for == person.id]


def main_lines(place: Place) -> list[Line]:
    """The messages of the conversation, without those inside threads."""
    return list(_lines(place, [each for each in place.person.sees(place.room) if not _hidden(each)]))


def thread_lines(place: Place) -> list[Line]:
    """The thread that is open: its first message, then the replies, and what only this person sees there."""
    if place.thread is None:
        return []
    mine = [each for each in visible_to(place.person, place.room) if each.thread_ts == place.thread.ts]
    replies = [each for each in mine if each is not place.thread]
    return [*_lines(place, [place.thread]), *_lines(place, replies)]


def _hidden(message: Message) -> bool:
    """An ephemeral answer inside a thread is shown in the thread."""
    return bool(message.only_for) and message.is_reply


def _lines(place: Place, messages: list[Message]) -> Iterator[Line]:
    workspace, person = place.person.slack.workspace, place.person
    now = local(workspace.clock(), person.tz)
    before: tuple[str, datetime, bool] | None = None
    for message in messages:
        written = local(moment_of(message.ts), person.tz)
        new_day = before is None or before[1].date() != written.date()
        close = before is not None and (written - before[1]).total_seconds() < TOGETHER
        same = before is not None and before[0] == message.user and before[2] == bool(message.only_for)
        replies = message.replies
        yield Line(
            message,
            workspace.accounts[message.user],
            clock_time(written, person.locale),
            written.isoformat(timespec="minutes"),
            day_name(written, now, person.locale) if new_day else "",
            not new_day and close and same,
            [workspace.accounts[each] for each in dict.fromkeys(reply.user for reply in replies)],
        )
        before = (message.user, written, bool(message.only_for))


# ---- the clock


@dataclass(frozen=True)
class Moment:
    """A moment on somebody's clock; `name` and `label` say which move leads there."""

    words: str
    stamp: str
    name: str = ""
    label: str = ""


def clock_of(place: Place) -> Moment:
    """What time it is."""
    return _moment(place, place.person.slack.workspace.clock())


def moves_of(place: Place) -> list[Moment]:
    """Where the clock can be moved to."""
    now = place.person.slack.workspace.clock().astimezone(HERE)
    return [_moment(place, each.target(now), each.name, each.label) for each in MOVES.values()]


def _moment(place: Place, moment: datetime, name: str = "", label: str = "") -> Moment:
    shown = local(moment, place.person.tz)
    return Moment(day_and_time(shown, place.person.locale), shown.isoformat(timespec="minutes"), name, label)


def seconds_of_this_minute(slack: LocalSlack) -> float:
    """How long until the clock shows another minute."""
    now = slack.workspace.clock().astimezone(UTC)
    return 60 - now.second - now.microsecond / 1_000_000


# ---- the sidebar, and who may be acted as


@dataclass(frozen=True)
class Room:
    """A line of the sidebar."""

    name: str
    link: str
    unread: int
    current: bool
    faces: list[Account] = field(default_factory=list)


@dataclass(frozen=True)
class Role:
    """Somebody who may be acted as."""

    person: Person
    link: str
    unread: int
    current: bool


def channels(place: Place, seen: Seen) -> list[Room]:
    """The channels that this person is in."""
    return [
        _room(place, seen, each, each.name) for each in place.person.conversations if each.channel_type == "channel"
    ]


def direct_messages(place: Place, seen: Seen) -> list[Room]:
    """The direct message with Leadbot."""
    bot = place.person.slack.workspace.bot
    rooms = [each for each in place.person.conversations if each.channel_type == "im"]
    return [_room(place, seen, each, bot.name, [bot]) for each in rooms]


def group_messages(place: Place, seen: Seen) -> list[Room]:
    """The group messages in which something was said, the latest first."""
    rooms = [each for each in place.person.conversations if each.channel_type == "mpim" and each.everything]
    rooms.sort(key=lambda each: each.everything[-1].ts, reverse=True)
    return [_room(place, seen, each, title_of(place.person, each), others(place.person, each)) for each in rooms]


def _room(place: Place, seen: Seen, room: Conversation, name: str, faces: list[Account] | None = None) -> Room:
    current = room is place.room
    return Room(name, place.link(**{"in": room.id}), seen.unread(place.person, room), current, faces or [])


def others(person: Person, room: Conversation) -> list[Account]:
    """Everybody else in a conversation, the app left aside."""
    return [each for each in room.members if each is not person]


def title_of(person: Person, room: Conversation) -> str:
    """What this person calls a conversation."""
    if room.channel_type == "channel":
        return room.name
    if room.channel_type == "im":
        return person.slack.workspace.bot.name
    names = [each.name for each in others(person, room)]
    return names[0] if len(names) == 1 else ", ".join(name.split()[0] for name in names)


def roles(place: Place, seen: Seen) -> list[Role]:
    """Everybody who may be acted as, with how much waits for them."""
    return [
        Role(
            each,
            place.link(**{"as": each.id, "in": landing(each, place.room, seen).id}),
            waiting(each, seen),
            each is place.person,
        )
        for each in place.person.slack.people
        if not each.deleted
    ]


def waiting(person: Person, seen: Seen) -> int:
    """How many messages wait for this person alone: a channel's news is everybody's."""
    return sum(seen.unread(person, room) for room in person.conversations if room.channel_type != "channel")


def landing(person: Person, before: Conversation, seen: Seen) -> Conversation:
    """Where somebody comes in: where something new waits for them; else the same place, or their first one."""
    if private := [
        each for each in person.conversations if each.channel_type != "channel" and seen.unread(person, each)
    ]:
        return max(private, key=lambda each: each.everything[-1].ts)
    if person in before.members:
        return before
    if before.channel_type != "channel" and (dm := person.slack.workspace.find_together([person])):
        return dm
    return person.conversations[0]


def initials(account: Account) -> str:
    """Two letters for an avatar."""
    words = account.name.split()
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def tone(account: Account) -> str:
    """The colour of somebody's avatar, the same wherever they appear."""
    people = account.slack.people if isinstance(account, Person) else []
    return f"tone-{people.index(account) % TONES}" if account in people else "tone-app"
