"""The methods of the Web API that the local Slack speaks: one function each, by Slack's name for it."""

from collections.abc import Callable

from leadbot.playground.methods import apps, chat, conversations, files, users, views
from leadbot.playground.methods.arguments import Arguments
from leadbot.playground.records import Json
from leadbot.playground.state import Workspace

Method = Callable[[Workspace, Arguments], Json]

METHODS: dict[str, Method] = {
    "apps.connections.open": apps.connections_open,
    "auth.test": users.auth_test,
    "chat.postMessage": chat.post_message,
    "chat.update": chat.update,
    "chat.delete": chat.delete,
    "chat.postEphemeral": chat.post_ephemeral,
    "conversations.open": conversations.open_together,
    "conversations.history": conversations.history,
    "conversations.replies": conversations.replies,
    "conversations.info": conversations.info,
    "conversations.list": conversations.list_all,
    "conversations.join": conversations.join,
    "conversations.members": conversations.members,
    "users.info": users.info,
    "users.list": users.list_all,
    "views.open": views.open_modal,
    "views.push": views.push,
    "views.update": views.update,
    "views.publish": views.publish,
    "files.getUploadURLExternal": files.get_upload_url,
    "files.completeUploadExternal": files.complete_upload,
}
