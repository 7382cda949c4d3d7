"""Slack's ids are unique within one workspace only: with the same ones in two, whatever is due is said in its own."""

import pytest
from sqlalchemy import update

from leadbot.db.tables import Workspace
from leadbot.services.due import do_all
from leadbot.slack.messenger import SlackMessenger
from tests.stories.space import on_one_engine, open_space

pytestmark = on_one_engine
OURS = ("Ottoline Okafor", "Peregrine Petrov", "Rosalind Morgan", "Thaddeus Claes", "Umberto Sato")
THEIRS = ("Zebedee Quaye", "Yorick Lindqvist", "Xiomara Chen", "Wolfgang Achterberg", "Quentin Novak")
SPOKEN = ("chat.postMessage", "chat.update")


def lives(space, names, work):
    """Somebody posts; one of those who are asked is introduced, and the others have not answered."""
    poster, *others = [space.joins(name) for name in names]
    for person in others:
        person.types("/skills logo design")
    space.settles()
    space.posts(poster, work, skills=["logo-design"], places="1")
    space.accepts(others[0])
    space.posts(poster, f"Sign for {work}", skills=["logo-design"])
    space.leadbot.courier.stop(10)  # from now on the test itself does what is due, for both


def words_in(space, since):
    """All that was said in a workspace."""
    return [str(call.args).lower() for call in space.slack.calls[since:] if call.method in SPOKEN]


@pytest.mark.case("TENANT-04", "TENANT-07")
def test_reminders_waves_follow_ups_and_summaries_never_cross_over(migrated_database_url):
    with open_space(migrated_database_url) as ours:
        lives(ours, OURS, "a brewery")
        with open_space(migrated_database_url, ids_like=ours.slack) as theirs:
            lives(theirs, THEIRS, "a florist")
            spaces = (ours, theirs)
            assert {person.id for person in ours.slack.people} == {person.id for person in theirs.slack.people}
            assert ours.leads.id == theirs.leads.id
            carrier = SlackMessenger(by_workspace(spaces))
            since = [len(space.slack.calls) for space in spaces]
            for _ in range(9):
                for space in spaces:
                    space.time.passes(days=1)
                do_all(ours.leadbot.worker_database, carrier, ours.time, ours.leadbot.patience)
            here, there = (words_in(space, start) for space, start in zip(spaces, since, strict=True))

    assert not any("florist" in said or name.split()[0].lower() in said for said in here for name in THEIRS)
    assert not any("brewery" in said or name.split()[0].lower() in said for said in there for name in OURS)
    for said, work in ((here, "brewery"), (there, "florist")):
        for job in ("is still open to you", "have you and", "open now: "):
            assert any(job in each and work in each for each in said), (job, work, [each[:160] for each in said])
    assert min(len(here), len(there)) > 10


def by_workspace(spaces):
    """The client of each workspace; both are awake again, which only one is while Leadbot has one token."""
    clients = {}
    for space in spaces:
        with space.leadbot.worker_database.transaction() as session:
            session.execute(update(Workspace).values(stopped_for=None))
            workspace = session.query(Workspace).filter_by(slack_team_id=space.slack.team_id).one()
            clients[workspace.id] = space.leadbot.messenger.client_for(workspace.id)
    return clients.__getitem__
