"""Has what was said already say what is true now: the same message, in its place, under a new version."""

from functools import cache

from sqlalchemy import ColumnElement, FromClause, Update, and_, bindparam, case, func, or_, select, update

from leadbot.db.outbox import Message
from leadbot.db.rows import MESSAGES
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Offer, Opportunity
from leadbot.db.teams import Gathering
from leadbot.db.types import UtcDateTime
from leadbot.domain.statuses import MessageState
from leadbot.services.outbox import Purpose, leave_work


def keep_true(
    scope: Scope,
    *purposes: Purpose,
    opportunity: Opportunity | None = None,
    offer: Offer | None = None,
    introduction: Introduction | None = None,
    gathering: Gathering | None = None,
    once: str = "",
) -> None:
    """Has messages about these things say what is true now: each is sent again in its place, under a new version.

    `once` narrows them to those whose `once` begins so: what says no more than it did is not sent again for nothing.
    What is an item of a bundle has no place of its own: it is the bundle that is sent again.
    """
    leave_work(scope.session)
    things = {
        "opportunity_id": opportunity,
        "offer_id": offer,
        "introduction_id": introduction,
        "gathering_id": gathering,
    }
    about = {column: row.id for column, row in things.items() if row is not None}
    scope.session.flush()
    scope.session.execute(
        saying_anew(purposes, tuple(about), named=bool(once)),
        {"workspace": scope.workspace.id, "now": scope.now, "named": once, "length": len(once)}
        | {f"about_{column}": identity for column, identity in about.items()},
    )
    for row in scope.session.identity_map.values():
        if isinstance(row, Message):
            scope.session.expire(row)  # whoever holds it would take the old version for the present one


@cache
def saying_anew(purposes: tuple[Purpose, ...], about: tuple[str, ...], *, named: bool) -> Update:
    """The statement of `keep_true`, made once for each way of asking: to write it takes longer than to run it."""

    def tells_of_them(message: FromClause) -> ColumnElement[bool]:
        return and_(
            message.c.workspace_id == bindparam("workspace"),
            message.c.purpose.in_([purpose.value for purpose in purposes]),
            *(message.c[column] == bindparam(f"about_{column}") for column in about),
            *([func.substr(message.c.once, 1, bindparam("length")) == bindparam("named")] if named else []),
        )

    one = MESSAGES.alias()
    item = one.c.state.in_([MessageState.SENT, MessageState.HELD])
    in_their_place = select(func.coalesce(one.c.bundle_id, one.c.id)).where(
        tells_of_them(one), or_(one.c.bundle_id.is_(None), item)
    )
    now = bindparam("now", type_=UtcDateTime)
    return (
        update(MESSAGES)
        .where(
            MESSAGES.c.workspace_id == bindparam("workspace"),
            MESSAGES.c.id.in_(in_their_place),
            MESSAGES.c.state.in_([MessageState.SENT, MessageState.WAITING]),
        )
        .values(
            version=MESSAGES.c.version + 1,
            due_at=case((MESSAGES.c.state == MessageState.SENT, now), else_=MESSAGES.c.due_at),
            attempts=case((MESSAGES.c.state == MessageState.SENT, 0), else_=MESSAGES.c.attempts),
            state=MessageState.WAITING,
        )
    )


def question(introduction: Introduction, number: int) -> str:
    """How `once` begins in the messages that put a question about an introduction, to each who is asked."""
    return f"follow_up:{introduction.id}:{number}:"


def keep_question_true(scope: Scope, introduction: Introduction, number: int | None = None) -> None:
    """Has a question about an introduction, the latest if no other is named, say what was answered, or asked since."""
    latest = question(introduction, introduction.asked if number is None else number)
    keep_true(scope, Purpose.FOLLOW_UP, introduction=introduction, once=latest)
