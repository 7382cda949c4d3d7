"""The morning's message: what waited because a member's day was full, as items of one message, each with its buttons."""

from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import func, select, update

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.domain.statuses import MessageState
from leadbot.services.about import read
from leadbot.services.after_delivery import not_put
from leadbot.services.letter import Letter, read_letter
from leadbot.services.outbox import Purpose, tell
from leadbot.services.purposes import SENSE
from leadbot.services.working_hours import working_time

log = structlog.get_logger()
MOST_ITEMS = 10  # more than that is no longer read, and what is left can wait for another morning


def hold(scope: Scope, message: Message, member: Member) -> None:
    """Keeps a message for a morning: the member's next working one whose bundle has room."""
    message.bundle_id = bundle_with_room(scope, member).id
    message.state = MessageState.HELD
    log.info("message held until morning", purpose=message.purpose, message=str(message.id))


def bundle_with_room(scope: Scope, member: Member) -> Message:
    """The bundle of the member's next working morning; if it is full, that of the one after."""
    works = working_time(scope, member)
    for morning in works.mornings_after(scope.now):
        once = f"bundle:{member.id}:{morning.astimezone(ZoneInfo(works.time_zone)).date()}"
        bundle = scope.session.scalar(scope.select(Message).where(Message.once == once))
        if bundle is None:
            bundle = tell(scope, Purpose.BUNDLE, member.id, once=once)
            bundle.due_at = morning
            return bundle
        if takes_more(bundle) and held_in(scope, bundle.id) < MOST_ITEMS:
            return bundle
    raise AssertionError("not reached: mornings never end")


def takes_more(bundle: Message) -> bool:
    """Whether nobody has begun to say this bundle."""
    return bundle.state is MessageState.WAITING and bundle.sent_at is None and bundle.unresolved == 0


def held_in(scope: Scope, bundle_id: UUID) -> int:
    """How many items wait in a bundle."""
    query = select(func.count()).where(
        Message.workspace_id == scope.workspace.id,
        Message.bundle_id == bundle_id,
        Message.state == MessageState.HELD,
    )
    return scope.session.scalar(query) or 0


def with_items(scope: Scope, letter: Letter, *, first: bool) -> Letter:
    """A bundle with its items, oldest first. Before it is said for the first time, what makes no sense falls silent."""
    query = scope.select(Message).where(
        Message.bundle_id == letter.message_id, Message.state.in_([MessageState.HELD, MessageState.SENT])
    )
    items = []
    for message in scope.all(query.order_by(Message.id)):
        read(scope.session, message.workspace_id, message.id, scope.now)
        item = read_letter(scope, message, letter.today)
        if first and not SENSE[item.purpose].still(item):
            message.state = MessageState.DROPPED
            not_put(scope, item)
            log.info("message dropped", purpose=item.purpose, message=str(message.id))
        else:
            items.append(item)
    strangers = {*letter.strangers, *(member_id for item in items for member_id in item.strangers)}
    return replace(letter, items=tuple(items), strangers=tuple(strangers))


def end_items(scope: Scope, bundle: Message, state: MessageState) -> None:
    """What waited in a bundle that is not said ends as the bundle does."""
    scope.session.execute(
        update(Message)
        .where(
            Message.workspace_id == scope.workspace.id,
            Message.bundle_id == bundle.id,
            Message.state == MessageState.HELD,
        )
        .values(state=state)
        .execution_options(synchronize_session=False)
    )
