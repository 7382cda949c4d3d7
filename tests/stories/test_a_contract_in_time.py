"""A contract that stays incomplete at its bid's deadline: warned of, closed aloud, and opened again with more time."""

from tests.stories.contracts import PAIR, brings_together, group_of, in_days, invites_all, moves_in, posts
from tests.stories.passing import later
from tests.stories.space import on_one_engine

UNFILLED = "Your contract 1 still needs"


def half_a_team(space, days=20):
    """Ada's contract of two roles, of which one is taken; gives her, whoever took it, and what she is told."""
    ada, *_ = moves_in(space)
    told = posts(space, ada, PAIR, bid_deadline=in_days(space, days))
    invites_all(space, ada, told)
    dan, eve, fay, gil = (
        space.slack.person(name) for name in ("Dan Achterberg", "Eve Sato", "Fay Mensah", "Gil Novak")
    )
    writer = next(each for each in (dan, eve) if space.heard(each, "has a place for you"))
    space.accepts(writer, "contract")
    return ada, writer, (fay, gil), told


def test_what_stays_incomplete_is_warned_of_twice_and_closed_aloud(space):
    ada, writer, others, told = half_a_team(space)
    heard = []
    for _ in range(19):
        later(space, days=1)
        heard.append(len(space.all_heard(ada, UNFILLED)))
    due = [day for day, (before, now) in enumerate(zip([0, *heard], heard, strict=False), start=1) if now > before]
    assert due == [11, 18], "the bid is due on a Sunday: the Friday before a week before, and the Friday before"
    first = space.all_heard(ada, UNFILLED)[-1]
    assert "a photographer, and the bid must be in by Sun 20 Dec" in first.words

    later(space, days=2)
    closed = space.waits_for(ada, "I have closed your contract 1 and ask nobody new").words
    assert "The bid's deadline has passed" in closed
    assert f"{writer.name.split()[0]} had joined, and knows of it." in closed
    assert "The time for this contract is over." in space.waits_for(writer, "Nothing more to do").words
    assert "Your contract 1 is over" in told.words
    assert f"Copywriter: {writer.name}" in told.words
    assert "The time for" in space.card("is over").words
    assert all(space.heard(each, "contract", button="I'm interested") is None for each in others)
    assert not [each for each in first.buttons if each.label == "More time"]
    before = {person: len(person.inbox) for person in (ada, writer)}
    for _ in range(4):
        later(space, days=7)
    assert {person: len(person.inbox) for person in (ada, writer)} == before, "after that, silence"


def test_opened_again_with_more_time_those_who_had_joined_are_asked_first(space):
    ada, writer, _, told = half_a_team(space)
    later(space, days=21)
    ada.press(space.waits_for(ada, "closed your contract"), "Extend")
    form = ada.wait_for_form(callback_id="extend_form")
    yesterday = in_days(space, -1)
    assert form.fill(deadline=yesterday).submit().errors == {
        "deadline": "That day has passed. Please choose today or later."
    }
    assert form.fill(deadline=in_days(space, 14)).submit() is None
    space.settles()
    assert "Your contract 1 is out" in told.words
    assert f"Copywriter: {writer.name} (asked)\n" in told.words, "they first, and nobody else yet"
    assert "bid by" in told.words
    again = space.offered(writer, "has a place for you")
    assert "Your part: Copywriter" in again.words
    writer.press(again, "I'm interested")
    space.settles()
    assert f"Copywriter: {writer.name}\n" in told.words
    assert "1 of 2 places taken: needs a photographer" in space.card().words
    brings_together(space, ada, told)
    assert {ada.id, writer.id} <= {member.id for member in group_of(writer).members}
    for _ in range(12):
        later(space, days=1)
    assert len(space.all_heard(ada, UNFILLED)) == 2, "7 and 2 days before the new deadline"


def test_a_last_place_just_taken_needs_no_warning(space):
    ada, _, others, told = half_a_team(space, days=10)
    later(space, days=2)
    last = next(each for each in others if space.heard(each, "contract", button="I'm interested"))
    space.accepts(last, "contract")
    assert "The team is complete" in group_of(last).messages[0].words
    for _ in range(8):
        later(space, days=1)
    assert space.heard(ada, UNFILLED) is None
    assert "The team is complete, and in its group message." in told.words


def test_a_warning_says_that_the_place_is_taken_after_all(space):
    ada, _, others, _ = half_a_team(space, days=10)
    for _ in range(5):
        later(space, days=1)
    warned = space.waits_for(ada, UNFILLED)
    fay, _ = others
    assert space.heard(fay, "contract", button="I'm interested") is None, "her time to answer is over"
    fay.press(space.card(), "I can help")
    space.settles()
    assert "All places of your contract 1 are taken." in warned.words
    assert warned.buttons == []


@on_one_engine
def test_a_bid_cannot_be_given_more_time_than_the_work_has(space):
    ada, *_ = moves_in(space)
    told = posts(space, ada, PAIR, bid_deadline=in_days(space, 2), deadline=in_days(space, 30))
    later(space, days=3)
    ada.press(space.waits_for(ada, "closed your contract"), "Extend")
    form = ada.wait_for_form(callback_id="extend_form")
    late = "The bid must be in before the work is done. Please choose an earlier day."
    assert form.fill(deadline=in_days(space, 31)).submit().errors == {"deadline": late}
    assert form.fill(deadline=in_days(space, 20)).submit() is None
    space.settles()
    assert "Your contract 1 is out" in told.words


@on_one_engine
def test_a_bids_deadline_is_a_deadline_of_its_own(space):
    ada, *_ = moves_in(space)
    told = posts(space, ada, PAIR)
    later(space, days=28)
    warned = space.waits_for(ada, "as it has no deadline of its own")
    space.edits(ada, told, bid_deadline=in_days(space, 5))
    ada.press(warned, "Extend")
    assert ada.wait_for_form(callback_id="extend_form").fill(deadline=in_days(space, 3)).submit() is None
    space.settles()
    assert "Your contract 1 closes on" in warned.words
    assert "no deadline of its own" not in warned.words
