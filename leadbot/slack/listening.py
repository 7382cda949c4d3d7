"""What every listener has in common: who asks, one transaction, an answer that its surface can show, and no silence.

A handler is given a `Request` and returns an `Answer`. It touches only the database; whatever calls Slack comes after
the ack. Bolt's own middleware does not wrap handlers, an exception after `ack()` can lose the ack, and an error in a
lazy listener reaches nobody: so all of them go through here. What comes after the ack is put aside here too, and not by
Bolt, which copies the whole request for a lazy listener before every ack, though few have anything more to do.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

import structlog
from slack_bolt import Ack, BoltContext, BoltRequest
from slack_sdk import WebClient
from sqlalchemy.exc import IntegrityError

from leadbot.db.again import again
from leadbot.db.engine import Database
from leadbot.db.scope import Scope
from leadbot.db.seen import Sent, first_time, said_otherwise, was_done
from leadbot.db.tables import Member
from leadbot.domain.clock import Clock
from leadbot.domain.errors import Faults, LeadbotError, NotKnown, NotSaved, Refused
from leadbot.domain.reactions import Failed
from leadbot.services.authority import refuse_strangers
from leadbot.services.lanes import heed
from leadbot.services.outbox import left_work
from leadbot.services.people import is_back, member_of, who_asks
from leadbot.slack.blocks import Block, notice, routing_in, unlinked
from leadbot.slack.errors import failure_of
from leadbot.slack.haste import Haste
from leadbot.slack.newcomers import get_known
from leadbot.slack.prefix import prefix_of, renamed, renamed_in
from leadbot.slack.showing import open_form, redraw_form, whisper
from leadbot.slack.text import words

log = structlog.get_logger()
T = TypeVar("T")


class Surface(StrEnum):
    """Where a request comes from, and so how it can be answered."""

    COMMAND = "command"
    BUTTON = "button"
    FORM = "form"
    SHORTCUT = "shortcut"


PRESSED = (Surface.BUTTON, Surface.SHORTCUT)  # whose ack has no room for words


@dataclass(frozen=True)
class Request:
    """What somebody did, as plain values, inside one transaction."""

    scope: Scope
    member: Member
    command: str = ""  # as it was typed
    text: str = ""  # after it
    action: str = ""
    value: str = ""  # of a button: a reference, never a permission
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # of a form, by block id
    routing: str = ""  # what a form was opened with
    at_home: bool = False  # it began on the Home tab, which is still before them
    callback: str = ""  # of a form, or a shortcut
    message: Mapping[str, Any] = field(default_factory=dict)  # on which a shortcut was used, or a button pressed
    place: Mapping[str, Any] = field(default_factory=dict)  # where that was said


@dataclass(frozen=True)
class Answer:
    """What is shown: words for this person only, a form to open, faults under fields, or what a form has done."""

    text: str = ""
    done: str = ""  # in the form's own place, once it was sent off
    ends: bool = False  # once it was sent off, what the form was opened from closes with it
    blocks: list[Block] = field(default_factory=list)
    form: Callable[[], Block] | None = None  # drawn after the ack: reading a sentence can take a while
    in_place: bool = False  # it stands where the form stands in which something was pressed
    faults: Mapping[str, str] = field(default_factory=dict)
    then: Callable[[WebClient], None] | None = None  # what Slack is asked to do once it is saved

    def renamed(self, prefix: str) -> "Answer":
        """The same, with our commands as they are called where they have this prefix."""
        draw = self.form
        return replace(
            self,
            text=renamed(self.text, prefix),
            done=renamed(self.done, prefix),
            blocks=[renamed_in(block, prefix) for block in self.blocks],
            form=None if draw is None else lambda: renamed_in(draw(), prefix),
            faults={name: renamed(sentence, prefix) for name, sentence in self.faults.items()},
        )


Handler = Callable[[Request], Answer]


@dataclass(frozen=True)
class Deps:
    """What listening needs: a database, the time, a way to wake whoever delivers, and threads for what follows an ack."""

    database: Database
    clock: Clock
    wake: Callable[[], None]
    after_ack: Executor
    haste: Haste = field(default_factory=Haste)


def listener(surface: Surface, handle: Handler, deps: Deps) -> Callable[..., None]:
    """The function that Bolt is given: it acks, and puts aside what must come after the ack, if anything must."""

    def acknowledge(
        ack: Ack, body: dict[str, Any], context: BoltContext, request: BoltRequest, client: WebClient
    ) -> None:
        answer = answer_to(surface, handle, deps, body, context, request)
        acknowledge_with(surface, ack, answer, body)
        if answer.form is not None or answer.then is not None or (surface in PRESSED and answer.text):
            deps.after_ack.submit(afterwards, deps, context["leadbot_workspace"], answer, body, client)

    return acknowledge


def afterwards(deps: Deps, workspace_id: UUID, answer: Answer, body: dict[str, Any], client: WebClient) -> None:
    """What comes after the ack. It is not repeated: who sees nothing can press again. What Slack answers is heeded."""
    try:
        failed = show(answer, body, client)
    except LeadbotError as error:  # what Slack was asked for cannot be, and they can mend it
        whisper(body, client, str(error), [])
        return
    except Exception as error:  # nobody else would hear of it
        failed = failure_of(error, "after the ack")
    if failed is None:
        return
    log.warning("answer not shown", reaction=failed.reaction, error=failed.error)
    with deps.database.transaction() as session:
        heed(Scope.of(session, workspace_id, deps.clock()), failed)


def show(answer: Answer, body: dict[str, Any], client: WebClient) -> Failed | None:
    """A form is opened, or words are sent to this person only; then Slack is asked for what may fail: they know by then."""
    failed = None
    if answer.form is not None:
        failed = (redraw_form if answer.in_place else open_form)(answer.form, body, client)
    elif answer.text and body.get("response_url"):
        whisper(body, client, answer.text, answer.blocks)
    elif answer.text:  # pressed in a form or on the Home tab, or a shortcut, where Slack gives no way to whisper
        failed = open_form(lambda: notice("Leadbot", answer.text), body, client)
    if answer.then is not None:
        answer.then(client)
    return failed


def answer_to(
    surface: Surface,
    handle: Handler,
    deps: Deps,
    body: dict[str, Any],
    context: BoltContext,
    request: BoltRequest,
) -> Answer:
    """The answer of one handler, with our commands as they are called there; whatever goes wrong in it becomes words."""
    prefix = prefix_of(str(body.get("command") or ""))

    def work(scope: Scope) -> Answer:
        nonlocal prefix
        # Only where it is another: to set it is to have it looked at, though equal.
        if "command" in body and scope.workspace.command_prefix != prefix:
            scope.workspace.command_prefix = prefix
        prefix = scope.workspace.command_prefix
        return handle(read(scope, body))

    try:
        deps.haste.refuse_too_much(context["leadbot_workspace"], context.user_id or "", deps.clock(), body)
        answer = once(deps, context, sent_as(body, request), work) or Answer()
    except Faults as faults:
        answer = Answer(text=str(faults), faults=faults.by_field)
    except NotKnown as error:
        if surface is Surface.FORM and inputs_of(body):  # it stays open, with all that was typed
            return Answer(faults={"": str(error)}, then=lambda client: meet(Answer, deps, body, context, client))
        anew = partial(answer_to, surface, handle, deps, body, context, request)
        shown_in = body | {"view": None} if surface is Surface.FORM else body  # a form without a field is closed by now
        return Answer(then=lambda client: meet(anew, deps, shown_in, context, client))
    except LeadbotError as error:
        done = isinstance(error, NotSaved) and was_done(
            deps.database, context["leadbot_workspace"], sent_as(body, request)
        )
        answer = Answer() if done else Answer(text=error.said(words))
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("handler failed", surface=surface, reference=reference)
        answer = Answer(
            text=f"Something went wrong on our side. Please try again; if it stays, tell your host `{reference}`."
        )
    return answer.renamed(prefix) if prefix else answer


def meet(
    answer_now: Callable[[], Answer], deps: Deps, body: dict[str, Any], context: BoltContext, client: WebClient
) -> None:
    """After the ack, once Slack has told who asks: the answer, as it is for who they are."""
    workspace_id = context["leadbot_workspace"]
    fault = get_known(deps.database, deps.clock(), workspace_id, context.user_id or "", body, client)
    answer = Answer(text=fault) if fault else answer_now()
    afterwards(deps, workspace_id, replace(answer, text=answer.text or answer.done), body, client)


def once(deps: Deps, context: BoltContext, sent: Sent, work: Callable[[Scope], T]) -> T | None:
    """Does the work of a request in one transaction: all of it is on disk before anybody is told.

    Returns what the work returns; None if a request with this key was done before, whatever this one says.
    """

    def do() -> T | None:
        with deps.database.transaction() as session:
            workspace, asker = who_asks(session, context["leadbot_workspace"], context.user_id or "")
            scope = Scope(session, workspace, deps.clock(), asker)
            if not first_time(session, workspace.id, sent, scope.now):
                if said_otherwise(session, workspace.id, sent):
                    log.warning("a request came again, and said something else", request=sent.key[:12])
                return None
            done = work(scope)
        if left_work(session):
            deps.wake()
        return done

    return again(do, also=(IntegrityError,))  # somebody else made the same row at the same moment, or went first


def sent_as(body: Mapping[str, Any], request: BoltRequest) -> Sent:
    """What tells a request from all others, the same when it is sent again; and from one with other words."""
    given = body.get("trigger_id") or body.get("event_id") or request.raw_body
    texts = (str(given), json.dumps(body, sort_keys=True))
    return Sent(*(hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest() for text in texts))


def read(scope: Scope, body: dict[str, Any]) -> Request:
    """Slack's payload as plain values.

    Raises:
        Refused: if the person belongs to another workspace, of a shared channel, or is no member of the space.
    """
    user = body.get("user") or {"id": body.get("user_id"), "username": body.get("user_name")}
    team = user.get("team_id") or body.get("team_id")
    if team is not None and team != scope.workspace.slack_team_id:
        raise Refused("Leadbot is for the members of this workspace.")
    member = member_of(scope, str(user["id"]), str(user.get("username") or user.get("name") or ""))
    refuse_strangers(scope, member)
    if member.unreachable:
        is_back(scope, member)
    action = (body.get("actions") or [{}])[0]
    view = body.get("view") or {}
    at_home, routing = routing_in(str(view.get("private_metadata") or ""))
    return Request(
        scope=scope,
        member=member,
        command=str(body.get("command") or ""),
        text=str(body.get("text") or body.get("value") or ""),
        action=str(action.get("action_id") or body.get("action_id") or ""),
        value=str(action.get("value") or ""),
        values={block: inputs.get("value", {}) for block, inputs in view.get("state", {}).get("values", {}).items()},
        routing=routing,
        at_home=at_home,
        callback=str(view.get("callback_id") or body.get("callback_id") or ""),
        message=body.get("message") or {},
        place=body.get("channel") or {},
    )


def acknowledge_with(surface: Surface, ack: Ack, answer: Answer, body: Mapping[str, Any]) -> None:
    """The ack: for a command, the words themselves; for a form, its faults."""
    match surface:
        case Surface.COMMAND if answer.text and answer.form is None:
            shown = unlinked(answer.text, answer.blocks)
            ack(text=shown.text, blocks=shown.blocks, response_type="ephemeral")
        case Surface.FORM if (answer.faults or answer.text) and inputs_of(body):
            ack(response_action="errors", errors=under_fields(answer, inputs_of(body)))
        case Surface.FORM if said := answer.done or answer.text:
            ack(response_action="update", view=notice("Leadbot", said))
        case Surface.FORM if answer.ends:
            ack(response_action="clear")
        case _:
            ack()


def inputs_of(body: Mapping[str, Any]) -> list[str]:
    """The fields of the form that was sent off: only under these can Slack show a fault."""
    return [block["block_id"] for block in body["view"]["blocks"] if block["type"] == "input"]


def under_fields(answer: Answer, blocks: list[str]) -> dict[str, str]:
    """Each fault under its field; what belongs to no field of this form goes under the first, so nothing typed is lost."""
    placed: dict[str, str] = {}
    for name, sentence in (answer.faults or {"": answer.text}).items():
        block = name if name in blocks else blocks[0]
        placed[block] = f"{placed[block]} {sentence}" if block in placed else sentence
    return placed
