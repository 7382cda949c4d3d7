"""How long a message waits: from the transaction that wrote it to the call at Slack."""

import time
from dataclasses import dataclass
from datetime import datetime
from statistics import median, quantiles
from uuid import UUID

from sqlalchemy import select

from benchmarks.ack import NewDatabase
from benchmarks.processes import leadbot_run
from benchmarks.requests import SIGNING_SECRET
from leadbot.db.engine import Database
from leadbot.db.outbox import Message
from leadbot.playground.local_slack import LocalSlack

LEADS = 30
QUIET_FOR = 0.3  # seconds without a call: what one lead sets off is over


@dataclass(frozen=True)
class Delivered:
    """Milliseconds from the beginning of the transaction, so with its commit, to the call."""

    messages: int
    median: float
    p95: float


def delivery(new_database: NewDatabase) -> Delivered:
    """Leads are posted one after another; each sets off a card, a word to its poster, and, in working hours, offers."""
    with new_database() as url, LocalSlack(signing_secret=SIGNING_SECRET) as slack, leadbot_run(slack, url) as leadbot:
        slack.deliver_to(f"http://127.0.0.1:{leadbot.port}/slack/events")
        channel = slack.add_channel("leads", members=[], app_in=True)
        ada, bob, cat = people = [slack.add_person(name) for name in ("Ada Okafor", "Bob Lindqvist", "Cat Morgan")]
        for person in people:
            slack.join(channel, person)
        for designer in (bob, cat):
            designer.types("/skills web design, logo design")
        for number in range(LEADS):
            ada.types(f"/lead Café number {number} needs a website and a logo")
            ada.wait_for_form(callback_id="lead_form").submit()
            settle(slack)
        slack.deliver_to(None)
        waits = waits_of(written(url), called(slack))
    return Delivered(len(waits), median(waits), quantiles(waits, n=20)[-1])


def settle(slack: LocalSlack) -> None:
    """Waits until nothing more is said."""
    calls = -1
    while len(slack.calls) != calls:
        calls = len(slack.calls)
        time.sleep(QUIET_FOR)


def written(url: str) -> dict[UUID, datetime]:
    """When each message that was posted once and never changed was written."""
    database = Database(url)
    try:
        with database.reading() as session:
            found = session.execute(
                select(Message.id, Message.due_at).where(Message.ts.is_not(None), Message.version == 1)
            )
            return {row.id: row.due_at for row in found}
    finally:
        database.close()


def called(slack: LocalSlack) -> dict[UUID, datetime]:
    """When each message came to Slack: its id travels in the metadata."""
    return {
        UUID(call.args["metadata"]["event_payload"]["key"]): call.at
        for call in slack.calls_to("chat.postMessage")
        if call.ok
    }


def waits_of(written: dict[UUID, datetime], called: dict[UUID, datetime]) -> list[float]:
    """The milliseconds between."""
    return [1000 * (called[key] - moment).total_seconds() for key, moment in written.items() if key in called]
