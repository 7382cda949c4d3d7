"""The Web API over HTTP: `/api/<method>`, the response URLs, and the place where files are sent.

How calls are read and answered follows docs.slack.dev/apis/web-api; errors come with status 200, but for 429 and 5xx.
"""

import contextlib
import json
import re
import socket
from collections.abc import Callable
from functools import partial

from flask import Blueprint, Response, request

from leadbot.playground.limits import checked_message
from leadbot.playground.methods import METHODS
from leadbot.playground.methods.arguments import Arguments
from leadbot.playground.records import Call, Json
from leadbot.playground.refusal import APPS_OWN_MISTAKES, Refusal
from leadbot.playground.state import DEFAULT_SCOPES, Workspace
from leadbot.playground.trouble import Trouble, Troubles
from leadbot.playground.words import pings

TOKEN_OF = re.compile(r"xox[bp]-(\d+)-")
ID_OF = re.compile(r"[CDGU](\d{3})\d{7}")

Apply = Callable[[], tuple[Json, int]]


def web_api(workspace: Workspace, troubles: Troubles) -> Blueprint:
    """The routes of the Web API, to be put into a Flask app."""
    api = Blueprint("web_api", __name__)

    @api.route("/api/<method>", methods=["GET", "POST"])
    def call(method: str) -> Response:
        args, token = _read()
        apply = partial(_applied, workspace, method, args, token)
        answer, status, headers = _exchange(workspace, troubles, method, args, token, apply)
        headers |= _allowed(workspace, token)
        return Response(json.dumps(answer), status, headers, mimetype="application/json")

    @api.post("/respond/<key>")
    def respond(key: str) -> Response:
        args, _ = _read()
        apply = partial(_responded, workspace, key, args)
        answer, status, headers = _exchange(workspace, troubles, "response_url", args, None, apply)
        return Response("ok" if answer.get("ok") else str(answer.get("error")), status, headers)

    @api.post("/upload/<file_id>")
    def upload(file_id: str) -> Response:
        file = workspace.files.get(file_id)
        if file is None:
            return Response("file_not_found", 404)
        content = request.get_data()  # first: once Flask has looked for form fields, the body is gone
        with workspace.change():
            sent = next(iter(request.files.values()), None)
            file.content = sent.read() if sent else content
        return Response(f"OK - {len(file.content)}")

    return api


def _read() -> tuple[Json, str | None]:
    """The arguments and the token, from JSON or a form."""
    args: Json = request.values.to_dict()
    if request.is_json:
        given = request.get_json(silent=True)
        args |= given if isinstance(given, dict) else {}
    token = args.pop("token", None)
    header = request.headers.get("Authorization", "")
    return args, header.removeprefix("Bearer ").strip() or token


def _exchange(
    workspace: Workspace, troubles: Troubles, method: str, args: Json, token: str | None, apply: Apply
) -> tuple[Json, int, dict[str, str]]:
    """Apply a call, with the trouble that was ordered for it, and remember it. Gives body, status and headers."""
    came = workspace.clock()
    trouble = troubles.for_call(method, args) or Trouble(method)
    if trouble.hold and not trouble.applied:
        trouble.hold.stand()
    answer, status = ({}, 200) if trouble.keeps_from_applying else apply()
    if trouble.hold and trouble.applied:
        trouble.hold.stand()
    troubles.wait(trouble.delay)
    if trouble.error or trouble.status:
        status = trouble.status or (429 if trouble.error in ("ratelimited", "rate_limited") else 200)
        answer = {"ok": False, "error": trouble.error or ("ratelimited" if status == 429 else "internal_error")}
    told = trouble.retry_after if isinstance(trouble.retry_after, str) else f"{trouble.retry_after or 1:g}"
    headers = {"Retry-After": told} if status == 429 and told else {}
    with workspace.change():
        remembered = None if trouble.lose_answer else status
        workspace.calls.append(Call(method, args, token, answer, came, remembered))
    if trouble.lose_answer:
        _cut_connection()
    return answer, status, headers


def _applied(workspace: Workspace, method: str, args: Json, token: str | None) -> tuple[Json, int]:
    """Do what a call of the Web API asks, or refuse it."""
    try:
        with workspace.lock:
            _refuse_what_is_another_workspaces(workspace, method, args, token)
            _authenticate(workspace, method, token)
            if method not in METHODS:
                raise Refusal("unknown_method", req_method=method)
            answer = {"ok": True, **METHODS[method](workspace, Arguments(args))}
    except Refusal as refusal:
        own_mistake = refusal.code in APPS_OWN_MISTAKES
        if refusal.code == "missing_scope":  # never granted in contract.md, and not merely taken away by a test
            own_mistake = not (DEFAULT_SCOPES | {"connections:write"}).intersection(
                str(refusal.more["needed"]).split(",")
            )
        if own_mistake:
            workspace.fault(f"{method} was refused: {refusal.code}", "; ".join(refusal.messages))
        return refusal.body(), refusal.status
    if method == "apps.connections.open":
        answer["url"] = request.host_url.replace("http", "ws", 1).rstrip("/") + answer["url"]
    if "upload_url" in answer:
        answer["upload_url"] = request.host_url.rstrip("/") + answer["upload_url"]
    return answer, 200


def _allowed(workspace: Workspace, token: str | None) -> dict[str, str]:
    """The header that tells whoever has a good token what that may do."""
    for known in (workspace.token, workspace.app_token):
        if token == known.value and not known.gone:
            return {"x-oauth-scopes": ",".join(sorted(known.scopes))}
    return {}


def _authenticate(workspace: Workspace, method: str, token: str | None) -> None:
    wanted, other = workspace.token, workspace.app_token
    if method == "apps.connections.open":
        wanted, other = other, wanted
    if not token:
        raise Refusal("not_authed")
    if token == other.value:
        raise Refusal("not_allowed_token_type")
    if token != wanted.value:
        raise Refusal("invalid_auth")
    if wanted.gone:
        raise Refusal(wanted.gone)


def _refuse_what_is_another_workspaces(workspace: Workspace, method: str, args: Json, token: str | None) -> None:
    """A token speaks for one workspace, and into its conversations only: to mix two up is a fault, whoever would see it.

    Ids and tokens of local workspaces tell whose they are.
    """
    team = TOKEN_OF.match(token or "")
    if team and team[1] != workspace.token_number:
        workspace.fault(f"{method} came with the token of another workspace")
        raise Refusal("invalid_auth")
    named = [*str(args.get("users") or "").split(","), str(args.get("channel") or "")]
    if any(found and found[1] != workspace.id_number for found in map(ID_OF.fullmatch, named)):
        workspace.fault(f"{method} would have reached into another workspace")
        raise Refusal("channel_not_found")


def _responded(workspace: Workspace, key: str, args: Json) -> tuple[Json, int]:
    """Do what a message to a response URL asks, or refuse it."""
    try:
        with workspace.change():
            _respond(workspace, key, args)
    except Refusal as refusal:
        if refusal.code in APPS_OWN_MISTAKES:
            workspace.fault(f"response_url was refused: {refusal.code}", "; ".join(refusal.messages))
        return refusal.body(), 400 if refusal.status == 200 else refusal.status
    return {"ok": True}, 200


def _respond(workspace: Workspace, key: str, args: Json) -> None:
    """Post, replace or delete (docs.slack.dev/interactivity/handling-user-interaction, "Message responses"): ephemeral
    unless `in_channel`; `replace_original` and `delete_original` mean the message that something was pressed on."""
    url = workspace.response_urls.get(key)
    if url is None:
        raise Refusal("no_service", status=404)
    url.use(workspace.clock())
    if args.get("delete_original"):
        if url.source and url.source in url.conversation.everything:
            url.conversation.everything.remove(url.source)
        return
    text = args.get("text") or ""
    blocks = checked_message(text, args.get("blocks"))
    if args.get("replace_original") and url.source:
        url.source.text, url.source.blocks = text, blocks
        url.source.pings = pings(text, blocks)
        return
    only_for = None if args.get("response_type") == "in_channel" else url.user_id
    workspace.post(url.conversation, workspace.bot, text, blocks, thread_ts=args.get("thread_ts"), only_for=only_for)


def _cut_connection() -> None:
    """End the connection before anything is answered, as a broken network does."""
    connection: socket.socket = request.environ["werkzeug.socket"]
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
