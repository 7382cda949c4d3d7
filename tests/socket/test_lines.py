"""Socket Mode over real WebSockets, whatever happens to the connections."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from leadbot.db.outbox import SeenRequest
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


def test_every_envelope_is_done_once_whatever_happens_to_the_lines(space: Space) -> None:
    slack, sockets, chance = space.slack, space.slack.sockets, random.Random(4)
    people = [space.joins(f"Member {number}") for number in range(PEOPLE)]
    slack.courier.patience = 30.0  # all lines may be down at once
    before, happened, over = seen(space), Counter[str](), threading.Event()

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

    def types(person: Any, pace: random.Random) -> list[str]:
        said = []
        for number in range(ENVELOPES // PEOPLE):
            over.wait(pace.uniform(0, 0.2))  # not all at once, so that there is time for trouble
            said.append(person.types(f"/skills logo design, skill {number}").status)
        return said

    trouble_maker = threading.Thread(target=trouble)
    trouble_maker.start()
    try:
        with ThreadPoolExecutor(PEOPLE) as typing:
            answers = list(typing.map(types, people, map(random.Random, range(PEOPLE))))
    finally:
        over.set()
        trouble_maker.join()
    assert [status for each in answers for status in each] == [200] * ENVELOPES
    assert seen(space) - before == ENVELOPES
    assert min(happened[what] for what in ("drop", "close", "refresh", "duplicate")) >= 2, happened


def seen(space: Space) -> int:
    with space.leadbot.database.reading() as session:
        return session.scalar(select(func.count()).select_from(SeenRequest)) or 0


def test_a_line_that_stays_silent_ends_it(space: Space) -> None:
    lines = space.leadbot.lines
    assert lines is not None
    assert lines.trouble() is None
    gave_up = threading.Event()
    lines.watch(gave_up.set, every=0.5)
    assert not gave_up.wait(1), "nothing is wrong yet"
    space.slack.fail("apps.connections.open", error="internal_error", times=10_000)
    space.slack.sockets.drop_all()
    assert gave_up.wait(30)
    assert lines.trouble() == "No connection to Slack is open: Leadbot tries again."


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
