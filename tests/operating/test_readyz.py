"""`/readyz` says whether Leadbot works, and why not."""

from tests.databases import Databases
from tests.operators import ON_POSTGRESQL, ON_SQLITE, Operator


@ON_SQLITE
def test_readyz_says_why_it_is_not_ready(on_a_migrated_database: Operator) -> None:
    operator = on_a_migrated_database
    operator.runs()
    operator.executes("UPDATE alembic_version SET version_num = 'another'")
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

    operator.executes("UPDATE messages SET state = 'waiting', due_at = due_at - interval '1 hour', lease_until = NULL")
    assert "Deliveries do not move" in operator.awaits("/readyz", 503)


@ON_POSTGRESQL
def test_readyz_says_so_when_the_database_is_gone(operator: Operator, databases: Databases) -> None:
    with databases.migrated() as url:
        operator.environment["DATABASE_URL"] = url
        operator.runs()
        assert operator.gets("/readyz") == (200, "ready\n")
    assert "database does not answer" in operator.awaits("/readyz", 503)
    assert operator.gets("/healthz") == (200, "ok\n")
