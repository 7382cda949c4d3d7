"""Members: who they are, what they can do, and whether they may be asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from leadbot.db.base import Base
from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Member, MemberSkill, Workspace
from leadbot.domain.errors import LeadbotError
from leadbot.domain.statuses import MessageState
from leadbot.matching.vocabulary import load_vocabulary
from leadbot.services.outbox import Purpose, leave_work, silence
from leadbot.services.working_hours import today_of

MOST_SKILLS = 10
FORGOTTEN = "forgotten:"  # how the Slack id begins of whoever asked to be forgotten: nobody's is like that

# Every command needs these. They are written once: to write a statement takes as long as to run it.
WHO_ASKS = (
    select(Workspace, Member)
    .outerjoin(Member, and_(Member.workspace_id == Workspace.id, Member.slack_user_id == bindparam("slack_user_id")))
    .where(Workspace.id == bindparam("workspace_id"))
)
BY_SLACK_ID = select(Member).where(
    Member.workspace_id == bindparam("workspace_id"), Member.slack_user_id == bindparam("slack_user_id")
)
SKILLS = Base.metadata.tables[MemberSkill.__tablename__]
UNLIST = (
    delete(SKILLS)
    .where(SKILLS.c.workspace_id == bindparam("of_workspace"), SKILLS.c.member_id == bindparam("of_member"))
    .returning(SKILLS.c.position, SKILLS.c.skill)
)
LIST = insert(SKILLS)


@dataclass(frozen=True)
class Identity:
    """What Slack tells of one of its users."""

    name: str
    time_zone: str | None
    locale: str
    is_bot: bool
    is_guest: bool
    is_outsider: bool
    has_left: bool
    is_admin: bool
    teams: tuple[str, ...] = ()  # the Slack workspaces that they belong to
    owns: int = 0  # the workspace: 2 as its primary owner, 1 as one of several
    title: str = ""  # what they do, in their own words; read once, and not kept


def who_asks(session: Session, workspace_id: UUID, slack_user_id: str) -> tuple[Workspace, Member | None]:
    """The workspace of a request, and who makes it, if Leadbot knows them: both in one look."""
    row = session.execute(WHO_ASKS, {"workspace_id": workspace_id, "slack_user_id": slack_user_id}).one()
    return row[0], row[1]


def member_of(scope: Scope, slack_user_id: str, name: str = "") -> Member:
    """The member with that Slack id; made known on first sight, their particulars to be asked of Slack soon."""
    if scope.asker is not None and scope.asker.slack_user_id == slack_user_id:
        return scope.asker
    found = {"workspace_id": scope.workspace.id, "slack_user_id": slack_user_id}
    member = scope.session.scalar(BY_SLACK_ID, found)
    if member is None:
        member = scope.add(
            Member, slack_user_id=slack_user_id, name=name, created_at=scope.now, look_up_due_at=scope.now
        )
        leave_work(scope.session)
    return member


def is_back(scope: Scope, member: Member) -> None:
    """Whoever could not be reached can be again: what stood still for them goes on, each as if it came only now.

    A morning's message is over; what waited for it goes on by itself. What makes no sense any more falls silent then.
    """
    member.unreachable, member.direct_channel = False, None
    stood_still = update(Message).where(
        Message.workspace_id == scope.workspace.id,
        Message.to_member_id == member.id,
        Message.state == MessageState.STOPPED,
    )
    goes_on = {"due_at": scope.now, "attempts": 0, "lease_until": None, "bundle_id": None}
    is_bundle = Message.purpose == Purpose.BUNDLE.value
    for which, values in (
        (is_bundle, {"state": MessageState.DROPPED}),
        (~is_bundle, goes_on | {"state": MessageState.WAITING}),
    ):
        scope.session.execute(
            stood_still.where(which).values(**values), execution_options={"synchronize_session": "fetch"}
        )
    leave_work(scope.session)


def skills_of(scope: Scope, member: Member) -> list[str]:
    """The skills that a member lists, in their order."""
    return list(
        scope.session.scalars(
            select(MemberSkill.skill)
            .where(MemberSkill.workspace_id == scope.workspace.id, MemberSkill.member_id == member.id)
            .order_by(MemberSkill.position)
        )
    )


def list_skills(scope: Scope, member: Member, skills: Sequence[str]) -> tuple[list[str], list[str]]:
    """Makes these the member's skills; says which they are now, and which of those before they list no more.

    Raises:
        LeadbotError: if there are none, or more than a form can hold.
    """
    skills = list(dict.fromkeys(skills))
    if not skills:
        raise LeadbotError("Name at least one skill, like this: `/skills web design, logo design, WordPress`")
    if len(skills) > MOST_SKILLS:
        raise LeadbotError(
            f"Ten skills at most, please: those you would like to be asked for. You named {len(skills)}."
        )
    connection = scope.session.connection()
    before = connection.execute(UNLIST, {"of_workspace": scope.workspace.id, "of_member": member.id}).all()
    connection.execute(
        LIST,
        [
            {"workspace_id": scope.workspace.id, "member_id": member.id, "skill": skill, "position": position}
            for position, skill in enumerate(skills)
        ],
    )
    return skills, [skill for _, skill in sorted(tuple(row) for row in before) if skill not in skills]


def describe(scope: Scope, member: Member, values: dict[str, Any]) -> None:
    """Keeps what a member said of themselves in the skills form; what they want to hear no more falls silent."""
    member.profile = values.get("profile", member.profile)
    if capacity := values.get("capacity"):
        member.capacity = int(capacity)
    member.usual_days = sorted({int(day) for day in values["usual_days"]})
    if member.together and not values["together"]:
        silence(scope, member, Purpose.BOTH_IN)
    member.together = bool(values["together"])


def capacity_of(scope: Scope, member: Member) -> int:
    """How many open introductions a member takes at a time: the workspace's number, where they have not said."""
    return member.capacity if member.capacity is not None else scope.workspace.capacity


def names_of(skills: Sequence[str]) -> list[str]:
    """The skills as people write them."""
    vocabulary = load_vocabulary()
    return [vocabulary.name_of(skill) for skill in skills]


def is_forgotten(member: Member) -> bool:
    """Whether they asked to be forgotten."""
    return member.slack_user_id.startswith(FORGOTTEN)


def is_stranger(scope: Scope, member: Member) -> bool:
    """Whether Leadbot is not for them: a bot, an outsider of a shared channel, a guest where guests take no part."""
    return member.is_outsider or member.is_bot or (member.is_guest and not scope.workspace.guests)


def is_neighbour(scope: Scope, member: Member) -> bool:
    """Whether this is one of those whom Leadbot is for, and can reach: no stranger, none who left."""
    return not (member.has_left or member.unreachable or is_stranger(scope, member))


def may_be_asked(scope: Scope, member: Member) -> bool:
    """Whether an opportunity may be put to this member now."""
    return is_neighbour(scope, member) and not is_left_alone(scope, member)


def is_left_alone(scope: Scope, member: Member) -> bool:
    """Whether a member wants no offers now: they are busy, or have paused."""
    return (member.quiet_until is not None and member.quiet_until > scope.now) or is_paused(scope, member)


def is_paused(scope: Scope, member: Member) -> bool:
    """Whether a member has paused, and the day on which they are back has not begun where they are."""
    return member.paused and (member.paused_until is None or today_of(scope, member) < member.paused_until)
