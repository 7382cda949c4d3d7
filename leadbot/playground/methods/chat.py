"""chat.postMessage, chat.update, chat.delete and chat.postEphemeral (docs.slack.dev/reference/methods/…)."""

import copy

from leadbot.playground.limits import MESSAGE_TEXT, checked_blocks, checked_message, checked_metadata
from leadbot.playground.messages import Conversation, Message
from leadbot.playground.methods.arguments import Arguments, need, seen_by_app
from leadbot.playground.records import Json
from leadbot.playground.refusal import Refusal
from leadbot.playground.state import Workspace
from leadbot.playground.words import pings


def post_message(workspace: Workspace, arguments: Arguments) -> Json:
    """Post as the app. A user's id as `channel` is their direct message with the app."""
    need(workspace, "chat:write")
    conversation = _to_post_in(workspace, arguments.required("channel"))
    text = arguments.text("text")
    has_more = bool(arguments.structure("attachments"))
    blocks = arguments.structure("blocks", "invalid_blocks_format")
    message = workspace.post(
        conversation,
        workspace.bot,
        text,
        checked_message(text, blocks, other_content=has_more),
        thread_ts=_thread(conversation, arguments),
        broadcast=arguments.flag("reply_broadcast"),
        metadata=checked_metadata(arguments.structure("metadata", "invalid_metadata_format")),
        parse=arguments.text("parse") or "none",
        link_names=arguments.flag("link_names"),
    )
    return {"channel": conversation.id, "ts": message.ts, "message": _answered(message)}


def post_ephemeral(workspace: Workspace, arguments: Arguments) -> Json:
    """Post what one person alone sees."""
    need(workspace, "chat:write")
    conversation = _to_post_in(workspace, arguments.required("channel"))
    user = arguments.required("user")
    if user not in {member.id for member in conversation.members}:
        raise Refusal("user_not_in_channel")
    text = arguments.text("text")
    message = workspace.post(
        conversation,
        workspace.bot,
        text,
        checked_message(text, arguments.structure("blocks", "invalid_blocks_format")),
        thread_ts=_thread(conversation, arguments),
        only_for=user,
        parse=arguments.text("parse") or "none",
        link_names=arguments.flag("link_names"),
    )
    return {"message_ts": message.ts}


def update(workspace: Workspace, arguments: Arguments) -> Json:
    """Change one of the app's messages. What is not given stays: blocks and metadata too, as the page says."""
    need(workspace, "chat:write")
    message = _own(workspace, arguments, "cant_update_message")
    if message.conversation.archived:
        raise Refusal("is_inactive")
    text = arguments.text("text") if "text" in arguments else message.text
    blocks = arguments.structure("blocks", "invalid_blocks_format")
    if "text" not in arguments and blocks is None:
        raise Refusal("no_text")
    if len(text) > MESSAGE_TEXT:
        raise Refusal("msg_too_long")
    metadata = arguments.structure("metadata", "invalid_metadata_format")
    kept = message.metadata if metadata is None else checked_metadata(metadata)
    parse = arguments.text("parse") or "none"
    with workspace.change():
        message.text = text
        message.blocks = message.blocks if blocks is None else checked_blocks(blocks)
        message.metadata = copy.deepcopy(kept)
        message.edited = {"user": workspace.bot.id, "ts": workspace.next_ts()}
        message.pings = pings(text, message.blocks, parse=parse, link_names=arguments.flag("link_names"))
    return {"channel": message.conversation.id, "ts": message.ts, "text": text, "message": _answered(message)}


def delete(workspace: Workspace, arguments: Arguments) -> Json:
    """Take one of the app's messages away."""
    need(workspace, "chat:write")
    message = _own(workspace, arguments, "cant_delete_message")
    with workspace.change():
        message.conversation.everything.remove(message)
    return {"channel": message.conversation.id, "ts": message.ts}


def _to_post_in(workspace: Workspace, identifier: str) -> Conversation:
    """Where to post.

    Posting to somebody deactivated succeeds, and nobody reads it: slackapi/python-slack-sdk#1156. Only
    conversations.open says that they are gone.
    """
    if account := workspace.accounts.get(identifier):
        if account.is_bot:
            raise Refusal("cannot_dm_bot")
        return workspace.together([account])
    conversation = seen_by_app(workspace, identifier)
    if conversation.archived:
        raise Refusal("is_archived")
    if not conversation.app_in:
        raise Refusal("not_in_channel")
    return conversation


def _thread(conversation: Conversation, arguments: Arguments) -> str | None:
    """The thread to post in: that of a reply is its parent's."""
    if "thread_ts" not in arguments:
        return None
    parent = conversation.find(arguments.text("thread_ts"))
    if parent is None:
        raise Refusal("thread_not_found")
    return parent.thread_ts if parent.is_reply else parent.ts


def _own(workspace: Workspace, arguments: Arguments, code: str) -> Message:
    conversation = seen_by_app(workspace, arguments.required("channel"))
    message = conversation.find(arguments.required("ts"))
    if message is None:
        raise Refusal("message_not_found")
    if not message.from_app:
        raise Refusal(code)
    return message


def _answered(message: Message) -> Json:
    return copy.deepcopy(message.payload(metadata=True))
