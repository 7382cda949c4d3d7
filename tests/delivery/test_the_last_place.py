"""Six people at once for the last of three places, 200 times: exactly one has it, and five are told kindly."""

import threading
from collections import Counter

import pytest
from sqlalchemy import delete, select, update

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Offer, Opportunity, Role
from leadbot.domain.ids import id_within
from leadbot.domain.statuses import OfferOrigin, OfferState
from leadbot.kinds import KINDS
from leadbot.playground.person import Person
from leadbot.services.answer import Answered, accept
from leadbot.services.offering import offer_to
from leadbot.services.people import member_of
from leadbot.services.post import post
from tests.delivery.yard import LEAD, Yard

ROUNDS, PEOPLE, PLACES = 200, 6, 3
HEARD = 3  # rounds of which they hear: as many offers as come in a day
CONTRACT = LEAD | {"bid_deadline": None, "role_1": "Photographer", "role_1_places": str(PLACES), "my_roles": []}


@pytest.mark.case("RACE-01")
def test_one_has_the_last_place_and_five_are_in_reserve(yard: Yard) -> None:
    ada = yard.joins("Ada Okafor")
    people = [yard.joins(f"Neighbour {number}") for number in range(PEOPLE)]
    with yard.scope() as scope:
        contract = post(scope, member_of(scope, ada.id), KINDS["contract"], CONTRACT)
        role = scope.all(scope.select(Role).where(Role.opportunity_id == contract.id))[0]
        role.taken, role.left_open, role.wave_due_at = PLACES - 1, 0, None
        offers = [ask(scope, role, person) for person in people]
    barrier, answers = threading.Barrier(PEOPLE + 1), [list[Answered]() for _ in people]
    threads = [
        threading.Thread(target=presses, args=(yard, person, offer, barrier, came, ROUNDS))
        for person, offer, came in zip(people, offers, answers, strict=True)
    ]
    for thread in threads:
        thread.start()
    for _ in range(ROUNDS):
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
    assert [len(came) for came in answers] == [ROUNDS] * PEOPLE
    for came in zip(*answers, strict=True):
        assert Counter(came) == {Answered.JOINED: 1, Answered.RESERVE: PEOPLE - 1}


@pytest.mark.case("RACE-01")
def test_one_reads_that_they_are_in_and_five_that_it_has_just_gone(yard: Yard) -> None:
    ada = yard.joins("Ada Okafor")
    people = [yard.joins(f"Neighbour {number}") for number in range(PEOPLE)]
    with yard.scope() as scope:
        scope.workspace.capacity = HEARD  # so that who has won is asked again
    for heard in range(1, HEARD + 1):
        with yard.scope() as scope:
            contract = post(scope, member_of(scope, ada.id), KINDS["contract"], CONTRACT)
            [role] = scope.all(scope.select(Role).where(Role.opportunity_id == contract.id))
            role.taken, role.left_open, role.wave_due_at = PLACES - 1, 0, None
            members = [member_of(scope, person.id) for person in people]
            for member in members:
                offer_to(scope, role, contract, member, score=1.0, reasons=["You list photography."], wave=1)
            offers = [str(id_within(role.id, member.id)) for member in members]
        yard.settles()
        assert [len(person.inbox) for person in people] == [heard] * PEOPLE
        press_at_once(yard, people, offers)
        yard.settles()
        read = sorted(first_words(person.inbox[-1].text) for person in people)
        later = "Just gone. You're number {} in reserve: if places come free, I'll ask you in your turn."
        assert read == [
            "Just gone. You're first reserve: if a place comes free, I'll ask you first.",
            *(later.format(number) for number in range(2, PEOPLE)),
            "You're in. When the team is complete, or Ada gathers it, you all meet in a group message.",
        ]


def first_words(text: str) -> str:
    """What a message says before it says what it is about."""
    return text.partition(f" {CONTRACT['title']}")[0]


def press_at_once(yard: Yard, people: list[Person], offers: list[str]) -> None:
    """All press "I'm interested" at the same moment, once."""
    barrier = threading.Barrier(len(people))
    threads = [
        threading.Thread(target=presses, args=(yard, person, offer, barrier, [], 1))
        for person, offer in zip(people, offers, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


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
    scope.session.execute(delete(Message).where(Message.introduction_id.is_not(None)))
    scope.session.execute(delete(Introduction).where(Introduction.opportunity_id == contract.id))
    scope.session.execute(update(Offer).where(Offer.role_id == role.id).values(state=OfferState.SENT, answered_at=None))
    role.taken = PLACES - 1
