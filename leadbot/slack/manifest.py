"""The manifest of the Slack app, made from what is registered: paste it into Slack, and nothing has to be added by hand.

Its fields and their limits are those of docs.slack.dev/reference/app-manifest.
"""

from collections.abc import Collection
from typing import Any

from leadbot.slack.registry import Command, Registry, Shortcut
from leadbot.slack.scopes import SUBSCRIPTIONS, bot_scopes
from leadbot.slack.text import sentence

EVENTS_PATH = "/slack/events"
PREFIX = r"[a-z0-9][a-z0-9_-]{0,19}"  # with one of these before it, every command keeps to Slack's 32 characters
DESCRIPTION = "Neighbours in a coworking space pass each other work, and are introduced."
LONG_DESCRIPTION = (
    "Leadbot passes work between neighbours in a coworking space. Somebody hears of a job that is not for them; Leadbot "
    "finds who suits, says why, introduces the two, and asks afterwards what came of it. Each week it tells the space "
    "what is still open, and thanks those who agreed to be named."
)


def manifest(registry: Registry, events: Collection[str], *, base_url: str | None, prefix: str = "") -> dict[str, Any]:
    """The manifest, ready to be written as JSON.

    Args:
        registry: the commands and shortcuts that people can use.
        events: the types of the events that Leadbot hears.
        base_url: where Slack finds Leadbot; None for Socket Mode, where Leadbot comes to Slack.
        prefix: what stands before each command and a hyphen, where another app has its name already.
    """
    url = None if base_url is None else base_url.rstrip("/") + EVENTS_PATH
    return {
        "display_information": {
            "name": "Leadbot",
            "description": DESCRIPTION,
            "long_description": LONG_DESCRIPTION,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": "app_home_opened" in events,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Leadbot", "always_online": True},
            "shortcuts": [described(shortcut) for shortcut in registry.shortcuts],
            "slash_commands": [slash_command(command, prefix, url) for command in registry.commands],
        },
        "oauth_config": {"scopes": {"bot": sorted(bot_scopes(events))}},
        "settings": {
            "event_subscriptions": {
                **at("request_url", url),
                "bot_events": sorted(SUBSCRIPTIONS[event].name for event in events),
            },
            "interactivity": {"is_enabled": True, **at("request_url", url), **at("message_menu_options_url", url)},
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }


def slash_command(command: Command, prefix: str, url: str | None) -> dict[str, Any]:
    """One command, as the manifest describes it. Its text comes escaped, so that people in it come as their ids."""
    return {
        "command": f"/{prefix}-{command.name.removeprefix('/')}" if prefix else command.name,
        **at("url", url),
        "description": command.help[0].upper() + command.help[1:],
        "usage_hint": command.hint,
        "should_escape": True,
    }


def described(shortcut: Shortcut) -> dict[str, str]:
    """One shortcut, as the manifest describes it."""
    return {
        "name": shortcut.label,
        "type": shortcut.on.value,
        "callback_id": shortcut.callback,
        "description": sentence(shortcut.help),
    }


def at(name: str, url: str | None) -> dict[str, str]:
    """A field for where Slack finds Leadbot; none, if it does not have to."""
    return {} if url is None else {name: url}
