"""A coworking space for stories: a local Slack, Leadbot served over HTTP, and neighbours who do what people do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cheroot.wsgi import Server

from leadbot.bootstrap import Leadbot, build
from leadbot.config import Settings
from leadbot.domain.clock import utc_now
from leadbot.playground.local_slack import LocalSlack
from leadbot.playground.messages import Conversation, Message
from leadbot.services.deliver import Patience

CAFE = "Café on Oldham Street needs a website and a logo, £2k, by 12 December"
SKILLS = {
    "Ada Okafor": "",
    "Bob Lindqvist": "web design, logo design, WordPress",
    "Cat Morgan": "logo design, illustration",
    "Dan Achterberg": "bookkeeping, VAT returns",
}


@dataclass
class Time:
    """The space's clock: real time, moved forward by hand."""

    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return utc_now() + self.ahead

    def passes(self, **amount: float) -> None:
        self.ahead += timedelta(**amount)


class Space:
    """Union Yard, with Leadbot in its Slack."""

    def __init__(self, slack: LocalSlack, database_url: str, time: Time, patience: Patience) -> None:
        self.slack, self.time = slack, time
        self.leads = slack.add_channel("leads", members=[], app_in=True)
        self.leadbot: Leadbot = build(settings_for(slack, database_url), clock=time, patience=patience)

    def joins(self, name: str, skills: str = "", **about: Any) -> Any:
        """Somebody joins the space, and says what they can do."""
        person = self.slack.add_person(name, **about)
        self.slack.join(self.leads, person)
        if skills:
            answer = person.types(f"/skills {skills}")
            assert answer.text.startswith("Saved."), answer
        return person

    def moves_in(self) -> list[Any]:
        """The four whom most stories are about: Ada posts, Bob and Cat are designers, Dan keeps books."""
        return [self.joins(name, skills) for name, skills in SKILLS.items()]

    def posts(self, poster: Any, words: str = CAFE, **changes: Any) -> None:
        """Somebody posts with the form, corrected as they like."""
        poster.types(f"/lead {words}")
        form = poster.wait_for_form(callback_id="lead_form")
        form.fill(**changes)
        assert form.submit() is None, form.errors
        self.waits_for(poster, "Your lead")

    def waits_for(self, person: Any, words: str, *, button: str = "") -> Message:
        """The newest message to this person that says so, once it is there."""

        def there() -> Message | None:
            return self.heard(person, words, button=button)

        return self.slack.wait_until(there, what=f"{person.name} hears “{words}” {button}")

    def heard(self, person: Any, words: str, *, button: str = "") -> Message | None:
        """The newest direct message to this person that says so, if there is one."""
        for message in reversed(person.inbox):
            labels = [label for label, _, _ in message.buttons]
            if words in message.words and (not button or button in labels):
                return message
        return None

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
            cards = [message for message in self.leads.messages if message.blocks]
            return cards[-1] if cards and words in cards[-1].words else None

        return self.slack.wait_until(there, what=f"the card says “{words}”")

    def settles(self) -> None:
        """Everything that is due now has been done."""
        self.leadbot.tick()

    def whispered(self, person: Any, words: str) -> Message:
        """Words that only this person sees, in the leads channel."""

        def there() -> Message | None:
            seen = [message for message in person.sees(self.leads) if words in message.words]
            return seen[-1] if seen else None

        return self.slack.wait_until(there, what=f"{person.name} is told “{words}”")


def settings_for(slack: LocalSlack, database_url: str) -> Settings:
    """The settings of a Leadbot whose Slack is the local one."""
    return Settings.model_validate(
        {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": database_url,
            "LEADBOT_LOG_LEVEL": "ERROR",
        }
    )


@contextmanager
def served(wsgi: Callable[..., Any]) -> Iterator[str]:
    """Serves a WSGI application on a free port; yields its address."""
    server = Server(("127.0.0.1", 0), wsgi, numthreads=8, shutdown_timeout=5)
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.bind_addr[1]}"
    finally:
        server.stop()
        thread.join()


@contextmanager
def open_space(database_url: str, patience: Patience | None = None) -> Iterator[Space]:
    """A space with Leadbot running in it. Whatever Slack would have refused fails the story."""
    time = Time()
    with LocalSlack(clock=time, retry_delays=(0.0, 0.0, 0.0)) as slack:
        space = Space(slack, database_url, time, patience or Patience(timeout=2.0, margin=0.5))
        with served(space.leadbot.wsgi) as address:
            slack.deliver_to(f"{address}/slack/events")
            space.leadbot.start()
            try:
                yield space
            finally:
                slack.deliver_to(None)
                space.leadbot.stop()
        assert not slack.faults, slack.faults
