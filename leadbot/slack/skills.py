"""What members say they can do."""

from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.domain.errors import Faults
from leadbot.kinds import Control, Field
from leadbot.kinds.fields import SKILLS
from leadbot.matching.vocabulary import load_vocabulary
from leadbot.services.authority import Right, enter
from leadbot.services.people import capacity_of, describe, list_skills, names_of, skills_of
from leadbot.services.post import faults_in, today
from leadbot.services.welcome import guessed_skills
from leadbot.slack.blocks import form
from leadbot.slack.forms import NEW, draw, read, suggestions
from leadbot.slack.letters.phrases import several
from leadbot.slack.listening import Answer, Request
from leadbot.slack.registry import Registry
from leadbot.slack.settings import DAYS
from leadbot.slack.text import clean, spoken, words

FIELDS = (
    Field(
        SKILLS.name,
        "What can you do?",
        Control.SKILLS,
        required=True,
        hint="Ten at most: what you'd like to be asked for.",
    ),
    Field(
        "profile", "About you", Control.TEXT, most=1000, hint="A sentence or two helps to find the right work for you."
    ),
    Field(
        "capacity",
        "How many introductions at a time?",
        Control.MENU,
        required=True,
        options=tuple((str(n), str(n)) for n in range(1, 11)),
        default="2",
    ),
    Field(
        "usual_days",
        "On which days are you usually in the space?",
        Control.CHECKS,
        options=DAYS,
        hint="Shown to people you are introduced to, when they are usually in too.",
    ),
    Field(
        "together",
        "When someone you are to meet is in",
        Control.CHECKS,
        options=(("tell", "Tell me, when I'm in too"),),
        hint="Once you have checked in yourself, and at most once a day for each person.",
    ),
)


def register(registry: Registry) -> None:
    """The command, with words or with a form; and the type-ahead menu of skills, in any form."""
    registry.command(
        "/skills", Right.MEMBER, "web design, logo design, WordPress", "say what you can do, so that leads find you"
    )(says)
    registry.button("home_edit_skills", Right.READER)(opens_form)
    registry.form("skills_form", Right.READER)(submits)
    registry.menu("skills")(suggestions)


def says(request: Request) -> Answer:
    """`/skills WORDS` saves at once; `/skills` opens the form."""
    typed = clean(spoken(request.text))
    if not typed:
        enter(request.scope, request.member, Right.READER)
        return opens_form(request)
    listed, replaced = list_skills(request.scope, request.member, load_vocabulary().read_list(typed))
    return Answer(text=confirmation(listed, replaced))


def opens_form(request: Request) -> Answer:
    """The form, with what is known."""
    values, routing = current(request.scope, request.member), request.routing
    return Answer(form=lambda: form("skills_form", "What you can do", "Save", draw(FIELDS, values), routing=routing))


def current(scope: Scope, member: Member) -> dict[str, object]:
    """What the form shows at first: what is known, or guessed."""
    return {
        "skills": skills_of(scope, member) or guessed_skills(scope, member),
        "profile": member.profile,
        "capacity": str(capacity_of(scope, member)),
        "usual_days": [str(day) for day in member.usual_days],
        "together": ["tell"] if member.together else [],
    }


def submits(request: Request) -> Answer:
    """The form, saved."""
    values = read(FIELDS, request.values)
    if not values["skills"]:
        raise Faults({"skills": "Please name at least one skill."})
    if faults := faults_in(FIELDS, values, today(request.scope)):
        raise Faults(faults)
    list_skills(request.scope, request.member, values["skills"])
    describe(request.scope, request.member, values)
    return Answer()


def confirmation(listed: list[str], replaced: list[str]) -> str:
    """What was saved, in words; what the vocabulary did not know; and what is listed no more."""
    names, gone = ([f"*{words(name, 80)}*" for name in names_of(skills)] for skills in (listed, replaced))
    own = [f"*{words(value.removeprefix(NEW), 80)}*" for value in listed if value.startswith(NEW)]
    saved = f"Saved. You list {several(names)}. I'll ask you when something fits."
    if own:
        saved += f" {several(own)} {'is' if len(own) == 1 else 'are'} new to me, and kept as you typed."
    if gone:
        saved += f" You no longer list {several(gone)}. To add without replacing, type `/skills` on its own."
    return saved
