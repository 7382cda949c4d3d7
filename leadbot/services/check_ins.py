"""Who is in the space today, and until when: they say so, and it is over by itself."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, delete, select

from leadbot.db.check_ins import CheckIn
from leadbot.db.rows import CHECK_INS
from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.db.types import UtcDateTime
from leadbot.domain.stays import Stay, read_stay
from leadbot.services.facts import Person, person_of
from leadbot.services.people import is_stranger
from leadbot.services.working_hours import working_time

IN_NOW = select(CHECK_INS.c.member_id, CHECK_INS.c.until, CHECK_INS.c.place).where(
    CHECK_INS.c.workspace_id == bindparam("workspace"),
    CHECK_INS.c.member_id.in_(bindparam("members", expanding=True)),
    CHECK_INS.c.until > bindparam("now", type_=UtcDateTime),
)


@dataclass(frozen=True)
class Presence:
    """Somebody who is in the space."""

    who: Person
    until: datetime | None  # by the reader's clock; none: all day
    place: str


def check_in(scope: Scope, member: Member, words: str) -> CheckIn:
    """A member is in until a time of today by their own clock, or all day, perhaps somewhere. To say so again changes it.

    Raises:
        LeadbotError: if the time has passed or is none, or the place is a story.
    """
    stay = read_stay(words, now=scope.now, time_zone=working_time(scope, member).time_zone)
    forget(scope, member)
    return scope.add(CheckIn, member_id=member.id, until=stay.until, place=stay.place)


def check_out(scope: Scope, member: Member) -> bool:
    """A member is not in any more; says whether they were."""
    was_in = bool(in_now(scope, [member.id]))
    forget(scope, member)
    return was_in


def forget(scope: Scope, member: Member) -> None:
    """What a member said before of being in."""
    said = (CheckIn.workspace_id == scope.workspace.id, CheckIn.member_id == member.id)
    scope.session.execute(delete(CheckIn).where(*said))


def in_now(scope: Scope, members: Collection[UUID]) -> dict[UUID, Stay]:
    """Those of these members who are in."""
    asked = {"workspace": scope.workspace.id, "members": list(members), "now": scope.now}
    return {member_id: Stay(until, place) for member_id, until, place in scope.session.execute(IN_NOW, asked)}


def all_in_now(scope: Scope, reader: Member) -> list[Presence]:
    """Everybody who is in, by their names; the times are by the reader's clock."""
    its = and_(CheckIn.workspace_id == Member.workspace_id, CheckIn.member_id == Member.id)
    query = (
        select(Member, CheckIn)
        .join(CheckIn, its)
        .where(Member.workspace_id == scope.workspace.id, Member.has_left.is_(False), CheckIn.until > scope.now)
        .order_by(Member.name, Member.id)
    )
    zone = working_time(scope, reader).time_zone
    return [
        presence(scope, member, Stay(row.until, row.place), zone)
        for member, row in scope.session.execute(query)
        if not is_stranger(scope, member)
    ]


def presence(scope: Scope, member: Member, stay: Stay, time_zone: str) -> Presence:
    """A member who is in, as it is said to somebody who lives by the clocks of that time zone."""
    _, midnight = working_time(scope, member).day_of(scope.now)
    until = None if stay.until >= midnight else stay.until.astimezone(ZoneInfo(time_zone))
    return Presence(person_of(member), until, stay.place)
