"""Six people at once for the last of three places, 200 times: exactly one has it, and five are told kindly."""

import threading
from collections import Counter

import pytest
from sqlalchemy import delete, select, update

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Offer, Opportunity, Role
from leadbot.domain.ids import id_within
from leadbot.domain.statuses import OfferOrigin, OfferState
from leadbot.kinds import KINDS
from leadbot.playground.person import Person
from leadbot.services.answer import Answered, accept
from leadbot.services.people import member_of
from leadbot.services.post import post
from tests.delivery.yard import LEAD, Yard

ROUNDS, PEOPLE, PLACES = 200, 6, 3
EACH_TIME = 40  # rounds whenever tests are run; all of them in `make soak`, since SQLite lets six writers wait by turns
CONTRACT = LEAD | {"bid_deadline": None, "role_1": "Photographer", "role_1_places": str(PLACES), "my_roles": []}


@pytest.mark.parametrize("rounds", [EACH_TIME, pytest.param(ROUNDS, marks=pytest.mark.soak)])
def test_one_has_the_last_place_and_five_are_in_reserve(yard: Yard, rounds: int) -> None:
    ada = yard.joins("Ada Okafor")
    people = [yard.joins(f"Neighbour {number}") for number in range(PEOPLE)]
    with yard.scope() as scope:
        contract = post(scope, member_of(scope, ada.id), KINDS["contract"], CONTRACT)
        role = scope.all(scope.select(Role).where(Role.opportunity_id == contract.id))[0]
        role.taken, role.wave_due_at = PLACES - 1, None
        offers = [ask(scope, role, person) for person in people]
    barrier, answers = threading.Barrier(PEOPLE + 1), [list[Answered]() for _ in people]
    threads = [
        threading.Thread(target=presses, args=(yard, person, offer, barrier, came, rounds))
        for person, offer, came in zip(people, offers, answers, strict=True)
    ]
    for thread in threads:
        thread.start()
    for _ in range(rounds):
        barrier.wait(30)
        barrier.wait(30)  # all have pressed
        with yard.scope() as scope:
            role = scope.get(Role, role.id)
            assert (role.taken, role.places) == (PLACES, PLACES)
            states = Counter(scope.session.scalars(select(Offer.state).where(Offer.role_id == role.id)))
            assert states == {OfferState.ACCEPTED: 1, OfferState.RESERVE: PEOPLE - 1}
            assert len(scope.all(scope.select(Introduction))) == 1
            begins_anew(scope, contract, role)
    for thread in threads:
        thread.join(30)
    assert [len(came) for came in answers] == [rounds] * PEOPLE
    for came in zip(*answers, strict=True):
        assert Counter(came) == {Answered.JOINED: 1, Answered.RESERVE: PEOPLE - 1}


def ask(scope: Scope, role: Role, person: Person) -> str:
    """Somebody is asked for a place; gives the offer."""
    member = member_of(scope, person.id)
    offer = scope.add(
        Offer,
        id=id_within(role.id, member.id),
        role_id=role.id,
        member_id=member.id,
        origin=OfferOrigin.MATCHED,
        created_at=scope.now,
    )
    return str(offer.id)


def presses(
    yard: Yard, person: Person, offer: str, barrier: threading.Barrier, came: list[Answered], rounds: int
) -> None:
    """Somebody presses "I'm interested" in each round, at the same moment as the others."""
    for _ in range(rounds):
        barrier.wait(30)
        with yard.scope() as scope:
            came.append(accept(scope, member_of(scope, person.id), offer))
        barrier.wait(30)


def begins_anew(scope: Scope, contract: Opportunity, role: Role) -> None:
    """The last place is free once more, and all six are asked for it."""
    scope.session.execute(delete(Introduction).where(Introduction.opportunity_id == contract.id))
    scope.session.execute(update(Offer).where(Offer.role_id == role.id).values(state=OfferState.SENT, answered_at=None))
    role.taken = PLACES - 1
