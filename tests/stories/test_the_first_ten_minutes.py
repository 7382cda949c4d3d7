"""The first ten minutes: the owner sets the space up in three steps, and each member is welcomed once."""

import pytest
from sqlalchemy import select

from leadbot.db.tables import Workspace
from leadbot.playground.local_slack import LocalSlack
from leadbot.services.claim import Patience
from leadbot.slack.haste import Haste
from tests.stories.space import UNHURRIED, Space, Time, labels, on_one_engine, served
from tests.stories.test_home import flat, opens_home

pytestmark = on_one_engine

HELLO = "Three steps, and your space can begin."
WELCOME = "Neighbours here pass each other work."


@pytest.fixture
def started(migrated_database_url):
    """Leadbot starts in a Slack in which people are already: Olive owns it, Adam is another admin, Gus a guest."""
    time = Time()
    with LocalSlack(clock=time, retry_delays=(0.0, 0.0, 0.0)) as slack:
        slack.add_person("Adam Admin", is_admin=True)
        slack.add_person("Olive Owner", is_admin=True, is_owner=True, tz="Europe/Dublin")
        slack.add_person("Gus Guest", is_restricted=True)
        patience = Patience(timeout=2.0, margin=0.5)
        space = Space(slack, migrated_database_url, time, patience, "DEBUG", "http", Haste(UNHURRIED))
        with served(space.leadbot.wsgi) as space.address:
            slack.deliver_to(f"{space.address}/slack/events")
            space.leadbot.start()
            space.settles()
            yield space
            slack.deliver_to(None)
            space.leadbot.stop()
        assert not slack.faults, slack.faults


def step(space, person, label, form):
    """The owner presses one of the steps; gives its form."""
    person.press(space.heard(person, HELLO), label)
    return person.wait_for_form(callback_id=form)


def test_the_owner_takes_three_steps_that_are_filled_in_with_what_the_workspace_tells(started):
    space, olive = started, started.slack.person("Olive")
    told = space.heard(olive, HELLO)
    assert labels(told) == ["Choose the channel", "Choose when", "Invite members"]
    assert [person.name for person in space.slack.people if space.heard(person, HELLO)] == ["Olive Owner"]

    form = step(space, olive, "Choose the channel", "setup_channel_form")
    assert form.values() == {"leads_channel": space.leads.id}
    assert form.submit() is None
    space.settles()
    assert "1. The channel (done)" in space.heard(olive, HELLO).words

    form = step(space, olive, "Choose when", "setup_summary_form")
    assert form.values() == {
        "summary_day": "0",
        "summary_time": "09:00",
        "time_zone": "Europe/Dublin",
        "region": "IE",
        "currency": "EUR",
    }
    left = form.fill(summary_day="2").submit()
    assert left.words == "Saved. The next summary comes on Wed 2 Dec at 09:00."
    left.close()
    space.settles()
    told = flat(space.heard(olive, HELLO))
    assert "2. The weekly summary (done) It comes on Wednesday at 09:00, Dublin, Ireland; holidays of Ireland." in told

    form = step(space, olive, "Invite members", "setup_invite_form")
    assert "Ask your members to join the leads channel." in form.words
    assert form.fill(hosts=[space.slack.person("Adam")]).submit() is None
    space.settles()
    assert space.heard(olive, HELLO).words.count("(done)") == 3
    with space.leadbot.database.reading() as session:
        kept = session.scalars(select(Workspace)).one()
        assert (kept.channel_chosen, kept.region, kept.currency, kept.summary_day) == (True, "IE", "EUR", 2)
        assert kept.hosts == [space.slack.person("Adam").id]
    assert step(space, olive, "Choose the channel", "setup_channel_form").values() == {"leads_channel": space.leads.id}
    assert len(space.all_heard(olive, HELLO)) == 1


def test_a_step_that_cannot_be_right_is_refused_under_its_field(started):
    space, olive = started, started.slack.person("Olive")
    form = step(space, olive, "Choose the channel", "setup_channel_form")
    form.view.values["leads_channel"]["value"].update(selected_conversation="D0123456")
    assert form.submit().errors == {"leads_channel": "Please choose a public channel."}
    form.close()
    assert "(done)" not in space.heard(olive, HELLO).words


def test_another_start_says_nothing_a_second_time(started):
    space, olive = started, started.slack.person("Olive")
    with space.leadbot.database.transaction() as session:
        session.scalars(select(Workspace)).one().hosts_due_at = space.time()  # as every start does
    space.settles()
    assert len(space.all_heard(olive, HELLO)) == 1


def test_whoever_joins_the_leads_channel_is_welcomed_once_with_a_guess_from_their_slack_title(started):
    space = started
    bob = space.slack.add_person("Bob Lindqvist", title="Brand designer & illustrator <!channel>")
    for _ in range(2):  # they leave, and come again
        space.slack.join(space.leads, bob)
        space.settles()
    [told] = space.all_heard(bob, WELCOME)
    assert "Going by your Slack title, you do branding and illustration. Is that right?" in told.words
    assert "channel>" not in told.words
    bob.press(told, "Confirm your skills")
    form = bob.wait_for_form(callback_id="skills_form")
    assert form.values()["skills"] == ["branding", "illustration"]
    assert "You list no skills yet" in opens_home(space, bob, "What you can do").words, "until they have said so"
    assert form.submit() is None
    assert "You list branding and illustration." in opens_home(space, bob, "You list branding").words


def test_whoever_first_uses_it_is_welcomed_and_whoever_says_what_they_do_has_found_their_way(started):
    space = started
    cat, dan, eve, fay = (space.slack.add_person(name) for name in ("Cat Morgan", "Dan Kay", "Eve Sato", "Fay Mensah"))
    cat.opens_home()
    fay.types("/leads")  # for which Slack is asked first who she is
    space.whispered(fay, "Nothing is open just now", where=fay.dm)
    eve.types("/leadbot help")
    dan.types("/skills bookkeeping")
    space.settles()
    for person in (cat, eve, fay):
        told = space.heard(person, WELCOME)
        assert labels(told) == ["Add your skills"]
        assert "title" not in told.words
    cat.opens_home()
    eve.types("/leads")
    space.slack.join(space.leads, eve)
    space.slack.join(space.leads, dan)
    space.settles()
    assert [len(space.all_heard(person, WELCOME)) for person in (cat, dan, eve, fay)] == [1, 0, 1, 1]


def test_guests_bots_outsiders_and_who_joins_another_channel_are_not_welcomed(started):
    space, gus = started, started.slack.person("Gus")
    bot = space.slack.add_person("Botty", is_bot=True)
    oli = space.slack.add_person("Oli Outsider", team_id="T0990000001")
    ned = space.slack.add_person("Ned Neighbour")
    kitchen = space.slack.add_channel("kitchen", app_in=True)
    for person in (gus, bot, oli):
        space.slack.join(space.leads, person)
    space.slack.join(kitchen, ned)
    space.settles()
    assert [space.heard(person, WELCOME) for person in (gus, bot, oli, ned)] == [None] * 4
    olive = space.slack.person("Olive")
    olive.types("/leadbot settings")
    saved = olive.wait_for_form(callback_id="settings_form").fill(guests=["yes"]).submit()
    saved.close()
    gus.types("/leads")
    space.settles()
    assert space.heard(gus, WELCOME) is None


def test_a_host_from_the_install_to_the_first_summary_and_a_member_from_the_welcome_to_a_yes(started):
    space, olive = started, started.slack.person("Olive")
    for label, form in (
        ("Choose the channel", "setup_channel_form"),
        ("Choose when", "setup_summary_form"),
        ("Invite members", "setup_invite_form"),
    ):
        left = step(space, olive, label, form).submit()
        space.settles()
        if left is not None:
            assert not left.errors
            left.close()

    bob = space.slack.add_person("Bob Lindqvist", title="Logo design")
    space.slack.join(space.leads, bob)
    bob.press(space.waits_for(bob, WELCOME), "Confirm your skills")
    assert bob.wait_for_form(callback_id="skills_form").submit() is None
    space.settles()
    space.posts(olive, "Logo for a bakery, €900")
    opens_home(space, bob, "Olive has a lead that looks like you").press("I'm interested")
    space.waits_for_group(olive, bob, "Logo for a bakery")

    space.time.passes(days=7)
    space.settles()
    [summary] = [message for message in space.leads.messages if "Open now" in message.words]
    assert "1 introduction from 1 lead that was open" in summary.words
