"""Where another app has our commands' names, ours have a prefix: `/coop-lead`. Leadbot answers to it, and says it."""

import ast
import re
from pathlib import Path

import pytest

import leadbot
from leadbot.slack.app import register_all
from leadbot.slack.blocks import Said, section, title
from leadbot.slack.events import EVENTS
from leadbot.slack.manifest import manifest
from leadbot.slack.prefix import SLACKS_OWN, renamed_said
from tests.stories.space import on_one_engine, open_space

PACKAGE = Path(leadbot.__file__).parent


@on_one_engine
def test_commands_with_a_prefix_are_answered(migrated_database_url: str) -> None:
    with open_space(migrated_database_url) as space:
        bob = space.joins("Bob Lindqvist")
        assert bob.types("/coop-skills logo design").text.startswith("Saved.")
        space.settles()  # by then Leadbot has asked Slack who he is, without which he would be shown nothing
        assert bob.types("/coop-leads").text.startswith("Nothing is open")
        bob.types("/coop-lead Logo for a bakery")
        assert bob.wait_for_form(callback_id="lead_form").values()["title"] == "Logo for a bakery"


@on_one_engine
def test_leadbots_own_words_name_the_commands_as_the_manifest_does(migrated_database_url: str) -> None:
    with open_space(migrated_database_url) as space:
        pasted = manifest(register_all(), EVENTS, base_url=None, prefix="coop")
        here = {command["command"] for command in pasted["features"]["slash_commands"]}
        ada, bob = space.joins("Ada Okafor"), space.joins("Bob Lindqvist")
        assert "Try `/coop-leadbot help`" in ada.types("/coop-leadbot what").text  # the first that it hears of them
        assert commands_in(ada.types("/coop-leadbot help").text) == here
        assert bob.types("/coop-skills logo design").text.startswith("Saved.")

        ada.types("/coop-lead Logo for a bakery")
        assert ada.wait_for_form(callback_id="lead_form").submit() is None
        space.settles()
        offer = space.offered(bob)
        bob.press(offer, "Why me?")
        assert "change your skills with /coop-skills." in space.whispered(bob, "change", where=bob.dm).words
        space.forges(bob, offer, "a_button_from_the_past", "x")
        assert "/coop-leads shows what is open now" in space.whispered(bob, "out of date", where=bob.dm).words

        space.time.passes(days=7)
        space.settles()
        assert "While it is open, /coop-leads shows it." in space.waits_for(bob, "has passed").words
        bob.types("/coop-skills pottery")
        bob.says(None, "Hello")
        helped = space.waits_for(bob, "I can't chat")
        assert commands_in(helped.text) == here
        assert commands_in(str(helped.blocks)) == here


def commands_in(words: str) -> set[str]:
    """The commands that are named in some words."""
    return set(re.findall(r"`(/[\w-]+)", words))


def test_every_command_that_our_words_name_is_registered_or_slacks_own() -> None:
    words = [
        node.value
        for file in PACKAGE.rglob("*.py")
        if "playground" not in file.parts
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    registered = {command.name for command in register_all().commands}
    assert set().union(*map(commands_in, words)) - {"/coop-lead"} <= registered | {f"/{SLACKS_OWN}"}
    assert not any("-" in name for name in registered), "what stands before a hyphen is a prefix"


def test_a_name_is_changed_once_and_not_in_peoples_own_words() -> None:
    said = Said("Try `/lead`, then `/invite @Leadbot`", [title("About `/lead`"), section("Try `/lead`")])
    once = renamed_said(said, "coop")
    assert once.text == "Try `/coop-lead`, then `/invite @Leadbot`"
    assert [block["text"]["text"] for block in once.blocks] == ["About `/lead`", "Try `/coop-lead`"]
    assert renamed_said(once, "coop") == once
    assert said.blocks[1]["text"]["text"] == "Try `/lead`"


@pytest.mark.parametrize("typed", ["/mislead", "/lead-coop", "/leads", "/coop-leads"])
def test_no_other_name_is_taken_for_a_command(typed: str) -> None:
    [lead] = [command for command in register_all().commands if command.name == "/lead"]
    assert not lead.pattern.search(typed)
