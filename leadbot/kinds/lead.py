"""A lead: work that a member heard of and cannot take. One role, one to five introductions."""

from collections.abc import Mapping, Sequence
from typing import Any

from leadbot.kinds import fields
from leadbot.kinds.base import Kind, RoleDraft, Words


def one_role(values: Mapping[str, Any]) -> tuple[RoleDraft, ...]:
    """A lead asks for one thing: its title, with the skills and the places of the form."""
    return (RoleDraft(values["title"], tuple(values["skills"]), int(values["places"])),)


def values_of(roles: Sequence[RoleDraft]) -> dict[str, Any]:
    """What the form holds of that one role."""
    [role] = roles
    return {"skills": list(role.skills), "places": str(role.places)}


LEAD = Kind(
    name="lead",
    command="/lead",
    form="lead_form",
    fields=(
        fields.TITLE,
        fields.DETAILS,
        fields.SKILLS,
        fields.BUDGET,
        fields.DEADLINE,
        fields.CONFIDENTIAL,
        fields.CLIENT_KNOWS,
        fields.PLACES,
        fields.INTRODUCE,
        fields.REACH,
    ),
    words=Words(
        noun="lead",
        plural="leads",
        form_title="Pass on a lead",
        submit="Pass it on",
        post="Post a lead",
        help="pass on work that you heard of",
        example="Café on Oldham Street needs a website and a logo, £2k, by 12 December",
        offer="{poster} has a lead that looks like you",
        card="{poster} has a lead to pass on",
        introduction="{poster}, meet {partner}. {partner}, meet {poster}.",
        next_step="{partner}, say hello to {poster} here or in person, and agree who speaks to the client first.",
    ),
    roles=one_role,
    values_of_roles=values_of,
    button="home_post_lead",
    shared_as="Share as a lead",
)
