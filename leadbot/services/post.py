"""Posting an opportunity, and changing it: what a form's values become."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import update

from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Opportunity, Role, Workspace
from leadbot.domain.errors import Faults
from leadbot.domain.lengths import length
from leadbot.kinds import Control, Field, Kind, RoleDraft
from leadbot.services.authority import may_post
from leadbot.services.bids import begin_bid
from leadbot.services.limits import refuse_more_posts
from leadbot.services.outbox import Purpose, put_on_channel, tell
from leadbot.services.people import MOST_SKILLS
from leadbot.services.term import set_term

COLUMNS = (
    "title",
    "details",
    "confidential",
    "budget",
    "bid_deadline",
    "deadline",
    "client_knows",
    "introduce",
    "reach",
)


def post(scope: Scope, poster: Member, kind: Kind, values: Mapping[str, Any]) -> Opportunity:
    """Keeps an opportunity, has its card put up if it is for everyone, and has the first wave asked.

    Raises:
        Refused: if Leadbot is not for them.
        Faults: if a field cannot be right; then nothing is kept.
        Refused: if there were so many today that it has to wait for tomorrow.
    """
    may_post(scope, poster)
    check(kind, values, today(scope))
    number = next_number(scope)
    refuse_more_posts(scope, poster, number)
    opportunity = scope.add(
        Opportunity,
        kind=kind.name,
        number=number,
        poster_id=poster.id,
        currency=scope.workspace.currency,
        created_at=scope.now,
        **columns_of(kind, values),
    )
    for draft in kind.roles(values):
        add_role(scope, opportunity, kind, draft)
    set_term(scope, opportunity)
    if kind.gathers:
        begin_bid(scope, opportunity)
    tell(scope, Purpose.POSTED, poster.id, opportunity=opportunity, once=f"posted:{opportunity.id}")
    if opportunity.reach == "channel":
        put_on_channel(scope, opportunity)
    return opportunity


def add_role(scope: Scope, opportunity: Opportunity, kind: Kind, draft: RoleDraft) -> Role:
    """A role; who might take it is looked for at once. For a team the poster then says whom to invite."""
    return scope.add(
        Role,
        opportunity_id=opportunity.id,
        position=draft.position,
        description=draft.description,
        skills=list(draft.skills),
        places=draft.places,
        by_poster=draft.by_poster,
        left_open=draft.places if kind.gathers else 0,
        waves_wanted=scope.workspace.waves,
        wave_due_at=scope.now if draft.places else None,
    )


def today(scope: Scope) -> date:
    """The date in the workspace's time zone."""
    return scope.now.astimezone(ZoneInfo(scope.workspace.time_zone)).date()


def next_number(scope: Scope) -> int:
    """The next short number of this workspace."""
    number: int | None = scope.session.scalar(
        update(Workspace)
        .where(Workspace.id == scope.workspace.id)
        .values(last_number=Workspace.last_number + 1)
        .returning(Workspace.last_number)
    )
    assert number is not None
    return number


def columns_of(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values by column; what only this kind asks for goes under `more`, and what says its roles on the roles."""
    on_roles = kind.values_of_roles(kind.roles(values)).keys()
    columns: dict[str, Any] = {}
    more: dict[str, Any] = {}
    for field in kind.asks(values):
        if field.name in on_roles:
            continue
        value = values.get(field.name)
        if field.name in COLUMNS:
            columns[field.name] = value if field.control is Control.DATE else value or field.default
        else:
            more[field.name] = value.isoformat() if isinstance(value, date) else value
    return columns | {"more": more}


def check(kind: Kind, values: Mapping[str, Any], today: date) -> None:
    """Checks a form.

    Raises:
        Faults: with one sentence for each field that cannot be right.
    """
    faults = kind.faults(values) | faults_in(kind.asks(values), values, today)
    if faults:
        raise Faults(faults)


def faults_in(fields: Iterable[Field], values: Mapping[str, Any], today: date) -> dict[str, str]:
    """What is wrong with the values of some fields, each in one sentence."""
    found = {field.name: fault_of(field, values.get(field.name), today) for field in fields}
    return {name: fault for name, fault in found.items() if fault}


def fault_of(field: Field, value: Any, today: date) -> str | None:
    """What is wrong with the value of one field, in one sentence; None if nothing is."""
    if not value:
        return "Please fill this in." if field.required else None
    match field.control:
        case Control.LINE | Control.TEXT if length(value) > field.most:
            return f"Please keep this to {field.most:,} characters. It has {length(value):,}."
        case Control.SKILLS if len(value) > MOST_SKILLS:
            return "Ten skills at most, please."
        case Control.DATE if value < today:
            return "That day has passed. Please choose today or later."
        case Control.CHECKS if not set(value) <= dict(field.options).keys():
            return "Please choose from these."
        case Control.CHOICE | Control.MENU if value not in dict(field.options):
            return "Please choose one of these."
    return None
