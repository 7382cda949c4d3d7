"""One short welcome for whoever joins the leads channel, or uses Leadbot for the first time; once, whatever comes again."""

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.domain.statuses import MessageState
from leadbot.matching.vocabulary import load_vocabulary
from leadbot.services.outbox import CALLED, Purpose, silence, tell
from leadbot.services.people import MOST_SKILLS, Identity, is_neighbour, skills_of


def welcome(scope: Scope, member: Member) -> None:
    """Welcomes somebody who lists no skills yet: who does has found their way. Guests and bots are not welcomed."""
    if member.is_guest or not is_neighbour(scope, member) or skills_of(scope, member):
        return
    tell(scope, Purpose.WELCOME, member.id, once=name_of(member))


def name_of(member: Member) -> str:
    """The name of the one welcome that a member gets."""
    return f"welcome:{member.id}"


def learn_title(scope: Scope, member: Member, identity: Identity) -> None:
    """What Slack tells of somebody about to be welcomed: their title says what they may do; a guest is not welcomed."""
    message = welcome_of(scope, member)
    if message is None or message.state is not MessageState.WAITING:
        return
    if identity.is_guest:
        silence(scope, member, Purpose.WELCOME)
    guessed = [skill.slug for skill in load_vocabulary().mentioned_in(identity.title)][:MOST_SKILLS]
    message.details = message.details | {"guessed": guessed}


def guessed_skills(scope: Scope, member: Member) -> list[str]:
    """What a member may do, going by their Slack title when they were welcomed."""
    message = welcome_of(scope, member)
    return list(message.details.get("guessed", ())) if message is not None else []


def welcome_of(scope: Scope, member: Member) -> Message | None:
    """The welcome, if there was one."""
    return scope.session.scalar(CALLED, {"workspace": scope.workspace.id, "once": name_of(member)})
