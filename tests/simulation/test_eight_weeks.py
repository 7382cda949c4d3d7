"""Eight weeks of a space with forty neighbours and 120 leads, in which people answer as they like.

However it goes: each nudge comes once, in its reader's working hours, while there is a reason for it, and no more than
three a day; and every lead ends, or is alive for a reason.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from leadbot.db.engine import WORKER_PATIENCE, Database
from leadbot.db.outbox import Message
from leadbot.db.tables import Introduction, Member, Offer, Opportunity
from leadbot.domain.statuses import IntroductionState, MessageState, OfferState, OpportunityState
from leadbot.domain.working_time import WorkingTime
from leadbot.services.outbox import Purpose
from tests.databases import Databases
from tests.simulation.neighbours import BEGINS, LEADS, MEMBERS, WEEKS, Said, Space

# In this test's own words, apart from the table that the code goes by.
OFFERS = {Purpose.OFFER, Purpose.PLACE_FREE}
NUDGES = OFFERS | {
    Purpose.OFFER_REMINDER,
    Purpose.OFFER_CHANGED,
    Purpose.NOBODY_LEFT,
    Purpose.HOLD_RELEASED,
    Purpose.EXPIRES_SOON,
    Purpose.FOLLOW_UP,
}
IN_WORKING_HOURS = NUDGES | {Purpose.BUNDLE, Purpose.ASK_POSTER, Purpose.EXPIRED, Purpose.OUTCOME_TOLD}
A_DAY = 3
NEAR = timedelta(days=3)  # a deadline as near as this may pass the day's number


@pytest.fixture(params=[1, 2, 3])
def space(request: pytest.FixtureRequest, sqlite_databases: Databases) -> Iterator[Space]:
    yield from a_space(request.param, sqlite_databases)


@pytest.fixture(params=range(100, 150))
def another_space(request: pytest.FixtureRequest, sqlite_databases: Databases) -> Iterator[Space]:
    yield from a_space(request.param, sqlite_databases)


def a_space(seed: int, databases: Databases) -> Iterator[Space]:
    """A space that has lived through its eight weeks, and until all is done."""
    with databases.migrated() as url:
        database = Database(url, patience=WORKER_PATIENCE)
        space = Space(database, seed)
        space.lives()
        yield space
        database.close()


def test_eight_weeks(space: Space) -> None:
    holds(space)


@pytest.mark.soak
def test_eight_weeks_of_many_spaces(another_space: Space) -> None:
    holds(another_space)


def holds(space: Space) -> None:
    """All that must be true of eight weeks."""
    said = space.notebook.said
    assert len([each for each in said if each.letter.purpose in NUDGES]) > LEADS, "too little happened"
    each_nudge_came_once(said)
    nobody_was_disturbed(space, said)
    there_was_a_reason(said)
    nobody_heard_too_much(space, said)
    nobody_was_asked_in_vain_too_often(space)
    all_has_ended(space)
    every_week_had_one_summary(said)


def each_nudge_came_once(said: list[Said]) -> None:
    """No question is put twice, and no reminder comes again, but for the one that was asked for."""
    seen: Counter[tuple[object, ...]] = Counter()
    for each in said:
        letter = each.letter
        if letter.purpose is Purpose.FOLLOW_UP and letter.introduction and letter.to:
            seen["asked", letter.introduction.id, letter.details["number"], letter.to.slack_user_id] += 1
        if letter.purpose is Purpose.OFFER and letter.offer and letter.opportunity:
            seen["offered", letter.offer.id] += 1
        if letter.purpose is Purpose.OFFER_REMINDER and letter.offer and not letter.offer.snoozed:
            seen["reminded", letter.offer.id] += 1
    assert [key for key, times in seen.items() if times > 1] == []


def calendar(space: Space, slack_user_id: str) -> WorkingTime:
    """When somebody works: by their own clock, or by London's if they have none that exists."""
    with space.database.reading() as session:
        zone = session.scalar(select(Member.time_zone).where(Member.slack_user_id == slack_user_id))
    return WorkingTime(time_zone="Europe/London" if zone == "no/where" else str(zone))


def nobody_was_disturbed(space: Space, said: list[Said]) -> None:
    """What Leadbot starts comes in its reader's working hours."""
    calendars = {f"U{number}": calendar(space, f"U{number}") for number in range(MEMBERS)}
    outside = [
        (each.letter.purpose, each.letter.to.slack_user_id, each.at)
        for each in said
        if each.letter.purpose in IN_WORKING_HOURS
        and each.letter.to is not None
        and not calendars[each.letter.to.slack_user_id].includes(each.at)
    ]
    assert outside == []


def there_was_a_reason(said: list[Said]) -> None:
    """Nobody hears of an offer that was answered, or is asked about what is over."""
    for each in said:
        letter = each.letter
        if letter.purpose in OFFERS | {Purpose.OFFER_REMINDER}:
            assert letter.offer is not None
            assert letter.offer.state is OfferState.SENT, letter
            assert letter.opportunity is not None
            assert letter.opportunity.free > 0, letter
        if letter.purpose is Purpose.FOLLOW_UP:
            assert letter.introduction is not None
            assert letter.introduction.state is IntroductionState.OPEN, letter
        if letter.purpose in NUDGES - {Purpose.FOLLOW_UP} and letter.opportunity is not None:
            assert letter.opportunity.state is OpportunityState.OPEN, letter


def nobody_heard_too_much(space: Space, said: list[Said]) -> None:
    """Three a day at most, unless it is urgent; what came in the morning's bundle counts once."""
    days: Counter[tuple[str, date]] = Counter()
    for each in said:
        letter = each.letter
        if letter.to is None or each.item_of is not None or letter.purpose not in NUDGES | {Purpose.BUNDLE}:
            continue
        zone = calendar(space, letter.to.slack_user_id).time_zone
        day = letter.to.slack_user_id, each.at.astimezone(ZoneInfo(zone)).date()
        assert days[day] < A_DAY or is_urgent(each), (day, days[day], letter.purpose)
        days[day] += 1


def is_urgent(each: Said) -> bool:
    """Whether it is an offer, or its reminder, whose deadline is so near that it passes the day's number."""
    opportunity = each.letter.opportunity
    if each.letter.purpose not in OFFERS | {Purpose.OFFER_REMINDER}:
        return False
    near = opportunity is not None and opportunity.deadline is not None
    return near and opportunity.deadline - each.at.date() <= NEAR


def nobody_was_asked_in_vain_too_often(space: Space) -> None:
    """After four questions in a row without an answer there is no fifth."""
    with space.database.reading() as session:
        assert max(session.scalars(select(Introduction.unanswered)), default=0) <= 4


def all_has_ended(space: Space) -> None:
    """Every lead has ended; every introduction has come to an end; nothing waits any more, and nothing was lost."""
    with space.database.reading() as session:
        assert len(session.scalars(select(Opportunity)).all()) == LEADS
        assert session.scalars(select(Opportunity).where(Opportunity.state == OpportunityState.OPEN)).all() == []
        going_on = [IntroductionState.OPEN, IntroductionState.PROPOSED]
        assert session.scalars(select(Introduction).where(Introduction.state.in_(going_on))).all() == []
        assert session.scalars(select(Offer).where(Offer.state == OfferState.SENT)).all() == []
        states = set(session.scalars(select(Message.state)))
        assert states <= {MessageState.SENT, MessageState.DROPPED}
        ended = {state for (state,) in session.execute(select(Opportunity.state).distinct())}
    assert {OpportunityState.SETTLED, OpportunityState.EXPIRED} <= ended
    assert ended & {OpportunityState.CLOSED, OpportunityState.WITHDRAWN}, "some are ended by their posters"


def every_week_had_one_summary(said: list[Said]) -> None:
    """One for each Monday, at nine by the workspace's clock."""
    london = [each.at.astimezone(ZoneInfo("Europe/London")) for each in said if each.letter.purpose is Purpose.SUMMARY]
    assert len(london) >= WEEKS
    assert [(at.weekday(), at.hour, at.minute) for at in london] == [(0, 9, 0)] * len(london)
    assert len({at.isocalendar()[:2] for at in london}) == len(london)
    assert london[0].date() == BEGINS.date() + timedelta(days=7)
