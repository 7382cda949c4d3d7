"""Taking people's words out of an opportunity: what was told in confidence, or all that a poster wrote who is forgotten."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Update, select, update

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role
from leadbot.db.teams import Candidate
from leadbot.domain.statuses import HOLDS_A_PLACE, OpportunityState
from leadbot.services.kept_true import keep_true
from leadbot.services.outbox import Purpose
from leadbot.services.people import FORGOTTEN

ERASED = "Erased, as its poster wished"
# What a poster wrote; the rest tells what became of it, and numbers are counted from that.
WORDS: Mapping[str, Any] = {"title": ERASED, "details": "", "confidential": "", "budget": "", "more": {}}


def erase_details(scope: Scope, opportunity: Opportunity) -> None:
    """Nobody is told again what was told in confidence, and where Leadbot told it, it stands no more."""
    opportunity.confidential = ""
    scope.session.flush()
    keep_true(scope, Purpose.INTRODUCTION, Purpose.TEAM, opportunity=opportunity)


def erase_words(scope: Scope, opportunity: Opportunity) -> None:
    """All that its poster wrote goes, also where the reasons of others quote it; and Leadbot's own messages say so."""
    for column, value in WORDS.items():
        setattr(opportunity, column, value)
    scope.session.flush()
    roles = select(Role.id).where(Role.workspace_id == scope.workspace.id, Role.opportunity_id == opportunity.id)
    here = scope.workspace.id
    for change in (
        update(Role)
        .where(Role.workspace_id == here, Role.opportunity_id == opportunity.id)
        .values(description=ERASED, skills=[]),
        update(Offer).where(Offer.workspace_id == here, Offer.role_id.in_(roles)).values(reasons=[]),
        update(Candidate).where(Candidate.workspace_id == here, Candidate.role_id.in_(roles)).values(reasons=[]),
    ):
        do(scope, change)
    keep_true(scope, *(each for each in Purpose if each is not Purpose.SUMMARY), opportunity=opportunity)


def do(scope: Scope, change: Update) -> None:
    """Changes rows, also as this session holds them."""
    scope.session.execute(change, execution_options={"synchronize_session": "fetch"})


def is_over(scope: Scope) -> ColumnElement[bool]:
    """Opportunities that have ended, and about which nobody talks any more."""
    talking = select(Introduction.opportunity_id).where(
        Introduction.workspace_id == scope.workspace.id, Introduction.state.in_(HOLDS_A_PLACE)
    )
    return (Opportunity.state != OpportunityState.OPEN) & Opportunity.id.not_in(talking)


def left_by_forgotten(scope: Scope) -> ColumnElement[bool]:
    """Opportunities whose poster was forgotten, that nobody took on, and in which the poster's words still stand."""
    forgotten = select(Member.id).where(
        Member.workspace_id == scope.workspace.id, Member.slack_user_id.startswith(FORGOTTEN)
    )
    return Opportunity.poster_id.in_(forgotten) & (Opportunity.title != ERASED)
