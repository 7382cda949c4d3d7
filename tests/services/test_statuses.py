"""The allowed moves between states."""

import re

import pytest

from leadbot.domain.errors import OutOfDate
from leadbot.domain.statuses import (
    ENDINGS,
    HOLDS_A_PLACE,
    INTRODUCTION_MOVES,
    OFFER_MOVES,
    OPPORTUNITY_MOVES,
    IntroductionState,
    OfferState,
    OpportunityState,
    move,
    stands,
)

TABLES = {
    OpportunityState: OPPORTUNITY_MOVES,
    OfferState: OFFER_MOVES,
    IntroductionState: INTRODUCTION_MOVES,
}
EVERY_MOVE = [(moves, old, new) for states, moves in TABLES.items() for old in states for new in states]


@pytest.mark.parametrize(("moves", "old", "new"), EVERY_MOVE)
def test_a_move_is_allowed_or_refused_with_the_state_as_it_is(moves, old, new):
    if new in moves[old]:
        assert move(moves, old, new) is new
    else:
        with pytest.raises(OutOfDate, match=re.escape(stands(old))):
            move(moves, old, new)


@pytest.mark.parametrize("state", [state for states in TABLES for state in states])
def test_every_state_is_told_in_a_sentence_that_does_not_spell_its_name(state):
    assert re.fullmatch(r"[A-Z][^_]+\.", stands(state))


def test_an_opportunity_that_is_not_open_has_an_ending():
    assert set(ENDINGS) == set(OpportunityState) - {OpportunityState.OPEN}
    assert all("{it}" in ending.told for ending in ENDINGS.values())


@pytest.mark.parametrize("moves", TABLES.values())
def test_no_state_moves_to_itself(moves):
    assert all(state not in targets for state, targets in moves.items())


@pytest.mark.parametrize(("states", "moves"), TABLES.items())
def test_every_state_is_in_its_table_and_can_be_reached(states, moves):
    assert set(moves) == set(states)
    reached = {next(iter(states))} | {target for targets in moves.values() for target in targets}
    assert reached == set(states)


def test_an_introduction_that_gave_its_place_back_does_not_hold_one_again():
    for state in (IntroductionState.DECLINED, IntroductionState.RELEASED, IntroductionState.STEPPED_BACK):
        assert not INTRODUCTION_MOVES[state] & set(HOLDS_A_PLACE)
