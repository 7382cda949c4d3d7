"""A coworking space for stories: a local Slack, Leadbot reached over HTTP or Socket Mode, and neighbours who do what people do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from cheroot.wsgi import Server

from leadbot.bootstrap import Leadbot, build
from leadbot.config import Settings
from leadbot.db.engine import AT_ONCE
from leadbot.domain.clock import utc_now
from leadbot.domain.limits import Most
from leadbot.playground.local_slack import LocalSlack
from leadbot.playground.messages import Conversation, Message
from leadbot.services.claim import Patience
from leadbot.slack.haste import Haste
from tests import leaks
from tests.payloads import broken_rules

# Words and forms are the same on both engines and both roads; what waits, races and counts is told on each.
on_one_engine = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
# Stories do more in a minute than people: each request is to reach what answers it, but where its haste is the matter.
UNHURRIED = Most(member=10**6, workspace=10**6)

CAFE = "Café on Oldham Street needs a website and a logo, £2k, by 12 December"
HOW_TO_POST = (
    "Type `/lead` to pass on work that you heard of"
    " or `/contract` to find a team for a contract that is too big for you alone."
)
SKILLS = {
    "Ada Okafor": "",
    "Bob Lindqvist": "web design, logo design, WordPress",
    "Cat Morgan": "logo design, illustration",
    "Dan Achterberg": "bookkeeping, VAT returns",
}


def monday_at_ten(now: datetime) -> datetime:
    """The coming Monday at ten in London."""
    local = now.astimezone(ZoneInfo("Europe/London"))
    monday = local.date() + timedelta(days=7 - local.weekday())
    return datetime.combine(monday, clock_time(10), ZoneInfo("Europe/London")).astimezone(UTC)


@dataclass
class Time:
    """The space's clock: it begins on a Monday at ten, runs on at its own pace, and is moved forward by hand."""

    ahead: timedelta = field(default_factory=lambda: monday_at_ten(utc_now()) - utc_now())

    def __call__(self) -> datetime:
        return utc_now() + self.ahead

    def passes(self, **amount: float) -> None:
        self.ahead += timedelta(**amount)


class Space:
    """Union Yard, with Leadbot in its Slack."""

    def __init__(
        self,
        slack: LocalSlack,
        database_url: str,
        time: Time,
        patience: Patience,
        log_level: str,
        road: str,
        haste: Haste,
    ) -> None:
        self.slack, self.time, self.database_url = slack, time, database_url
        self.leads = slack.add_channel("leads", members=[], app_in=True)
        self.leadbot: Leadbot = build(
            settings_for(slack, database_url, log_level),
            clock=time,
            patience=patience,
            socket_mode=road == "socket",
            haste=haste,
        )
        self.address = ""  # where its pages are

    def joins(self, name: str, skills: str = "", **about: Any) -> Any:
        """Somebody joins the space, and says what they can do. They are in the leads channel as if they always were."""
        if about.get("is_admin") or about.get("is_owner"):
            self.settles()  # by then Leadbot's first start is over, and its look for somebody to set it up
        person = self.slack.add_person(name, **about)
        self.leads.members.append(person)
        if skills:
            answer = person.types(f"/skills {skills}")
            assert answer.text.startswith("Saved."), answer
            self.settles()  # by then Leadbot has asked Slack who they are
        return person

    def moves_in(self) -> list[Any]:
        """The four whom most stories are about: Ada posts, Bob and Cat are designers, Dan keeps books."""
        return [self.joins(name, skills) for name, skills in SKILLS.items()]

    def designers(self) -> list[Any]:
        """Four who draw logos: one more than a wave."""
        names = ("Bob Lindqvist", "Cat Morgan", "Eve Sato", "Fay Mensah")
        return [self.joins(name, "logo design") for name in names]

    def posts(self, poster: Any, words: str = CAFE, *, command: str = "/lead", **changes: Any) -> Message:
        """Somebody posts with the form, corrected as they like; gives what Leadbot tells them of it."""
        before = len(self.all_heard(poster, "Your ", button="Edit"))
        poster.types(f"{command} {words}")
        form = poster.wait_for_form(callback_id=f"{command.removeprefix('/')}_form")
        form.fill(**changes)
        assert form.submit() is None, form.errors
        self.settles()
        told = self.all_heard(poster, "Your ", button="Edit")
        assert len(told) == before + 1, self.slack.story()
        return told[0]

    def edits(self, poster: Any, posted: Message, **changes: Any) -> Any:
        """The poster changes their own; gives the form if it has faults."""
        poster.press(posted, "Edit")
        left = poster.wait_for_form().fill(**changes).submit()
        self.settles()
        return left

    def offered(self, person: Any, words: str = "lead") -> Message:
        """The newest offer to this person that still waits for their answer."""
        return self.waits_for(person, words, button="I'm interested")

    def accepts(self, person: Any, words: str = "lead") -> None:
        """Somebody takes up what they were offered."""
        person.press(self.offered(person, words), "I'm interested")
        self.settles()

    def passes(self, person: Any, reason: str, someone: Any = None, words: str = "lead") -> Any:
        """Somebody passes on what they were offered, and says why; gives the form if it has faults."""
        person.press(self.offered(person, words), "Not for me")
        form = person.wait_for_form(callback_id="pass_form").fill(reason=reason, someone=someone)
        left = form.submit()
        self.settles()
        return left

    def names(self, person: Any, someone: Any, where: Message | None = None) -> Any:
        """Somebody presses “Know someone?” on the card, and names somebody; gives the form if it has faults."""
        person.press(where or self.card(), "card_recommend")
        left = person.wait_for_form(callback_id="recommend_form").fill(someone=someone).submit()
        if not left.errors:
            assert "and say that you thought of them." in left.words
            left = left.close()
        self.settles()
        return left

    def steps_back(self, partner: Any, other: Any) -> None:
        """A partner steps back from the newest introduction in their group message."""
        group = partner.group_with(other)
        newest = [message for message in group.messages if "Step back" in labels(message)][-1]
        partner.press(newest, "Step back")
        self.settles()

    def forges(self, person: Any, message: Message, action_id: str, value: object) -> None:
        """Somebody sends Leadbot a press that no button offers them."""
        label = {"type": "plain_text", "text": "Forged"}
        button = {"type": "button", "text": label, "action_id": action_id, "value": str(value)}
        block = {"type": "actions", "block_id": "forged", "elements": [button]}
        person.press(replace(message, blocks=[block]), "Forged")
        self.settles()

    def waits_for(self, person: Any, words: str, *, button: str = "") -> Message:
        """The newest message to this person that says so, once it is there."""

        def there() -> Message | None:
            return self.heard(person, words, button=button)

        return self.slack.wait_until(there, what=f"{person.name} hears “{words}” {button}")

    def heard(self, person: Any, words: str, *, button: str = "") -> Message | None:
        """The newest direct message to this person that says so, if there is one."""
        return next(iter(self.all_heard(person, words, button=button)), None)

    def all_heard(self, person: Any, words: str, *, button: str = "") -> list[Message]:
        """All direct messages to this person that say so, newest first; those that only they see too."""
        return [
            message
            for message in reversed(person.inbox)
            if words in message.words and (not button or button in labels(message))
        ]

    def waits_for_group(self, one: Any, other: Any, words: str = "") -> Conversation:
        """The group message of two people, once it says so."""

        def there() -> Conversation | None:
            group = one.group_with(other)
            told = group is not None and any(words in message.words for message in group.messages)
            return group if told else None

        return self.slack.wait_until(there, what=f"{one.name} and {other.name} are told “{words}”")

    def card(self, words: str = "") -> Message:
        """The newest card on the leads channel, once it says so."""

        def there() -> Message | None:
            cards = [message for message in self.leads.messages if is_card(message)]
            return cards[-1] if cards and words in cards[-1].words else None

        return self.slack.wait_until(there, what=f"the card says “{words}”")

    def settles(self) -> None:
        """Everything that is due now has been done, and nobody is still at it."""
        with self.leadbot.courier.at_rest(seconds=30):
            self.leadbot.tick()

    def whispered(self, person: Any, words: str, where: Conversation | None = None) -> Message:
        """What only this person sees of the answer to what they did last: in the leads channel, or where they pressed."""
        since = self.last_act_of(person)

        def there() -> Message | None:
            seen = [message for message in person.sees(where or self.leads) if message.only_for]
            newer = [message for message in seen if float(message.ts) > since]
            return newer[-1] if newer and words in newer[-1].words else None

        return self.slack.wait_until(there, what=f"{person.name} is told “{words}”")

    def last_act_of(self, person: Any) -> float:
        """When this person last typed, pressed or sent something off."""
        acts = (act for act in reversed(self.slack.deliveries) if act.payload_type != "event")
        mine = (act for act in acts if person.id in (act.body.get("user_id"), act.body.get("user", {}).get("id")))
        return next((act.sent_at.timestamp() for act in mine), 0.0)


def is_card(message: Message) -> bool:
    """Whether this is the card of something, and not a summary, in a channel."""
    return "posted by" in message.words or "is now with those" in message.words


def on_an_old_phone(message: Message) -> Message:
    """A message as it is now, on a phone that will not hear of later changes."""
    return replace(message)


def labels(message: Message) -> list[str]:
    """What stands on the buttons of a message."""
    return [button.label for button in message.buttons]


def settings_for(slack: LocalSlack, database_url: str, log_level: str) -> Settings:
    """The settings of a Leadbot whose Slack is the local one."""
    return Settings.model_validate(
        {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": database_url,
            "LEADBOT_LOG_LEVEL": log_level,
        }
    )


@contextmanager
def served(wsgi: Callable[..., Any]) -> Iterator[str]:
    """Serves a WSGI application on a free port; yields its address."""
    server = Server(("127.0.0.1", 0), wsgi, numthreads=AT_ONCE, shutdown_timeout=5)
    server.expiration_interval = 0.02  # seconds in which it notices that it is to stop
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.bind_addr[1]}"
    finally:
        server.stop()
        thread.join()


@contextmanager
def open_space(
    database_url: str,
    patience: Patience | None = None,
    *,
    log_level: str = "DEBUG",
    trigger_seconds: float = 3.0,
    road: str = "http",
    haste: Haste | None = None,
    ids_like: LocalSlack | None = None,
) -> Iterator[Space]:
    """A space with Leadbot running in it. Whatever Slack would have refused fails the story, and whatever is live in it."""
    time = Time()
    delays = (0.0, 0.0, 0.0)
    with LocalSlack(clock=time, retry_delays=delays, trigger_seconds=trigger_seconds, ids_like=ids_like) as slack:
        patience = patience or Patience(timeout=2.0, margin=0.5)
        space = Space(slack, database_url, time, patience, log_level, road, haste or Haste(UNHURRIED))
        with served(space.leadbot.wsgi) as space.address:
            if space.leadbot.lines is None:
                slack.deliver_to(f"{space.address}/slack/events")
            else:
                space.leadbot.lines.connect()
                slack.deliver_by_socket()
            space.leadbot.start()
            try:
                yield space
            finally:
                slack.deliver_to(None)
                slack.sockets.drop_all()
                space.leadbot.stop()
                leaks.plant(slack)
        assert not slack.faults, slack.faults
        assert not (broken := broken_rules(slack)), broken
