"""In the real room: who is in today, and that two who are to meet are both in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from leadbot.db.check_ins import CheckIn
from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.domain.dates import say_dates
from leadbot.services.hello import arrive
from leadbot.services.purge import purge
from tests.stories.contracts import PAIR, group_of, invites, moves_in, posts
from tests.stories.passing import later
from tests.stories.space import Space, labels, on_an_old_phone, on_one_engine
from tests.stories.test_home import opens_home, shows
from tests.stories.weekly import monday_comes, summaries

EXAMPLE = "I need a time that is still to come today, like this: `/here until 5, by the window`"
ALONE = "Nobody else has checked in yet. Leaving sooner? `/here off`"


def wants_to_know(space: Space, *people, days=()) -> None:
    """They tick in their skills that they want to hear when somebody they are to meet is in."""
    for person in people:
        person.types("/skills")
        form = person.wait_for_form(callback_id="skills_form")
        skills = form.values().get("skills") or ["bookkeeping"]
        assert form.fill(skills=skills, together=["tell"], usual_days=list(days)).submit() is None
        space.settles()


def is_known(space: Space, *people) -> None:
    """Slack has told who they are, so that they are answered at once."""
    for person in people:
        person.types("/leadbot help")
    space.settles()


@pytest.fixture
def introduced(space: Space):
    """Ada and Bob, introduced on a Monday at ten, who want to hear when the other is in."""
    ada, bob, *_ = space.moves_in()
    wants_to_know(space, ada, bob)
    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    space.waits_for_group(ada, bob, "meet")
    return ada, bob


def test_two_who_are_to_meet_hear_that_both_are_in_once_a_day_until_they_have_met(space, introduced):
    ada, bob = introduced
    ada.types("/here until 5, by the window")
    space.settles()
    assert space.heard(bob, "both in today") is None
    assert bob.types("/here").text == "You're in today. Also in: Ada. Leaving sooner? `/here off`"
    space.settles()
    told = space.heard(bob, "You and Ada are both in today.", button="We've met")
    assert "Ada is in the space until 17:00, by the window. Say hello." in told.words
    assert "Lead 1 · Logo for a bakery" in told.words
    assert "Bob is in the space today. Say hello." in space.heard(ada, "You and Bob are both in today.").words

    bob.types("/here off")
    bob.types("/here until 4")
    ada.types("/here until 6")
    space.settles()
    assert len(space.all_heard(bob, "both in today")) == len(space.all_heard(ada, "both in today")) == 1

    bob.press(told, "We've met")
    space.settles()
    for person in (ada, bob):
        assert "Lovely: you have met." in space.heard(person, "are both in today").words
        assert labels(space.heard(person, "are both in today")) == []
    later(space, days=1)
    ada.types("/here")
    bob.types("/here")
    space.settles()
    assert len(space.all_heard(bob, "both in today")) == 1, "they have met"


@pytest.mark.parametrize("road", ["http"], indirect=True)
@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_two_who_come_in_at_the_same_moment_hear_of_each_other(space, introduced):
    ada, bob = introduced
    database = space.leadbot.worker_database
    waits = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )

    def bob_is_through_or_waits() -> bool:
        with database.reading() as session:
            return bobs.done() or session.scalar(waits) > 0

    with ThreadPoolExecutor() as doors:
        with database.transaction() as session:
            member = session.scalars(select(Member).where(Member.slack_user_id == ada.id)).one()
            arrive(Scope.of(session, member.workspace_id, space.time()), member, "")
            bobs = doors.submit(bob.types, "/here")
            while not bob_is_through_or_waits():  # before anybody can see that Ada has come
                assert not bobs.cancelled()
        assert bobs.result().text == "You're in today. Also in: Ada. Leaving sooner? `/here off`"
    space.settles()
    for person in introduced:
        assert len(space.all_heard(person, "are both in today.")) == 1


def test_a_follow_up_that_is_nearly_due_comes_when_both_are_in(space, introduced):
    ada, bob = introduced
    later(space, days=1, hours=1)  # it would come tomorrow at ten
    ada.types("/here until 3:30pm")
    bob.types("/here")
    space.settles()
    asked = space.heard(bob, "Have you and Ada spoken yet?", button="We've spoken")
    assert "You're both in today. Ada is in the space until 15:30. Say hello." in asked.words
    assert space.heard(bob, "You and Ada are both in today") is None, "nobody is written to twice for one meeting"
    assert space.heard(ada, "You and Bob are both in today.", button="We've met"), "who is not asked hears all the same"
    later(space, days=1)
    assert len(space.all_heard(bob, "spoken yet?")) == 1


@on_one_engine
def test_who_did_not_say_so_hears_nothing_and_is_asked_in_their_own_time(space):
    ada, bob, *_ = space.moves_in()
    wants_to_know(space, ada)
    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    later(space, days=1, hours=1)
    ada.types("/here")
    bob.types("/here")
    space.settles()
    assert space.heard(bob, "both in") is None
    assert space.heard(bob, "spoken yet?") is None
    assert space.heard(ada, "You and Bob are both in today")


@on_one_engine
def test_a_meeting_is_counted_once_and_is_the_first_of_the_weeks_numbers(space, introduced):
    ada, bob = introduced
    since = space.time().date()
    for person in introduced:
        person.types("/here")
    space.settles()
    told = {person: on_an_old_phone(space.heard(person, "are both in today.")) for person in introduced}
    for person in (bob, ada, bob):  # whoever presses, and presses again
        person.press(told[person], "We've met")
        space.settles()
    monday_comes(space)
    days = say_dates(since, since + timedelta(days=6), locale="en_GB")
    numbers = f"{days} · 1 of 1 introduction led to a meeting · 1 introduction from 1 lead that was open"
    assert numbers in summaries(space)[-1].words


@on_one_engine
def test_a_day_that_they_chose_themselves_is_kept(space, introduced):
    ada, bob = introduced
    later(space, days=2, hours=1)
    bob.press(space.heard(bob, "spoken yet?", button="Not yet"), "Not yet")
    on = space.time().date() + timedelta(days=2)
    assert bob.wait_for_form(callback_id="not_yet_form").fill(again=on).submit() is None
    later(space, days=1, hours=2)
    ada.types("/here")
    bob.types("/here")
    space.settles()
    assert len(space.all_heard(bob, "spoken yet?")) == 1
    assert space.heard(bob, "You and Ada are both in today")


@on_one_engine
def test_before_working_hours_it_waits_and_says_nothing_if_one_has_gone(space, introduced):
    ada, bob = introduced
    later(space, hours=22)  # eight in the morning
    ada.types("/here")
    bob.types("/here")
    space.settles()
    assert space.heard(bob, "both in today") is None
    ada.types("/here off")
    later(space, hours=1.5)
    assert space.heard(bob, "both in today") is None, "Ada has gone"


@on_one_engine
def test_it_is_counted_as_one_that_leadbot_starts_and_is_silent_on_another_day(space, introduced):
    ada, bob = introduced
    for what in ("brewery", "dentist"):  # with the first, three offers
        space.posts(ada, f"Logo for a {what}")
        space.offered(bob, what)
    ada.types("/here")
    bob.types("/here")
    space.settles()
    assert space.heard(bob, "both in today") is None, "his day is full"
    assert space.heard(ada, "both in today")
    later(space, hours=22)  # eight the next morning, before what waited is said
    ada.types("/here")
    bob.types("/here")
    later(space, hours=1, minutes=30)
    assert len(space.all_heard(bob, "both in today")) == 1, "yesterday's is not said any more"


@on_one_engine
def test_who_says_so_no_more_hears_nothing_that_waits(space, introduced):
    ada, bob = introduced
    later(space, hours=22)
    ada.types("/here")
    bob.types("/here")
    bob.types("/skills")
    bob.wait_for_form(callback_id="skills_form").fill(together=[]).submit()
    later(space, hours=1.5)
    assert space.heard(bob, "both in today") is None
    assert space.heard(ada, "both in today")


@on_one_engine
def test_offers_and_introductions_say_that_both_are_in_or_when_both_usually_are(space):
    ada, bob, cat, _ = space.moves_in()
    wants_to_know(space, ada, days="0134")
    wants_to_know(space, bob, days="13")
    ada.types("/here until 17:00, by the window")
    space.posts(ada, "Logo for a bakery")
    assert "You're both usually in on Tuesdays and Thursdays." in space.offered(bob).words
    assert "usually in" not in space.offered(cat).words
    assert "in the space" not in space.offered(bob).words, "Bob is not in"
    bob.types("/here until 4")
    space.accepts(bob)
    met = space.waits_for_group(ada, bob, "meet").messages[0].words
    assert (
        "You're both in today. Ada is in the space until 17:00, by the window. Bob is in the space until 16:00." in met
    )

    space.posts(ada, "Logo for a brewery")
    offer = space.offered(bob, "brewery")
    assert "You're both in today. Ada is in the space until 17:00, by the window." in offer.words
    assert "You're both in today. Ada is in the space until 17:00, by the window." in offer.text, "on a phone too"
    bob.types("/here off")
    later(space, days=1, hours=1)
    reminded = space.heard(bob, "is still open to you", button="I'm interested")
    assert "both in today" not in reminded.words, "the truth when it is sent"
    assert "You're both usually in on Tuesdays and Thursdays." in reminded.words
    asked = space.heard(bob, "spoken yet?")
    later(space, days=1)
    asked = space.waits_for(bob, "Have you and Ada spoken yet?", button="We've spoken")
    assert "You're both usually in on Tuesdays and Thursdays." in asked.words


@on_one_engine
def test_a_team_reads_who_of_it_is_in_and_when_all_usually_are(space):
    ada, _, _, dan, _, fay, _ = moves_in(space)
    for person, days in ((ada, "024"), (dan, "0124"), (fay, "24")):
        wants_to_know(space, person, days=days)
    told = posts(space, ada, PAIR)
    assert invites(space, ada, told, place_1=dan.name, place_2=fay.name) is None
    assert "You're both usually in on Mondays, Wednesdays and Fridays." in space.offered(dan, "has a place").words
    dan.types("/here until 5, in the studio")
    ada.types("/here")
    for person in (dan, fay):
        space.accepts(person, "has a place for you")
    words = group_of(ada).messages[0].words
    assert (
        "In the space: Ada today; Dan until 17:00, in the studio. You're all usually in on Wednesdays and Fridays."
        in words
    )
    assert space.heard(dan, "both in today") is None, "a team has a convener, and a day of its own"


@on_one_engine
@pytest.mark.parametrize("ada_is_in", [True, False])
def test_of_those_who_suit_as_well_who_can_be_met_today_is_asked_first(space, ada_is_in):
    ada = space.joins("Ada Okafor")
    *_, eve, fay = space.designers()  # three of the four are asked, and Fay came last
    fay.types("/here")
    if ada_is_in:
        ada.types("/here until 5")
        space.settles()
    space.posts(ada, "Logo for a bakery")
    asked, not_asked = (fay, eve) if ada_is_in else (eve, fay)
    offer = space.offered(asked, "bakery")
    assert space.heard(not_asked, "bakery") is None
    assert ("You're both in today. Ada is in the space until 17:00." in offer.words) is ada_is_in


@on_one_engine
def test_here_says_what_is_so_and_is_over_by_itself(space):
    ada, bob, *_ = space.moves_in()
    is_known(space, ada)
    assert ada.types("/here until 5, by the *window*").text == (f"You're in until 17:00, by the ∗window∗. {ALONE}")
    assert ada.types("/here 17:30").text == f"You're in until 17:30. {ALONE}"
    assert (
        bob.types("/here <!here> & co").text
        == "You're in today, &lt;!here&gt; &amp; co. Also in: Ada. Leaving sooner? `/here off`"
    )
    assert ada.types("/here OFF").text == "You're checked out. See you."
    assert ada.types("/here off").text == "You were not checked in."
    space.time.passes(hours=13, minutes=50)
    assert ada.types("/here").text == "You're in today. Also in: Bob. Leaving sooner? `/here off`"
    space.time.passes(minutes=20)  # past midnight
    assert "Nobody has checked in yet today." in opens_home(space, ada, "In the space today").words
    assert bob.types("/here").text == f"You're in today. {ALONE}"
    database = space.leadbot.worker_database
    purge(database, space.time())
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(CheckIn)) == 1, "nobody's days are kept"


@on_one_engine
def test_a_time_that_has_passed_or_is_none_changes_nothing(space):
    ada, bob, *_ = space.moves_in()
    is_known(space, ada)
    for typed in ("until 9am", "until 25", "until the cows come home", "tomorrow", "09:59, desk"):
        assert ada.types(f"/here {typed}").text == EXAMPLE, typed
    assert bob.types("/here").text == f"You're in today. {ALONE}"


@on_one_engine
def test_the_day_and_the_hours_are_each_members_own(space):
    kiri = space.joins("Kiri Waaka", "logo design", tz="Pacific/Auckland")  # it is eleven at night there
    assert kiri.types("/here until 11:30").text == f"You're in until 23:30. {ALONE}"
    lou = space.joins("Lou Adeyemi", "logo design", locale="en-US")
    assert lou.types("/here until 17:00").text.startswith("You're in until 5:00\u202fPM. Also in: Kiri.")
    space.time.passes(hours=1, minutes=10)
    assert lou.types("/here").text == f"You're in today. {ALONE}"
    assert kiri.types("/here until 11").text.startswith("You're in until 11:00."), "a new day has begun there"


@on_one_engine
def test_one_press_on_the_home_tab_checks_in_and_another_out(space):
    ada, bob, *_ = space.moves_in()
    is_known(space, ada)  # until Slack has told who she is, she reads of nobody
    opens_home(space, ada, "Nobody has checked in yet today.").press("I'm in today")
    shows(space, ada, "You today").press("I'm off")
    shows(space, ada, "Nobody has checked in yet today.").press("I'm in today")
    bob.types("/here until 5, by the window")
    home = opens_home(space, ada, "Bob Lindqvist until 17:00, by the window")
    assert home.words.index("You today") < home.words.index("Bob Lindqvist")
    is_known(space, ada, gus := space.joins("Gus Guest", is_restricted=True))
    assert "Leadbot is for the members" in gus.types("/here").text
    for number in range(9):
        space.joins(f"Neighbour {number}", "bookkeeping").types("/here")
    assert "And 3 more." in opens_home(space, ada, "And 3 more.").words
    assert "Bob, Neighbour" in ada.types("/here").text
    assert "and 5 more" in ada.types("/here").text


@on_one_engine
def test_help_names_it(space):
    told = space.joins("Bob Lindqvist").types("/leadbot help").text
    assert (
        "• `/here` – say that you're in the space today; `/here off` when you leave. Try `/here until 5, by the window`"
    ) in told


@on_one_engine
def test_a_place_that_is_a_story_is_refused_in_a_sentence(space):
    is_known(space, ada := space.joins("Ada Okafor"))
    assert "has to fit into 60 characters" in ada.types(f"/here until 5, {'x' * 61}").text
    assert ada.types("/here until 5,\x00 a\u202edesk").text == f"You're in until 17:00, adesk. {ALONE}"
