"""The benchmarks still measure what they say: what they send arrives, and is answered, at whatever hour."""

from benchmarks.delivery import delivery
from benchmarks.requests import Senders, envelopes
from tests.databases import Databases
from tests.operators import ON_SQLITE
from tests.stories.space import open_space

pytestmark = ON_SQLITE


def test_envelopes_are_answered(migrated_database_url: str) -> None:
    with open_space(migrated_database_url, road="socket") as space:
        space.slack.sockets.wait_for(2)
        people = tuple(space.joins(name).id for name in ("Ada Okafor", "Bob Lindqvist"))
        took = envelopes(space.slack, Senders(space.slack.team_id, people), count=2, at_once=2)
    assert len(took) == 2


def test_every_message_of_a_lead_is_timed_from_its_commit(databases: Databases) -> None:
    waited = delivery(databases.migrated, leads=1)
    assert waited.messages == 5, "the card, a word to the poster and their welcome, and two offers"
    assert waited.median > 0
