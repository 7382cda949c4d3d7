"""The conversations.* methods (docs.slack.dev/reference/methods/conversations.open and its neighbours)."""

import copy
import re

from leadbot.playground.accounts import Account
from leadbot.playground.messages import Conversation, Message
from leadbot.playground.methods.arguments import Arguments, need, page, scope_for, seen_by_app
from leadbot.playground.payloads import joined
from leadbot.playground.records import Json
from leadbot.playground.refusal import Refusal
from leadbot.playground.state import GROUP, Workspace

TYPES = {"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read", "mpim": "mpim:read"}


def open_together(workspace: Workspace, arguments: Arguments) -> Json:
    """The direct or group message with these people: the same people, the same conversation."""
    if "channel" in arguments:
        conversation = seen_by_app(workspace, arguments.text("channel"))
        if conversation.channel_type == "channel":
            raise Refusal("method_not_supported_for_channel_type")
        return {"no_op": True, "already_open": True, "channel": {"id": conversation.id}}
    people = _people(workspace, arguments.text("users"))
    need(workspace, "im:write" if len(people) == 1 else "mpim:write")
    known = workspace.find_together(people)
    conversation = workspace.together(people)
    shown = channel_object(workspace, conversation) if arguments.flag("return_im") else {"id": conversation.id}
    return {"no_op": known is not None, "already_open": known is not None, "channel": shown}


def _people(workspace: Workspace, users: str) -> list[Account]:
    ids = [each for each in dict.fromkeys(re.split(r"[,\s]+", users)) if each and each != workspace.bot.id]
    if not ids:
        raise Refusal("users_list_not_supplied")
    if len(ids) > GROUP:
        raise Refusal("too_many_users")
    people = []
    for each in ids:
        account = workspace.accounts.get(each)
        if account is None:
            raise Refusal("user_not_found")
        if account.is_bot:
            raise Refusal("cannot_dm_bot")
        if account.deleted:
            raise Refusal("user_disabled")
        people.append(account)
    return people


def history(workspace: Workspace, arguments: Arguments) -> Json:
    """The messages of a conversation, newest first; no replies. `oldest` and `latest` are left out, unless `inclusive`."""
    conversation = _readable(workspace, arguments)
    return _messages(list(reversed(_between(conversation.messages, arguments))), arguments)


def replies(workspace: Workspace, arguments: Arguments) -> Json:
    """A thread, oldest first: the parent always comes with it."""
    conversation = _readable(workspace, arguments)
    parent = conversation.find(arguments.required("ts"))
    if parent is None:
        raise Refusal("thread_not_found")
    if parent.is_reply:
        return _messages([parent], arguments)
    return _messages([parent, *_between(parent.replies, arguments)], arguments)


def _readable(workspace: Workspace, arguments: Arguments) -> Conversation:
    conversation = seen_by_app(workspace, arguments.required("channel"))
    need(workspace, scope_for("history", conversation))
    if not conversation.app_in:
        raise Refusal("not_in_channel")
    return conversation


def _between(messages: list[Message], arguments: Arguments) -> list[Message]:
    oldest, latest = _moment(arguments, "oldest", 0), _moment(arguments, "latest", 10**18)
    if arguments.flag("inclusive"):
        return [each for each in messages if oldest <= _micro(each.ts) <= latest]
    return [each for each in messages if oldest < _micro(each.ts) < latest]


def _moment(arguments: Arguments, name: str, default: int) -> int:
    given = arguments.text(name)
    if not given or given == "now":
        return default
    if not re.fullmatch(r"\d+(\.\d*)?", given):
        raise Refusal(f"invalid_ts_{name}")
    return _micro(given)


def _micro(ts: str) -> int:
    """A time stamp as a whole number: floats lose the last digits."""
    seconds, _, rest = ts.partition(".")
    return int(seconds) * 1_000_000 + int((rest + "000000")[:6])


def _messages(messages: list[Message], arguments: Arguments) -> Json:
    shown, cursor = page(messages, arguments, 100, 999)
    metadata = arguments.flag("include_all_metadata")
    answer: Json = {
        "messages": [copy.deepcopy(each.payload(metadata=metadata)) for each in shown],
        "has_more": bool(cursor),
        "pin_count": 0,
    }
    if cursor:
        answer["response_metadata"] = {"next_cursor": cursor}
    return answer


def info(workspace: Workspace, arguments: Arguments) -> Json:
    """One conversation."""
    conversation = seen_by_app(workspace, arguments.required("channel"))
    need(workspace, scope_for("read", conversation))
    shown = channel_object(workspace, conversation)
    if arguments.flag("include_num_members"):
        shown["num_members"] = len(conversation.members) + conversation.app_in
    return {"channel": shown}


def list_all(workspace: Workspace, arguments: Arguments) -> Json:
    """The conversations of some types, page by page; of private ones only those that the app is in."""
    types = [each.strip() for each in (arguments.text("types") or "public_channel").split(",")]
    for each in types:
        if each not in TYPES:
            raise Refusal("invalid_types")
        need(workspace, TYPES[each])
    archived_too = not arguments.flag("exclude_archived")
    found = [
        each
        for each in workspace.conversations.values()
        if _type(each) in types and (each.is_open or each.app_in) and (archived_too or not each.archived)
    ]
    shown, cursor = page(found, arguments, 100, 1000)
    channels = [channel_object(workspace, each) for each in shown]
    return {"channels": channels, "response_metadata": {"next_cursor": cursor}}


def join(workspace: Workspace, arguments: Arguments) -> Json:
    """Join a public channel."""
    need(workspace, "channels:join")
    conversation = seen_by_app(workspace, arguments.required("channel"))
    if not conversation.is_open:
        raise Refusal("method_not_supported_for_channel_type")
    if conversation.archived:
        raise Refusal("is_archived")
    answer: Json = {"warning": "already_in_channel"} if conversation.app_in else {}
    if not conversation.app_in:
        with workspace.change():
            conversation.app_in = True
        workspace.tell(joined(workspace, conversation, workspace.bot.id, None))
    return {**answer, "channel": channel_object(workspace, conversation)}


def members(workspace: Workspace, arguments: Arguments) -> Json:
    """Who is in a conversation, page by page."""
    conversation = seen_by_app(workspace, arguments.required("channel"))
    need(workspace, scope_for("read", conversation))
    everybody = [member.id for member in conversation.members] + [workspace.bot.id] * conversation.app_in
    shown, cursor = page(everybody, arguments, 100, 1000)
    return {"members": shown, "response_metadata": {"next_cursor": cursor}}


def _type(conversation: Conversation) -> str:
    if conversation.channel_type != "channel":
        return conversation.channel_type
    return "private_channel" if conversation.is_private else "public_channel"


def channel_object(workspace: Workspace, conversation: Conversation) -> Json:
    """The conversation object of docs.slack.dev/reference/objects/conversation-object."""
    channel_type, sharing = conversation.channel_type, conversation.sharing
    outsiders = any(member.team_id != workspace.team_id for member in conversation.members)
    shown: Json = {
        "id": conversation.id,
        "created": 0,
        "is_channel": channel_type == "channel" and not conversation.is_private,
        "is_group": channel_type == "channel" and conversation.is_private,
        "is_im": channel_type == "im",
        "is_mpim": channel_type == "mpim",
        "is_private": conversation.is_private,
        "is_archived": conversation.archived,
        "is_org_shared": sharing == "org",
        "is_shared": outsiders or sharing in ("outside", "org"),
        "is_ext_shared": outsiders or sharing == "outside",
        "is_pending_ext_shared": sharing == "pending",
        "context_team_id": workspace.team_id,
    }
    if channel_type == "im":
        shown |= {"user": conversation.members[0].id, "is_user_deleted": conversation.members[0].deleted}
    else:
        shown |= {"name": conversation.name, "name_normalized": conversation.name, "is_general": False}
        shown |= {
            "is_member": conversation.app_in,
            "creator": conversation.members[0].id if conversation.members else "",
        }
    return shown
