"""`/readyz` says whether Leadbot works, and why not."""

from datetime import timedelta

from sqlalchemy import text, update

from leadbot.db.outbox import Message
from leadbot.domain.clock import utc_now
from tests.databases import Databases
from tests.operators import ON_POSTGRESQL, ON_SQLITE, Operator

HOUR = timedelta(hours=1)


@ON_SQLITE
def test_readyz_says_why_it_is_not_ready(on_a_migrated_database: Operator) -> None:
    operator = on_a_migrated_database
    operator.runs()
    operator.changes(text("UPDATE alembic_version SET version_num = 'another'"))
    assert "leadbot migrate" in operator.awaits("/readyz", 503)
    assert operator.gets("/healthz") == (200, "ok\n")


@ON_POSTGRESQL
def test_readyz_tells_of_deliveries_that_nobody_makes(on_a_migrated_database: Operator) -> None:
    operator = on_a_migrated_database
    operator.starts("web")  # and no worker beside it
    operator.awaits("/readyz", 200)
    operator.slack.deliver_to(f"http://127.0.0.1:{operator.environment['PORT']}/slack/events")
    ada = operator.slack.add_person("Ada")
    ada.types("/lead Logo for a café")
    assert ada.wait_for_form(callback_id="lead_form").submit() is None
    operator.slack.wait_until(lambda: ada.inbox, what="what follows the press is said at once")
    assert operator.gets("/readyz") == (200, "ready\n")

    def leave_all_behind() -> None:
        operator.changes(update(Message).values(state="waiting", due_at=utc_now() - HOUR, lease_until=None))

    # Again and again, because a thread may still be looking for more to say, and take up what it finds.
    reason = operator.awaits("/readyz", 503, meanwhile=leave_all_behind)
    assert reason == "Deliveries do not move: a message has been due for 60 minutes.\n"


def test_readyz_tells_of_a_message_that_is_tried_in_vain(on_a_migrated_database: Operator) -> None:
    operator = on_a_migrated_database
    operator.runs()
    ada = operator.slack.add_person("Ada")
    operator.slack.fail("chat.postMessage", error="service_unavailable", times=1000)
    ada.types("/lead Logo for a café")
    assert ada.wait_for_form(callback_id="lead_form").submit() is None
    operator.slack.wait_until(lambda: operator.slack.calls_to("chat.postMessage"), what="Leadbot tries")
    assert operator.gets("/readyz") == (200, "ready\n")  # for a while it may fail, and mend itself

    def an_hour_passes() -> None:
        operator.changes(update(Message).where(Message.error.is_not(None)).values(due_at=utc_now() - HOUR))

    reason = operator.awaits("/readyz", 503, meanwhile=an_hour_passes)
    assert reason.startswith("Deliveries fail: a message has been due for 60 minutes; attempts: ")
    assert reason.endswith(", the last error: service_unavailable.\n")


@ON_POSTGRESQL
def test_readyz_says_so_when_the_database_is_gone(operator: Operator, databases: Databases) -> None:
    with databases.migrated() as url:
        operator.environment["DATABASE_URL"] = url
        operator.runs()
        assert operator.gets("/readyz") == (200, "ready\n")
    assert "database does not answer" in operator.awaits("/readyz", 503)
    assert operator.gets("/healthz") == (200, "ok\n")
