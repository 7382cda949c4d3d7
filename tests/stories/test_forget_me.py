"""`/leadbot forget-me`: whoever asks to be forgotten is found nowhere any more, and others go on."""

import logging
from pathlib import Path

import pytest
from sqlalchemy import func, make_url, select

from leadbot.db.base import Base
from leadbot.db.outbox import Message
from leadbot.db.tables import Introduction, Member, Opportunity
from tests.stories.contracts import PAIR, gathers, group_of, in_days, posts
from tests.stories.passing import later, questions, says
from tests.stories.space import labels, on_one_engine, open_space

pytestmark = pytest.mark.case("PRIVACY-07")

ZOE = "Zuleika Quintrell"
# What Zoe wrote, each with a word that stands nowhere else.
HERS = {
    "skill": "quillcraft",
    "profile": "Marbling since before the flood, at Wharfside",
    "title": "Signage for the velodrome",
    "details": "Enamelled, as in the tramway days",
    "confidential": "Mr Ormerod, 0161 496 0777",
    "budget": "£7,771",
    "open": "Mural for the lido",
    "role": "Gilder of domes",
    "thanks": "Obliged and delighted",
    "split": "Two fifths to the cartographer",
    "place": "beside the walnut plan chest",
}
WORDS = ("Zuleika", "Quintrell", *HERS.values())


def asks_for_it(space, person):
    """Somebody asks to be forgotten: gives the words with the button under them."""
    answer = person.types("/leadbot forget-me")
    assert "It cannot be undone" in answer.text
    return space.whispered(person, "It cannot be undone", person.dm)


def forgets(space, person):
    """Somebody is forgotten, at their wish; gives the words that had the button."""
    asked = asks_for_it(space, person)
    person.press(asked, "Erase everything about me")
    space.whispered(person, "I keep nothing about you any more", person.dm)
    space.settles()
    return asked


def rows(space):
    """Every row of the database, as text, with its table."""
    found = []
    with space.leadbot.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            found += [(table.name, str(tuple(row))) for row in session.execute(select(table))]
    return found


def where_found(space, words):
    """The rows in which these words stand yet; on SQLite, the files too."""
    found = [(table, word, row) for table, row in rows(space) for word in words if word.lower() in row.lower()]
    url = make_url(space.database_url)
    if url.get_backend_name() == "sqlite":
        for file in Path(str(url.database)).parent.glob(f"{Path(str(url.database)).name}*"):
            kept = file.read_bytes().lower()
            found += [(file.name, word, "") for word in words if word.lower().encode() in kept]
    return found


def said_elsewhere(space, person, words):
    """What Leadbot has said to others, as it stands now, in which these words are found."""
    theirs = {person.dm.id}
    return [
        (each.name, word, message.words)
        for each in space.slack.conversations
        if each.id not in theirs
        for message in each.everything
        if message.from_app
        for word in words
        if word.lower() in (message.words + message.text + str(message.blocks)).lower()
    ]


def columns_that_name(member_id, space):
    """The columns with a key of this member's, of all that there are; and those of them in which it stands."""
    keys, filled = set(), set()
    with space.leadbot.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for key in table.foreign_key_constraints:
                if key.referred_table.name == "members":
                    column = next(each for each in key.columns if each.name != "workspace_id")
                    keys.add(str(column))
                    if session.scalar(select(func.count()).select_from(table).where(column == member_id)):
                        filled.add(str(column))
    return keys, filled


def numbers(space):
    """What is counted: opportunities by state, and introductions by what came of them."""
    with space.leadbot.database.reading() as session:
        met = session.execute(select(Introduction.outcome, func.count()).group_by(Introduction.outcome))
        return sorted(map(str, met)), session.scalar(select(func.count()).select_from(Opportunity))


def live_a_full_life(space):
    """Zoe does all that a member can do, so that there is something of hers in every table. Gives her, Bob and the host."""
    hope = space.joins("Hope Adeyemi", "bookkeeping", is_admin=True)
    zoe = space.joins(ZOE, f"logo design, {HERS['skill']}")
    ada, bob = space.joins("Ada Okafor"), space.joins("Bob Lindqvist", "logo design")
    writer, photographer = space.joins("Dan Achterberg", "copywriting"), space.joins("Fay Mensah", "photography")
    space.settles()
    zoe.types("/skills")
    zoe.wait_for_form(callback_id="skills_form").fill(profile=HERS["profile"]).submit()

    first = space.posts(
        zoe,
        f"{HERS['title']}, logo design",
        title=HERS["title"],
        details=HERS["details"],
        confidential=HERS["confidential"],
        budget=HERS["budget"],
        skills=["logo-design"],
    )
    space.accepts(bob)
    zoe.press(first, "Close")
    space.settles()
    space.posts(zoe, HERS["open"], title=HERS["open"], skills=["logo-design"], confidential=HERS["confidential"])
    space.accepts(bob)
    roles = PAIR | {"role_1": HERS["role"]}
    told, _ = gathers(space, zoe, roles, bid_deadline=in_days(space, 1), confidential=HERS["confidential"])
    assert told
    assert {writer.id, photographer.id} <= {member.id for member in group_of(zoe).members}

    space.posts(ada, "Logo for a bakery")
    space.accepts(zoe)
    space.posts(ada, "Logo for a brewery", places="2")
    space.passes(zoe, "someone_better", someone=writer)
    posts(space, ada, {"role_1": "Sign painter", "role_1_skills": ["logo-design"]})
    space.posts(ada, "Logo for a butcher")
    space.passes(zoe, "not_my_skill")
    later(space, days=2, minutes=5)
    says(space, zoe, questions(zoe)[0], "won", value="£4,440", thanks=HERS["thanks"], share=["thanks", "names"])
    sent = space.waits_for(zoe, "Was the bid sent?", button="It was sent")
    zoe.press(sent, "It was sent")
    space.settles()
    says(space, zoe, sent, "won", value="£9,990", thanks=HERS["thanks"], split=HERS["split"])
    space.posts(ada, "Logo for a baker's dozen", skills=["logo-design"])
    assert HERS["place"] in zoe.types(f"/here {HERS['place']}").text
    return zoe, bob, hope


def test_somebody_with_a_row_of_every_kind_is_found_nowhere_any_more(migrated_database_url, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    with open_space(migrated_database_url, log_level="DEBUG") as space:
        zoe, bob, hope = live_a_full_life(space)
        with space.leadbot.database.reading() as session:
            member_id = session.scalars(select(Member.id).where(Member.slack_user_id == zoe.id)).one()
        keys, filled = columns_that_name(member_id, space)
        assert keys == filled, "there is a kind of row that this story does not have"
        before = {word for _, word, _ in where_found(space, [*WORDS, zoe.id])}
        assert before == {*WORDS, zoe.id}
        counted, heard = numbers(space), len(bob.inbox)

        forgets(space, zoe)
        later(space, days=1)
        told = [message.words for message in bob.inbox[heard:]]
        assert any("has left the space. I have asked the hosts" in words for words in told)
        for orphan in space.all_heard(hope, "has left the space", button="Close it"):
            hope.press(orphan, "Close it")
            space.settles()
        later(space, days=1)

        assert where_found(space, [*WORDS, zoe.id]) == []
        assert said_elsewhere(space, zoe, [*WORDS, zoe.id]) == []
        assert numbers(space) == counted, "that it was won is still counted"
        with space.leadbot.database.reading() as session:
            assert session.scalar(select(func.count()).where(Message.to_member_id == member_id)) == 0
    captured = capfd.readouterr()
    logged = (captured.out + captured.err + caplog.text).lower()
    assert "not written" not in logged
    assert [word for word in WORDS if word.lower() in logged] == []


@on_one_engine
def test_it_is_asked_once_and_again_is_harmless(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    asked = forgets(space, bob)
    before = rows(space)
    assert bob.types("/leadbot forget-me").text == "I keep nothing about you."
    bob.press(asked, "Erase everything about me")
    space.whispered(bob, "I keep nothing about you.", bob.dm)
    space.settles()
    assert [row for row in rows(space) if row[0] != "seen_requests"] == [
        row for row in before if row[0] != "seen_requests"
    ]
    assert bob.types("/skills juggling").text.startswith("Saved."), "whoever comes back begins anew"
    bob.press(asked, "Erase everything about me")
    space.whispered(bob, "That button is out of date.", bob.dm)
    assert "juggling" in str(rows(space))


@on_one_engine
def test_nobody_is_forgotten_by_another_or_by_asking(space):
    ada, bob, cat, _ = space.moves_in()
    asked = asks_for_it(space, cat)
    space.posts(ada, "Logo for a bakery")
    space.forges(bob, space.card(), "forget_me_confirm", next(button.value for button in asked.buttons))
    for name in ("Ada Okafor", "Bob Lindqvist", "Cat Morgan"):
        assert name in str(rows(space))


@on_one_engine
def test_what_is_queued_for_them_is_never_said_and_the_next_in_line_is_asked(space):
    ada, people = space.joins("Ada Okafor"), space.designers()
    space.time.passes(hours=14)
    space.posts(ada, "Logo for a bakery", skills=["logo-design"])
    with space.leadbot.database.reading() as session:
        waiting = set(
            session.scalars(
                select(Member.slack_user_id)
                .join(Message, Message.to_member_id == Member.id)
                .where(Message.purpose == "offer")
            )
        )
    gone = next(person for person in people if person.id in waiting)
    forgets(space, gone)
    heard = len(gone.inbox)
    later(space, hours=10)
    later(space, days=1)
    assert len(gone.inbox) == heard
    others = [person for person in people if person is not gone]
    assert all(space.heard(person, "bakery") for person in others)


@on_one_engine
def test_what_is_on_its_way_to_others_when_they_are_forgotten_is_put_right_once_it_is_there(space):
    ada, cat = space.joins("Ada Okafor", "bookkeeping"), space.joins("Cat Morgan", "logo design")
    asked = asks_for_it(space, ada)
    on_its_way = space.slack.hold("chat.postMessage", when=lambda args: args["channel"] == cat.dm.id)
    ada.types("/lead Logo for a bakery")
    ada.wait_for_form().submit()
    assert on_its_way.arrived.wait(10)
    ada.press(asked, "Erase everything about me")
    space.whispered(ada, "I keep nothing about you any more", ada.dm)
    on_its_way.release()
    space.settles()
    assert space.heard(cat, "bakery"), "it could not be called back"
    assert said_elsewhere(space, ada, ["Ada", "Okafor", ada.id]) == []


@on_one_engine
def test_whoever_they_were_introduced_to_hears_that_they_have_left_and_no_more(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    group = space.waits_for_group(ada, bob)
    heard, said = len(ada.inbox), len(group.everything)
    forgets(space, bob)
    later(space, minutes=5)
    told = ada.inbox[heard:]
    assert [message.text for message in told] == [
        "A neighbour has left the space, and so your lead 1. I'm looking for the next in line. Logo for a bakery"
    ]
    assert len(group.everything) == said
    assert "A neighbour has stepped back." in group.messages[0].words
    assert said_elsewhere(space, bob, ["Bob", "Lindqvist", bob.id]) == []


@on_one_engine
def test_what_is_gone_in_slack_by_then_is_not_said_a_second_time(space):
    ada, bob, *_ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    ada.press(posted, "Close")
    later(space, days=2, minutes=5)
    says(space, bob, questions(bob)[-1], "won")
    later(space, days=40)
    heard = len(ada.inbox)
    space.slack.fail("chat.update", "message_not_found", times=99)
    forgets(space, bob)
    later(space, days=1)
    assert [message.text for message in ada.inbox[heard:]] == []


@on_one_engine
def test_what_nobody_takes_on_loses_its_words_once_its_time_has_run_out(space):
    ada, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery", details=HERS["details"])
    forgets(space, ada)
    assert where_found(space, ["bakery"]), "a host may still take it on"
    later(space, days=31)
    later(space, days=1)
    assert where_found(space, ["bakery", HERS["details"]]) == []
    assert said_elsewhere(space, ada, ["bakery", HERS["details"]]) == []


@on_one_engine
def test_a_host_who_takes_it_on_keeps_its_words_and_nothing_confidential(space):
    hope = space.joins("Hope Adeyemi", "bookkeeping", is_admin=True)
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery", confidential=HERS["confidential"])
    space.accepts(bob)
    forgets(space, ada)
    orphan = space.waits_for(hope, "A neighbour has left the space, and lead 1 goes on without them")
    hope.press(orphan, "Take it on")
    space.settles()
    group = space.waits_for_group(hope, bob, "Logo for a bakery")
    assert "Step back" in labels(group.messages[0])
    later(space, days=1)
    assert where_found(space, ["Ormerod", ada.id, "Okafor"]) == []
    assert said_elsewhere(space, ada, ["Ormerod", "Okafor"]) == []


@on_one_engine
def test_whoever_is_forgotten_while_something_is_said_to_them_stays_forgotten(migrated_database_url, capfd):
    with open_space(migrated_database_url) as space:
        ada, bob = space.joins("Ada Okafor"), space.joins("Bob Lindqvist", "logo design")
        asked = asks_for_it(space, bob)
        on_its_way = space.slack.hold("chat.postMessage", when=lambda args: args["channel"] == bob.dm.id)
        ada.types("/lead Logo for a bakery")
        ada.wait_for_form().submit()
        assert on_its_way.arrived.wait(10)
        bob.press(asked, "Erase everything about me")
        space.whispered(bob, "I keep nothing about you any more", bob.dm)
        on_its_way.release()
        space.settles()
        later(space, days=1)
        assert where_found(space, ["Lindqvist", bob.id, bob.dm.id]) == []
    captured = capfd.readouterr()
    assert "was not done" not in captured.out + captured.err
