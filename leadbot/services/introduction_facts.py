"""What letters say of an introduction, and of what came of it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Opportunity
from leadbot.domain.statuses import IntroductionState, Outcome, Step
from leadbot.services.facts import Person, day_of, known, person
from leadbot.services.outbox import Purpose


@dataclass(frozen=True)
class IntroductionFacts:
    """An introduction. `confidential` is filled in only where the two speak with each other, once they are introduced."""

    id: UUID
    state: IntroductionState
    partner: Person
    channel: str | None
    thread_ts: str | None
    confidential: str
    step: Step
    asked: int  # questions about it so far
    unanswered: int
    asks_on: date | None  # by the partner's calendar
    outcome: Outcome | None
    told_by: Person | None
    thanks: str
    worth: tuple[int, str] | None  # smallest units and currency, where they agreed to tell it
    partner_named: bool
    poster_named: bool


def introduction_facts(scope: Scope, introduction: Introduction, purpose: Purpose) -> IntroductionFacts:
    """An introduction. Confidential details are read for its first message only, and only once the two have met there."""
    told = purpose is Purpose.INTRODUCTION and introduction.state is IntroductionState.OPEN
    return IntroductionFacts(
        id=introduction.id,
        state=introduction.state,
        partner=known(scope, introduction.partner_id),
        channel=introduction.channel,
        thread_ts=introduction.thread_ts,
        confidential=scope.get(Opportunity, introduction.opportunity_id).confidential if told else "",
        step=introduction.step,
        asked=introduction.asked,
        unanswered=introduction.unanswered,
        asks_on=day_of(scope, introduction.follow_up_at, introduction.partner_id),
        outcome=introduction.outcome,
        told_by=person(scope, introduction.outcome_by),
        thanks=introduction.thanks,
        worth=(introduction.value, introduction.currency or "")
        if introduction.value is not None and introduction.value_shared
        else None,
        partner_named=introduction.partner_named,
        poster_named=introduction.poster_named,
    )
