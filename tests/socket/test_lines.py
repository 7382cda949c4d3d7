"""Socket Mode over real WebSockets, whatever happens to the connections."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, Queue
from typing import Any

import pytest
from sqlalchemy import func, select

from leadbot.db.tables import Opportunity
from leadbot.playground.form import Form
from leadbot.playground.payloads import view_submission
from leadbot.slack.socket_mode import SILENT
from tests.operators import ON_SQLITE, Operator
from tests.stories.space import Space, open_space

pytestmark = ON_SQLITE
ENVELOPES = 1000
PEOPLE = 8


@pytest.fixture
def space(migrated_database_url: str) -> Iterator[Space]:
    with open_space(migrated_database_url, road="socket") as space:
        space.slack.sockets.wait_for(2)
        yield space


def test_a_command_and_a_form_go_over_the_line(space: Space) -> None:
    ada, bob, cat, _ = space.moves_in()
    space.posts(ada)
    space.accepts(bob)
    assert space.waits_for_group(ada, bob, "Café on Oldham Street")
    assert cat.types("/skills").ok


def test_when_slack_renews_a_line_the_app_opens_another(space: Space) -> None:
    ada = space.joins("Ada Okafor")
    for reason in ("refresh_requested", "warning"):
        old = space.slack.sockets.lines[0]
        space.slack.sockets.refresh(old, reason)
        assert ada.types("/skills logo design").text.startswith("Saved."), "over the other line"
        space.slack.wait_until(lambda old=old: not old.open, what="the old line is given up")
        space.slack.sockets.wait_for(2)


def test_a_line_that_is_renewed_answers_in_time_though_it_is_the_only_one(space: Space) -> None:
    ada, sockets = space.joins("Ada Okafor"), space.slack.sockets
    for line in sockets.lines:
        sockets.refresh(line)
    answer = ada.types("/skills logo design")  # Slack waits for three seconds
    assert answer.text.startswith("Saved.")


NONSENSE: list[Any] = [
    {},
    [],
    "hello",
    {"type": "nonsense"},
    {"type": 5, "envelope_id": []},
    {"type": "interactive", "envelope_id": "1", "payload": []},
    {"type": "interactive", "envelope_id": "2", "payload": None},
    {"type": "slash_commands", "envelope_id": "3", "payload": "x" * 100_000},
    {"type": "events_api", "envelope_id": "4", "payload": {"event": {"type": {}}}},
]


def test_envelopes_that_are_none_are_passed_over(space: Space) -> None:
    bob = space.joins("Bob Lindqvist", "logo design")
    for envelope in NONSENSE:
        space.slack.sockets.lines[0].send(envelope)
    assert bob.types("/skills bookkeeping").text.startswith("Saved.")
    assert space.leadbot.lines is not None
    space.slack.sockets.wait_for(2)
    assert space.leadbot.lines.trouble() is None


def test_every_envelope_is_done_once_whatever_happens_to_the_lines(space: Space) -> None:
    slack, sockets, chance = space.slack, space.slack.sockets, random.Random(4)
    forms = [lead_form(space.joins(f"Member {number}")) for number in range(PEOPLE)]
    space.leadbot.courier.stop(10)  # what a lead sets off would only take time
    slack.courier.patience = 30.0  # all lines may be down at once
    happened, over = Counter[str](), threading.Event()

    def trouble() -> None:
        while not over.wait(chance.uniform(0.2, 0.6)):
            if not sockets.lines:
                continue
            kinds = ["close", "refresh", "duplicate", "duplicate"] + ["drop"] * (
                happened["drop"] < 2
            )  # each costs 12 s
            what = chance.choice(kinds)
            happened[what] += 1
            if what == "duplicate":
                sockets.duplicates += 5
            else:
                getattr(sockets, what)(chance.choice(sockets.lines))

    def posts(form: Form, pace: random.Random) -> list[int | None]:
        said = []
        for _ in range(ENVELOPES // PEOPLE):
            space.time.passes(hours=4)  # nobody posts so many in a day
            over.wait(pace.uniform(0, 0.2))  # not all at once, so that there is time for trouble
            said.append(sends_off(form))
        return said

    trouble_maker = threading.Thread(target=trouble)
    trouble_maker.start()
    try:
        with ThreadPoolExecutor(PEOPLE) as posting:
            answers = list(posting.map(posts, forms, map(random.Random, range(PEOPLE))))
    finally:
        over.set()
        trouble_maker.join()
    assert [status for each in answers for status in each] == [200] * ENVELOPES
    assert leads_in(space) == ENVELOPES
    assert min(happened[what] for what in ("drop", "close", "refresh", "duplicate")) >= 2, happened


def lead_form(person: Any) -> Form:
    """A lead that is ready to be sent off."""
    person.types("/lead Café on Oldham Street needs a logo")
    form: Form = person.wait_for_form(callback_id="lead_form")
    return form.fill(reach="matched")


def sends_off(form: Form) -> int | None:
    """Sends a form off, as if it had been opened once more: whoever does that twice has posted two leads.

    Where so many write at once one may not be saved: it comes once more, the same, as an envelope that nobody acked does.
    """
    trigger = form.workspace.triggers.give(form.person.id)
    body = view_submission(form.workspace, form.person, form.view, trigger)
    while "That was not saved." in (sent := form.courier.send("interaction", body)).answer:
        pass
    return sent.status


def leads_in(space: Space) -> int:
    with space.leadbot.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Opportunity)) or 0


def test_a_line_that_stays_silent_ends_it(space: Space) -> None:
    lines = space.leadbot.lines
    assert lines is not None
    assert lines.trouble() is None
    gave_up: Queue[str] = Queue()
    lines.watch(gave_up.put, every=0.5)
    with pytest.raises(Empty):
        gave_up.get(timeout=1)  # nothing is wrong yet
    space.slack.fail("apps.connections.open", error="internal_error", times=10_000)
    space.slack.sockets.drop_all()
    assert gave_up.get(timeout=30) == SILENT
    assert lines.trouble() == "No connection to Slack is open: Leadbot tries again."


def test_a_line_that_is_open_but_answers_no_ping_ends_it(space: Space) -> None:
    lines, sockets = space.leadbot.lines, space.slack.sockets
    assert lines is not None
    gave_up: Queue[str] = Queue()
    sockets.withholds_pongs = True
    sockets.refresh(sockets.lines[0])
    sockets.wait_for(2)
    lines.watch(gave_up.put, every=0.5)
    assert gave_up.get(timeout=30) == SILENT
    assert lines.trouble() is None, "both are open"


# ---- as an operator runs it


@pytest.fixture
def at_home(on_a_migrated_database: Operator) -> Operator:
    """No address, and no secret: what is needed on a laptop."""
    del on_a_migrated_database.environment["SLACK_SIGNING_SECRET"]
    on_a_migrated_database.environment["SLACK_APP_TOKEN"] = on_a_migrated_database.slack.app_token
    return on_a_migrated_database


def test_run_opens_two_lines_and_takes_nothing_over_http(at_home: Operator) -> None:
    process = at_home.starts("run")
    process.says("ready")
    at_home.slack.sockets.wait_for(2)
    at_home.slack.deliver_by_socket()
    assert at_home.slack.add_person("Bob").types("/skills logo design").text.startswith("Saved.")
    assert at_home.gets("/readyz") == (200, "ready\n")
    assert at_home.gets("/slack/events")[0] == 404
    process.signal(15)
    assert process.ends() == 0


def test_run_ends_when_its_lines_stay_silent_so_that_its_supervisor_starts_it_again(at_home: Operator) -> None:
    at_home.slack.sockets.withholds_pongs = True
    process = at_home.starts_afresh("run", module="tests.socket.hurried")
    process.says("ready")
    process.says(
        "A connection to Slack stayed silent, so Leadbot has ended. Where nothing else does so, start it again."
    )
    assert process.ends() == 1


def test_run_ends_when_socket_mode_is_turned_off_and_says_what_to_do(at_home: Operator) -> None:
    process = at_home.starts("run")
    process.says("ready")
    at_home.slack.sockets.wait_for(2)
    at_home.slack.sockets.turn_off()
    process.says(
        "Socket Mode was turned off on your app's page at Slack, so Leadbot has ended. Turn it on there again;"
    )
    assert process.ends() == 1


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        (
            "xapp-1-wrong",
            "Slack did not accept SLACK_APP_TOKEN: it is not valid. On your app's page at Slack, under Basic Information, "
            "App-Level Tokens, make one with the scope connections:write.\n",
        ),
        (
            "xoxb-swapped",
            "These make no sense: SLACK_APP_TOKEN (must be an app-level token: it begins with xapp-, and is at Basic "
            "Information in the settings of your Slack app). Set them in the environment or in .env; see .env.example.\n",
        ),
    ],
)
def test_a_wrong_app_token_stops_the_start(at_home: Operator, setting: str, said: str) -> None:
    at_home.environment["SLACK_APP_TOKEN"] = setting
    done = at_home.types("run")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)


def test_an_app_token_without_its_scope_is_named_with_the_mend(at_home: Operator) -> None:
    at_home.slack.workspace.app_token.scopes.clear()
    done = at_home.types("run")
    assert done.returncode == 1
    assert "make one with the scope connections:write" in done.stderr


def test_while_slack_is_out_of_reach_it_says_so_and_tries_again(at_home: Operator) -> None:
    at_home.slack.fail("auth.test", error="internal_error", times=1)
    process = at_home.starts("run")
    assert "Slack did not answer" in process.says("tries_again_in")
    assert "Slack has not answered yet" in at_home.awaits("/readyz", 503)
    process.says("ready")
    assert at_home.gets("/readyz") == (200, "ready\n")
    process.signal(15)
    assert process.ends() == 0
