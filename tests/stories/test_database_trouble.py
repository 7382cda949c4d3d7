"""A database that is locked: "not saved, please try again", in time; never silence, and never a false yes."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import psycopg
import pytest
from sqlalchemy import make_url

from tests.cable import Cable
from tests.stories.space import open_space

NOT_SAVED = "That was not saved. Please try again in a moment."
TABLES = "seen_requests, members, member_skills, opportunities, roles, offers, introductions"


@contextmanager
def locked(space):
    """Somebody else writes, and does not finish."""
    url = make_url(space.leadbot.database.url)
    if url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(url.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    with psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False)) as other:
        other.execute(f"LOCK TABLE {TABLES} IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


@contextmanager
def written_to(space):
    """Somebody else writes what Leadbot would write, and does not finish; who reads is not held up."""
    if make_url(space.leadbot.database.url).get_backend_name() == "sqlite":
        with locked(space):
            yield
        return
    url = make_url(space.leadbot.database.url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as other:
        other.execute(f"LOCK TABLE {TABLES} IN SHARE MODE")
        yield
        other.rollback()


@pytest.mark.case("DB-02")
def test_a_command_is_answered_in_time_and_nothing_is_stored(space):
    bob = space.joins("Bob Lindqvist", "logo design")
    space.settles()
    with locked(space):
        answer = bob.types("/skills bookkeeping")
    assert answer.text == NOT_SAVED
    assert answer.seconds < 3
    bob.types("/skills")
    assert bob.wait_for_form(callback_id="skills_form").values()["skills"] == ["logo-design"]
    assert bob.types("/skills bookkeeping").text.startswith("Saved.")


@pytest.mark.case("DB-02")
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_twenty_who_write_while_somebody_else_does_are_all_told_and_lose_nothing(space):
    """The lock is held until all have been answered, so it may as well be held for an hour."""
    people = [space.slack.add_person(f"Member {number}") for number in range(20)]
    space.settles()
    with locked(space), ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda person: person.types("/skills bookkeeping"), people))
    assert [answer.text for answer in answers] == [NOT_SAVED] * 20
    with ThreadPoolExecutor(20) as pool:
        again = list(pool.map(lambda person: person.types("/skills bookkeeping"), people))
    assert [answer.text.partition(" ")[0] for answer in again] == ["Saved."] * 20


@pytest.mark.case("DB-02")
def test_a_form_and_a_press_keep_everything_for_another_try(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a brewery")
    offer = space.offered(bob)
    ada.types("/lead Logo for a bakery")
    form = ada.wait_for_form(callback_id="lead_form").fill(details="On the corner", confidential="Ring Jo")
    with locked(space):
        left = form.submit()
        assert NOT_SAVED in left.errors["title"]
        bob.press(offer, "I'm interested")
        assert NOT_SAVED in space.whispered(bob, "not saved", bob.dm).words
    assert left.values()["details"] == "On the corner"
    assert left.values()["confidential"] == "Ring Jo"
    space.settles()
    assert ada.types("/leads mine").text == "Yours: 1 Logo for a brewery"
    assert bob.group_with(ada) is None

    assert left.submit() is None
    bob.press(offer, "I'm interested")
    space.settles()
    assert ada.types("/leads mine").text == "Yours: 2 Logo for a bakery; 1 Logo for a brewery"
    space.waits_for_group(ada, bob, "meet")


def test_the_menu_of_skills_answers_though_the_database_is_locked(space):
    bob = space.joins("Bob Lindqvist", "logo design")
    bob.types("/skills")
    form = bob.wait_for_form(callback_id="skills_form")
    with locked(space):
        assert ("bookkeeping", "bookkeeping") in form.type_ahead("skills", "bookk")


@pytest.mark.case("DB-02", "REQ-04")
def test_what_was_saved_is_not_said_to_be_lost_when_it_comes_again_while_nothing_can_be(space):
    ada, bob, *_ = space.moves_in()
    ada.types("/lead Logo for a bakery")
    ada.wait_for_form(callback_id="lead_form").submit()
    bob.types("/skills bookkeeping")
    sent = [each for each in space.slack.deliveries if each.payload_type != "event"][-2:]
    space.settles()
    with written_to(space), ThreadPoolExecutor(3) as pool:
        new = pool.submit(bob.types, "/skills joinery")
        answers = list(pool.map(lambda each: space.slack.courier.send(each.payload_type, each.body), sent))
    assert [(each.status, each.answer) for each in answers] == [(200, "")] * 2
    assert new.result().text == NOT_SAVED
    assert ada.types("/leads mine").text == "Yours: 1 Logo for a bakery"


@contextmanager
def gone(space):
    """The database's server lets nobody in, and has thrown out whoever was."""
    url = make_url(space.leadbot.database.url)
    elsewhere = url.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(elsewhere, autocommit=True) as server:
        server.execute(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS false')
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [url.database])
        yield
        server.execute(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS true')


@pytest.mark.case("DB-01")
@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_database_that_is_gone_is_said_in_time_and_all_goes_on_when_it_is_back(space):
    bob = space.joins("Bob Lindqvist", "logo design")
    space.settles()
    with gone(space), space.leadbot.courier.at_rest(30):
        answer = bob.types("/skills bookkeeping")
    assert answer.text == NOT_SAVED
    assert answer.seconds < 3
    assert bob.types("/skills bookkeeping").text.startswith("Saved.")


@pytest.fixture
def cable(migrated_database_url):
    """What runs from Leadbot to its database."""
    cable = Cable(migrated_database_url)
    yield cable
    cable.close()


@pytest.mark.case("DB-01")
@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_database_that_falls_silent_is_said_in_time_and_all_goes_on_when_it_answers(cable):
    with open_space(cable.url) as space:
        ada, bob, *_ = space.moves_in()
        with cable.cut():
            first, second = bob.types("/skills bookkeeping"), bob.types("/skills photography")
        assert [(each.text, each.seconds < 2) for each in (first, second)] == [(NOT_SAVED, True)] * 2
        space.slack.wait_until(lambda: bob.types("/skills joinery").text.startswith("Saved."), what="it is kept")
        space.posts(ada, "Shelves for a bakery", skills=["joinery"])
        assert "bakery" in space.offered(bob).words


@pytest.mark.case("DB-01")
@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_database_that_falls_silent_in_the_middle_of_it_is_said_in_time_too(cable):
    with open_space(cable.url) as space:
        bob = space.joins("Bob Lindqvist", "logo design")
        url = make_url(cable.url).set(drivername="postgresql").render_as_string(hide_password=False)
        with locked(space), psycopg.connect(url, autocommit=True) as watching, ThreadPoolExecutor() as pool:
            typing = pool.submit(bob.types, "/skills bookkeeping")
            until_somebody_waits(watching)
            with cable.cut():
                answer = typing.result()
        assert (answer.text, answer.seconds < 3) == (NOT_SAVED, True)
        space.slack.wait_until(lambda: not bob.types("/skills").text, what="it is there again")
        assert bob.wait_for_form(callback_id="skills_form").values()["skills"] == ["logo-design"]
        assert bob.types("/skills bookkeeping").text.startswith("Saved.")


def until_somebody_waits(connection) -> None:
    """Asks this database again and again whether anybody waits in it for a lock, for five seconds at most."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    asked = (connection.execute(f"SELECT ({waiting}), pg_sleep(0.01)").fetchone() for _ in range(500))
    assert any(row[0] for row in asked)


@pytest.mark.case("DB-01")
@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_database_that_goes_in_the_middle_of_it_has_saved_nothing_and_says_so(space):
    bob = space.joins("Bob Lindqvist", "logo design")
    space.settles()
    url = make_url(space.leadbot.database.url).set(drivername="postgresql").render_as_string(hide_password=False)
    with locked(space), psycopg.connect(url, autocommit=True) as watching, ThreadPoolExecutor() as pool:
        typing = pool.submit(bob.types, "/skills bookkeeping")
        until_somebody_waits(watching)
        thrown_out = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        waited = watching.execute(f"{thrown_out} AND wait_event_type = 'Lock'").fetchall()
        assert set(waited) == {(True,)}, "Bob's command, and perhaps a worker beside it"
        assert typing.result().text == NOT_SAVED
    bob.types("/skills")
    assert bob.wait_for_form(callback_id="skills_form").values()["skills"] == ["logo-design"]
    assert bob.types("/skills bookkeeping").text.startswith("Saved.")


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_whoever_gives_way_to_somebody_else_is_answered_all_the_same(space):
    """The two wait for each other; PostgreSQL ends the one that has waited for longest, which is Bob's."""
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a brewery")
    offer = space.offered(bob)
    url = make_url(space.leadbot.database.url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as other, psycopg.connect(url, autocommit=True) as watching, ThreadPoolExecutor() as pool:
        other.execute("UPDATE messages SET version = version WHERE purpose = 'card'")
        pressing = pool.submit(bob.press, offer, "I'm interested")
        until_somebody_waits(watching)
        other.execute("SELECT id FROM opportunities FOR UPDATE")
        other.rollback()
        pressing.result()
    space.settles()
    space.waits_for_group(ada, bob, "meet")
    assert space.heard(bob, "not saved") is None
