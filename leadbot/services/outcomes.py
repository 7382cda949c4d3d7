"""What came of an introduction, as one of the two tells it: won, with its value and thanks; lost; or nothing."""

from collections.abc import Mapping
from typing import Any

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Opportunity, Role
from leadbot.db.teams import Bid
from leadbot.domain.errors import Faults, OutOfDate
from leadbot.domain.money import read_amount, say_amount
from leadbot.domain.statuses import IntroductionState, OpportunityState, Outcome
from leadbot.services.authority import introduction_between
from leadbot.services.ending import conclude
from leadbot.services.follow_up import after_talking
from leadbot.services.introduce import free_place
from leadbot.services.kept_true import keep_true
from leadbot.services.outbox import Purpose, tell

NAMES, VALUE, THANKS = "names", "value", "thanks"  # what somebody agrees to have told to the space


def tell_outcome(scope: Scope, member: Member, reference: str, values: Mapping[str, Any]) -> None:
    """One of the two says what came of it; the other hears so. Whoever told it may correct it.

    What it was worth only the partner says, who has won it. Nobody made contact: then the place is free again, and the next in line is asked.

    Raises:
        Faults: at `outcome` or `value`, if they cannot be right.
        OutOfDate: if the other has told it already, or the partner has stepped back.
    """
    introduction, opportunity = tellable(scope, member, reference)
    outcome = keep(scope, introduction, values if wins(introduction, member) else {**values, "value": ""})
    was_open = introduction.state is IntroductionState.OPEN
    conclude(scope, introduction, outcome, member.id)
    let_name(introduction, opportunity, member, agrees=agrees(values))
    if was_open and outcome is Outcome.NO_CONTACT and opportunity.state is OpportunityState.OPEN:
        free_place(scope, scope.get(Role, introduction.role_id))
    scope.session.flush()
    keep_true(scope, Purpose.OUTCOME_TOLD, introduction=introduction)
    other = opportunity.poster_id if member.id == introduction.partner_id else introduction.partner_id
    tell(
        scope,
        Purpose.OUTCOME_TOLD,
        other,
        opportunity=opportunity,
        introduction=introduction,
        once=f"outcome:{introduction.id}",
    )
    after_talking(scope, opportunity)


def wins(introduction: Introduction, member: Member) -> bool:
    """Whether this is the one of the two who wins it, if it is won."""
    return member.id == introduction.partner_id


def tellable(scope: Scope, member: Member, reference: str) -> tuple[Introduction, Opportunity]:
    """An introduction whose outcome this member may tell now.

    Raises:
        OutOfDate: if they may not.
    """
    introduction, opportunity = introduction_between(scope, member, reference)
    refuse_if_told(introduction, member)
    if introduction.state not in (IntroductionState.OPEN, IntroductionState.ENDED) or introduction.opened_at is None:
        raise OutOfDate("That is out of date: you are no longer introduced.")
    return introduction, opportunity


def told_before(scope: Scope, introduction: Introduction, member: Member) -> dict[str, Any]:
    """What this member has told, as the fields of the form hold it: nothing, if they have told nothing yet."""
    return kept(scope, introduction, member, named=may_be_named(introduction, member))


def may_be_named(introduction: Introduction, member: Member) -> bool:
    """Whether one of the two has agreed to be named."""
    return introduction.partner_named if member.id == introduction.partner_id else introduction.poster_named


def refuse_if_told(told: Introduction | Bid, member: Member) -> None:
    """What came of something is told once, and corrected by whoever told it.

    Raises:
        OutOfDate: if it was somebody else.
    """
    if told.outcome_by not in (None, member.id):
        raise OutOfDate("That was told already. Whoever told it can correct it.")


def kept(scope: Scope, told: Introduction | Bid, member: Member, *, named: bool) -> dict[str, Any]:
    """What was told, as the fields of the form hold it: nothing, if nothing was told yet."""
    if told.outcome is None:
        return {}
    currency = told.currency or scope.workspace.currency
    agreed = {NAMES: named, VALUE: told.value_shared, THANKS: told.thanks_shared}
    return {
        "outcome": told.outcome,
        "value": "" if told.value is None else say_amount(told.value, currency, locale=member.locale),
        "thanks": told.thanks,
        "share": [name for name, agrees in agreed.items() if agrees],
    }


def keep(scope: Scope, told: Introduction | Bid, values: Mapping[str, Any]) -> Outcome:
    """Keeps what the form holds of the value and the thanks, and of what may be told to the space; gives the outcome.

    Raises:
        Faults: at `outcome` or `value`, if they cannot be right.
    """
    currency = told.currency or scope.workspace.currency  # a correction is read as what it corrects
    outcome, value = check(scope, values, currency)
    may_tell = values.get("share") or []
    told.value, told.currency = value, currency if value is not None else None
    told.thanks = values.get("thanks") or ""
    told.value_shared = VALUE in may_tell and value is not None
    told.thanks_shared = THANKS in may_tell and bool(told.thanks)
    return outcome


def agrees(values: Mapping[str, Any]) -> bool:
    """Whether the one who sends the form agrees to be named."""
    return NAMES in (values.get("share") or [])


def check(scope: Scope, values: Mapping[str, Any], currency: str) -> tuple[Outcome, int | None]:
    """The outcome and, of a win, its value in the smallest unit of that currency.

    Raises:
        Faults: if the outcome is none that there is, or the value is no amount of money.
    """
    chosen, typed = values.get("outcome"), values.get("value") or ""
    if chosen not in tuple(Outcome):
        raise Faults({"outcome": "Please choose one of these."})
    outcome = Outcome(chosen)
    if not typed:
        return outcome, None
    if outcome is not Outcome.WON:
        raise Faults({"value": "An amount belongs to a win. Leave it empty, or say that it was won."})
    value = read_amount(typed, currency)
    if value is None:
        example = say_amount(150000, currency, locale=scope.workspace.locale)
        raise Faults({"value": f"Please write one amount in {currency}, like {example}, or leave it empty."})
    return outcome, value


def may_name(scope: Scope, member: Member, reference: str) -> None:
    """Somebody agrees to be named where the space is told of the win."""
    introduction, opportunity = introduction_between(scope, member, reference)
    let_name(introduction, opportunity, member, agrees=True)
    scope.session.flush()
    keep_true(scope, Purpose.OUTCOME_TOLD, introduction=introduction)


def let_name(introduction: Introduction, opportunity: Opportunity, member: Member, *, agrees: bool) -> None:
    """Keeps whether one of the two agrees to be named. Each speaks for themselves."""
    if member.id == introduction.partner_id:
        introduction.partner_named = agrees
    if member.id == opportunity.poster_id:
        introduction.poster_named = agrees
