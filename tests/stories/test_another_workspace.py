"""Two workspaces in one database: whatever one of them sends with ids of the other shows and changes nothing of that."""

import json
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import create_engine, event, select
from structlog.testing import capture_logs

from leadbot.db.base import Base
from leadbot.db.tables import Workspace
from leadbot.services.authority import GONE, Right
from tests.stories import contracts
from tests.stories.forgery import chosen, presses, rows_of, sends, typed
from tests.stories.space import open_space

THEIRS = ("harpsichord", "xanthe", "lindqvist")  # what is read in B, and may never be in A
AT_THE_DOOR = Right.MEMBER | Right.READER  # such listeners are about no thing, so they look at no reference
# But about all that Slack has refused here, or about the workspace's settings, whatever it refers to.
ABOUT_NO_THING = (
    "message_send_again",
    "home_settings",
    "home_health",
    "setup_channel",
    "setup_summary",
    "setup_invite",
)
NO_IDS = (
    "",
    "-1",
    "9" * 3000,
    "[]",
    '{"id": {"id": [1, -1]}}',
    '["00000000-0000-0000-0000-000000000000"]',
    "bid:9",
    "00000000-0000-0000-0000-000000000000",
    "\x00",
)
OWN = {
    "skills_form": ("skills", "profile", "capacity"),
    "settings_form": ("leads_channel", "hosts", "summary_day", "summary_time", "time_zone", "region", "working_days"),
}
WRONG = (
    None,
    1,
    "text",
    [],
    {"value": ["a"]},
    {"selected_option": "a"},
    {"selected_options": [1]},
    {"selected_date": {}},
)
ANSWERS = {  # to each form, such as they would be accepted
    "lead_form": {"title": typed("Logo for a bakery"), "places": chosen("1"), "reach": chosen("channel")},
    "contract_form": {"title": typed("A fair"), "role_1": typed("Baker"), "role_1_places": chosen("1")},
    "pass_form": {"reason": chosen("busy")},
    "help_form": {"role": chosen("1")},
    "recommend_form": {"someone": {"type": "users_select", "selected_user": "U0990000001"}},
    "outcome_form": {"outcome": chosen("lost")},
    "not_yet_form": {"again": {"type": "datepicker", "selected_date": "2099-01-05"}},
    "extend_form": {"deadline": {"type": "datepicker", "selected_date": "2099-01-05"}},
    "team_form": {"place_1": chosen("open")},
    "hand_over_form": {"convener": chosen("00000000-0000-0000-0000-000000000000")},
}


@pytest.fixture(scope="module")
def yards(sqlite_databases):
    """Workspace B, in which a lead and a contract have come far; and workspace A, in which Leadbot runs."""
    with sqlite_databases.migrated() as url:
        with open_space(url) as other:
            fill(other)
            there = other.slack.team_id
        workspace, theirs = ids_of(url, there)
        with open_space(url, log_level="WARNING") as space, capture_logs() as logged:
            ada = space.joins("Ada Okafor", is_admin=True)
            bob = space.joins("Bob Bakari", "logo design")
            space.posts(ada, "Logo for a bakery")
            told = posts_a_menu(space, ada)
            yield SimpleNamespace(
                space=space,
                ada=ada,
                bob=bob,
                url=url,
                theirs=theirs,
                workspace=workspace,
                logged=logged,
                told=told,
                before=rows_of(url, workspace),
            )


def posts_a_menu(space, poster):
    """A contract of A's own."""
    poster.types("/contract")
    form = poster.wait_for_form(callback_id="contract_form")
    assert form.fill(title="Menu for an inn", role_1="Copywriter", role_1_skills=["copywriting"]).submit() is None
    space.settles()
    return space.waits_for(poster, "Your contract", button="Edit")


def fill(space):
    """A lead that became an introduction, and a contract whose team is gathered."""
    ada, bob, *_ = contracts.moves_in(space)
    space.posts(ada, "Harpsichord website for a church", confidential="Ring Xanthe", skills=["web-design"])
    space.accepts(bob)
    bob.types("/here in the harpsichord room")
    space.posts(ada, "Harpsichord stickers")
    told = contracts.posts(space, ada, contracts.PAIR)
    contracts.invites_all(space, ada, told)
    for partner in ("Dan Achterberg", "Fay Mensah"):
        space.accepts(space.slack.person(partner), "has a place for you")


def ids_of(url, team):
    """One id of every table that has them, and the workspace's own."""
    engine = create_engine(url)
    with engine.connect() as connection:
        workspace = connection.scalar(select(Workspace.id).where(Workspace.slack_team_id == team))
        tables = [table for table in Base.metadata.sorted_tables if "id" in table.c and "workspace_id" in table.c]
        found = {
            table.name: connection.scalar(select(table.c.id).where(table.c.workspace_id == workspace).limit(1))
            for table in tables
        }
    engine.dispose()
    assert all(found.values()), found
    return workspace, found


@pytest.fixture
def untouched(yards):
    """B is as it was, no statement named it, and nothing of it was read in A."""
    space, named = yards.space, []
    space.settles()
    calls, deliveries, logs = len(space.slack.calls), len(space.slack.deliveries), len(yards.logged)

    def noticed(connection, cursor, statement, parameters, context, executemany):
        if yards.workspace.hex in str(parameters).replace("-", ""):
            named.append(statement)

    engines = (space.leadbot.database.engine, space.leadbot.worker_database.engine)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", noticed)
    yield
    space.settles()
    for engine in engines:
        event.remove(engine, "before_cursor_execute", noticed)
    assert named == []
    assert rows_of(yards.url, yards.workspace) == yards.before
    said = [str(call.args) for call in space.slack.calls[calls:]]
    said += [each.answer for each in space.slack.deliveries[deliveries:]]
    said += [str(entry) for entry in yards.logged[logs:]]
    assert [words for words in said for their in THEIRS if their in words.lower()] == []


def buttons(yards):
    """Every button that is about something."""
    registry = yards.space.leadbot.registry
    about = [action for action, each in registry.buttons.items() if not each.right & AT_THE_DOOR]
    return [action for action in about if action not in ABOUT_NO_THING]


def strays(yards):
    """The security events that were logged: who and what kind of thing, and nothing else."""
    found = [entry for entry in yards.logged if entry["event"].startswith("security:")]
    for entry in found:
        assert set(entry) == {"event", "log_level", "workspace", "member", "about"}
        assert UUID(entry["workspace"]) != yards.workspace
        assert UUID(entry["member"])
    return len(found)


@pytest.mark.case("TENANT-01")
def test_no_button_does_or_shows_anything_with_an_id_of_another_workspace(yards, untouched):
    for action in buttons(yards):
        for table, reference in yards.theirs.items():
            before = strays(yards)
            assert presses(yards.space, yards.ada, action, str(reference)) == GONE, (action, table)
            assert strays(yards) == before + 1, (action, table)


@pytest.mark.case("REQ-08", "TENANT-01")
def test_no_button_stumbles_over_a_value_that_is_no_id(yards, untouched):
    mine = yards.told.buttons[0].value
    for action in buttons(yards):
        for value in ("", " ", "-1", "bid:9", "\ud83d", f"{mine} 1", f"{mine} x y", {"id": [1]}, None):
            before = len(yards.logged)
            assert presses(yards.space, yards.ada, action, value) == GONE, (action, value)
            assert [entry for entry in yards.logged[before:] if entry["log_level"] == "error"] == []


@pytest.mark.case("REQ-08", "TENANT-02")
def test_no_form_stumbles_over_fields_that_hold_something_of_another_kind(yards):
    """Its sender reads that it went wrong, and whom to tell; and an operator one line."""
    for form, fields in (ANSWERS | OWN).items():
        for held in WRONG:
            before = len(yards.logged)
            answer = sends(yards.space, yards.ada, form, "", dict.fromkeys(fields, held))
            assert len(json.dumps(answer)) > len("{}"), (form, held)
            assert len([entry for entry in yards.logged[before:] if entry["log_level"] == "error"]) <= 1


@pytest.mark.case("TENANT-01")
def test_a_role_of_another_workspace_beside_an_opportunity_of_ones_own(yards, untouched):
    mine = next(button.value for button in yards.told.buttons if button.label == "Edit")
    before = strays(yards)
    assert presses(yards.space, yards.ada, "opportunity_next_wave", f"{mine} {yards.theirs['roles']}") == GONE
    assert strays(yards) == before + 1


@pytest.mark.case("TENANT-01")
def test_a_button_that_nobody_knows_any_more_shows_nothing_of_another_workspace(yards, untouched):
    for reference in yards.theirs.values():
        assert presses(yards.space, yards.ada, "of_an_older_release", str(reference)).startswith(
            "That button is out of date."
        )


@pytest.mark.case("TENANT-02")
def test_no_form_does_or_shows_anything_with_an_id_of_another_workspace_or_with_none(yards, untouched):
    references = [str(reference) for reference in yards.theirs.values()]
    for form, right in ((name, each.right) for name, each in yards.space.leadbot.registry.forms.items()):
        if right in (Right.READER, Right.HOST):
            continue  # they are about no thing: they change what is the sender's own, or the workspace's
        contract = yards.theirs["opportunities"]
        routed = [*references, f"bid:{contract}", f"{contract} 1", *NO_IDS]
        for routing in routed:
            if routing == "" and right & Right.POSTS:
                continue  # which posts something new
            before = strays(yards)
            answer = sends(yards.space, yards.ada, form, routing, ANSWERS[form])
            assert GONE in json.dumps(answer, ensure_ascii=False), (form, routing, answer)
            assert strays(yards) <= before + 1
            if routing in references:
                assert strays(yards) == before + 1, (form, routing)


@pytest.mark.case("TENANT-02")
@pytest.mark.parametrize("metadata", [{"id": 1}, [1, [2]], -1, 10**40, True, None])
def test_routing_that_is_no_text_at_all_is_refused(yards, untouched, metadata):
    for form in ANSWERS:
        answer = sends(yards.space, yards.ada, form, metadata, ANSWERS[form])
        posts = not metadata and form in ("lead_form", "contract_form")
        assert posts or GONE in json.dumps(answer, ensure_ascii=False), (form, answer)


@pytest.mark.case("TENANT-02")
def test_whom_a_form_names_is_one_of_this_workspace(yards, untouched):
    mine = next(button.value for button in yards.told.buttons if button.label == "Edit")
    their = str(yards.theirs["members"])
    for form, routing, field in (("team_form", f"{mine} 1", "place_1"), ("hand_over_form", mine, "convener")):
        before = strays(yards)
        answer = sends(yards.space, yards.ada, form, routing, {field: chosen(their)})
        assert set(answer["errors"]) == {field}
        assert strays(yards) == before + 1


@pytest.mark.case("TENANT-01")
def test_no_command_finds_anything_of_another_workspace(yards, untouched):
    ada = yards.ada
    for typed_in in ("/leads church", *(f"/leads {each}" for each in yards.theirs.values())):
        assert ada.types(typed_in).text.startswith("Nothing open has to do with")
    assert ada.types("/leads why 3").text == "There is no number 3 here. `/leads` lists what is open."
    for command in yards.space.leadbot.registry.commands:
        for reference in yards.theirs.values():
            assert ada.types(f"{command.name} {reference}").ok
