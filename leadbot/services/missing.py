"""What is not on the channel, or may not be: whoever counts on it hears so, and can have it posted again."""

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Opportunity
from leadbot.domain.statuses import MessageState
from leadbot.services.kept_true import keep_true
from leadbot.services.leads_channel import SHARED_SINCE
from leadbot.services.outbox import Purpose, leave_work, tell
from leadbot.services.summary import summary_missing


def channel_unknown(scope: Scope, message: Message) -> None:
    """Whether it was posted is not known, and reading the channel would be a scope too many: it is not repeated.

    The poster of a card, or the hosts for a summary, hear so and can have it posted again.
    """
    message.state = MessageState.UNKNOWN
    message.lease_until, message.unresolved = None, 0
    channel_missing(scope, message, "unknown")


def channel_missing(scope: Scope, message: Message, error: str) -> None:
    """The hosts hear of a summary that is not on the channel, the poster of a card."""
    (summary_missing if message.purpose == Purpose.SUMMARY else card_missing)(scope, message, error)


def card_missing(scope: Scope, message: Message, error: str) -> None:
    """Tells the poster that the card is not on the channel, or may not be, and offers to post it again."""
    opportunity = scope.find(Opportunity, message.opportunity_id)
    if opportunity is not None:
        scope.session.flush()
        keep_true(scope, Purpose.POSTED, opportunity=opportunity)
        tell(
            scope,
            Purpose.CARD_NOT_POSTED,
            opportunity.poster_id,
            opportunity=opportunity,
            once=f"card_not_posted:{message.id}:{error if error == SHARED_SINCE else message.attempts}",
            error=error,
        )


def post_card_again(scope: Scope, opportunity: Opportunity) -> None:
    """The poster wants the card posted again: they have looked, and it is not there."""
    message = scope.session.scalar(scope.select(Message).where(Message.once == f"card:{opportunity.id}"))
    if message is None or message.state in (MessageState.WAITING, MessageState.SENT):
        return
    message.state, message.ts, message.due_at = MessageState.WAITING, None, scope.now
    message.unresolved, message.lease_until = 0, None
    leave_work(scope.session)
    scope.session.flush()
    keep_true(scope, Purpose.CARD_NOT_POSTED, opportunity=opportunity)
