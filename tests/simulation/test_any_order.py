"""Six neighbours who act in any order, also on what has just changed: whatever they do, nothing becomes what it may not be.

Hypothesis looks for an order that breaks a rule, and tells the shortest it finds.
"""

from __future__ import annotations

import random
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Offer, Opportunity
from leadbot.domain.statuses import OpportunityState, Outcome, PassReason, Step
from leadbot.kinds import KINDS
from leadbot.services import bid_questions
from leadbot.services.adopt import adopt, close_orphan
from leadbot.services.answer import Answered, accept, help_with, pass_on, recommend
from leadbot.services.bid_questions import tell_bid_outcome
from leadbot.services.convening import could_convene, hand_over, step_back_from_team
from leadbot.services.expiry import extend
from leadbot.services.follow_up import have_reached, put_off
from leadbot.services.gather import gather
from leadbot.services.introduce import agree, decline, step_back
from leadbot.services.inviting import Pick, invite, invite_all
from leadbot.services.manage import ask_another_wave, finish, put_on_the_channel, reopen
from leadbot.services.offer_clock import snooze
from leadbot.services.outcomes import tell_outcome
from leadbot.services.pausing import pause, resume
from leadbot.services.post import post
from leadbot.services.teams import lineup_of, open_places
from tests.databases import Databases
from tests.simulation.neighbourhood import (
    ILLEGAL,
    PEOPLE,
    TRADES,
    Act,
    Neighbourhood,
    all_of,
    edits,
    is_gone,
    is_new,
    nth,
    of,
)
from tests.simulation.neighbours import next_due
from tests.simulation.standing import moves_watched

DAYS, HOURS = (None, 0, 2, 9), (1, 5, 24, 24, 50, 24 * 8)
INTRODUCE = ("at_once", "at_once", "ask_me")
MOST_OPEN, MOST_LEAVE = 3, 2
LUCK = st.integers(0, 2**32 - 1)


class Neighbours(Neighbourhood):
    """One step is one thing that somebody does; Hypothesis gives the luck that says what, and to what."""

    @initialize(luck=LUCK)
    def begin(self, luck: int) -> None:
        """A lead and a contract are there, and the contract's team is invited."""
        self.move_in()
        chance = random.Random(luck)
        self.posts(chance)
        self.posts_a_contract(chance)
        self.ticks()
        self.invites_all(next(iter(self.standing.bids)))

    @rule(luck=LUCK)
    def somebody_acts(self, luck: int) -> None:
        """What it is, depends on what there is to act upon; then who acts, on what, and how."""
        chance, now = random.Random(luck), self.standing
        posted = [self.looks_after] * 3 + [self.helps, self.names_somebody] if now.opportunities else []
        posted += [self.looks_after_a_team] * 2 if now.bids else []
        met = [self.answers_about_a_place, self.says_how_it_goes] * 2 if now.introductions else []
        few = sum(each.state == "open" for each in now.opportunities.values()) < MOST_OPEN
        posts = [self.posts, self.posts_a_contract] if few else []
        asked = [self.answers] * (2 + sum(each.state == "sent" for each in now.offers.values())) if now.offers else []
        left = [self.takes_on] if any(each.has_left for each in now.members.values()) else []
        again = [self.does_it_again] if self.last is not None else []
        goes_on = [self.pauses, self.leaves, *[self.time_passes] * 2]
        chance.choice([*posts, *asked, *met, *posted, *left, *again, *goes_on])(chance)
        if chance.randrange(4):  # else what follows is done later, as when Leadbot is busy
            self.ticks()

    def time_passes(self, chance: random.Random) -> None:
        """Everything that comes due meanwhile is done at its time."""
        ends = self.now + timedelta(hours=chance.choice(HOURS))
        note(f"until {ends}")
        self.ticks()
        while (due := next_due(self.database)) is not None and due < ends:
            self.now = max(self.now, due)
            self.ticks()
        self.now = ends
        self.ticks()

    def posts(self, chance: random.Random) -> None:
        values = {
            "title": "Words and pictures",
            "skills": [chance.choice(TRADES)],
            "places": chance.choice("123"),
            "introduce": chance.choice(INTRODUCE),
            "reach": chance.choice(("channel", "matched")),
            "deadline": self.in_days(chance.choice(DAYS)),
        }
        self.does(
            self.people[chance.randrange(len(PEOPLE))],
            lambda scope, member: post(scope, member, KINDS["lead"], values),
            is_new,
        )
        self.last = None

    def posts_a_contract(self, chance: random.Random) -> None:
        values = {
            "title": "A market hall",
            "introduce": chance.choice(INTRODUCE),
            "reach": "channel",
            "bid_deadline": self.in_days(chance.choice(DAYS)),
            "role_1": "Logo designer",
            "role_1_skills": ["logo-design"],
            "role_1_places": chance.choice("12"),
            "role_2": "Copywriter",
            "role_2_skills": ["copywriting"],
            "role_2_places": "1",
            "my_roles": chance.choice(([], ["2"])),
        }
        kind = KINDS["contract"]
        self.does(
            self.people[chance.randrange(len(PEOPLE))], lambda scope, member: post(scope, member, kind, values), is_new
        )
        self.last = None

    def answers(self, chance: random.Random) -> None:
        """To an offer, mostly one that waits: yes, no for one of the reasons, or tomorrow."""
        waiting = {key: each for key, each in self.standing.offers.items() if each.state == "sent"}
        offer = nth(waiting if waiting and chance.randrange(4) else self.standing.offers, chance.randrange(20))
        how, reference = chance.choice(("yes",) * 5 + ("snooze", *PassReason)), str(offer.id)
        note(how)
        if how == "yes":
            self.accepts(offer)
        elif how == "snooze":
            self.does(offer.member_id, lambda scope, member: snooze(scope, member, reference))
        else:
            named = f"U{chance.randrange(len(PEOPLE))}" if how == "someone_better" else None
            mine = of("offer_id", offer.id)
            self.does(offer.member_id, lambda scope, member: pass_on(scope, member, reference, how, named), mine)

    def accepts(self, offer: Offer) -> None:
        """While it is open, and its place is free or theirs, they have it; else they are in reserve, or it is too late."""
        role = self.standing.roles[offer.role_id]
        opportunity, had = self.standing.opportunities[role.opportunity_id], offer.state == "accepted"
        team = of("opportunity_id", opportunity.id)  # with the last of it, all of it is gathered
        came = self.does(offer.member_id, lambda scope, member: accept(scope, member, str(offer.id)), team)
        assert came is None or opportunity.state == "open", "too late"
        assert came is None or (came is not Answered.RESERVE) == (had or role.taken < role.places)

    def helps(self, chance: random.Random) -> None:
        one, me = nth(self.standing.opportunities, chance.randrange(20)), self.people[chance.randrange(len(PEOPLE))]
        position = chance.choice((None, 1, 2)) if one.kind == "contract" else None
        team = of("opportunity_id", one.id)
        self.does(me, lambda scope, member: help_with(scope, member, str(one.id), position), team)

    def names_somebody(self, chance: random.Random) -> None:
        one, someone = nth(self.standing.opportunities, chance.randrange(20)), f"U{chance.randrange(len(PEOPLE))}"
        self.does(
            self.people[chance.randrange(len(PEOPLE))],
            lambda scope, member: recommend(scope, member, str(one.id), someone),
        )

    def answers_about_a_place(self, chance: random.Random) -> None:
        met = nth(self.standing.introductions, chance.randrange(20))
        contract = self.standing.opportunities[met.opportunity_id]
        says = chance.choice((agree, agree, decline, step_back))
        if says is agree:
            team = of("opportunity_id", contract.id)
            self.does(contract.poster_id, lambda scope, member: agree(scope, member, str(met.id)), team)
        elif says is decline:
            this = of("id", met.id)
            self.does(contract.poster_id, lambda scope, member: decline(scope, member, str(met.id)), this)
        elif contract.kind == "lead":
            this = of("id", met.id)
            self.does(met.partner_id, lambda scope, member: step_back(scope, member, str(met.id)), this)
        else:
            mine = of("partner_id", met.partner_id)
            self.does(met.partner_id, lambda scope, member: step_back_from_team(scope, member, str(contract.id)), mine)

    def looks_after(self, chance: random.Random) -> None:
        """The poster presses one of the buttons under their own."""
        one = nth(self.standing.opportunities, chance.randrange(20))
        reference, until = str(one.id), self.in_days(chance.choice(DAYS))
        how = chance.choice(
            ("closed", "closed", "withdrawn", "reopen", "reopen", "reopen", "extend", "edit", "edit", "wave", "channel")
        )
        places, trade = chance.choice("123"), chance.choice(TRADES)
        note(how)
        acts: dict[str, Act] = {
            "closed": lambda scope, member: finish(scope, member, reference, OpportunityState.CLOSED),
            "withdrawn": lambda scope, member: finish(scope, member, reference, OpportunityState.WITHDRAWN),
            "reopen": lambda scope, member: reopen(scope, member, reference),
            "extend": lambda scope, member: extend(scope, member, reference, until),
            "edit": lambda scope, member: edits(scope, member, reference, places, trade, until),
            "wave": lambda scope, member: ask_another_wave(scope, member, reference),
            "channel": lambda scope, member: put_on_the_channel(scope, member, reference),
        }
        self.does(one.poster_id, acts[how], all_of(one.id))
        state = self.standing.opportunities[one.id].state
        assert how in ("reopen", "extend") or state in (one.state, how), f"{one.state}, {how}: {state}"

    def looks_after_a_team(self, chance: random.Random) -> None:
        """The poster or the convener does something about the team, or about its bid."""
        contract = nth(self.standing.bids, chance.randrange(20)).opportunity_id
        how = chance.choice(("all", "all", "some", "gather", "hand over", "sent", "not yet", "outcome"))
        luck, outcome = chance.randrange(20), chance.choice([*Outcome])
        reference, later = str(contract), self.in_days(1 + luck)
        note(how)
        acts: dict[str, Act] = {
            "all": lambda scope, member: invite_all(scope, member, reference),
            "some": lambda scope, member: changes_the_team(scope, member, reference, luck),
            "gather": lambda scope, member: gather(scope, member, reference),
            "hand over": lambda scope, member: hands_over(scope, member, reference, luck),
            "sent": lambda scope, member: bid_questions.was_sent(scope, member, reference),
            "not yet": lambda scope, member: bid_questions.put_off(scope, member, reference, later),
            "outcome": lambda scope, member: tell_bid_outcome(scope, member, reference, {"outcome": outcome}),
        }
        who = self.standing.bids[contract].convener_id if luck % 2 else self.standing.opportunities[contract].poster_id
        self.does(who, acts[how], all_of(contract))

    def invites_all(self, contract: UUID) -> None:
        poster = self.standing.opportunities[contract].poster_id
        self.does(poster, lambda scope, member: invite_all(scope, member, str(contract)))
        self.ticks()

    def says_how_it_goes(self, chance: random.Random) -> None:
        """One of two who were introduced answers how it goes. Of a team it is the bid that is asked about."""
        met = nth(self.standing.introductions, chance.randrange(20))
        one = self.standing.opportunities[met.opportunity_id]
        reference, later, outcome = str(met.id), self.in_days(3), chance.choice([*Outcome])
        how = chance.choice(("spoke", "met", "not yet", "outcome", "outcome"))
        note(how)
        acts: dict[str, Act] = {
            "spoke": lambda scope, member: have_reached(scope, member, reference, Step.SPOKE),
            "met": lambda scope, member: have_reached(scope, member, reference, Step.MET),
            "not yet": lambda scope, member: put_off(scope, member, reference, later),
            "outcome": lambda scope, member: tell_outcome(scope, member, reference, {"outcome": outcome}),
        }
        if one.kind == "contract":
            return
        who = chance.choice((met.partner_id, one.poster_id))
        frees = how == "outcome" and outcome == "no_contact" and (met.state, one.state) == ("open", "open")
        self.freed |= {met.id} if frees else set()
        if self.does(who, acts[how], all_of(one.id)) is None and frees:
            self.freed.discard(met.id)

    def pauses(self, chance: random.Random) -> None:
        until, again = self.in_days(chance.choice(DAYS)), chance.random() < 0.5
        who = self.people[chance.randrange(len(PEOPLE))]
        self.does(who, lambda scope, member: resume(scope, member) if again else pause(scope, member, until))

    def leaves(self, chance: random.Random) -> None:
        """Slack says that somebody has left; the host stays, and most do."""
        who = self.people[chance.randrange(1, len(PEOPLE))]
        if chance.random() < 0.3 and sum(each.has_left for each in self.standing.members.values()) < MOST_LEAVE:
            self.does(who, is_gone, of("partner_id", who))
            self.last = None

    def takes_on(self, chance: random.Random) -> None:
        """The host looks after what somebody has left behind."""
        left = {key: each for key, each in self.standing.opportunities.items() if self.is_left_behind(each)}
        says = chance.choice((adopt, adopt, close_orphan))
        if left:
            one = nth(left, chance.randrange(20))
            self.does(self.people[0], lambda scope, member: says(scope, member, str(one.id)), all_of(one.id))

    def does_it_again(self, chance: random.Random) -> None:
        """A double click, or the same from another device."""
        if self.last is not None:
            self.does(*self.last)

    def is_left_behind(self, each: Opportunity) -> bool:
        return self.standing.members[each.poster_id].has_left


def changes_the_team(scope: Scope, member: Member, reference: str, luck: int) -> int:
    """Somebody chooses for each place who is asked, or leaves it open."""
    chance, picks = random.Random(luck), []
    for number, place in enumerate(open_places(lineup_of(scope, scope.get(Opportunity, UUID(reference))))):
        chosen = chance.choice([None, *(each.member_id for each in place.others)])
        picks.append(Pick(f"place_{number}", place.role.position, chosen))
    return invite(scope, member, reference, picks)


def hands_over(scope: Scope, member: Member, reference: str, luck: int) -> None:
    """Somebody else is to convene the team."""
    if people := could_convene(scope, scope.get(Opportunity, UUID(reference))):
        hand_over(scope, member, reference, people[luck % len(people)].id)


def act_in_any_order(databases: Databases, *, examples: int, steps: int, same: bool) -> int:
    """Lets neighbours act, so many times anew, so many steps each; the `same` each time, or others. Gives how much was done.

    After each step all must hold that `Neighbourhood.holds` says.
    """
    acted: list[str] = []
    with pytest.MonkeyPatch.context() as fixed, moves_watched(ILLEGAL):
        machine = type("Neighbours", (Neighbours,), {"databases": databases, "fixed": fixed, "acted": acted})
        phases = (Phase.reuse, Phase.generate, Phase.shrink)
        quiet = settings(deadline=None, suppress_health_check=list(HealthCheck), phases=phases)
        often = settings(quiet, max_examples=examples, stateful_step_count=steps, derandomize=same)
        run_state_machine_as_test(machine, settings=often)
    return len(acted)


@pytest.mark.case("RACE-03")
def test_in_any_order(sqlite_databases: Databases) -> None:
    assert act_in_any_order(sqlite_databases, examples=6, steps=30, same=True) > 60, "too little happened"


@pytest.mark.soak
@pytest.mark.case("RACE-03")
def test_in_any_order_for_long(sqlite_databases: Databases) -> None:
    assert act_in_any_order(sqlite_databases, examples=500, steps=200, same=False) > 20_000, "too little happened"
