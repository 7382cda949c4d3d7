"""Who might suit a role: members as matching sees them. Confidential details never enter here."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from leadbot.db.check_ins import CheckIn
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, MemberSkill, Offer, Opportunity, Role, SkillRefusal
from leadbot.domain.statuses import HOLDS_A_PLACE, IntroductionState, OfferState, Outcome
from leadbot.kinds import KINDS
from leadbot.matching import Match, Profile, RoleNeed, rank
from leadbot.matching.teams import can_do
from leadbot.matching.vocabulary import load_vocabulary
from leadbot.services.people import capacity_of, may_be_asked

LATELY = timedelta(days=28)  # the offers that count as somebody's load


def request_of(role: Role, opportunity: Opportunity) -> str:
    """What matching reads of an opportunity: only what everybody may read. Of a team, each role stands for itself."""
    if KINDS[opportunity.kind].gathers:
        return role.description
    parts = dict.fromkeys((opportunity.title, role.description, opportunity.details))
    return "\n".join(part for part in parts if part)


def asked_skills(role: Role, opportunity: Opportunity) -> list[str]:
    """The skills that a role names, else those that its words mention."""
    return role.skills or [skill.slug for skill in load_vocabulary().mentioned_in(request_of(role, opportunity))]


def candidates(scope: Scope, role: Role, opportunity: Opportunity, limit: int) -> list[Match]:
    """The best-suited members to whom this role was not put yet, best first; but first those who were let down.

    They go first where they suit at least half as well as the best: whoever could not do the work is helped by nothing.
    """
    profiles = profiles_for(scope, role, opportunity)
    waiting = {profile.id for profile in profiles if profile.let_down}
    most = len(profiles) if waiting else limit
    found = rank(request_of(role, opportunity), profiles, skills=role.skills, limit=max(1, most))
    first = [match for match in found if match.member_id in waiting and match.score >= found[0].score / 2]
    return (first + [match for match in found if match not in first])[:limit]


def profiles_for(scope: Scope, role: Role, opportunity: Opportunity) -> list[Profile]:
    """All members who may be asked for this role, with what matching needs to know of them."""
    asked = {
        offer.member_id for offer in scope.all(scope.select(Offer).where(Offer.role_id == role.id)) if was_put(offer)
    }
    refused, wanted = refusals_by_member(scope), asked_skills(role, opportunity)
    return [
        profile
        for profile in profiles_of_all(scope, opportunity)
        if UUID(profile.id) not in asked and not refuses(wanted, refused[UUID(profile.id)])
    ]


def refuses(wanted: Collection[str], refused: set[str]) -> bool:
    """Whether somebody asked not to be asked again for all that a role wants. One that names no skill, nobody refuses."""
    return bool(wanted) and refused.issuperset(wanted)


def profiles_of_all(scope: Scope, opportunity: Opportunity) -> list[Profile]:
    """All members but the poster who may be asked now, with what matching needs to know of them."""
    members = [
        member
        for member in scope.all(scope.select(Member).where(Member.has_left.is_(False)))
        if member.id != opportunity.poster_id and may_be_asked(scope, member)
    ]
    near = all_near(scope, opportunity.poster_id)
    skills, refused = skills_by_member(scope), refusals_by_member(scope)
    loads, engaged, let_down = loads_by_member(scope), engagements_by_member(scope), let_downs_by_member(scope)
    return [
        Profile(
            id=str(member.id),
            skills=[skill for skill in skills[member.id] if skill not in refused[member.id]],
            text=member.profile,
            load=float(loads.get(member.id, 0)),
            capacity=max(0, capacity_of(scope, member) - engaged.get(member.id, 0)),
            let_down=was_let_down(member, let_down.get(member.id)),
            waiting=days_since(scope, member.last_offered_at or member.created_at),
            evidence=[(skill, -1.0) for skill in sorted(refused[member.id])],  # nor for what is close to it
            near=member.id in near,
        )
        for member in members
    ]


def all_near(scope: Scope, poster_id: UUID) -> set[UUID]:
    """All who are in the space, if the poster is: an offer says so, and they can talk at once."""
    here = scope.select(CheckIn).where(CheckIn.until > scope.now)
    members = {row.member_id for row in scope.all(here)}
    return members if poster_id in members else set()


def was_put(offer: Offer) -> bool:
    """Whether an offer was put to its member, or is about to be: not if it was taken back before they heard of it."""
    return offer.state is not OfferState.WITHDRAWN or offer.delivered_at is not None


def why(scope: Scope, member: Member, role: Role, opportunity: Opportunity) -> list[str]:
    """Why this member suits this role, in words; nothing if matching sees no reason."""
    profile = Profile(id=str(member.id), skills=skills_by_member(scope, member)[member.id], text=member.profile)
    found = rank(request_of(role, opportunity), [profile], skills=role.skills, limit=1)
    return list(found[0].reasons) if found else []


def is_qualified(scope: Scope, member: Member, role: Role) -> bool:
    """Whether this member can do what a role of a team needs."""
    profile = Profile(id=str(member.id), skills=skills_by_member(scope, member)[member.id], text=member.profile)
    return can_do(RoleNeed(role.description, tuple(role.skills)), profile)


def room_left(scope: Scope, member: Member) -> int:
    """How many more introductions this member takes."""
    return capacity_of(scope, member) - engagements_by_member(scope, member).get(member.id, 0)


def skills_by_member(scope: Scope, member: Member | None = None) -> dict[UUID, list[str]]:
    """The skills of each member, in their order."""
    query = select(MemberSkill.member_id, MemberSkill.skill).where(MemberSkill.workspace_id == scope.workspace.id)
    if member is not None:
        query = query.where(MemberSkill.member_id == member.id)
    found: dict[UUID, list[str]] = defaultdict(list)
    for member_id, skill in scope.session.execute(query.order_by(MemberSkill.member_id, MemberSkill.position)):
        found[member_id].append(skill)
    return found


def refusals_by_member(scope: Scope) -> dict[UUID, set[str]]:
    """The skills for which each member asked not to be asked again."""
    found: dict[UUID, set[str]] = defaultdict(set)
    query = select(SkillRefusal.member_id, SkillRefusal.skill).where(SkillRefusal.workspace_id == scope.workspace.id)
    for member_id, skill in scope.session.execute(query):
        found[member_id].add(skill)
    return found


def loads_by_member(scope: Scope) -> dict[UUID, int]:
    """How many offers each member had lately."""
    query = (
        select(Offer.member_id, func.count())
        .where(Offer.workspace_id == scope.workspace.id, Offer.created_at > scope.now - LATELY)
        .group_by(Offer.member_id)
    )
    return {row[0]: row[1] for row in scope.session.execute(query)}


def engagements_by_member(scope: Scope, member: Member | None = None) -> dict[UUID, int]:
    """How many introductions each member has open, those that wait for the poster included."""
    query = select(Introduction.partner_id, func.count()).where(
        Introduction.workspace_id == scope.workspace.id, Introduction.state.in_(HOLDS_A_PLACE)
    )
    if member is not None:
        query = query.where(Introduction.partner_id == member.id)
    return {row[0]: row[1] for row in scope.session.execute(query.group_by(Introduction.partner_id))}


def let_downs_by_member(scope: Scope) -> dict[UUID, datetime]:
    """When each member was last let down: they had said yes, and nobody made contact, or the poster never answered."""
    query = (
        select(Introduction.partner_id, func.max(Introduction.ended_at))
        .where(
            Introduction.workspace_id == scope.workspace.id,
            (Introduction.outcome == Outcome.NO_CONTACT) | (Introduction.state == IntroductionState.RELEASED),
        )
        .group_by(Introduction.partner_id)
    )
    return {member_id: when for member_id, when in scope.session.execute(query) if when is not None}


def was_let_down(member: Member, when: datetime | None) -> bool:
    """Whether a member was let down and has been offered nothing since."""
    return when is not None and (member.last_offered_at is None or member.last_offered_at <= when)


def days_since(scope: Scope, moment: datetime) -> float:
    """Days since a moment, never less than none."""
    return max(0.0, (scope.now - moment) / timedelta(days=1))
