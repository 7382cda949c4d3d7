"""The weekly summary: once in every ISO week, at the host's day and time; and what follows when it is not on the channel."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from leadbot.db.engine import Database
from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Workspace
from leadbot.domain.errors import OutOfDate, Refused
from leadbot.domain.statuses import MessageState
from leadbot.domain.weeks import WEEK, day_of, iso_week, next_summary
from leadbot.services.authority import acts_as_host
from leadbot.services.due_rows import workspace_due
from leadbot.services.hosts import hosts_of, look_for_hosts
from leadbot.services.kept_true import keep_true
from leadbot.services.leads_channel import is_left_alone, look_for_channel
from leadbot.services.outbox import Purpose, put, tell

MOST_TOLD = 5 * WEEK  # however long nothing was posted
GONE = frozenset({"channel_not_found", "is_archived"})  # after these another channel may be the leads channel
LOST = (MessageState.UNKNOWN, MessageState.DEAD)


def reschedule(workspace: Workspace, now: datetime) -> None:
    """Sets anew when the next summary is due: at the start, and when its day, its time or the time zone has changed."""
    workspace.summary_due_at = next_due(workspace, now)


def reschedule_once_a_week(scope: Scope) -> None:
    """The same for a workspace that may have had this week's already: then its next one is in the week after."""
    workspace, zone = scope.workspace, scope.workspace.time_zone
    before, due = workspace.summary_due_at, next_due(workspace, scope.now)
    if before is not None and iso_week(before, zone) == iso_week(scope.now, zone) != iso_week(due, zone):
        return  # its new time has passed this week: this week's comes when it was announced
    while scope.session.scalar(scope.select(Message).where(Message.once == f"summary:{iso_week(due, zone)}")):
        due = next_due(workspace, due)
    workspace.summary_due_at = due


def next_due(workspace: Workspace, now: datetime) -> datetime:
    """When the next summary after this moment is due."""
    return next_summary(now, workspace.summary_day, workspace.summary_time, workspace.time_zone)


def summarise_next(database: Database, now: datetime) -> bool:
    """Puts the summary of one workspace where it is due on its way; says whether there was one."""
    workspace_id = workspace_due(database, now, Workspace.summary_due_at)
    if workspace_id is None:
        return False
    with database.transaction() as session:
        workspace = session.get_one(Workspace, workspace_id, with_for_update=True)
        if workspace.summary_due_at is not None and workspace.summary_due_at <= now:  # no other worker was quicker
            summarise(Scope(session, workspace, now))
    return True


def summarise(scope: Scope) -> None:
    """The summary of the present week, if its time has come. What was slept through in weeks before is not made up for."""
    workspace, zone, was_due = scope.workspace, scope.workspace.time_zone, scope.workspace.summary_due_at
    week = iso_week(scope.now, zone)
    reschedule(workspace, scope.now)
    assert workspace.summary_due_at is not None
    if iso_week(workspace.summary_due_at, zone) != week and not is_left_alone(scope):
        until = day_of(week, workspace.summary_day)
        if was_due is not None and iso_week(was_due, zone) == week:
            until = was_due.astimezone(ZoneInfo(zone)).date()  # another day than now set, where that had passed
        details = {"week": week, "since": told_until(scope, until).isoformat(), "until": until.isoformat()}
        perhaps = int(perhaps_posted(workspace, week))
        put(scope, Purpose.SUMMARY, "channel", once=f"summary:{week}", details=details, unresolved=perhaps)


def perhaps_posted(workspace: Workspace, week: str) -> bool:
    """Whether another Leadbot may have posted this week's: we went on from a copy in it, which may know of another day."""
    return workspace.went_on_at is not None and iso_week(workspace.went_on_at, workspace.time_zone) == week


def told_until(scope: Scope, until: date) -> date:
    """The day up to which the last summary that was posted told: from there the next goes on, so that nothing is told
    twice or not at all, whatever was slept through or set anew. A week before, where there is none.
    """
    posted = scope.select(Message).where(Message.purpose == Purpose.SUMMARY.value, Message.state == MessageState.SENT)
    last = scope.session.scalar(posted.order_by(Message.sent_at.desc()).limit(1))
    told = until - WEEK if last is None else date.fromisoformat(last.details["until"])
    return max(told, until - MOST_TOLD)


# ---- when it is not on the channel, or may not be


def summary_missing(scope: Scope, message: Message, error: str) -> None:
    """Tells the hosts once that the summary is not on the channel, and what mends it; as soon as they are known."""
    if error in GONE:
        look_for_channel(scope)
    tell_hosts(scope, message)
    if not hosts_of(scope):
        look_for_hosts(scope)


def tell_hosts(scope: Scope, message: Message) -> None:
    """Tells every host of a summary that was lost: once for each time that it was tried."""
    error = "unknown" if message.state is MessageState.UNKNOWN else message.error
    for host in hosts_of(scope):
        tell(
            scope,
            Purpose.SUMMARY_NOT_POSTED,
            host.id,
            once=f"{not_posted(message)}{message.attempts}:{host.id}",
            summary=str(message.id),
            error=error,
        )


def tell_hosts_late(scope: Scope) -> None:
    """Tells hosts who have just become known of this week's summary, if it was lost before that."""
    week = iso_week(scope.now, scope.workspace.time_zone)
    message = scope.session.scalar(scope.select(Message).where(Message.once == f"summary:{week}"))
    if message is not None and message.state in LOST:
        tell_hosts(scope, message)


def post_summary_again(scope: Scope, member: Member, message: Message) -> None:
    """A host wants the summary posted again: they have looked, and it is not there.

    Raises:
        Refused: if the member is no host.
        OutOfDate: if it is being posted already, or its week is over.
    """
    if not acts_as_host(scope, member):
        raise Refused("Only a host can do that.")
    scope.session.refresh(message, with_for_update=True)
    if message.state not in LOST:
        raise OutOfDate("That is out of date: the summary is posted already, or on its way.")
    if message.details["week"] != iso_week(scope.now, scope.workspace.time_zone):
        raise OutOfDate(f"That week is over. The next summary comes on {say_next(scope.workspace)}.")
    message.state, message.due_at = MessageState.WAITING, scope.now
    message.unresolved, message.lease_until = 0, None
    notices = scope.select(Message).where(Message.once.startswith(not_posted(message), autoescape=True))
    for notice in scope.all(notices.with_for_update()):
        notice.details = notice.details | {"again": True}  # in place of the button
    scope.session.flush()
    keep_true(scope, Purpose.SUMMARY_NOT_POSTED, once=not_posted(message))


def not_posted(message: Message) -> str:
    """How the names of the notices about a summary begin."""
    return f"summary_not_posted:{message.id}:"


def say_next(workspace: Workspace) -> str:
    """The day of the next summary, in words."""
    assert workspace.summary_due_at is not None
    return f"{workspace.summary_due_at.astimezone(ZoneInfo(workspace.time_zone)):%A}"
