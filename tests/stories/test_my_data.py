"""`/leadbot my-data`: a member gets all that is kept about them, as files that they can read, and nothing of others."""

import csv
import io
import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from leadbot.db.outbox import Message
from leadbot.services.open_formats import FORMULA
from tests.stories.contracts import gathers, moves_in
from tests.stories.passing import later, questions, says
from tests.stories.space import on_one_engine

pytestmark = [on_one_engine, pytest.mark.case("PRIVACY-06")]

SOON = timedelta(minutes=1)


def files(space, person):
    """The files that this person was sent last, by how their names end."""
    sent = [message for message in person.inbox if message.files][-1]
    assert "everything I keep about you" in sent.text
    contents = {each["name"].rpartition(".")[2]: space.slack.workspace.files[each["id"]].content for each in sent.files}
    assert contents.keys() == {"csv", "json"}
    return contents


def asks(space, person):
    """Somebody asks for their data: the JSON, and the lines of the table."""
    answer = person.types("/leadbot my-data")
    assert "as a direct message" in answer.text
    space.settles()
    sent = files(space, person)
    document = json.loads(sent["json"])
    return document["kept"], list(csv.reader(io.StringIO(sent["csv"].decode("utf-8-sig"))))


def test_a_member_gets_all_of_theirs_and_nothing_of_others(space):
    ada, bob, *_ = space.moves_in()
    bob.types("/skills")
    bob.wait_for_form(callback_id="skills_form").fill(profile="I draw letters by hand").submit()
    space.posts(ada, "Logo for a bakery", confidential="Mrs Baker, 0161 496 0000")
    space.accepts(bob)
    later(space, days=2, minutes=5)
    says(space, bob, questions(bob)[-1], "won", value="£1,234", thanks="Bob says thank you")

    kept, table = asks(space, ada)
    assert kept["What you posted"][0]["title"] == "Logo for a bakery"
    assert kept["What you posted"][0]["confidential"] == "Mrs Baker, 0161 496 0000"
    assert kept["You"][0] | {"name": "Ada Okafor", "slack_user_id": ada.id, "host": False} == kept["You"][0]
    assert kept["Introductions to what you posted"][0]["about_number"] == 1
    told = json.dumps(kept) + repr(table)
    for others in (bob.id, "Bob", "letters by hand", "1234", "thank you", "123400"):
        assert others not in told, others

    kept, table = asks(space, bob)
    assert kept["You"][0]["profile"] == "I draw letters by hand"
    assert [each["skill"] for each in kept["Your skills"]] == ["web-design", "logo-design", "wordpress"]
    assert kept["What you were asked"][0]["state"] == "accepted"
    assert kept["What you told of introductions"][0]["thanks"] == "Bob says thank you"
    assert kept["What you told of introductions"][0]["value"] == 123400
    assert ["You", "1", "profile", "I draw letters by hand"] in table
    assert all(line[3] for line in table), "what is not known needs no line"
    told = json.dumps(kept) + repr(table)
    for others in (ada.id, "Ada", "Baker", "0161"):
        assert others not in told, others


def test_the_file_is_there_within_a_minute_by_night_and_after_a_full_day_and_once(space):
    ada, *_ = space.moves_in()
    space.time.passes(hours=14)
    asked = space.time()
    ada.types("/leadbot my-data")
    ada.types("/leadbot my-data")
    sent = space.waits_for(ada, "everything I keep about you")
    assert float(sent.ts) - asked.timestamp() < SOON.total_seconds()
    space.settles()
    assert len([message for message in ada.inbox if message.files]) == 1
    ada.opens_home()
    space.slack.wait_until(lambda: ada.home, what="the Home tab")
    space.time.passes(minutes=2)
    ada.home.press("My data")
    space.settles()
    assert len([message for message in ada.inbox if message.files]) == 2


@pytest.mark.case("SLACK-07")
def test_when_an_answer_is_lost_the_file_comes_once(space):
    ada = space.joins("Ada Okafor", "bookkeeping")
    for number, lost in enumerate(("files.completeUploadExternal", "files.getUploadURLExternal"), start=1):
        space.slack.fail(lost, lose_answer=True)
        ada.types("/leadbot my-data")
        space.settles()
        later(space, minutes=2)
        sent = [message for message in ada.inbox if message.files]
        assert len(sent) == number
        with space.leadbot.database.reading() as session:
            asked = session.scalars(select(Message).where(Message.purpose == "my_data").order_by(Message.id)).all()
        assert [message.state for message in asked] == ["sent"] * number
        assert all(str(asked[-1].id) in file["name"] for file in sent[-1].files)


@pytest.mark.case("INJECT-12")
def test_a_cell_that_begins_like_a_formula_is_shown_as_text(space):
    ada = space.joins("Ada Okafor", "bookkeeping")
    for profile in ("=1+1", "+44 161", "-1", "@SUM(A1)"):
        ada.types("/skills")
        ada.wait_for_form(callback_id="skills_form").fill(profile=profile).submit()
        space.time.passes(minutes=1)
        kept, table = asks(space, ada)
        assert kept["You"][0]["profile"] == profile
        assert ["You", "1", "profile", f"'{profile}"] in table
        assert not any(cell.startswith(FORMULA) for line in table for cell in line)


def test_every_kind_of_row_is_in_the_file_of_those_whom_it_is_about(space):
    ada, *_ = moves_in(space)
    told, team = gathers(space, ada)
    assert told
    kept, _ = asks(space, team[0])
    assert kept["Teams"]
    assert kept["What you were thought of for"]
    kept, _ = asks(space, ada)
    assert kept["Bids that you convene"]
    assert kept["Teams"]
    assert kept["Messages to you"]


def test_an_app_from_before_there_were_files_goes_on_and_its_host_hears_why(space):
    hope = space.joins("Hope Adeyemi", "bookkeeping", is_admin=True)
    ada = space.joins("Ada Okafor", "bookkeeping")
    space.settles()
    space.slack.deny("files:write")
    ada.types("/leadbot my-data")
    space.settles()
    assert not [message for message in ada.inbox if message.files]
    told = space.waits_for(hope, "1 file with a member's own data", button="Send again")
    assert ada.types("/skills bookkeeping, juggling").text.startswith("Saved."), "nothing else has stopped"
    space.slack.scopes = space.slack.scopes | {"files:write"}
    hope.press(told, "Send again")
    space.settles()
    assert files(space, ada)
