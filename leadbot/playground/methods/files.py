"""files.getUploadURLExternal and files.completeUploadExternal (docs.slack.dev/messaging/working-with-files)."""

from leadbot.playground.methods.arguments import Arguments, need, seen_by_app
from leadbot.playground.records import Json
from leadbot.playground.refusal import Refusal
from leadbot.playground.state import File, Workspace


def get_upload_url(workspace: Workspace, arguments: Arguments) -> Json:
    """Where to send a file; the caller puts the server's address before it."""
    need(workspace, "files:write")
    name, length = arguments.required("filename"), arguments.number("length", 0, 10**9)
    with workspace.change():
        file = File(workspace.new_id("F"), name, length)
        workspace.files[file.id] = file
    return {"upload_url": f"/upload/{file.id}", "file_id": file.id}


def complete_upload(workspace: Workspace, arguments: Arguments) -> Json:
    """Share what was sent: as one message in `channel_id`, if there is one."""
    need(workspace, "files:write")
    shared = []
    for each in arguments.structure("files") or []:
        file = workspace.files.get(each.get("id", ""))
        if file is None or len(file.content) != file.length:
            raise Refusal("file_not_found")
        shared.append((file, {"id": file.id, "name": file.name, "title": each.get("title") or file.name}))
    if not shared:
        raise Refusal("invalid_arguments", ["[ERROR] missing required field: files"])
    objects = [{**shown, "size": file.length} for file, shown in shared]
    if "channel_id" in arguments:
        conversation = seen_by_app(workspace, arguments.text("channel_id"))
        if not conversation.app_in:
            raise Refusal("not_in_channel")
        thread = arguments.text("thread_ts") or None
        text = arguments.text("initial_comment")
        workspace.post(conversation, workspace.bot, text, thread_ts=thread, files=objects)
    for file, _ in shared:
        file.shared = True
    return {"files": objects}
