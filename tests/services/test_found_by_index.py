"""What is asked all the time is found by an index: it must not take longer the more was ever said."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, event

from leadbot.db.outbox import Message
from leadbot.services.claim import CLAIM
from leadbot.services.due import ANY_DUE
from leadbot.services.kept_true import saying_anew
from leadbot.services.outbox import CALLED, SHOWS_OFFER, TELLS_POSTER, Purpose

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
NOW = {"now": datetime(2026, 11, 2, 10, tzinfo=UTC)}
HERE = {"workspace": uuid4()}
ANEW = NOW | HERE | {"named": "", "length": 0}
ASKED = {
    "what is due": (ANY_DUE, NOW),
    "what is to be delivered next": (CLAIM, NOW | {"until": NOW["now"]}),
    "what has a name": (CALLED, HERE | {"once": "card:1"}),
    "what tells of an offer": (
        saying_anew(SHOWS_OFFER, ("offer_id",), named=False),
        ANEW | {"about_offer_id": uuid4()},
    ),
    "what tells of an opportunity": (
        saying_anew(TELLS_POSTER, ("opportunity_id",), named=False),
        ANEW | {"about_opportunity_id": uuid4()},
    ),
    "what asks about an introduction": (
        saying_anew((Purpose.FOLLOW_UP,), ("introduction_id",), named=True),
        ANEW | {"about_introduction_id": uuid4()},
    ),
}


def ways(url, statement, values):
    """How SQLite goes about it: a line for each table, as `EXPLAIN QUERY PLAN` says of what it is really sent."""
    engine, sent = create_engine(url), []
    event.listen(engine, "before_cursor_execute", lambda _c, _cursor, sql, given, *_: sent.append((sql, given)))
    with engine.connect() as connection:
        connection.execute(statement, values)
        sql, given = sent[0]
        found = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)]
    engine.dispose()
    return found


@pytest.mark.parametrize("what", ASKED)
def test_no_message_is_read_that_is_not_asked_for(what, migrated_database_url):
    looked_at = [way for way in ways(migrated_database_url, *ASKED[what]) if Message.__tablename__ in way]
    assert looked_at
    for way in looked_at:
        assert way.startswith("SEARCH"), looked_at
        assert not way.endswith("(workspace_id=?)"), looked_at  # that is all of them
