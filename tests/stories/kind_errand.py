"""A kind that a test adds in one file: something small to be fetched or carried, with a field of its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from leadbot.kinds import Control, Field, Kind, RoleDraft, Words, fields

WHERE_TO = Field("where_to", "Where to?", Control.LINE, required=True, most=80)
VEHICLE = Field(
    "vehicle",
    "By what?",
    Control.CHOICE,
    options=(("bike", "By bike"), ("van", "By van")),
    default="bike",
)


def one_role(values: Mapping[str, Any]) -> tuple[RoleDraft, ...]:
    """An errand wants one neighbour."""
    return (RoleDraft(values["title"], tuple(values["skills"]), 1),)


def values_of(roles: Sequence[RoleDraft]) -> dict[str, Any]:
    """What the form holds of that neighbour."""
    [role] = roles
    return {"skills": list(role.skills)}


ERRAND = Kind(
    name="errand",
    command="/errand",
    form="errand_form",
    fields=(fields.TITLE, fields.DETAILS, fields.SKILLS, WHERE_TO, VEHICLE, fields.CONFIDENTIAL),
    words=Words(
        noun="errand",
        plural="errands",
        form_title="Ask for an errand",
        submit="Ask",
        post="Post an errand",
        help="have something fetched or carried",
        example="Parcel to the post office",
        offer="{poster} has an errand for you",
        card="{poster} has an errand to be run",
        introduction="{poster} and {partner}, this is about an errand.",
        next_step="{partner}, fetch it from {poster}.",
    ),
    roles=one_role,
    values_of_roles=values_of,
    button="home_post_errand",
    shared_as="Share as an errand",
    places_field="title",
)
