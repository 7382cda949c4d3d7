"""The manifest: pasted into Slack as it is, it asks for what Leadbot uses, and for nothing else."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

import leadbot
from leadbot.slack.app import register_all
from leadbot.slack.events import EVENTS
from leadbot.slack.manifest import manifest
from leadbot.slack.scopes import METHODS, SUBSCRIPTIONS
from tests.operators import Operator
from tests.stories.space import on_one_engine, open_space

PACKAGE = Path(leadbot.__file__).parent
WEB = "https://leadbot.example"
LONGEST = "a" * 20


def made(*, socket: bool = False, prefix: str = "") -> Any:
    return manifest(register_all(), EVENTS, base_url=None if socket else WEB, prefix=prefix)


# ---- Slack's documented fields (docs.slack.dev/reference/app-manifest): what stands here in angle brackets is needed

YES_OR_NO = bool
URL = r"https://.{1,2000}"
COMMAND = {
    "<command>": r"/[a-z0-9_-]{1,31}",
    "<description>": r".{1,2000}",
    "url": URL,
    "usage_hint": r".{1,1000}",
    "should_escape": YES_OR_NO,
}
SHORTCUT = {
    "<name>": r".{1,24}",
    "<type>": r"message|global",
    "<callback_id>": r".{1,255}",
    "<description>": r".{1,150}",
}
DOCUMENTED: dict[str, Any] = {
    "<display_information>": {
        "<name>": r".{1,35}",
        "description": r".{1,140}",
        "long_description": r".{175,4000}",
        "background_color": r"#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?",
    },
    "features": {
        "app_home": {
            "home_tab_enabled": YES_OR_NO,
            "messages_tab_enabled": YES_OR_NO,
            "messages_tab_read_only_enabled": YES_OR_NO,
        },
        "bot_user": {"<display_name>": r"[\w.-]{1,80}", "always_online": YES_OR_NO},
        "shortcuts": (10, SHORTCUT),
        "slash_commands": (50, COMMAND),
    },
    "oauth_config": {"redirect_urls": (1000, URL), "scopes": {"bot": (255, r"[a-z:._]{1,50}")}},
    "settings": {
        "event_subscriptions": {"request_url": URL, "bot_events": (100, r"[a-z_.]{1,50}")},
        "interactivity": {"<is_enabled>": YES_OR_NO, "request_url": URL, "message_menu_options_url": URL},
        "org_deploy_enabled": YES_OR_NO,
        "socket_mode_enabled": YES_OR_NO,
        "token_rotation_enabled": YES_OR_NO,
    },
}


def faults_in(given: Any, documented: Any, path: str = "") -> Iterator[str]:
    """Where it differs from what is documented: a kind of value, a pattern, a list with a limit, or fields by name."""
    match documented:
        case type():
            if not isinstance(given, documented):
                yield f"{path} is {given!r}"
        case str():
            if not isinstance(given, str) or not re.fullmatch(documented, given):
                yield f"{path} is {given!r}"
        case (most, each):
            if not 1 <= len(given) <= most:
                yield f"{path} has {len(given)} items"
            for number, item in enumerate(given):
                yield from faults_in(item, each, f"{path}[{number}]")
        case dict():
            fields = {name.strip("<>"): rule for name, rule in documented.items()}
            needed = {name.strip("<>") for name in documented if name.startswith("<")}
            yield from (f"{path}.{name} is not documented" for name in given.keys() - fields.keys())
            yield from (f"{path}.{name} is missing" for name in needed - given.keys())
            for name in given.keys() & fields.keys():
                yield from faults_in(given[name], fields[name], f"{path}.{name}")


@pytest.mark.parametrize("prefix", ["", "coop", LONGEST])
@pytest.mark.parametrize("socket", [False, True])
def test_the_manifest_keeps_to_what_slack_documents(socket: bool, prefix: str) -> None:
    assert list(faults_in(made(socket=socket, prefix=prefix), DOCUMENTED)) == []


def test_what_slack_would_refuse_is_seen() -> None:
    wrong = made()
    wrong["display_information"]["name"] = "x" * 36
    wrong["features"]["slash_commands"][0].update(command="lead", usage_hint="")
    wrong["settings"]["interactivity"] = {"message_menu_url": WEB}
    assert {fault.partition(" ")[0] for fault in faults_in(wrong, DOCUMENTED)} == {
        ".display_information.name",
        ".features.slash_commands[0].command",
        ".features.slash_commands[0].usage_hint",
        ".settings.interactivity.message_menu_url",
        ".settings.interactivity.is_enabled",
    }


# ---- what it says


def test_over_http_slack_finds_leadbot_at_one_address() -> None:
    described = made()
    events = f"{WEB}/slack/events"
    settings = described["settings"]
    assert settings["event_subscriptions"]["request_url"] == events
    assert settings["interactivity"] == {
        "is_enabled": True,
        "request_url": events,
        "message_menu_options_url": events,
    }
    assert {command["url"] for command in described["features"]["slash_commands"]} == {events}
    assert settings["socket_mode_enabled"] is False


def test_in_socket_mode_there_is_no_address() -> None:
    described = made(socket=True)
    assert described["settings"]["socket_mode_enabled"] is True
    assert "http" not in json.dumps(described)


def test_every_command_is_there_and_comes_escaped() -> None:
    commands = made()["features"]["slash_commands"]
    assert [command["command"] for command in commands] == [command.name for command in register_all().commands]
    assert all(command["should_escape"] for command in commands)


def test_every_shortcut_is_there_under_the_name_that_its_listener_has() -> None:
    shortcuts = {each["callback_id"]: each for each in made()["features"]["shortcuts"]}
    assert list(shortcuts) == [each.callback for each in register_all().shortcuts]
    assert shortcuts["share_as_lead"] == {
        "name": "Share as a lead",
        "type": "message",
        "callback_id": "share_as_lead",
        "description": "Pass on work that you heard of, filled in from this message.",
    }
    assert shortcuts["post_opportunity"]["type"] == "global"


def test_every_event_that_is_heard_is_asked_for_by_slacks_name_for_it() -> None:
    assert made()["settings"]["event_subscriptions"]["bot_events"] == sorted(
        SUBSCRIPTIONS[each].name for each in EVENTS
    )
    direct = manifest(register_all(), ["message"], base_url=None)
    assert direct["settings"]["event_subscriptions"]["bot_events"] == ["message.im"]


# ---- scopes


def methods_called() -> set[str]:
    """The methods of the Web API that the code calls, by Slack's names."""
    known = {name: name.replace("_", ".") for name in dir(WebClient) if "_" in name.strip("_")}
    calls = {
        node.func.attr: node
        for file in PACKAGE.rglob("*.py")
        if "playground" not in file.parts
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert "api_call" not in calls, "call the client's own function for the method, so that this test sees it"
    return {known[name] for name in calls if name in known}


@pytest.mark.case("OPS-06")
def test_every_method_that_is_called_has_its_scopes_and_no_other_has() -> None:
    assert methods_called() == set(METHODS)


@pytest.mark.case("OPS-06")
def test_the_scopes_are_those_of_the_methods_the_events_and_the_commands() -> None:
    needed = {"commands"}.union(*METHODS.values(), *(SUBSCRIPTIONS[event].scopes for event in EVENTS))
    asked_for = set(made()["oauth_config"]["scopes"]["bot"])
    assert asked_for == needed
    assert {scope for scope in asked_for if scope.endswith(":history")} == {"im:history", "mpim:history"}


@pytest.mark.case("OPS-06")
@on_one_engine
def test_with_these_scopes_alone_a_lead_is_posted_and_taken_up(migrated_database_url: str) -> None:
    with open_space(migrated_database_url) as space:
        space.slack.scopes = set(made()["oauth_config"]["scopes"]["bot"])
        ada, bob, *_ = space.moves_in()
        to_somebody = {"when": lambda args: args["channel"] != space.leads.id and "Café" in args["text"]}
        space.slack.fail("chat.postMessage", status=500, applied=True, **to_somebody)  # so that it is looked for
        space.posts(ada)
        space.time.passes(minutes=5)
        space.settles()
        space.accepts(bob)
        space.waits_for_group(ada, bob, "Oldham Street")
        assert space.slack.calls_to("conversations.history")
        assert "missing_scope" not in {call.response.get("error") for call in space.slack.calls}


# ---- as an operator types it


def test_the_operator_gets_json_to_paste(operator: Operator) -> None:
    operator.environment["LEADBOT_BASE_URL"] = f"{WEB}/"
    done = operator.types("manifest", "--prefix", "coop")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == made(prefix="coop")
    assert made(prefix="coop")["features"]["slash_commands"][0]["command"] == "/coop-lead"


def test_socket_mode_needs_no_setting_at_all(operator: Operator) -> None:
    for name in [name for name in operator.environment if name.startswith(("SLACK_", "LEADBOT_"))]:
        del operator.environment[name]
    done = operator.types("manifest", "--socket")
    assert json.loads(done.stdout) == made(socket=True)


@pytest.mark.parametrize("url", [None, "http://leadbot.example"])
def test_without_a_public_address_one_sentence_says_so(operator: Operator, url: str | None) -> None:
    if url:
        operator.environment["LEADBOT_BASE_URL"] = url
    done = operator.types("manifest")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "Slack needs a public address: set LEADBOT_BASE_URL to one that begins with https://, or use --socket.\n"
    )


@pytest.mark.parametrize("prefix", ["Coop", "my co op", "-", "/coop", LONGEST + "a"])
def test_a_prefix_that_slack_would_refuse_is_a_wrong_argument(operator: Operator, prefix: str) -> None:
    done = operator.types("manifest", "--socket", f"--prefix={prefix}")
    assert (done.returncode, done.stdout) == (2, "")
    assert "A prefix has up to 20 small letters, digits, - and _, such as coop" in done.stderr
