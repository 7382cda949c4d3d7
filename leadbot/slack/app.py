"""The Bolt app: whose request it is, and every listener that is registered."""

import logging
import re
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from operator import attrgetter
from typing import Any
from uuid import UUID

import structlog
from slack_bolt import Ack, App, BoltContext, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware import Middleware
from slack_sdk import WebClient

from leadbot.domain.errors import LeadbotError
from leadbot.services.authority import Right
from leadbot.slack import (
    answering,
    finding,
    following,
    health,
    helping,
    here,
    own_data,
    owning,
    pausing,
    posting,
    setting_up,
    settings,
    sharing,
    skills,
    summing_up,
    teaming,
)
from leadbot.slack.events import event_listener
from leadbot.slack.home import kept_fresh
from leadbot.slack.listening import Answer, Deps, Handler, Request, Surface, listener
from leadbot.slack.registry import Guarded, Registry
from leadbot.slack.text import unescape

log = structlog.get_logger()
ELSEWHERE = "Leadbot is not in your Slack workspace, so there is nothing here for you. Ask your host to have it added."
OLD_BUTTON = Guarded(Right.READER, helping.out_of_date)
OLD_FORM = Guarded(Right.MEMBER, helping.form_out_of_date)
NO_SUCH_NAME = Guarded(Right.MEMBER, helping.no_such_name)


@dataclass(frozen=True)
class Installation:
    """Leadbot in one workspace: its token, and who it is there."""

    workspace_id: UUID
    team_id: str
    bot_token: str
    bot_user_id: str
    bot_id: str


Installations = Callable[[str], Installation | None]  # by Slack's team id; reads memory or the database, never Slack


def register_all() -> Registry:
    """Everything that people can type, press and submit."""
    registry = Registry()
    for part in (
        posting,
        sharing,
        skills,
        here,
        finding,
        answering,
        following,
        owning,
        teaming,
        summing_up,
        pausing,
        own_data,
        settings,
        setting_up,
        health,
        helping,
    ):
        part.register(registry)
    return registry


def build_app(
    deps: Deps,
    registry: Registry,
    installations: Installations,
    *,
    signing_secret: str,
    client: WebClient,
    executor: Executor,
) -> App:
    """The Bolt app with every listener of the registry. `executor` runs what comes after an ack."""
    app = App(
        process_before_response=True,
        authorize=authorizer(installations),
        signing_secret=signing_secret,
        client=client,
        listener_executor=executor,
        raise_error_for_unhandled_request=False,
        user_facing_authorize_error_message=ELSEWHERE,
        logger=logging.getLogger("slack_bolt"),  # else Bolt gives its own the root's level, whatever we set
    )
    app.use(NothingPressed())
    # One listener for each surface: Bolt asks each of its listeners in turn, and builds all their arguments to do so,
    # which took longer for a late one than our own work does.
    every = re.compile("")
    shortcuts = {shortcut.callback: shortcut.handle for shortcut in registry.shortcuts}
    app.command(every)(listener(Surface.COMMAND, commanded(registry), deps))
    pressed = by(attrgetter("action"), registry.buttons, OLD_BUTTON)
    app.action(every)(listener(Surface.BUTTON, kept_fresh(pressed), deps))
    sent_off = by(attrgetter("callback"), registry.forms, OLD_FORM)
    app.view(every)(listener(Surface.FORM, kept_fresh(sent_off), deps))
    app.shortcut(every)(listener(Surface.SHORTCUT, by(attrgetter("callback"), shortcuts, NO_SUCH_NAME), deps))
    app.options(every)(completes(registry))
    app.event(every)(event_listener(deps))
    app.error(answer_error)
    return app


class NothingPressed(Middleware):
    """Answers a press without a button, at which Bolt stumbles wherever it builds the arguments of a function."""

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,  # noqa: ARG002 Bolt gives it
        next: Callable[[], BoltResponse],
    ) -> BoltResponse | None:
        return BoltResponse(status=200) if req.body.get("actions") == [] else next()


def by(name: Callable[[Request], str], handlers: Mapping[str, Guarded], unknown: Guarded) -> Handler:
    """The handler that is registered under the name which a request bears; `unknown` answers for what none is."""
    return lambda request: handlers.get(name(request), unknown)(request)


def commanded(registry: Registry) -> Handler:
    """The handler of the command that was typed, with a prefix or without."""

    def handle(request: Request) -> Answer:
        meant = (each.handle for each in registry.commands if each.pattern.match(request.command))
        return next(meant, NO_SUCH_NAME)(request)

    return handle


def completes(registry: Registry) -> Callable[[Ack, dict[str, Any]], None]:
    """Answers type-ahead menus. They need no database, so they are answered whatever holds that up."""

    def complete(ack: Ack, body: dict[str, Any]) -> None:
        ack(options=registry.suggestions(str(body.get("block_id") or ""), unescape(str(body.get("value") or ""))))

    return complete


def authorizer(installations: Installations) -> Callable[..., AuthorizeResult]:
    """Says in whose name we answer. Bolt's own asks Slack before every handler, which costs the three seconds."""

    def authorize(enterprise_id: str | None, team_id: str | None, context: BoltContext) -> AuthorizeResult:
        installation = installations(team_id or "")
        if installation is None:
            log.warning("request from a workspace without Leadbot", team=team_id)
            return None  # type: ignore[return-value]  # Bolt answers such a request itself
        context["leadbot_workspace"] = installation.workspace_id
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=installation.bot_token,
            bot_user_id=installation.bot_user_id,
            bot_id=installation.bot_id,
        )

    return authorize


def answer_error(error: Exception) -> BoltResponse:
    """The last resort: an event that failed, which Slack will send again, or a request in which Bolt stumbles."""
    log.error("request failed", error=type(error.__cause__ or error).__name__)
    return BoltResponse(status=500 if isinstance(error, LeadbotError) else 400)
