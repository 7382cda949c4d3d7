"""A contract: too big for one member, so it becomes a team. Ten roles at most, with seven places to fill."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from leadbot.domain.teams import MOST_PLACES, MOST_ROLES
from leadbot.kinds import fields
from leadbot.kinds.base import Control, Field, Heading, Kind, Press, RoleDraft, ShownTo, Words

ADD, REMOVE = "contract_add_role", "contract_remove_role"
ROLE = re.compile(r"role_([0-9]{1,2})(?:_|$)")

TITLE = replace(fields.TITLE, label="What is the contract?", placeholder="Brand and website for the new market hall")
BID_DEADLINE = Field("bid_deadline", "When must the bid be in?", Control.DATE, short="the bid's deadline")
DEADLINE = replace(fields.DEADLINE, label="When must the work be done?", short="the deadline of the work")
CONFIDENTIAL = replace(
    fields.CONFIDENTIAL, hint="The client's name or phone number, say. Only your team sees this, once it is gathered."
)
INTRODUCE = replace(fields.INTRODUCE, options=(("at_once", "They join the team at once"), ("ask_me", "Ask me first")))
MINE = Field(
    "my_roles",
    "Which of these do you take yourself?",
    Control.CHECKS,
    hint="You take one place of it; the others are filled.",
    short="the roles that you take",
    shown_to=ShownTo.POSTER,
    boxes_go=True,
)


def numbers_in(names: Iterable[str]) -> list[int]:
    """The numbers of the roles that a form asks for, by the names of its fields: one role at least."""
    found = {int(role[1]) for name in names if (role := ROLE.match(name))}
    return sorted(found - {0}) or [1]


def questions_of(number: int) -> tuple[Field, ...]:
    """What is asked of one role."""
    return (
        Field(
            f"role_{number}",
            "What is needed?",
            Control.LINE,
            required=True,
            placeholder="Copywriter",
            most=120,
            short=f"role {number}",
        ),
        replace(fields.SKILLS, name=f"role_{number}_skills", hint="", short=f"the skills of role {number}"),
        Field(
            f"role_{number}_places",
            "How many people?",
            Control.MENU,
            required=True,
            options=tuple((str(n), str(n)) for n in range(1, MOST_PLACES + 1)),
            default="1",
            short=f"the places of role {number}",
            shown_to=ShownTo.POSTER,
        ),
    )


def parts(values: Mapping[str, Any]) -> tuple[Field | Press | Heading, ...]:
    """All that the form shows: what any opportunity asks for, then role after role."""
    numbers = numbers_in(values)
    roles: list[Field | Press | Heading] = []
    for number in numbers:
        remove = Press("Remove", REMOVE, str(number)) if len(numbers) > 1 else None
        roles += [Heading(f"Role {number}", remove), *questions_of(number)]
    more = [Press("Add a role", ADD)] if len(numbers) < MOST_ROLES else []
    mine = replace(MINE, options=tuple((str(number), called(values, number)) for number in numbers))
    return (*FIRST, *roles, *more, mine, *LAST)


def called(values: Mapping[str, Any], number: int) -> str:
    """What a role is called where it is chosen: by its words, as far as they were there when the form was drawn."""
    words = values.get(f"role_{number}")
    return f"{number}: {words}" if words and isinstance(words, str) else f"Role {number}"


def with_another(values: Mapping[str, Any], _: str) -> dict[str, Any]:
    """The form, with one more role."""
    numbers = numbers_in(values)
    more = {} if len(numbers) >= MOST_ROLES else {f"role_{numbers[-1] + 1}": ""}
    return {f"role_{numbers[0]}": "", **values, **more}


def without(values: Mapping[str, Any], number: str) -> dict[str, Any]:
    """The form, without that role; the others keep their numbers, and so what was typed into them."""
    if len(numbers_in(values)) == 1:
        return dict(values)
    kept = {name: value for name, value in values.items() if not ((role := ROLE.match(name)) and role[1] == number)}
    return kept | {"my_roles": [mine for mine in values.get("my_roles") or [] if mine != number]}


def roles_of(values: Mapping[str, Any]) -> tuple[RoleDraft, ...]:
    """The roles of the form, by their numbers. Of a role that the poster takes too, one place is theirs."""
    mine = set(values.get("my_roles") or ())
    return tuple(
        RoleDraft(
            description=values.get(f"role_{number}") or "",
            skills=tuple(values.get(f"role_{number}_skills") or ()),
            places=int(values.get(f"role_{number}_places") or 1) - (str(number) in mine),
            position=number,
            by_poster=str(number) in mine,
        )
        for number in numbers_in(values)
    )


def values_of(roles: Sequence[RoleDraft]) -> dict[str, Any]:
    """What the form holds of these roles."""
    held: dict[str, Any] = {}
    for role in roles:
        held[f"role_{role.position}"] = role.description
        held[f"role_{role.position}_skills"] = list(role.skills)
        held[f"role_{role.position}_places"] = str(role.places + role.by_poster)
    return held | {"my_roles": [str(role.position) for role in roles if role.by_poster]}


def understood(draft: dict[str, Any]) -> dict[str, Any]:
    """What the form holds of a sentence: the day that it names is the bid's, and each skill is a role to be corrected.

    The role's words say which skill that is. Were it chosen too, it would stay when they are written over, unseen.
    """
    held = {name: value for name, value in draft.items() if name not in ("deadline", "skills", "skill_names")}
    names = draft["skill_names"][:MOST_PLACES]
    roles = {f"role_{number}": f"{name[:1].upper()}{name[1:]}" for number, name in enumerate(names, start=1)}
    return held | {"bid_deadline": draft["deadline"]} | roles


def faults(values: Mapping[str, Any]) -> dict[str, str]:
    """What does not go together: too many roles or places, and a bid that would be late."""
    found, roles = {}, roles_of(values)
    places = sum(role.places for role in roles)
    if len(roles) > MOST_ROLES:
        found[f"role_{roles[-1].position}"] = f"Ten roles at most, please. These are {len(roles)}."
    if places > MOST_PLACES:
        most = max(roles, key=lambda role: role.places)
        fewer = most.places > 1
        team = "seven places to fill at most: with you, a team of eight is all that a group message holds"
        do = (
            "Ask for fewer here, or take a role yourself." if fewer else "Take more of them yourself, or remove a role."
        )
        field = f"role_{most.position}_places" if fewer else MINE.name
        found[field] = f"That makes {places}, and there are {team}. {do}"
    if places == 0:
        found["my_roles"] = "You take every place yourself. Leave one at least for a neighbour."
    bid, work = values.get("bid_deadline"), values.get("deadline")
    if bid and work and bid > work:
        found["bid_deadline"] = "The bid must be in before the work is done. Please choose an earlier day."
    return found


FIRST = (
    TITLE,
    fields.DETAILS,
    CONFIDENTIAL,
    fields.BUDGET,
    BID_DEADLINE,
    DEADLINE,
    fields.CLIENT_KNOWS,
)
LAST = (INTRODUCE, fields.REACH, fields.WALL)

CONTRACT = Kind(
    name="contract",
    command="/contract",
    form="contract_form",
    fields=(*FIRST, MINE, *LAST),
    words=Words(
        noun="contract",
        plural="contracts",
        form_title="Find a contract's team",
        submit="Propose a team",
        post="Post a contract",
        help="find a team for a contract that is too big for you alone",
        example="Branding, website and photographs for the new market hall, £40k, bid by 12 December",
        offer="{poster} is putting a team together for a contract, and has a place for you",
        card="{poster} is putting a team together for a contract",
        introduction="{poster}, meet {partner}. {partner}, meet {poster}.",
        next_step="{partner}, say hello to {poster}, and agree who writes which part of the bid.",
        outcomes=(
            ("won", "It was won: the work is ours"),
            ("lost", "It was lost: somebody else has it"),
            ("fell_through", "It fell through: there is no contract, or no bid"),
            ("no_contact", "We never got together"),
        ),
    ),
    roles=roles_of,
    values_of_roles=values_of,
    button="home_post_contract",
    shared_as="Share as a contract",
    places_field="role_{position}_places",
    parts=parts,
    presses=((ADD, with_another), (REMOVE, without)),
    faults=faults,
    understood=understood,
    gathers=True,
)
