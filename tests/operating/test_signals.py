"""Signals that say stop: what is open is finished, and nothing of it is lost."""

import json
import signal
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from leadbot.playground.trouble import Hold
from tests.operators import ON_POSTGRESQL, ON_SQLITE, QUICK, Operator, Process


def goes_on(process: Process) -> bool:
    """Whether it still runs a second later."""
    try:
        process.ends(within=1.0)
    except subprocess.TimeoutExpired:
        return True
    return False


def is_held_up(operator: Operator, method: str, *, by: str) -> Hold:
    """Ada types something, and Slack does not answer what Leadbot then asks."""
    hold = operator.slack.hold(method)
    operator.slack.add_person("Ada").types(by)
    assert hold.arrived.wait(QUICK)
    return hold


@pytest.mark.case("CRASH-04")
@ON_SQLITE
def test_sigterm_finishes_a_request_and_a_delivery_that_are_open(on_a_migrated_database: Operator) -> None:
    operator = on_a_migrated_database
    process = operator.runs()
    ada = operator.slack.add_person("Ada")
    ada.types("/lead Logo for a café")
    form = ada.wait_for_form(callback_id="lead_form")
    posting = operator.slack.hold("chat.postMessage")
    assert form.submit() is None
    assert posting.arrived.wait(QUICK)  # a delivery is open…
    opening = operator.slack.hold("views.open", times=20)
    for _ in range(20):
        assert ada.types("/lead").ok
    assert opening.arrived.wait(QUICK)  # …and so is what twenty requests have asked for

    began = time.monotonic()
    process.signal(signal.SIGTERM)
    assert goes_on(process)  # it waits for both…
    with pytest.raises(OSError):
        operator.gets("/healthz")  # …and takes nothing new
    opening.release()
    posting.release()
    assert process.ends(within=25) == 0
    assert time.monotonic() - began < 25
    assert operator.slack.calls_to("chat.postMessage")[0].ok
    assert len([call for call in operator.slack.calls_to("views.open") if call.http_status == 200]) == 21

    again = operator.runs()  # nothing of it is lost, and nothing said again
    operator.slack.wait_until(lambda: len(operator.slack.conversation("leads").messages) == 1, what="the card is there")
    again.signal(signal.SIGTERM)
    assert again.ends(within=25) == 0
    keys = [json.dumps(call.args["metadata"]) for call in operator.slack.calls_to("chat.postMessage") if call.ok]
    assert len(keys) == len(set(keys))


@pytest.mark.case("CRASH-04")
@ON_POSTGRESQL
def test_sigterm_lets_web_finish_what_is_open(on_a_migrated_database: Operator) -> None:
    operator = on_a_migrated_database
    process = operator.starts("web")
    operator.awaits("/readyz", 200)
    operator.slack.deliver_to(f"http://127.0.0.1:{operator.environment['PORT']}/slack/events")
    opening = is_held_up(operator, "views.open", by="/lead")
    process.signal(signal.SIGTERM)
    assert goes_on(process)
    opening.release()
    assert process.ends(within=25) == 0
    assert operator.slack.calls_to("views.open")[-1].ok


@ON_POSTGRESQL
@pytest.mark.parametrize("command", ["run", "web"])
def test_a_caller_who_never_finishes_a_request_holds_up_no_stop(on_a_migrated_database: Operator, command: str) -> None:
    operator = on_a_migrated_database
    process = operator.starts(command)
    operator.awaits("/readyz", 200)
    with socket.create_connection(("127.0.0.1", int(operator.environment["PORT"])), QUICK) as caller:
        caller.sendall(b"POST /slack/events HTTP/1.1\r\nHost: leadbot\r\nContent-Length: 100\r\n\r\nhalf")
        operator.awaits("/healthz", 200)
        process.signal(signal.SIGTERM)
        assert process.ends(within=25) == 0


@pytest.mark.case("CRASH-04")
@ON_SQLITE
def test_a_second_sigterm_ends_it_at_once(on_a_migrated_database: Operator) -> None:
    operator = on_a_migrated_database
    process = operator.runs()
    is_held_up(operator, "views.open", by="/lead")
    process.signal(signal.SIGTERM)
    assert goes_on(process)
    process.signal(signal.SIGTERM)
    assert process.ends(within=3) == 128 + signal.SIGTERM


def says_stop_many_times(process: Process) -> None:
    """As a terminal, a shell and a supervisor do together: so quickly that one comes while another is dealt with."""
    for _ in range(100):
        process.signal(signal.SIGINT)
        process.signal(signal.SIGTERM)


@ON_SQLITE
def test_run_that_is_told_twice_at_once_stops_in_good_order(on_a_migrated_database: Operator) -> None:
    process = on_a_migrated_database.runs()
    says_stop_many_times(process)
    assert process.ends() == 0
    process.says("stopped")


@ON_POSTGRESQL
def test_a_worker_that_is_told_twice_at_once_stops_in_good_order(on_a_migrated_database: Operator) -> None:
    process = on_a_migrated_database.starts("worker")
    process.says("worker ready")
    says_stop_many_times(process)
    assert process.ends() == 0
    process.says("worker stopped")


@pytest.mark.parametrize("attempt", range(3))  # to hang was a matter of luck
def test_a_demo_that_is_told_twice_at_once_stops_in_good_order(operator: Operator, attempt: int) -> None:
    operator.environment |= {"TMPDIR": str(operator.folder), "PORT": "not the demo's business"}
    process = operator.starts_afresh("demo", "--no-browser")
    assert process.process.stdout is not None
    while "Ctrl-C" not in (line := process.process.stdout.readline()):
        assert line, process.lines
    says_stop_many_times(process)
    assert process.ends() == 0
    assert list(operator.folder.iterdir()) == []


def greeted(operator: Operator) -> list[int]:
    """How often each person was told what Leadbot can do."""
    return [sum("/leadbot help" in message.words for message in each.inbox) for each in operator.slack.people]


@pytest.mark.soak
@pytest.mark.case("CRASH-04")
@ON_POSTGRESQL
def test_release_after_release_under_load_loses_nothing_and_says_nothing_twice(
    on_a_migrated_database: Operator,
) -> None:
    """Twice fifty people write to Leadbot and fifty type something, while `web` is told HUP and `worker` TERM."""
    operator = on_a_migrated_database
    web, worker = operator.starts("web"), operator.starts("worker")
    operator.awaits("/readyz", 200)
    operator.slack.deliver_to(f"http://127.0.0.1:{operator.environment['PORT']}/slack/events")
    for number in range(2):
        people = [operator.slack.add_person(f"Neighbour {number} {each}") for each in range(50)]
        with ThreadPoolExecutor(20) as pool:
            list(pool.map(lambda person: person.says(None, "Hello"), people))
            typing = [pool.submit(person.types, "/skills logo design") for person in people]
            web.signal(signal.SIGHUP)
            worker.signal(signal.SIGTERM)
            began, following = time.monotonic(), operator.starts("worker")
            assert worker.ends(within=25) == 0
            assert time.monotonic() - began < 25
            worker = following
        for person, answer in zip(people, typing, strict=True):  # while `web` begins anew, Slack may give up on some
            done = answer.result()
            assert done.text.startswith("Saved.") or "operation_timeout" in done.text
            assert person.types("/skills logo design").text.startswith("Saved.")
    operator.slack.wait_until(lambda: all(greeted(operator)), 120, "everybody is answered")
    for process in (web, worker):
        process.signal(signal.SIGTERM)
        assert process.ends(within=25) == 0
    assert set(greeted(operator)) == {1}
    operator.slack.faults.clear()  # those on whom Slack gave up
