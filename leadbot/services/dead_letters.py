"""Dead letters: the hosts hear of them in one message a day, and can have them sent again."""

from sqlalchemy import Select

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Opportunity
from leadbot.domain.errors import OutOfDate, Refused
from leadbot.domain.statuses import MessageState
from leadbot.services.authority import acts_as_host
from leadbot.services.hosts import hosts_of, look_for_hosts
from leadbot.services.kept_true import keep_true
from leadbot.services.outbox import Purpose, leave_work, tell
from leadbot.services.refused import LATELY, NOT_TOLD, refused_lately
from leadbot.services.working_hours import today_of


def tell_of_dead_letter(scope: Scope, message: Message) -> None:
    """Something will never be said: the hosts hear so, in a message that tells all of their day's."""
    if message.purpose in NOT_TOLD or message.ts is not None:  # what is there already is only out of date
        return
    scope.session.flush()
    hosts = hosts_of(scope)
    for host in hosts:
        tell_host(scope, host)
    if not hosts:
        look_for_hosts(scope)


def tell_host(scope: Scope, host: Member) -> None:
    """The one message of this host's day; if it is said already, it tells of the new one too."""
    once = f"dead_letters:{host.id}:{today_of(scope, host)}"
    if tell(scope, Purpose.DEAD_LETTERS, host.id, once=once).state is MessageState.SENT:
        keep_true(scope, Purpose.DEAD_LETTERS, once=once)


def tell_of_dead_letters_late(scope: Scope) -> None:
    """Hosts have just become known: they hear of what was refused before that, unless some host has heard."""
    if scope.session.scalar(refused_lately(scope).limit(1)) and not scope.all(notices(scope)):
        for host in hosts_of(scope):
            tell_host(scope, host)


def notices(scope: Scope) -> Select[Message]:
    """What hosts were told of dead letters within a week."""
    of_late = Message.due_at >= scope.now - LATELY
    return scope.select(Message).where(Message.purpose == Purpose.DEAD_LETTERS.value, of_late)


def send_again(scope: Scope, member: Member) -> int:
    """A host wants what was refused sent again; gives how many. What makes no sense any more falls silent on the way.

    Raises:
        Refused: if the member is no host.
        OutOfDate: if nothing of the kind is left.
    """
    if not acts_as_host(scope, member):
        raise Refused("Only a host can do that.")
    dead = scope.all(refused_lately(scope).with_for_update())
    if not dead:
        raise OutOfDate("That is out of date: nothing is left that Slack had refused.")
    for message in dead:
        message.state, message.due_at, message.lease_until = MessageState.WAITING, scope.now, None
        message.attempts, message.bundle_id = 0, None
        if message.purpose == Purpose.CARD and message.opportunity_id is not None:
            keep_true(scope, Purpose.CARD_NOT_POSTED, opportunity=scope.get(Opportunity, message.opportunity_id))
    scope.session.flush()
    for notice in scope.all(notices(scope)):
        keep_true(scope, Purpose.DEAD_LETTERS, once=str(notice.once))
    leave_work(scope.session)
    return len(dead)
