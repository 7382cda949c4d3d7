"""Eight weeks of a space with forty neighbours and 120 leads, in which people answer as they like.

However it goes: each nudge comes once, in its reader's working hours, while there is a reason for it, and no more than
three a day; and every lead ends, or is alive for a reason.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from leadbot.db.engine import WORKER_PATIENCE, Database
from leadbot.db.outbox import Message
from leadbot.db.tables import Introduction, Member, Offer, Opportunity
from leadbot.domain.statuses import IntroductionState, MessageState, OfferState, OpportunityState
from leadbot.domain.working_time import WorkingTime
from leadbot.services.letter import Letter
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
BY_THE_CALENDAR = {Purpose.EXPIRED, Purpose.NAMED_IN_VAIN, Purpose.GIVEN_UP_ALONE}  # always; others at times
IN_WORKING_HOURS = NUDGES | BY_THE_CALENDAR | {Purpose.BUNDLE, Purpose.ASK_POSTER, Purpose.OUTCOME_TOLD}
HOLIDAYS = {date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25), date(2026, 8, 31)}  # in England
LONDON = ZoneInfo("Europe/London")  # by whose calendar the space's days are counted
A_DAY, FOUR = 3, 4
NEAR = timedelta(days=3)  # a deadline as near as this may pass the day's number


@pytest.fixture(params=[1, 2, 3])
def space(request: pytest.FixtureRequest, sqlite_databases: Databases) -> Iterator[Space]:
    yield from a_space(request.param, sqlite_databases)


@pytest.fixture(params=range(100, 150))
def another_space(request: pytest.FixtureRequest, sqlite_databases: Databases) -> Iterator[Space]:
    yield from a_space(request.param, sqlite_databases)


def a_space(seed: int, databases: Databases) -> Iterator[Space]:
    """A space that has lived through its eight weeks."""
    with databases.migrated() as url:
        database = Database(url, patience=WORKER_PATIENCE)
        space = Space(database, seed)
        space.lives()
        yield space
        database.close()


def test_eight_weeks(space: Space) -> None:
    assert nudges(space) > LEADS, "too little happened"
    holds(space)
    every_lead_has_ended_or_is_alive_for_a_reason(space)


@pytest.mark.soak
def test_many_spaces_until_all_is_done(another_space: Space) -> None:
    another_space.lives_on()
    assert nudges(another_space) > LEADS, "too little happened"
    holds(another_space)
    all_has_ended(another_space)


def nudges(space: Space) -> int:
    """How many were said."""
    return sum(each.letter.purpose in NUDGES for each in space.notebook.said)


def holds(space: Space) -> None:
    """All that must be true of eight weeks."""
    said = space.notebook.said
    each_nudge_came_once(said)
    nobody_was_disturbed(space, said)
    there_was_a_reason(said)
    nobody_was_asked_a_fifth_time(space, said)
    nobody_heard_too_much(space, said)
    every_week_had_one_summary(said)


def each_nudge_came_once(said: list[Said]) -> None:
    """No question is put twice, and no reminder comes again, but for the one that was asked for."""
    seen: Counter[tuple[object, ...]] = Counter()
    rounds: Counter[UUID] = (
        Counter()
    )  # how often an offer was made: again where it was opened again, or a place is free
    for each in said:
        letter = each.letter
        if letter.purpose is Purpose.FOLLOW_UP and letter.introduction and letter.to:
            seen["asked", letter.introduction.id, letter.details["number"], letter.to.slack_user_id] += 1
        if letter.purpose in OFFERS and letter.offer:
            rounds[letter.offer.id] += 1
        if letter.purpose is Purpose.OFFER_REMINDER and letter.offer:
            seen["reminded", letter.offer.id, letter.offer.snoozed, rounds[letter.offer.id]] += 1
        if letter.purpose is Purpose.HOLD_RELEASED and letter.introduction:
            seen["released", letter.introduction.id] += 1
        if letter.purpose is Purpose.EXPIRES_SOON and letter.opportunity:
            seen["warned", letter.opportunity.id, letter.opportunity.expires_on] += 1
        if letter.purpose in NUDGES:
            seen["by its name", letter.once] += 1
    assert [key for key, times in seen.items() if times > 1] == []
    assert not [key for key, times in rounds.items() if times > 4], "so often nothing is opened again"


def calendar(space: Space, slack_user_id: str) -> WorkingTime:
    """When somebody works: by their own clock, or by London's if they have none that exists."""
    with space.database.reading() as session:
        zone = session.scalar(select(Member.time_zone).where(Member.slack_user_id == slack_user_id))
    return WorkingTime("Europe/London" if zone == "no/where" else str(zone), is_holiday=HOLIDAYS.__contains__)


def is_unbidden(letter: Letter) -> bool:
    """Whether no person's act has caused it: the calendar ended an offer, or a place that was kept."""
    by_itself = letter.opportunity is not None and letter.opportunity.state is OpportunityState.EXPIRED
    released = letter.introduction is not None and letter.introduction.state is IntroductionState.RELEASED
    return (
        letter.purpose in BY_THE_CALENDAR
        or (letter.purpose is Purpose.OFFER_ENDED and by_itself)
        or (letter.purpose is Purpose.NOT_THIS_TIME and released)
    )


def nobody_was_disturbed(space: Space, said: list[Said]) -> None:
    """What Leadbot starts comes in its reader's working hours."""
    calendars = {f"U{number}": calendar(space, f"U{number}") for number in range(MEMBERS)}
    outside = [
        (each.letter.purpose, each.letter.to.slack_user_id, each.at)
        for each in said
        if (each.letter.purpose in IN_WORKING_HOURS or is_unbidden(each.letter))
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
        if letter.purpose in REASONS:
            assert REASONS[letter.purpose](letter, each.at.astimezone(LONDON).date()), letter


def nobody_left(letter: Letter, _: date) -> bool:
    """A place is free, and nobody is being asked."""
    asked = letter.progress is not None and letter.progress.unanswered > 0
    return letter.opportunity is not None and letter.opportunity.free > 0 and not asked


def closes_soon(letter: Letter, today: date) -> bool:
    """Its time is over in three days or less."""
    ends = letter.opportunity and letter.opportunity.expires_on
    return ends is not None and ends - today <= NEAR


def may_take_it_up(letter: Letter, _: date) -> bool:
    """Whoever hears of the change may still say yes."""
    return letter.offer is not None and letter.offer.state in (OfferState.SENT, OfferState.RESERVE)


def is_still_released(letter: Letter, _: date) -> bool:
    """Whom the place was kept for has not come again."""
    met, progress = letter.introduction, letter.progress
    return bool(met and progress and met.partner not in (*progress.waiting, *progress.partners))


REASONS = {
    Purpose.NOBODY_LEFT: nobody_left,
    Purpose.EXPIRES_SOON: closes_soon,
    Purpose.OFFER_CHANGED: may_take_it_up,
    Purpose.HOLD_RELEASED: is_still_released,
}


def nobody_was_asked_a_fifth_time(space: Space, said: list[Said]) -> None:
    """After four questions that one of two left without an answer they hear no fifth, whatever the other one said."""
    told = sorted(space.told, key=lambda answer: answer.at)
    assert told, "somebody answers"
    silent: Counter[tuple[UUID, str]] = Counter()
    of: dict[UUID, UUID] = {}  # of an introduction, its opportunity
    for each in said:
        letter = each.letter
        if letter.purpose is not Purpose.FOLLOW_UP or not (letter.introduction and letter.opportunity and letter.to):
            continue
        while told and told[0].at <= each.at:
            answer = told.pop(0)
            for key in list(silent):
                if key == (answer.about, answer.slack_user_id) or of[key[0]] == answer.about:  # opened again
                    del silent[key]
        of[letter.introduction.id] = letter.opportunity.id
        silent[letter.introduction.id, letter.to.slack_user_id] += 1
        assert silent[letter.introduction.id, letter.to.slack_user_id] <= FOUR, letter


def nobody_heard_too_much(space: Space, said: list[Said]) -> None:
    """Three a day at most, unless it is urgent; what came in the morning's bundle counts once."""
    days: Counter[tuple[str, date]] = Counter()
    for each in said:
        letter = each.letter
        starts = letter.purpose in NUDGES | {Purpose.BUNDLE} or is_unbidden(letter)
        if letter.to is None or each.item_of is not None or not starts:
            continue
        works = calendar(space, letter.to.slack_user_id)
        day = letter.to.slack_user_id, each.at.astimezone(ZoneInfo(works.time_zone)).date()
        assert days[day] < A_DAY or is_urgent(each, works), (day, days[day], letter.purpose)
        days[day] += 1


def is_urgent(each: Said, works: WorkingTime) -> bool:
    """Whether it is an offer, or its reminder, whose deadline is so near that it passes the day's number.

    Within three days, or before its reader's next working morning.
    """
    opportunity = each.letter.opportunity
    if each.letter.purpose not in OFFERS | {Purpose.OFFER_REMINDER}:
        return False
    if opportunity is None or opportunity.deadline is None:
        return False
    morning = next(works.mornings_after(each.at)).date()
    return opportunity.deadline - each.at.date() <= NEAR or opportunity.deadline <= morning


def every_lead_has_ended_or_is_alive_for_a_reason(space: Space) -> None:
    """What is open has an end before it, and each offer, kept place and conversation has its next step; nothing is late."""
    with space.database.reading() as session:
        leads, offers = session.scalars(select(Opportunity)).all(), session.scalars(select(Offer)).all()
        introductions = session.scalars(select(Introduction)).all()
        messages = session.scalars(select(Message)).all()
    assert len(leads) == LEADS
    waiting = {each.id: each for each in messages if each.state is MessageState.WAITING}
    held = [each for each in messages if each.state is MessageState.HELD]  # for the morning: their bundle brings them
    on_the_way = {each.offer_id for each in (*waiting.values(), *held)}
    next_step = {
        "lead": [each.expires_at for each in leads if each.state is OpportunityState.OPEN],
        "offer": [each.lapse_at for each in offers if each.state is OfferState.SENT and each.id not in on_the_way],
        "kept": [each.hold_until for each in introductions if each.state is IntroductionState.PROPOSED],
        "talk": [each.follow_up_at for each in introductions if each.state is IntroductionState.OPEN],
        "word": [each.due_at for each in waiting.values()],
        "held": [
            bundle and bundle.due_at for bundle in (each.bundle_id and waiting.get(each.bundle_id) for each in held)
        ],
    }
    late = [(what, at) for what, times in next_step.items() for at in times if at is None or at <= space.now]
    assert late == []
    assert next_step["lead"], "some are open"
    assert next_step["talk"], "some are talked about"
    over = Counter(each.state for each in leads)
    assert min(over[OpportunityState.SETTLED], over[OpportunityState.EXPIRED]) > 0
    assert over[OpportunityState.CLOSED] + over[OpportunityState.WITHDRAWN] > 0, "some are ended by their posters"


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
    london = [each.at.astimezone(LONDON) for each in said if each.letter.purpose is Purpose.SUMMARY]
    assert len(london) >= WEEKS
    assert [(at.weekday(), at.hour, at.minute) for at in london] == [(0, 9, 0)] * len(london)
    assert len({at.isocalendar()[:2] for at in london}) == len(london)
    assert london[0].date() == BEGINS.date() + timedelta(days=7)
