"""What people press about a contract's team: propose, invite, gather, hand over, step back; and adopt what is left behind."""

from collections.abc import Sequence
from uuid import UUID

from leadbot.db.scope import Scope
from leadbot.db.tables import Opportunity
from leadbot.db.teams import Candidate
from leadbot.domain.errors import Faults, OutOfDate
from leadbot.kinds import Control, Field
from leadbot.matching.reasons import said_of
from leadbot.services.adopt import adopt, close_orphan
from leadbot.services.authority import GONE, Right, led_opportunity
from leadbot.services.bid_questions import may_name_in_team
from leadbot.services.convening import could_convene, hand_over, step_back_from_team
from leadbot.services.facts import known
from leadbot.services.gather import gather
from leadbot.services.inviting import Pick, invite, invite_all
from leadbot.services.teams import OpenPlace, lineup_of, open_places, work_out_anew
from leadbot.slack.blocks import actions, button, form, section
from leadbot.slack.forms import draw, read
from leadbot.slack.listening import Answer, Request
from leadbot.slack.registry import Registry

LEFT_OPEN = "open"
NOBODY_ELSE = "Nobody else here lists what is free. Perhaps you know someone."


def register(registry: Registry) -> None:
    """The buttons of teams, and their forms."""
    registry.button("team_propose", Right.LEADER)(opens_team)
    registry.button("team_invite", Right.LEADER)(invites_all)
    registry.form("team_form", Right.LEADER)(invites)
    registry.button("team_gather", Right.LEADER)(gathers)
    registry.button("team_hand_over", Right.LEADER)(opens_hand_over)
    registry.form("hand_over_form", Right.LEADER)(hands_over)
    registry.button("team_step_back", Right.PARTNER)(steps_back)
    registry.button("team_name_me", Right.SEES)(names_me)
    registry.button("opportunity_adopt", Right.HOST)(adopts)
    registry.button("orphan_close", Right.HOST)(closes_orphan)


def opens_team(request: Request) -> Answer:
    """The team as it is proposed: each place can be given to the next best, or left open. It is worked out anew meanwhile."""
    opportunity = led_opportunity(request.scope, request.member, request.value)
    places = open_places(lineup_of(request.scope, opportunity))
    work_out_anew(request.scope, opportunity)
    if not places:
        return Answer(text="Every place is taken, or somebody is being asked for it.")
    if not any(place.others for place in places):
        name = actions(button("Name someone", "card_recommend", opportunity.id))
        return Answer(text=NOBODY_ELSE, blocks=[section(NOBODY_ELSE), name])
    fields = place_fields(request.scope, places)
    routing = " ".join([str(opportunity.id), *(str(place.role.position) for place in places)])
    chosen = {field.name: field.default for field in fields}
    return Answer(form=lambda: form("team_form", "The team", "Invite them", draw(fields, chosen), routing=routing))


def place_fields(scope: Scope, places: Sequence[OpenPlace]) -> list[Field]:
    """A question for each place: who shall be asked for it?"""
    fields = []
    for number, place in enumerate(places, start=1):
        people = [(str(each.member_id), known(scope, each.member_id).name) for each in place.others]
        fields.append(
            Field(
                f"place_{number}",
                place.role.description,
                Control.MENU,
                required=True,
                options=((LEFT_OPEN, "Leave it open"), *people),
                default=str(place.chosen.member_id) if place.chosen else LEFT_OPEN,
                hint=why(scope, place.chosen) if place.chosen else "",
            )
        )
    return fields


def why(scope: Scope, candidate: Candidate) -> str:
    """Why somebody is proposed, as the poster reads it: reasons are written to whom they are about."""
    called = known(scope, candidate.member_id).name.partition(" ")[0]
    return " ".join(said_of(called, reason) for reason in candidate.reasons[:1])[:300]


def invites(request: Request) -> Answer:
    """Whom the poster picked is asked; what they left open stays so."""
    reference, *positions = request.routing.split() or [""]
    if not all(position.isdecimal() and len(position) < 3 for position in positions):
        raise OutOfDate(GONE)
    names = [f"place_{number}" for number in range(1, len(positions) + 1)]
    values = read([Field(name, "", Control.MENU) for name in names], request.values)
    picks = [
        Pick(name, int(position), member_of(values[name])) for name, position in zip(names, positions, strict=True)
    ]
    asked = invite(request.scope, request.member, reference, picks)
    return Answer() if asked else Answer(done="Nobody is asked, then. The places are left open.")


def member_of(value: str) -> UUID | None:
    """The member whom an option stands for; none, if the place is left open."""
    try:
        return UUID(value)
    except ValueError:
        return None


def invites_all(request: Request) -> Answer:
    """The whole team, as it is proposed."""
    invite_all(request.scope, request.member, request.value)
    return Answer()


def gathers(request: Request) -> Answer:
    """The team meets, though places are free."""
    gather(request.scope, request.member, request.value)
    return Answer(text="I'm gathering the team. Look for the group message in a moment.")


def opens_hand_over(request: Request) -> Answer:
    """Who convenes from now on?"""
    opportunity = led_opportunity(request.scope, request.member, request.value)
    field = convener_field(request.scope, opportunity)
    if not field.options:
        return Answer(text="There is nobody else in the team yet.")
    reference = str(opportunity.id)
    return Answer(form=lambda: form("hand_over_form", "Hand over", "Hand over", draw([field], {}), routing=reference))


def convener_field(scope: Scope, opportunity: Opportunity) -> Field:
    """Everybody who could convene the team in the place of whoever does."""
    people = tuple((str(each.id), each.name or "A neighbour") for each in could_convene(scope, opportunity))
    return Field("convener", "Who convenes the team?", Control.CHOICE, required=True, options=people)


def hands_over(request: Request) -> Answer:
    """Somebody else convenes the team."""
    chosen = member_of(read([Field("convener", "", Control.CHOICE)], request.values)["convener"])
    if chosen is None:
        raise Faults({"convener": "Please choose one of these."})
    hand_over(request.scope, request.member, request.routing, chosen)
    return Answer()


def steps_back(request: Request) -> Answer:
    """One of the team steps back, from all that they do in it."""
    step_back_from_team(request.scope, request.member, request.value)
    return Answer(text="That's fine. Your place is free again, and the team knows.")


def names_me(request: Request) -> Answer:
    """One of the team agrees to be named where the space hears of the win."""
    may_name_in_team(request.scope, request.member, request.value)
    return Answer(text="Thank you. You may be thanked by name in the weekly summary.")


def adopts(request: Request) -> Answer:
    """A host takes on what somebody posted who has left."""
    adopt(request.scope, request.member, request.value)
    return Answer()


def closes_orphan(request: Request) -> Answer:
    """A host closes it instead."""
    close_orphan(request.scope, request.member, request.value)
    return Answer()
