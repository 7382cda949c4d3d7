"""What Slack sends: commands, interactions and events. Each says which page and which test of Bolt it follows.

Pages are under docs.slack.dev/reference/interaction-payloads, tests under slackapi/bolt-python tests/scenario_tests.
"""

import re

from leadbot.playground.accounts import Account
from leadbot.playground.messages import Conversation, Message
from leadbot.playground.records import Json
from leadbot.playground.state import Workspace
from leadbot.playground.views import View

VERIFICATION = "legacy-verification-token"  # Slack still sends one; nothing may trust it
LINK = re.compile(r"(?<![\w<|])(https?://[^\s<>|]+)")
MAIL = re.compile(r"(?<![\w.+-])([\w.+-]+@[\w-]+(?:\.[\w-]+)+)")


def command(
    workspace: Workspace, person: Account, typed: str, conversation: Conversation, trigger: str, url: str
) -> Json:
    """A slash command with `should_escape` on (docs.slack.dev/interactivity/implementing-slash-commands;
    test_slash_command.py)."""
    name, _, text = typed.partition(" ")
    channel_name = {"im": "directmessage", "mpim": conversation.name}.get(conversation.channel_type)
    return {
        "token": VERIFICATION,
        "team_id": workspace.team_id,
        "team_domain": workspace.domain,
        "channel_id": conversation.id,
        "channel_name": channel_name or ("privategroup" if conversation.is_private else conversation.name),
        "user_id": person.id,
        "user_name": person.username,
        "command": name,
        "text": escaped(workspace, text.strip()),
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": trigger,
    }


def escaped(workspace: Workspace, typed: str) -> str:
    """What a person typed, as Slack writes it down: `& < >` escaped, people, channels and links as entities
    (docs.slack.dev/messaging/formatting-message-text)."""
    text = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = LINK.sub(r"<\1>", text)
    text = MAIL.sub(r"<mailto:\1|\1>", text)
    for account in sorted(workspace.accounts.values(), key=lambda each: -len(each.name)):
        entity = f"<@{account.id}|{account.username}>"
        for name in (account.name, account.username, account.name.split()[0]):
            text = re.sub(rf"(?<![\w<@])@{re.escape(name)}(?![\w|])", entity, text, flags=re.IGNORECASE)
    for each in workspace.conversations.values():
        if each.channel_type == "channel":
            text = re.sub(rf"(?<![\w<&#])#{re.escape(each.name)}(?![\w|-])", f"<#{each.id}|{each.name}>", text)
    return text


def _interaction(workspace: Workspace, person: Account, type_: str) -> Json:
    return {
        "type": type_,
        "user": {"id": person.id, "username": person.username, "name": person.username, "team_id": person.team_id},
        "api_app_id": workspace.app_id,
        "token": VERIFICATION,
        "team": {"id": workspace.team_id, "domain": workspace.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def action_in_message(
    workspace: Workspace, person: Account, message: Message, action: Json, trigger: str, url: str
) -> Json:
    """block_actions from a message (block_actions-payload; test_block_actions.py). Of an ephemeral message Slack sends
    no more than where it was."""
    place = message.conversation
    ephemeral = message.only_for is not None
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": place.id,
        "is_ephemeral": ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = _interaction(workspace, person, "block_actions") | {
        "container": container,
        "trigger_id": trigger,
        "channel": {"id": place.id, "name": "directmessage" if place.channel_type == "im" else place.name},
        "state": {"values": message.entered.get(person.id, {})},
        "response_url": url,
        "actions": [action | {"action_ts": workspace.next_ts()}],
    }
    if not ephemeral:
        payload["message"] = message.payload()
    return payload


def action_in_view(workspace: Workspace, person: Account, view: View, action: Json, trigger: str) -> Json:
    """block_actions from a form or the Home tab: no response_url, no channel (block_actions-payload)."""
    return _interaction(workspace, person, "block_actions") | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": trigger,
        "view": view.payload(),
        "state": {"values": view.values},
        "actions": [action | {"action_ts": workspace.next_ts()}],
    }


def view_submission(workspace: Workspace, person: Account, view: View, trigger: str) -> Json:
    """A form that is sent off (view-interactions-payload; test_view_submission.py)."""
    return _interaction(workspace, person, "view_submission") | {
        "trigger_id": trigger,
        "view": view.payload(),
        "response_urls": [],
    }


def view_closed(workspace: Workspace, person: Account, view: View, *, cleared: bool) -> Json:
    """A form that is closed, for those with `notify_on_close` (view-interactions-payload; test_view_closed.py)."""
    return _interaction(workspace, person, "view_closed") | {"view": view.payload(), "is_cleared": cleared}


def suggestion(workspace: Workspace, person: Account, view: View, block_id: str, action_id: str, typed: str) -> Json:
    """block_suggestion: what a person has typed into a menu so far (block_suggestion-payload; test_block_suggestion.py)."""
    return _interaction(workspace, person, "block_suggestion") | {
        "action_id": action_id,
        "block_id": block_id,
        "value": typed,
        "container": {"type": "view", "view_id": view.id},
        "view": view.payload(),
    }


def global_shortcut(workspace: Workspace, person: Account, callback_id: str, trigger: str) -> Json:
    """A global shortcut (shortcuts-interaction-payload; test_shortcut.py)."""
    shortcut = {"callback_id": callback_id, "trigger_id": trigger, "action_ts": workspace.next_ts()}
    return _interaction(workspace, person, "shortcut") | shortcut


def message_shortcut(
    workspace: Workspace, person: Account, callback_id: str, message: Message, trigger: str, url: str
) -> Json:
    """A shortcut on a message: it works where the app is not, too (shortcuts-interaction-payload; test_shortcut.py)."""
    place = message.conversation
    name = {"im": "directmessage"}.get(place.channel_type, "privategroup" if place.is_private else place.name)
    return global_shortcut(workspace, person, callback_id, trigger) | {
        "type": "message_action",
        "message_ts": message.ts,
        "response_url": url,
        "channel": {"id": place.id, "name": name},
        "message": message.payload(),
    }


def joined(workspace: Workspace, conversation: Conversation, user_id: str, inviter: str | None) -> Json:
    """The event of somebody joining a channel (docs.slack.dev/reference/events/member_joined_channel)."""
    event: Json = {"type": "member_joined_channel", "user": user_id, "channel": conversation.id, "channel_type": "C"}
    return event | {"team": workspace.team_id} | ({"inviter": inviter} if inviter else {})


def event_envelope(workspace: Workspace, event: Json) -> Json:
    """What the Events API puts around an event (docs.slack.dev/apis/events-api; test_events.py)."""
    is_bot = {"team_id": workspace.team_id, "user_id": workspace.bot.id, "is_bot": True, "is_enterprise_install": False}
    return {
        "token": VERIFICATION,
        "team_id": workspace.team_id,
        "api_app_id": workspace.app_id,
        "event": {"event_ts": workspace.next_ts()} | event,
        "type": "event_callback",
        "event_id": workspace.new_id("Ev"),
        "event_time": int(workspace.clock().timestamp()),
        "authorizations": [{"enterprise_id": None} | is_bot],
        "is_ext_shared_channel": False,
    }
