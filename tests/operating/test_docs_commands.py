"""Whoever follows the docs on a fresh machine gets there: every command in them is run, in the order in which they stand.

What follows the three ticks of a block says what it is:

| sh | commands; each block is typed into a new shell, and has to end well |
| sh stays | one that runs until Ctrl-C |
| console | a command after `$`, and what it prints |
| sh, with `git clone` in it | comes first of all, since other pages speak to whoever has the source |
| csv | a file, members.csv; ini: what somebody types into .env; text and python: nothing to run |
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.main import get_command

from leadbot.cli import app
from leadbot.slack.events import EVENTS
from leadbot.slack.scopes import bot_scopes
from tests.operating.machine import REPOSITORY, Machine, a_machine

DOCS = [
    *(REPOSITORY / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")),
    *sorted((REPOSITORY / "docs").rglob("*.md")),
]
NOT_RUN = {"text", "python"}
STEP = re.compile(
    r"^( *)```(?P<kind>.*)\n(?P<text>(?:.*\n)*?)\1```$"
    r"|(?P<channel>^.*\(needs slack\.com\).*make a channel called `leads`)"
    r"|(?P<another>^## On a )",  # each way of running Leadbot is for somebody else
    re.MULTILINE,
)
# This test is a part of `make test`, which would run it again: make says only what it would do.
INSTEAD = {"make test": "make --dry-run test"}


@dataclass(frozen=True)
class Block:
    """What stands between three ticks and three ticks; or a line on what is done elsewhere."""

    where: str
    kind: str
    text: str


def blocks_of(page: Path) -> list[Block]:
    """The blocks of a page, as they stand in it; those in a list are indented as it is."""
    return [step for step in steps_of(page) if step.kind not in ("channel", "another")]


def steps_of(page: Path) -> list[Block]:
    """All that somebody does who follows a page."""
    return [
        Block(page.name, str(step.lastgroup), step[0])
        if step["kind"] is None
        else Block(page.name, step["kind"], re.sub(f"^{step[1]}", "", step["text"], flags=re.MULTILINE))
        for step in STEP.finditer(page.read_text(encoding="utf-8"))
    ]


def follow(machine: Machine, block: Block) -> None:
    """Does what a block says."""
    match block.kind:
        case "sh":
            machine.types(INSTEAD.get(block.text.strip(), block.text))
        case "sh stays":
            machine.types_and_stays(block.text.strip())
        case "console":
            command, _, printed = block.text.removeprefix("$ ").partition("\n")
            assert machine.types(command) == printed
        case "csv":
            (machine.source / "members.csv").write_text(block.text, encoding="utf-8")
        case "ini":
            tokens = {"SLACK_BOT_TOKEN": machine.slack.bot_token, "SLACK_APP_TOKEN": machine.slack.app_token}
            names = [line.partition("=")[0] for line in block.text.splitlines()]
            with (machine.source / ".env").open("a") as settings:
                settings.writelines(f"{name}={tokens[name]}\n" for name in names)
        case "another":
            machine.moves_on()
        case "channel":
            machine.makes_the_channel()
        case kind:
            assert kind in NOT_RUN, f"{block.where}: nobody knows what to do with a block of {kind!r}:\n{block.text}"


def test_every_command_in_the_docs_works_on_a_fresh_machine(tmp_path: Path) -> None:
    steps = [step for page in DOCS for step in steps_of(page)]
    [clones] = [step for step in steps if step.text.startswith("git clone ")]
    steps.remove(clones)
    with a_machine(tmp_path / "machine") as machine:
        machine.slack.scopes = bot_scopes(EVENTS)
        machine.gets_the_source(clones.text)
        for step in steps:
            try:
                follow(machine, step)
            except AssertionError as failure:
                if "Is this machine online?" in str(failure) and os.environ.get("LEADBOT_REQUIRE_ALL") != "1":
                    pytest.skip("pip cannot fetch what is to be installed")
                raise
        assert "going on from a copy" in machine.types("journalctl -u leadbot.service")
        assert not machine.slack.faults


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_no_block_hides_from_that(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.count("```") == 2 * len(blocks_of(page))
    outside = re.sub(r"^( *)```(?:.*\n)*?\1```$", "", text, flags=re.MULTILINE)
    assert re.findall(r"(?:^|\n)\n(?: {4}|\t)\S.*", outside) == [], "an indented block does not say what it is"


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_commands_that_are_named_in_passing_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    commands = get_command(app).commands  # type: ignore[attr-defined]
    targets = re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text(), re.MULTILINE)
    assert set(re.findall(r"`leadbot ([a-z][a-z-]*)", text)) <= set(commands)
    assert set(re.findall(r"`make ([a-z]+)(?:`| [A-Z])", text)) <= set(targets)
    for link in re.findall(r"\]\(([^)#:]+)[^):]*\)", text):
        assert (page.parent / link).exists(), link
