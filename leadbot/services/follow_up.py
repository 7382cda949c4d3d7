"""From introduction to outcome: asking, at growing intervals, until somebody says what came of it. One press answers."""

from datetime import date, datetime, timedelta
from uuid import UUID

from leadbot.db.engine import Database
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Opportunity
from leadbot.domain.errors import Faults, OutOfDate
from leadbot.domain.follow_ups import MOST_UNANSWERED, days_until_next
from leadbot.domain.statuses import IntroductionState, Step
from leadbot.services.authority import introduction_between
from leadbot.services.due_rows import act_on_next
from leadbot.services.ending import conclude, settle_if_done
from leadbot.services.introduce import was_said
from leadbot.services.kept_true import keep_question_true, keep_true, question
from leadbot.services.outbox import Purpose, tell, tell_group
from leadbot.services.working_hours import today_of, working_time

LONGEST_NOT_YET = timedelta(days=366)
STEPS = tuple(Step)  # in their order: whoever has met has spoken


def follow_up_next(database: Database, now: datetime) -> bool:
    """Asks about one introduction that is due, or gives it up aloud; says whether there was one."""
    return act_on_next(database, now, Introduction.follow_up_at, follow_up)


def follow_up(scope: Scope, introduction: Introduction, opportunity: Opportunity) -> None:
    """Asks the two, if they still talk; or gives it up aloud."""
    if introduction.state is not IntroductionState.OPEN:
        introduction.follow_up_at = None
    elif introduction.unanswered >= MOST_UNANSWERED:
        give_up(scope, introduction, opportunity)
    else:
        ask(scope, introduction, opportunity)


def ask(scope: Scope, introduction: Introduction, opportunity: Opportunity) -> None:
    """The next question, to whoever is asked it."""
    asked = asked_next(introduction, opportunity)
    introduction.asked += 1
    introduction.unanswered += 1
    introduction.put_off_until = None
    introduction.follow_up_at = next_question(scope, introduction)
    scope.session.flush()
    keep_question_true(scope, introduction, introduction.asked - 1)  # it says that there is a newer one
    for member_id in asked:
        tell(
            scope,
            Purpose.FOLLOW_UP,
            member_id,
            opportunity=opportunity,
            introduction=introduction,
            once=f"{question(introduction, introduction.asked)}{member_id}",
            number=introduction.asked,
            step=introduction.step,
        )


def asked_next(introduction: Introduction, opportunity: Opportunity) -> list[UUID]:
    """Who is asked the next question: the partner alone the first, both every other.

    But nobody who has left four in a row without an answer, whatever the other one says.
    """
    silent = {introduction.partner_id: introduction.partner_silent}
    if introduction.asked > 0:
        silent[opportunity.poster_id] = introduction.poster_silent
    return [member_id for member_id, questions in silent.items() if questions < MOST_UNANSWERED]


def next_question(scope: Scope, introduction: Introduction) -> datetime:
    """When to ask again, in the partner's working days."""
    works = working_time(scope, scope.get(Member, introduction.partner_id))
    return works.days_later(scope.now, days_until_next(introduction.asked, introduction.unanswered))


def give_up(scope: Scope, introduction: Introduction, opportunity: Opportunity) -> None:
    """Four questions had no answer: it is closed aloud, as not known; either of the two may still tell.

    Where no group message could be opened, each hears it alone.
    """
    conclude(scope, introduction, None)
    once = f"given_up:{introduction.id}:{introduction.asked}"
    if was_said(scope, introduction):
        tell_group(scope, Purpose.GIVEN_UP, introduction, once=once)
    else:
        why = Purpose.GIVEN_UP_ALONE
        for to in (introduction.partner_id, opportunity.poster_id):
            tell(scope, why, to, opportunity=opportunity, introduction=introduction, once=f"{once}:{to}")
    after_talking(scope, opportunity)


def after_talking(scope: Scope, opportunity: Opportunity) -> None:
    """Two have stopped talking about it: perhaps the opportunity is settled, and what shows it says so."""
    settle_if_done(scope, opportunity)
    scope.session.flush()
    keep_true(scope, Purpose.CARD, Purpose.POSTED, Purpose.EXPIRED, opportunity=opportunity)


def have_reached(scope: Scope, member: Member, reference: str, step: Step) -> None:
    """They have spoken (the next question is whether they met), or have met (the next is what came of it).

    Raises:
        OutOfDate: if it has come to an end meanwhile.
    """
    introduction, _ = talking(scope, member, reference)
    if step is Step.MET:
        introduction.met_at = introduction.met_at or scope.now
    introduction.spoke_at = introduction.spoke_at or scope.now
    following = STEPS[STEPS.index(step) + 1]
    introduction.step = max(introduction.step, following, key=STEPS.index)
    if step is Step.MET:
        scope.session.flush()
        keep_true(scope, Purpose.BOTH_IN, introduction=introduction)
    answered(scope, introduction, member)


def put_off(scope: Scope, member: Member, reference: str, again: date | None) -> None:
    """Not yet: they are asked again on a day that they choose.

    Raises:
        Faults: at the field `again`, if the day is missing, has passed, or is more than a year away.
        OutOfDate: if it has come to an end meanwhile.
    """
    introduction, _ = talking(scope, member, reference)
    today = today_of(scope, member)
    if again is None:
        raise Faults({"again": "Please choose a day."})
    if again <= today:
        raise Faults({"again": "Please choose a day after today."})
    if again - today > LONGEST_NOT_YET:
        raise Faults({"again": "Please choose a day within a year."})
    works = working_time(scope, member)
    chosen = works.next_from(works.at(again, works.start))
    introduction.put_off_until = max(chosen, introduction.put_off_until or chosen)
    answered(scope, introduction, member, again_at=introduction.put_off_until)


def answered(scope: Scope, introduction: Introduction, member: Member, *, again_at: datetime | None = None) -> None:
    """Somebody has answered: the counts of silences begin anew, theirs and that of both; the question shows the answer."""
    introduction.unanswered = 0
    if member.id == introduction.partner_id:
        introduction.partner_silent = 0
    else:
        introduction.poster_silent = 0
    usual = next_question(scope, introduction)
    introduction.follow_up_at = again_at or max(usual, introduction.put_off_until or usual)
    scope.session.flush()
    keep_question_true(scope, introduction)


def talking(scope: Scope, member: Member, reference: str) -> tuple[Introduction, Opportunity]:
    """An open introduction of which this member is one of the two, held until the transaction ends."""
    introduction, opportunity = introduction_between(scope, member, reference)
    if introduction.state is not IntroductionState.OPEN:
        raise OutOfDate("That is out of date: this introduction has come to its end.")
    return introduction, opportunity
