"""What the stories of contracts share: the people, the form, the team, and its group message."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from leadbot.playground.messages import Conversation, Message
from tests.stories.space import Space

CREW = {
    "Bob Lindqvist": "web design, WordPress",
    "Cat Morgan": "web design, illustration",
    "Dan Achterberg": "copywriting",
    "Eve Sato": "copywriting, proofreading",
    "Fay Mensah": "photography",
    "Gil Novak": "photography, logo design",
}
ROLES = {
    "role_1": "Project lead",
    "role_2": "Web designer",
    "role_2_skills": ["web-design"],
    "role_3": "Copywriter",
    "role_3_skills": ["copywriting"],
    "role_4": "Photographer",
    "role_4_skills": ["photography"],
    "role_5": "Structural engineer",
    "role_5_skills": ["structural-engineering"],
    "my_roles": ["1"],
}
PAIR = {"role_1": "Copywriter", "role_1_skills": ["copywriting"], "role_2": "Photographer"} | {
    "role_2_skills": ["photography"]
}
TRIO = PAIR | {"role_3": "Web designer", "role_3_skills": ["web-design"]}
WORDS = "Brand for the market hall, £40k"


def moves_in(space: Space) -> list[Any]:
    """Ada posts; the others could take a part."""
    return [space.joins("Ada Okafor"), *(space.joins(name, skills) for name, skills in CREW.items())]


def begins(space: Space, poster: Any, roles: dict[str, Any] = ROLES, **more: Any) -> Any:
    """Somebody opens the form of a contract, and fills in as many roles as there are."""
    poster.types(f"/contract {WORDS}")
    form = poster.wait_for_form(callback_id="contract_form")
    numbers = [name for name in roles if name.removeprefix("role_").isdecimal()]
    for number in range(2, len(numbers) + 1):
        if f"role_{number}" not in form.values():
            form.press("Add a role")
            form = asks_for(space, poster, number)
    return form.fill(title="Brand for the market hall", **{"role_1_skills": [], **roles}, **more)


def asks_for(space: Space, poster: Any, number: int) -> Any:
    """The form, once it asks for so many roles."""

    def there() -> Any:
        return poster.form if f"role_{number}" in poster.form.values() else None

    return space.slack.wait_until(there, what=f"the form asks for role {number}")


def posts(space: Space, poster: Any, roles: dict[str, Any] = ROLES, **more: Any) -> Message:
    """Somebody posts a contract; gives what Leadbot tells them of it."""
    left = begins(space, poster, roles, **more).submit()
    assert left is None, left.errors
    space.settles()
    return space.waits_for(poster, "Your contract", button="Edit")


def invites(space: Space, poster: Any, told: Message, **places: Any) -> Any:
    """The poster changes the proposed team, and invites it; gives the form if it has faults."""
    form = changes_team(poster, told).fill(**places)
    left = form.submit()
    space.settles()
    return left


def changes_team(poster: Any, told: Message) -> Any:
    """The form in which a poster changes the proposed team."""
    poster.press(told, "Change the team")
    return poster.wait_for_form(callback_id="team_form")


def invites_all(space: Space, poster: Any, told: Message) -> None:
    """The poster invites the team as it is proposed."""
    poster.press(told, "team_invite")
    space.settles()


def gathers(space: Space, poster: Any, roles: dict[str, Any] = PAIR, **more: Any) -> tuple[Message, list[Any]]:
    """Somebody posts a contract, and all whom they invite say yes; gives what the poster is told of it, and the team."""
    told = posts(space, poster, roles, **more)
    invites_all(space, poster, told)
    return told, all_accept(space, poster)


def brings_together(space: Space, poster: Any, told: Message) -> None:
    """The poster has those gathered who have joined, and reads that it is being done."""
    poster.press(told, "Gather the team")
    space.whispered(poster, "I'm gathering the team. Look for the group message in a moment.", poster.dm)
    space.settles()


def all_accept(space: Space, poster: Any) -> list[Any]:
    """All who are asked for a place say yes; gives them."""
    others = [person for person in space.slack.people if person.id != poster.id]
    asked = [person for person in others if space.heard(person, "contract", button="I'm interested")]
    for person in asked:
        space.accepts(person, "contract")
    return asked


def ends_it(space: Space, convener: Any, outcome: str, **more: Any) -> None:
    """The bid was not sent, says the convener when they are asked, and what came of it instead."""
    convener.press(space.waits_for(convener, "Was the bid sent?", button="It wasn't"), "It wasn't")
    left = convener.wait_for_form(callback_id="outcome_form").fill(outcome=outcome, **more).submit()
    assert left is None, left.errors
    space.settles()


def in_days(space: Space, days: int) -> date:
    """A day, so many days from the space's own."""
    return space.time().date() + timedelta(days=days)


def groups_of(person: Any) -> list[Conversation]:
    """The group messages that this person is in, oldest first."""
    groups = [each for each in person.slack.workspace.conversations.values() if each.channel_type == "mpim"]
    return [each for each in groups if person.id in [member.id for member in each.members]]


def group_of(person: Any) -> Conversation:
    """The newest group message that this person is in."""
    return groups_of(person)[-1]


def extends(space: Space, poster: Any, days: int) -> None:
    """The poster of what has ended gives it so many more days."""
    poster.press(space.waits_for(poster, "closed your contract", button="Extend"), "Extend")
    assert poster.wait_for_form(callback_id="extend_form").fill(deadline=in_days(space, days)).submit() is None
    space.settles()


def a_pair(space, *joining, **more):
    """Ada's contract of a copywriter and a photographer, Dan and Fay, who have accepted or are asked."""
    ada, _, _, dan, _, fay, _ = moves_in(space)
    told = posts(space, ada, PAIR, **more)
    assert invites(space, ada, told, place_1=dan.name, place_2=fay.name) is None
    for person in (dan, fay):
        if person.name.split()[0] in joining:
            space.accepts(person, "has a place for you")
    return ada, dan, fay, told
