"""All that is kept about one member, and about nobody else: for the file that they ask for.

A row that two share is given to each with their own side of it: neither is told who the other is, nor what only the other
said. So no id is in it but the member's own in Slack; an opportunity is called by its kind and number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, FromClause, Select, Table, Uuid, and_, or_, select

from leadbot.db.base import Base
from leadbot.db.rows import BIDS, CHECK_INS, INTRODUCTIONS, MEMBERS, MESSAGES, OFFERS, OPPORTUNITIES, ROLES
from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.services.open_formats import named
from leadbot.services.outbox import Purpose, tell

SKILLS, REFUSALS, CANDIDATES, GATHERINGS = (
    Base.metadata.tables[name] for name in ("member_skills", "skill_refusals", "candidates", "gatherings")
)
OF_NO_OPPORTUNITY = (
    MEMBERS,
    SKILLS,
    REFUSALS,
    CHECK_INS,
    OPPORTUNITIES,
)  # rows that need not be told which one they are about
TOLD = ("outcome", "outcome_at", "value", "currency", "thanks", "value_shared", "thanks_shared", "split")
THE_PARTNERS = ("partner_silent", "partner_named")
THE_POSTERS = ("poster_silent", "poster_named")


@dataclass(frozen=True)
class Part:
    """What one table keeps about a member: which rows, and which of their columns."""

    called: str
    table: Table
    shows: tuple[Column[Any], ...]
    whose: Callable[[UUID], ColumnElement[bool]]


@dataclass(frozen=True)
class MyData:
    """All that is kept about a member; rows by what they are."""

    workspace: str
    made_at: str
    parts: dict[str, list[dict[str, Any]]]


def all_but(table: Table, *left_out: str) -> tuple[Column[Any], ...]:
    """What a table holds, less its keys, and less what is somebody else's."""
    return tuple(each for each in table.columns if not isinstance(each.type, Uuid) and each.name not in left_out)


def only(table: Table, *names: str) -> tuple[Column[Any], ...]:
    """These of its columns."""
    return tuple(table.columns[name] for name in names if name in table.columns)


# A line for each kind of row, in the order in which people read them. What joins a table to its opportunity is in `FROM`.
PARTS = (
    Part("You", MEMBERS, all_but(MEMBERS), lambda me: MEMBERS.c.id == me),
    Part("Your skills", SKILLS, all_but(SKILLS), lambda me: SKILLS.c.member_id == me),
    Part("Skills that you said are not yours", REFUSALS, all_but(REFUSALS), lambda me: REFUSALS.c.member_id == me),
    Part("In the space today", CHECK_INS, all_but(CHECK_INS), lambda me: CHECK_INS.c.member_id == me),
    Part("What you posted", OPPORTUNITIES, all_but(OPPORTUNITIES), lambda me: OPPORTUNITIES.c.poster_id == me),
    Part("What it needs", ROLES, all_but(ROLES), lambda me: OPPORTUNITIES.c.poster_id == me),
    Part("What you were asked", OFFERS, all_but(OFFERS), lambda me: OFFERS.c.member_id == me),
    Part("What you named somebody for", OFFERS, only(OFFERS, "created_at"), lambda me: OFFERS.c.recommended_by == me),
    Part("What you were thought of for", CANDIDATES, all_but(CANDIDATES), lambda me: CANDIDATES.c.member_id == me),
    Part(
        "Introductions to those who posted",
        INTRODUCTIONS,
        all_but(INTRODUCTIONS, *TOLD, *THE_POSTERS),
        lambda me: INTRODUCTIONS.c.partner_id == me,
    ),
    Part(
        "Introductions to what you posted",
        INTRODUCTIONS,
        all_but(INTRODUCTIONS, *TOLD, *THE_PARTNERS),
        lambda me: OPPORTUNITIES.c.poster_id == me,
    ),
    Part(
        "What you told of introductions",
        INTRODUCTIONS,
        only(INTRODUCTIONS, *TOLD),
        lambda me: INTRODUCTIONS.c.outcome_by == me,
    ),
    Part(
        "Teams",
        GATHERINGS,
        all_but(GATHERINGS),
        lambda me: or_(
            OPPORTUNITIES.c.poster_id == me,
            select(INTRODUCTIONS.c.id)
            .where(
                INTRODUCTIONS.c.workspace_id == GATHERINGS.c.workspace_id,
                INTRODUCTIONS.c.gathering_id == GATHERINGS.c.id,
                INTRODUCTIONS.c.partner_id == me,
            )
            .exists(),
        ),
    ),
    Part("Bids that you convene", BIDS, all_but(BIDS, *TOLD), lambda me: BIDS.c.convener_id == me),
    Part("What you told of bids", BIDS, only(BIDS, *TOLD), lambda me: BIDS.c.outcome_by == me),
    Part(
        "Messages to you",
        MESSAGES,
        all_but(MESSAGES, "details", "once", "destination"),
        lambda me: MESSAGES.c.to_member_id == me,
    ),
)


def ask_for_my_data(scope: Scope, member: Member) -> None:
    """The file is on its way; another one asked for within a minute is the same."""
    tell(scope, Purpose.MY_DATA, member.id, once=f"my_data:{member.id}:{scope.now:%Y-%m-%dT%H:%M}")


def my_data(scope: Scope, member: Member) -> MyData:
    """All that is kept about a member, as it is now."""
    parts: dict[str, list[dict[str, Any]]] = {}
    for part in PARTS:
        rows = scope.session.execute(query(part).where(part.whose(member.id), of_workspace(part, scope))).mappings()
        if found := [named(dict(row)) for row in rows]:
            parts[part.called] = found
    parts["You"][0]["host"] = member.slack_user_id in scope.workspace.hosts
    return MyData(scope.workspace.name, scope.now.isoformat(timespec="minutes"), parts)


def of_workspace(part: Part, scope: Scope) -> ColumnElement[bool]:
    """Rows of this workspace, and no other."""
    return part.table.c.workspace_id == scope.workspace.id


def query(part: Part) -> Select[Any]:
    """The rows of a part, each with the kind and number of what it is about."""
    about = (
        ()
        if part.table in OF_NO_OPPORTUNITY
        else (
            OPPORTUNITIES.c.kind.label("about_kind"),
            OPPORTUNITIES.c.number.label("about_number"),
        )
    )
    oldest_first = [*only(part.table, "position"), *part.table.primary_key.columns]
    return select(*about, *part.shows).select_from(with_opportunity(part.table)).order_by(*oldest_first)


def with_opportunity(table: Table) -> FromClause:
    """A table, with the opportunity that each row is about; a row about none stays."""
    if table in OF_NO_OPPORTUNITY:
        return table
    through: FromClause = table
    key = table
    if "opportunity_id" not in table.c:
        through = table.outerjoin(
            ROLES, and_(ROLES.c.workspace_id == table.c.workspace_id, ROLES.c.id == table.c.role_id)
        )
        key = ROLES
    same = OPPORTUNITIES.c.workspace_id == key.c.workspace_id
    return through.outerjoin(OPPORTUNITIES, and_(same, OPPORTUNITIES.c.id == key.c.opportunity_id))
