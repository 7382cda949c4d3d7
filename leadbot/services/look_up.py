"""Learning who somebody is, and what follows when they turn out to be nobody to write to."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select, update

from leadbot.db.engine import Database
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role, Workspace
from leadbot.domain.reactions import Failed
from leadbot.domain.statuses import HOLDS_A_PLACE, OFFER_MOVES, IntroductionState, OfferState, move
from leadbot.services.authority import held
from leadbot.services.introduce import after_answer, ask_soon, let_go, part
from leadbot.services.lanes import heed, is_resting
from leadbot.services.messenger import Messenger
from leadbot.services.outbox import Purpose, silence, tell
from leadbot.services.people import Identity, is_back, is_neighbour
from leadbot.services.reserve import keep_reserves_true
from leadbot.services.welcome import learn_title

log = structlog.get_logger()
TRIED_AGAIN = timedelta(minutes=5)  # when Slack did not say who somebody is


def look_up_next(database: Database, messenger: Messenger, now: datetime, when_gone: Callable[[Scope], None]) -> bool:
    """Learns who one member is whose look-up is due, and does what follows if they have left; says if there was one."""
    with database.reading() as session:
        due = session.execute(
            select(Member.workspace_id, Member.id)
            .join(Workspace, Workspace.id == Member.workspace_id)
            .where(Member.look_up_due_at <= now, Workspace.stopped_for.is_(None))
            .where(~is_resting(Member.workspace_id, "users.info", now))
            .order_by(Member.look_up_due_at)
            .limit(1)
        ).first()
    if due is None:
        return False
    workspace_id, member_id = due
    with database.transaction() as session:
        claim = (
            update(Member)
            .where(Member.workspace_id == workspace_id, Member.id == member_id, Member.look_up_due_at <= now)
            .values(look_up_due_at=now + TRIED_AGAIN)
            .execution_options(synchronize_session=False)
        )
        claimed = session.execute(claim).rowcount  # type: ignore[attr-defined]
    if claimed:
        look_up(database, messenger, workspace_id, member_id, now, when_gone)
    return True


def look_up(
    database: Database,
    messenger: Messenger,
    workspace_id: UUID,
    member_id: UUID,
    now: datetime,
    when_gone: Callable[[Scope], None],
) -> None:
    """Asks who a member is, and keeps the answer. Without one the look-up stays due, if a later one may succeed."""
    with database.reading() as session:
        member = session.get_one(Member, (workspace_id, member_id))
    identity = messenger.who(workspace_id, member.slack_user_id)
    if isinstance(identity, Failed):
        log.warning("member not looked up", error=identity.error)
        with database.transaction() as session:
            scope = Scope.of(session, workspace_id, now)
            heed(scope, identity)
            if not identity.reaction.may_pass:
                scope.get(Member, member_id).look_up_due_at = None
        return
    with database.transaction() as session:
        scope = Scope.of(session, workspace_id, now)
        member = scope.get(Member, member_id)
        learn(scope, member, identity)
        if member.has_left:
            when_gone(scope)


def learn(scope: Scope, member: Member, identity: Identity | None) -> None:
    """Keeps what Slack told of a member; None when it does not know them."""
    member.looked_up_at, member.look_up_due_at = scope.now, None
    if identity is None:
        member.has_left = True
    else:
        for column, value in particulars(scope, identity).items():
            setattr(member, column, value)
        learn_title(scope, member, identity)
        if member.unreachable and not member.has_left:
            is_back(scope, member)
    if not is_neighbour(scope, member):
        ask_others(scope, member)


def particulars(scope: Scope, identity: Identity) -> dict[str, Any]:
    """What is kept of an identity, by column. Whoever belongs to other workspaces alone is an outsider here."""
    told = {name: value for name, value in asdict(identity).items() if name not in ("teams", "owns", "title")}
    teams = identity.teams
    elsewhere = bool(teams) and scope.workspace.slack_team_id not in teams
    return told | {"is_outsider": identity.is_outsider or elsewhere}


def ask_others(scope: Scope, member: Member) -> None:
    """Somebody is nobody to write to: what waits for them falls silent, and the next in line is asked instead."""
    scope.session.flush()
    silence(scope, member)
    unanswered = scope.select(Offer).where(
        Offer.member_id == member.id, Offer.state.in_([OfferState.SENT, OfferState.RESERVE])
    )
    for offer in scope.all(unanswered):
        offer.state = move(OFFER_MOVES, offer.state, OfferState.WITHDRAWN)
        role = scope.get(Role, offer.role_id)
        keep_reserves_true(scope, role)
        ask_soon(scope, role)
        if offer.recommended_by is not None:
            opportunity = scope.get(Opportunity, role.opportunity_id)
            by, why, once = offer.recommended_by, Purpose.NAMED_IN_VAIN, f"named_in_vain:{offer.id}"
            later = offer.delivered_at is not None  # else it answers the one who has just named them
            tell(scope, why, by, opportunity=opportunity, offer=offer, once=once, unbidden=later)
    let_places_go(scope, member)


def let_places_go(scope: Scope, member: Member) -> None:
    """The places of somebody who has gone are free again: those that were kept while posters thought, and those in
    which they were introduced.
    """
    kept = scope.select(Introduction).where(Introduction.partner_id == member.id, Introduction.state.in_(HOLDS_A_PLACE))
    for opportunity_id in dict.fromkeys(each.opportunity_id for each in scope.all(kept)):
        opportunity = held(scope, opportunity_id)
        theirs = kept.where(Introduction.opportunity_id == opportunity_id)
        again = theirs.order_by(Introduction.created_at, Introduction.id).execution_options(populate_existing=True)
        met = []
        for introduction in scope.all(again):
            if introduction.state is IntroductionState.PROPOSED:
                let_go(scope, introduction)
                after_answer(scope, introduction, opportunity)
            else:
                met.append(introduction)
        if met:
            part(scope, met, opportunity)
