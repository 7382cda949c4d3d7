"""What must be true of a space at any moment, in whatever order people have acted: read from its rows, in words of the test's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from leadbot.db.outbox import Message
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role, Workspace
from leadbot.db.teams import Bid, Gathering
from leadbot.domain.statuses import INTRODUCTION_MOVES, OFFER_MOVES, OPPORTUNITY_MOVES
from leadbot.services.letter import Letter

HAS_A_PLACE = ("proposed", "joined", "open")
MOVES = {Opportunity: OPPORTUNITY_MOVES, Offer: OFFER_MOVES, Introduction: INTRODUCTION_MOVES}
A_TEAM = 7  # besides the one who posted it


@dataclass(frozen=True)
class Standing:
    """All rows of a space, as they stand."""

    workspace: Workspace
    members: dict[UUID, Member]
    opportunities: dict[UUID, Opportunity]
    roles: dict[UUID, Role]
    offers: dict[UUID, Offer]
    introductions: dict[UUID, Introduction]
    bids: dict[UUID, Bid]  # by contract
    gatherings: list[Gathering]
    messages: list[Message]

    @property
    def places(self) -> dict[tuple[UUID, UUID], Introduction]:
        """Who has a place, by role and member."""
        held = [each for each in self.introductions.values() if each.state in HAS_A_PLACE]
        return {(each.role_id, each.partner_id): each for each in held}

    def of_role(self, role_id: UUID) -> list[Introduction]:
        return [each for each in self.introductions.values() if each.role_id == role_id]


def read_standing(session: Session) -> Standing:
    """How the space stands now."""

    def rows(table: Any) -> dict[UUID, Any]:
        return {row.id: row for row in session.scalars(select(table).order_by(table.id))}

    return Standing(
        session.scalars(select(Workspace)).one(),
        *(rows(table) for table in (Member, Opportunity, Role, Offer, Introduction)),
        {row.opportunity_id: row for row in session.scalars(select(Bid))},
        list(rows(Gathering).values()),
        list(rows(Message).values()),
    )


@contextmanager
def moves_watched(seen: list[str]) -> Iterator[None]:
    """Notes each move from state to state that the table does not allow."""
    with ExitStack() as watches:
        for table, moves in MOVES.items():

            def note(row: Any, new: Any, old: Any, _: Any, moves: Any = moves) -> None:
                if old in moves and new != old and new not in moves[old]:
                    seen.append(f"{type(row).__name__}: {old} to {new}")

            event.listen(table.state, "set", note, active_history=True)
            watches.callback(event.remove, table.state, "set", note)
        yield


def faults_of(now: Standing, freed: set[UUID]) -> list[str]:
    """All that is not as it must be. `freed` are the introductions whose places came free since nobody made contact."""
    return [
        *roles_hold(now, freed),
        *offers_hold(now),
        *introductions_hold(now),
        *opportunities_hold(now),
        *teams_hold(now),
    ]


def roles_hold(now: Standing, freed: set[UUID]) -> Iterator[str]:
    """No role is overfilled, and as many of its places are taken as people have, or have used."""
    for role in now.roles.values():
        opened_again = now.opportunities[role.opportunity_id].reopened_at
        used = [
            each
            for each in now.of_role(role.id)
            if each.state == "ended"
            and each.opened_at is not None
            and each.id not in freed
            and (opened_again is None or each.ended_at >= opened_again)
        ]
        have = [each for each in now.of_role(role.id) if each.state in HAS_A_PLACE]
        if not 0 <= role.taken <= role.places:
            yield f"{role.taken} of {role.places} places are taken"
        if role.taken != len(have) + len(used):
            yield f"{role.taken} places are taken, and {len(have)} people have one, {len(used)} used one"


def offers_hold(now: Standing) -> Iterator[str]:
    """Nobody has two offers of a role; what waits for an answer is open, and is on its way or has its time."""
    pairs = Counter((each.role_id, each.member_id) for each in now.offers.values())
    yield from (f"{count} offers of one role to one member" for count in pairs.values() if count > 1)
    on_their_way = {
        each.offer_id
        for each in now.messages
        if each.purpose in ("offer", "place_free") and each.state in ("waiting", "held")
    }
    for offer in now.offers.values():
        opportunity = now.opportunities[now.roles[offer.role_id].opportunity_id]
        if offer.state == "sent":
            if opportunity.state != "open":
                yield f"an offer waits for an answer, and it is {opportunity.state}"
            if offer.member_id == opportunity.poster_id:
                yield "somebody is asked for their own"
            if offer.id not in on_their_way and offer.lapse_at is None:
                yield "an offer waits for ever"
        if offer.state == "accepted" and not [x for x in now.introductions.values() if x.offer_id == offer.id]:
            yield "an offer was accepted, and nobody introduced"


def introductions_hold(now: Standing) -> Iterator[str]:
    """Who has a place has accepted it, once; who waits is not left waiting; what is talked about is asked about."""
    held = Counter(each.offer_id for each in now.introductions.values() if each.state in HAS_A_PLACE)
    yield from ("two places for one yes" for count in held.values() if count > 1)
    for each in now.introductions.values():
        offer, opportunity = now.offers[each.offer_id], now.opportunities[each.opportunity_id]
        if each.state not in HAS_A_PLACE:
            continue
        if offer.state != "accepted":
            yield f"an introduction is {each.state}, and its offer {offer.state}"
        if (offer.member_id, offer.role_id) != (each.partner_id, each.role_id):
            yield "an introduction of somebody else's offer"
        if each.partner_id == opportunity.poster_id:
            yield "somebody is introduced to themselves"
        if each.state != "open" and opportunity.state != "open":
            yield f"somebody waits, and it is {opportunity.state}"
        if each.state == "proposed" and each.hold_until is None:
            yield "a place is kept for ever"
        if each.state == "open" and opportunity.kind == "lead" and each.follow_up_at is None:
            yield "nobody will ask what came of it"


def opportunities_hold(now: Standing) -> Iterator[str]:
    """What is open has its end before it; what has ended asks nobody."""
    for each in now.opportunities.values():
        if (each.state == "open") != (each.expires_at is not None):
            yield f"it is {each.state}, and its time ends at {each.expires_at}"
        if (each.state == "open") != (each.ended_at is None):
            yield f"it is {each.state}, and ended at {each.ended_at}"


def teams_hold(now: Standing) -> Iterator[str]:
    """A team is in one group message, held together by one of its own, and asked about its bid until all is known."""
    for contract, bid in now.bids.items():
        opportunity = now.opportunities[contract]
        held = [each for each in now.places.values() if each.opportunity_id == contract]
        team = [each for each in held if each.state != "proposed"]
        talking = [each for each in held if each.state == "open"]
        if len(held) > A_TEAM:
            yield f"a team of {len(held)}"
        if max(Counter(each.partner_id for each in held).values(), default=0) > 2:
            yield "somebody has three roles"
        if len({each.gathering_id for each in talking}) > 1:
            yield "a team in two group messages"
        if any(each.gathering_id is None for each in talking):
            yield "somebody is in the team and in no group message"
        if opportunity.state == "open" and bid.convener_id not in (
            opportunity.poster_id,
            *(each.partner_id for each in team),
        ):
            yield "somebody convenes who is not in the team"
        if talking and bid.outcome is None and bid.due_at is None:
            yield "nobody will ask what came of the bid"


def left_undone(now: Standing, at: datetime) -> list[str]:
    """What is due, and was not done though all that is due was done."""
    due = [
        *(each.wave_due_at for each in now.roles.values()),
        *(each.remind_at for each in now.offers.values()),
        *(each.lapse_at for each in now.offers.values()),
        *(each.follow_up_at for each in now.introductions.values()),
        *(each.hold_until for each in now.introductions.values()),
        *(each.expires_at for each in now.opportunities.values()),
        *(each.due_at for each in now.bids.values()),
        *(each.due_at for each in now.messages if each.state == "waiting"),
    ]
    stuck = [each.purpose for each in now.messages if each.state in ("dead", "unknown")]
    return [*stuck, *(f"due since {when}" for when in due if when is not None and when <= at)]


def free(letter: Letter, role_id: object) -> bool:
    """Whether a place of that role is free."""
    assert letter.opportunity is not None
    return any(role.taken < role.places for role in letter.opportunity.roles if str(role.id) == str(role_id))


def is_to_be_answered(letter: Letter) -> bool:
    """An offer waits for its answer, and a place for whoever says yes."""
    return letter.offer is not None and letter.offer.state == "sent" and free(letter, letter.offer.role_id)


def nobody_is_asked(letter: Letter) -> bool:
    """A place of the role is free, and nobody is asked for it."""
    assert letter.progress is not None
    role = letter.details["role"]
    return free(letter, role) and role not in {str(each) for each in letter.progress.asked_for}


def is_met(letter: Letter, *states: str) -> bool:
    return letter.introduction is not None and letter.introduction.state in states


# Why something is said for the first time: what must be true at that moment. Of the first, also that it is open.
WHILE_OPEN: dict[str, Callable[[Letter], bool]] = {
    "offer": is_to_be_answered,
    "offer_reminder": is_to_be_answered,
    "place_free": is_to_be_answered,
    "offer_changed": lambda letter: letter.offer is not None and letter.offer.state in ("sent", "reserve", "accepted"),
    "joined": lambda letter: letter.offer is not None and letter.offer.state == "accepted",
    "ask_poster": lambda letter: is_met(letter, "proposed"),
    "nobody_left": nobody_is_asked,
    "unfilled": lambda letter: letter.opportunity is not None and letter.opportunity.free > 0,
    "card": lambda letter: letter.opportunity is not None and letter.opportunity.reach == "channel",
    "hold_released": lambda letter: is_met(letter, "released"),
    "group_reopened": lambda letter: is_met(letter, "open"),
    "expires_soon": lambda letter: True,
}
ONCE_ENDED = ("offer_ended", "expired", "group_ended")
WHEN: dict[str, Callable[[Letter], bool]] = {
    "introduction": lambda letter: is_met(letter, "open"),
    "follow_up": lambda letter: is_met(letter, "open"),
    "not_this_time": lambda letter: is_met(letter, "declined", "released"),
    "bid": lambda letter: letter.bid is not None and letter.bid.outcome is None,
    "part_gone": lambda letter: letter.offer is not None and letter.offer.state == "withdrawn",
    "given_up": lambda letter: is_met(letter, "ended"),
    "orphaned": lambda letter: letter.opportunity is not None and letter.opportunity.poster.has_left,
    "poster_left": lambda letter: letter.opportunity is not None and letter.opportunity.poster.has_left,
}


def without_reason(letter: Letter) -> bool:
    """Whether something was said that is not so, or to somebody who has left."""
    is_open = letter.opportunity is not None and letter.opportunity.state == "open"
    if letter.to is not None and letter.to.has_left:
        return True
    if letter.purpose in WHILE_OPEN:
        return not (is_open and WHILE_OPEN[letter.purpose](letter))
    if letter.purpose in ONCE_ENDED:
        return is_open
    return letter.purpose in WHEN and not WHEN[letter.purpose](letter)
