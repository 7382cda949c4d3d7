"""Which channel is the leads channel: the one that a host chose, or else one that is found by its name."""

from datetime import timedelta

from sqlalchemy import delete

from leadbot.db.outbox import Rest
from leadbot.db.scope import Scope
from leadbot.services.lanes import rest

LANE = "leads channel"  # what rests while the summary cannot be posted
LEFT_ALONE = timedelta(weeks=4)  # a mend of which Slack told us nothing is found then
READ_OUTSIDE = ("channel_shared_outside", "channel_doubtful")
SHARED_SINCE = "shared_since"  # a card was there before people outside could read it
UNANNOUNCED = frozenset({"channel_shared_outside", "missing_scope"})  # Slack never tells that these are mended


def look_for_channel(scope: Scope) -> None:
    """One that was found by its name is looked for anew. One that a host chose stays theirs, whatever has become of it:
    they may bring it back, or choose another.
    """
    if not scope.workspace.channel_chosen:
        scope.workspace.leads_channel = None


def leave_alone(scope: Scope, error: str) -> None:
    """No summary is tried there until somebody mends it: the hosts have heard, and need not hear it every week."""
    if error not in UNANNOUNCED:
        rest(scope, LANE, LEFT_ALONE.total_seconds())


def is_left_alone(scope: Scope) -> bool:
    """Whether nobody has mended yet what kept the last summary from the channel."""
    resting = scope.session.get(Rest, (scope.workspace.id, LANE))
    return resting is not None and resting.until > scope.now


def take_up_again(scope: Scope) -> None:
    """The channel is mended, or another one: the next summary goes there."""
    scope.session.execute(delete(Rest).where(Rest.workspace_id == scope.workspace.id, Rest.lane == LANE))
