"""Who asks for the first time is looked up before they are shown anything: it may be a guest, who may see nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from slack_sdk import WebClient

from leadbot.db.engine import Database
from leadbot.db.scope import Scope
from leadbot.services.authority import FOR_MEMBERS
from leadbot.services.lanes import heed
from leadbot.services.look_up import learn
from leadbot.services.people import member_of
from leadbot.services.welcome import welcome
from leadbot.slack.errors import failure_of
from leadbot.slack.haste import what_was_typed
from leadbot.slack.identity import identity_of

log = structlog.get_logger()
UNKNOWN = "I could not find out who you are just now. Please try again in a moment."


def get_known(
    database: Database,
    now: datetime,
    workspace_id: UUID,
    slack_user_id: str,
    body: Mapping[str, Any],
    client: WebClient,
) -> str | None:
    """Asks Slack who somebody is, and keeps the answer; gives a sentence if what they asked for cannot be answered."""
    try:
        identity = identity_of(client.users_info(user=slack_user_id, include_locale=True)["user"])
    except Exception as error:  # whatever it was, we know no more than before
        failed = failure_of(error, "users.info")
        log.warning("newcomer not looked up", error=failed.error)
        with database.transaction() as session:
            heed(Scope.of(session, workspace_id, now), failed)
        return f"{UNKNOWN}{what_was_typed(body)}"
    with database.transaction() as session:
        scope = Scope.of(session, workspace_id, now)
        member = member_of(scope, slack_user_id, identity.name)
        if member.looked_up_at is None:
            welcome(scope, member)  # before Slack's word of them, which says whether they are, and as what
        learn(scope, member, identity)
    return FOR_MEMBERS if identity.has_left else None
