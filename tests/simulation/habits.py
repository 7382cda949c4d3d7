"""What the neighbours of the simulation do about what they hear: mostly something, at times nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Opportunity
from leadbot.domain.statuses import OpportunityState, Outcome, Step
from leadbot.kinds import KINDS
from leadbot.services.answer import accept, help_with, pass_on
from leadbot.services.expiry import extend
from leadbot.services.follow_up import have_reached, put_off
from leadbot.services.introduce import agree, decline, step_back
from leadbot.services.letter import Letter
from leadbot.services.manage import ask_another_wave, edit, finish, reopen
from leadbot.services.offer_clock import snooze
from leadbot.services.outbox import Purpose
from leadbot.services.outcomes import tell_outcome
from leadbot.services.pausing import pause, resume
from leadbot.services.post import post
from leadbot.services.roles import values_of

Act = Callable[[Scope, Member, random.Random], object]
TRADES = {
    "logo design": "Logo for a {}",
    "bookkeeping": "Books of a {} before the year's end",
    "web design": "Website for a {}",
    "copywriting": "Words for the menu of a {}",
    "photography": "Photographs of a {}",
    "joinery": "Counter and shelves for a {}",
    "translation": "Brochure of a {} into German, translation",
    "employment law": "Contracts of a {}, employment law",
}
PLACES = ("bakery", "brewery", "florist", "bike shop", "dentist", "gallery", "nursery", "café")


@dataclass(frozen=True)
class Told:
    """Somebody answered a question about an introduction, or opened their own again: when, who, and which."""

    at: datetime
    slack_user_id: str
    about: UUID


def posts(scope: Scope, member: Member, chance: random.Random) -> object:
    """Somebody passes a lead on."""
    skill, title = chance.choice([*TRADES.items()])
    days = chance.choice((None, None, 2, 5, 10, 25))
    values = {
        "title": title.format(chance.choice(PLACES)),
        "skills": list_of(skill),
        "places": chance.choice("1112"),
        "introduce": chance.choice(("at_once", "at_once", "ask_me")),
        "reach": chance.choice(("channel", "channel", "matched")),
        "deadline": None if days is None else scope.now.date() + timedelta(days=days),
    }
    return post(scope, member, KINDS["lead"], values)


def list_of(skill: str) -> list[str]:
    """The skill as a form sends it."""
    return [skill.replace(" ", "-")]


def helps(letter: Letter) -> Act:
    """Somebody sees the card, and would like to help."""
    assert letter.opportunity is not None
    reference = str(letter.opportunity.id)
    return lambda scope, member, _: help_with(scope, member, reference)


def answer_to(letter: Letter, chance: random.Random) -> Act | None:
    """What the reader of a message will do about it; None if they let it be."""
    luck = chance.random()
    about = letter.opportunity and str(letter.opportunity.id)
    match letter.purpose:
        case Purpose.OFFER | Purpose.OFFER_REMINDER | Purpose.PLACE_FREE if letter.offer is not None:
            return answer_to_offer(str(letter.offer.id), luck)
        case Purpose.ASK_POSTER if letter.introduction is not None and luck < 0.8:
            says = agree if luck < 0.6 else decline
            return lambda scope, member, _: says(scope, member, str(letter.introduction.id))
        case Purpose.FOLLOW_UP if letter.introduction is not None:
            return answer_to_follow_up(str(letter.introduction.id), luck)
        case Purpose.NOBODY_LEFT if luck < 0.5:
            if luck < 0.3:
                return lambda scope, member, _: ask_another_wave(scope, member, about)
            return lambda scope, member, _: finish(scope, member, about, OpportunityState.CLOSED)
        case Purpose.EXPIRED if luck < 0.15:
            return lambda scope, member, chance: extends_it(scope, member, chance, str(about))
        case Purpose.EXPIRES_SOON if luck < 0.3:
            return lambda scope, member, _: extend(scope, member, about)
        case Purpose.POSTED if luck < 0.03:
            return lambda scope, member, _: regrets(scope, member, str(about))
        case Purpose.POSTED if luck < 0.05:
            return lambda scope, member, _: finish(scope, member, about, OpportunityState.WITHDRAWN)
        case Purpose.POSTED if luck < 0.2:
            return lambda scope, member, chance: moves_the_deadline(scope, member, chance, str(about))
        case Purpose.OFFER_ENDED if luck < 0.1:
            return lambda scope, member, _: resume(scope, member) or pause(scope, member, None)
    return None


def moves_the_deadline(scope: Scope, member: Member, chance: random.Random, reference: str) -> object:
    """A poster edits their own: its deadline is another one."""
    opportunity = scope.get(Opportunity, UUID(reference))
    deadline = scope.now.date() + timedelta(days=chance.choice((1, 3, 12, 30)))
    return edit(scope, member, reference, values_of(scope, opportunity) | {"deadline": deadline})


def regrets(scope: Scope, member: Member, reference: str) -> UUID:
    """A poster withdraws their own, and thinks better of it."""
    finish(scope, member, reference, OpportunityState.WITHDRAWN)
    return reopen(scope, member, reference).id


def extends_it(scope: Scope, member: Member, chance: random.Random, reference: str) -> UUID:
    """What has ended is given more time, or opened again."""
    if scope.get(Opportunity, UUID(reference)).deadline is None:
        return reopen(scope, member, reference).id
    return extend(scope, member, reference, scope.now.date() + timedelta(days=chance.randint(2, 20))).id


def knows_better(scope: Scope, member: Member, chance: random.Random, reference: str) -> object:
    """Somebody passes, and names somebody else; who it is, they say by chance."""
    return pass_on(scope, member, reference, "someone_better", f"U{chance.randrange(40)}")


def answer_to_offer(reference: str, luck: float) -> Act | None:
    """Yes, no, later, or nothing."""
    if luck < 0.4:
        return lambda scope, member, _: accept(scope, member, reference)
    if luck < 0.65:
        return lambda scope, member, chance: pass_on(
            scope, member, reference, chance.choice(("busy", "not_my_skill", "busy"))
        )
    if luck < 0.68:
        return lambda scope, member, chance: knows_better(scope, member, chance, reference)
    if luck < 0.7:
        return lambda scope, member, chance: pause(
            scope, member, scope.now.date() + timedelta(days=chance.randint(1, 14))
        )
    if luck < 0.75:
        return lambda scope, member, _: snooze(scope, member, reference)
    return None


def answer_to_follow_up(reference: str, luck: float) -> Act | None:
    """Spoken, met, not yet, an outcome, a step back, or nothing."""
    if luck < 0.15:
        return lambda scope, member, _: have_reached(scope, member, reference, Step.SPOKE) or UUID(reference)
    if luck < 0.3:
        return lambda scope, member, _: have_reached(scope, member, reference, Step.MET) or UUID(reference)
    if luck < 0.4:
        return lambda scope, member, chance: (
            put_off(scope, member, reference, scope.now.date() + timedelta(days=chance.randint(2, 30)))
            or UUID(reference)
        )
    if luck < 0.65:
        return lambda scope, member, chance: tell_outcome(
            scope, member, reference, {"outcome": chance.choice([*Outcome])}
        )
    if luck < 0.7:
        return lambda scope, member, _: step_back(scope, member, reference)
    return None
