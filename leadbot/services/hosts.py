"""Hosts: those who may change settings. Slack's admins and owners of the workspace, and whom they name."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import or_, update

from leadbot.db.engine import Database
from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Workspace
from leadbot.domain.reactions import Failed
from leadbot.services.authority import is_host
from leadbot.services.due_rows import workspace_due
from leadbot.services.lanes import heed
from leadbot.services.leads_channel import take_up_again
from leadbot.services.look_up import learn, particulars
from leadbot.services.messenger import Messenger
from leadbot.services.outbox import leave_work
from leadbot.services.people import Identity, member_of
from leadbot.services.setup import greet_owner, is_new

log = structlog.get_logger()
TRIED_AGAIN = timedelta(minutes=5)  # when Slack did not say who its admins are
ASKED_AGAIN = timedelta(days=7)  # who is an admin changes


def hosts_of(scope: Scope) -> list[Member]:
    """The hosts whom Leadbot can write to, by name. Whom another host has named is made known on first sight."""
    for slack_user_id in scope.workspace.hosts:
        member_of(scope, slack_user_id)
    may_be = or_(Member.is_admin, Member.slack_user_id.in_(scope.workspace.hosts))
    members = scope.all(scope.select(Member).where(may_be).order_by(Member.name))
    return [member for member in members if is_host(scope, member)]


def look_for_hosts(scope: Scope) -> None:
    """Has Slack asked soon who its admins and owners are."""
    scope.workspace.hosts_due_at = scope.now
    leave_work(scope.session)


def look_up_hosts_next(
    database: Database, messenger: Messenger, now: datetime, then: Callable[[Scope], None] = lambda _: None
) -> bool:
    """Learns who the admins of one workspace are where that is due, and does what waited for it; says if there was one."""
    workspace_id = workspace_due(database, now, Workspace.hosts_due_at)
    if workspace_id is None:
        return False
    with database.transaction() as session:
        claim = (
            update(Workspace)
            .where(Workspace.id == workspace_id, Workspace.hosts_due_at <= now)
            .values(hosts_due_at=now + TRIED_AGAIN)
            .execution_options(synchronize_session=False)
        )
        claimed = session.execute(claim).rowcount  # type: ignore[attr-defined]
    if claimed:
        look_up_hosts(database, messenger, workspace_id, now, then)
    return True


def look_up_hosts(
    database: Database, messenger: Messenger, workspace_id: UUID, now: datetime, then: Callable[[Scope], None]
) -> None:
    """Asks who everybody is, so also who the admins are, and keeps the answer. So is made good what no event told us.

    Without an answer the look-up stays due, if a later one may succeed.
    """
    people = messenger.everybody(workspace_id)
    if isinstance(people, Failed):
        log.warning("hosts not looked up", error=people.error)
        with database.transaction() as session:
            scope = Scope.of(session, workspace_id, now)
            heed(scope, people)
            if not people.reaction.may_pass:
                scope.workspace.hosts_due_at = now + ASKED_AGAIN
        return
    with database.reading() as session:
        greets = is_new(Scope.of(session, workspace_id, now))
    found = messenger.found_channel(workspace_id) if greets else None
    with database.transaction() as session:
        scope = Scope.of(session, workspace_id, now)
        learn_people(scope, people)
        if is_new(scope):
            greet_owner(scope, people, found)
        then(scope)
        channel = scope.workspace.leads_channel
    if channel is not None and messenger.is_usable(workspace_id, channel) is True:
        with database.transaction() as session:
            take_up_again(Scope.of(session, workspace_id, now))


def learn_people(scope: Scope, people: Mapping[str, Identity]) -> None:
    """Keeps what has changed about those whom Leadbot knows; and who the admins are, by their Slack ids."""
    scope.workspace.hosts_due_at = scope.now + ASKED_AGAIN
    for slack_user_id, identity in people.items():
        if identity.is_admin and not identity.has_left:
            learn(scope, member_of(scope, slack_user_id), identity)
    for member in scope.all(scope.select(Member)):
        now = people.get(member.slack_user_id)
        told = {} if now is None else particulars(scope, now)
        if any(getattr(member, column) != value for column, value in told.items()):
            learn(scope, member, now)
        elif now is None and member.is_admin:
            member.look_up_due_at = scope.now
