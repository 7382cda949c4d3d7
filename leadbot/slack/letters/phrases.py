"""Phrases that several letters share."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from leadbot.domain.dates import say_date
from leadbot.domain.money import read_budget, say_budget
from leadbot.domain.statuses import ENDINGS, OpportunityState
from leadbot.kinds import ShownTo
from leadbot.matching.vocabulary import load_vocabulary
from leadbot.services.facts import NAMELESS, Person
from leadbot.services.letter import Letter, OpportunityFacts, RoleFacts
from leadbot.services.limits import ENOUGH_FOR_TODAY
from leadbot.services.progress import Progress
from leadbot.slack import text
from leadbot.slack.blocks import Block, actions, button, confirm, section, title

SKILLS = 90  # characters of what a role's skills are shown of: ten roles with all the rest are one paragraph of Slack's


class Dated(Protocol):
    """What has deadlines."""

    @property
    def deadline(self) -> date | None: ...
    @property
    def bid_deadline(self) -> date | None: ...


def asking_again(waits: bool) -> str:
    """Now; or tomorrow, if as many were asked today as are asked in one day."""
    return f"{ENOUGH_FOR_TODAY} I'll ask again tomorrow" if waits else "I'm asking again"


def name(person: Person | None) -> str:
    """Somebody's name, safe inside mrkdwn."""
    return text.words(person.name, 80) if person else "a neighbour"


def first_name(person: Person | None) -> str:
    """What people call them."""
    if person is None or not person.name.split():
        return "a neighbour"
    return person.name if person.name == NAMELESS else text.words(person.name.split()[0], 40)


def mention(person: Person) -> str:
    """Somebody as Slack links them. Only where they read along: elsewhere it would call them."""
    return NAMELESS if person.is_forgotten else f"<@{person.slack_user_id}>"


def several(words: Iterable[str]) -> str:
    """One, two and three."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def numbered(opportunity: OpportunityFacts) -> str:
    """Its short number, as people speak of it: lead 17."""
    return f"{opportunity.kind.words.noun} {opportunity.number}"


def as_part(role: str) -> str:
    """What somebody would do in a team, after that they would like to help; nothing where there are no parts."""
    return f" as {text.words(role, 120)}" if role else ""


def opportunity_of(letter: Letter) -> OpportunityFacts:
    """The opportunity that a letter is about; letters without one do not come here."""
    assert letter.opportunity is not None
    return letter.opportunity


def progress_of(letter: Letter) -> Progress:
    """How far it has come: read for the purposes that are listed in `services/progress`."""
    assert letter.progress is not None, f"{letter.purpose} does not tell progress"
    return letter.progress


def worth(opportunity: OpportunityFacts, *, locale: str) -> str:
    """The budget as the reader writes money; as it was typed if it is no sum. Not yet escaped."""
    budget = read_budget(opportunity.budget, currency=opportunity.currency)
    return say_budget(budget, locale=locale) if budget else opportunity.budget


def facts(opportunity: OpportunityFacts, letter: Letter) -> list[str]:
    """Worth, by when, and what the kind's fields add to that: short, not yet escaped."""
    said = []
    if opportunity.budget:
        said.append(worth(opportunity, locale=letter.locale))
    said += by_when(opportunity, locale=letter.locale, today=letter.today)
    values = opportunity.more | {"client_knows": opportunity.client_knows}
    more = (dict(field.facts).get(str(values.get(field.name))) for field in opportunity.kind.fields)
    return [*said, *filter(None, more)]


def by_when(opportunity: Dated, *, locale: str, today: date) -> list[str]:
    """By when it must be done; of a contract, by when its bid must be in, too."""
    said = []
    if opportunity.bid_deadline:
        said.append(f"bid by {say_date(opportunity.bid_deadline, locale=locale, today=today)}")
    if opportunity.deadline:
        work = "work by" if opportunity.bid_deadline else "by"
        said.append(f"{work} {say_date(opportunity.deadline, locale=locale, today=today)}")
    return said


def plain_line(opportunity: OpportunityFacts, letter: Letter) -> str:
    """Title and facts in one line, for phones."""
    return text.escape(" · ".join([opportunity.title, *facts(opportunity, letter)]))


def about(opportunity: OpportunityFacts, letter: Letter) -> list[Block]:
    """What everybody may see of an opportunity: its title, its details, its facts; its skills, or a team's roles.

    Where the team itself is shown, its roles are not shown a second time.
    """
    blocks = [title(opportunity.title)]
    if opportunity.details:
        blocks.append(quoted(opportunity.details))
    said = [text.words(fact, 300) for fact in facts(opportunity, letter)]
    skills = [skill for role in opportunity.roles for skill in role.skills]
    gathers = opportunity.kind.gathers
    lines = [" · ".join(said)] if said else []
    lines += [f"{label}: {value}" for label, value in more_facts(opportunity)]
    if skills and not gathers:
        lines.append("Skills: " + ", ".join(text.words(skill, 80) for skill in skills))
    if gathers and letter.team is None and letter.gathering is None:
        lines += [role_line(role) for role in opportunity.roles]
    if lines:
        blocks.append(section("\n".join(lines)))
    return blocks


def role_line(role: RoleFacts) -> str:
    """A role of a team, the skills that its own words do not name, and whether it is covered. Nobody is named here."""
    number = role.places + role.by_poster
    words = text.words(text.capital(role.description), 120)
    called = f"*{words}*" if number == 1 else f"*{number} × {words}*"
    said = [skill.name for skill in load_vocabulary().mentioned_in(role.description)]
    more = [text.words(skill, 60) for skill in role.skills if skill not in said]
    skills = f" ({text.cut(', '.join(more), SKILLS)})" if more else ""
    free = role.places - role.taken
    needed = "still needed" if number == 1 or free == number else f"{free} still needed"
    return f"{called}{skills}: {needed if free else 'covered'}"


def more_facts(opportunity: OpportunityFacts) -> list[tuple[str, str]]:
    """What only its kind asks for, and everybody may see: (label, value), escaped."""
    return [
        (text.words(field.label.rstrip("?"), 80), text.words(dict(field.options).get(str(value), str(value)), 300))
        for field in opportunity.kind.fields
        if field.shown_to is ShownTo.EVERYONE and not field.facts and (value := opportunity.more.get(field.name))
    ]


def changed_labels(letter: Letter) -> list[str]:
    """What the poster changed, as a sentence speaks of it."""
    changed = dict.fromkeys(letter.details["changed"])
    return [field.called for field in opportunity_of(letter).kind.asks(changed) if field.name in changed]


def quoted(words: str) -> Block:
    """A person's own words, with their lines: plain text, so nothing in them is live."""
    return {"type": "section", "text": {"type": "plain_text", "text": text.plain(words, 3000), "emoji": False}}


def how_ended(opportunity: OpportunityFacts, it: str = "") -> str:
    """How it ended, in words."""
    it = it or f"this {opportunity.kind.words.noun}"
    return ENDINGS[opportunity.state].told.format(poster=first_name(opportunity.poster), it=it)


def poster_buttons(opportunity: OpportunityFacts, *, nobody: bool = False) -> Block:
    """What a poster can do with their own."""
    if opportunity.state is not OpportunityState.OPEN:
        return actions(button("Reopen", "opportunity_reopen", opportunity.id))
    noun = opportunity.kind.words.noun
    row = [button("Edit", "opportunity_edit", opportunity.id)]
    if opportunity.reach != "channel":
        row.append(button("Put it on the channel", "opportunity_put_on_channel", opportunity.id))
    if nobody:
        row.append(button("Name someone", "card_recommend", opportunity.id))
    row.append(button("Close", "opportunity_close", opportunity.id))
    row.append(
        button(
            "Withdraw",
            "opportunity_withdraw",
            opportunity.id,
            confirm=confirm(
                f"Withdraw this {noun}?",
                "Everyone who was asked hears of it once. You can reopen it for 30 days.",
                "Withdraw",
            ),
        )
    )
    return actions(*row)
