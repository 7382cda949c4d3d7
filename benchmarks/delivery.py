"""How long a message waits: from the commit of the transaction that wrote it to the call at Slack."""

import time
from dataclasses import dataclass
from datetime import time as clock_time
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from sqlalchemy import update

from benchmarks.ack import NewDatabase
from benchmarks.processes import leadbot_run
from benchmarks.requests import SIGNING_SECRET
from leadbot.db.engine import Database
from leadbot.db.tables import Workspace
from leadbot.domain.limits import POSTS
from leadbot.playground.local_slack import LocalSlack

LEADS = 30
QUIET_FOR = 0.3  # seconds without a call, once all is said: what one lead sets off is over
GIVES_UP_AFTER = 30.0  # seconds in which it must be


@dataclass(frozen=True)
class Delivered:
    """Milliseconds from the moment after the commit to the one in which the call comes to Slack."""

    messages: int
    median: float
    p95: float


def delivery(new_database: NewDatabase, leads: int = LEADS) -> Delivered:
    """Leads are posted one after another; each sets off a card, a word to its poster, and two offers."""
    with (
        TemporaryDirectory(prefix="leadbot-bench-") as folder,
        new_database() as url,
        LocalSlack(signing_secret=SIGNING_SECRET) as slack,
        leadbot_run(slack, url, notes=Path(folder, "notes")) as leadbot,
    ):
        never_rests(url)
        slack.deliver_to(f"http://127.0.0.1:{leadbot.port}/slack/events")
        channel = slack.add_channel("leads", members=[], app_in=True)
        names = ("Bob Lindqvist", "Cat Morgan", *(f"Ada the {number}." for number in range(-(-leads // POSTS.member))))
        bob, cat, *posters = people = [slack.add_person(name) for name in names]
        for person in people:
            slack.join(channel, person)
        for designer in (bob, cat):
            designer.types("/skills web design, logo design")
        for number in range(leads):
            ada = posters[number // POSTS.member]
            ada.types(f"/lead Café number {number} needs a website and a logo")
            ada.wait_for_form(callback_id="lead_form").submit()
            settle(slack, Path(folder, "notes"))
        slack.deliver_to(None)
        waits = waits_of(committed(Path(folder, "notes")), called(slack))
    return Delivered(len(waits), median(waits), quantiles(waits, n=20)[-1])


def never_rests(url: str) -> None:
    """Everybody works at every hour, and hears of everything, so that it does not matter when this is measured."""
    database = Database(url)
    try:
        with database.transaction() as session:
            hours = {"working_days": [*range(7)], "working_start": clock_time.min, "working_end": clock_time.max}
            session.execute(update(Workspace).values(hours | {"daily_cap": 1000}))
    finally:
        database.close()


def settle(slack: LocalSlack, notes: Path) -> None:
    """Waits until everything is said, and nothing more is."""
    calls, ends = -1, time.monotonic() + GIVES_UP_AFTER
    while len(slack.calls) != calls or committed(notes).keys() - called(slack).keys():
        assert time.monotonic() < ends, "something was not said"
        calls = len(slack.calls)
        time.sleep(QUIET_FOR)


def committed(notes: Path) -> dict[str, float]:
    """When each message was on disk."""
    return {key: float(when) for key, when in (line.split() for line in notes.read_text().splitlines())}


def called(slack: LocalSlack) -> dict[str, float]:
    """When each message came to Slack for the first time: its id travels in the metadata."""
    return {
        call.args["metadata"]["event_payload"]["key"]: call.at.timestamp()
        for call in slack.calls_to("chat.postMessage")
        if call.ok
    }


def waits_of(committed: dict[str, float], called: dict[str, float]) -> list[float]:
    """The milliseconds between."""
    return [1000 * (called[key] - moment) for key, moment in committed.items() if key in called]
