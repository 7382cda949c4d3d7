"""`/leads`: what is open, one's own, by words, and why one was asked."""

from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.domain.errors import LeadbotError
from leadbot.domain.statuses import ENDINGS, OfferOrigin, OpportunityState
from leadbot.kinds import KINDS
from leadbot.services.authority import Right
from leadbot.services.find import Found, open_opportunities, own_opportunities, search, why_asked
from leadbot.services.letter import OpportunityFacts
from leadbot.services.post import today
from leadbot.services.progress import is_partner
from leadbot.slack.blocks import Block, Said, button, section
from leadbot.slack.letters.offers import who_thought
from leadbot.slack.letters.phrases import by_when, numbered, worth
from leadbot.slack.letters.roles import places_taken, within
from leadbot.slack.listening import Answer, Request
from leadbot.slack.registry import Registry
from leadbot.slack.text import clean_line, cut, escape, spoken, words

TITLE, NEEDS = 150, 150  # characters of a line's title and of what is needed: so all lines of a list fit one message


def register(registry: Registry) -> None:
    """The command."""
    registry.command("/leads", Right.READER, "words to look for, or mine, or why 17", "see what is open", "logo")(finds)


def finds(request: Request) -> Answer:
    """`/leads`, `/leads mine`, `/leads WORDS`, `/leads why N`."""
    typed = clean_line(spoken(request.text))
    first, _, rest = typed.partition(" ")
    if not typed:
        return listed(
            request,
            open_opportunities(request.scope, request.member),
            "Open now",
            f"Nothing is open just now. {how_to_post()}",
        )
    if typed.lower() == "mine":
        return listed(
            request,
            own_opportunities(request.scope, request.member),
            "Yours",
            f"You have nothing here yet. {how_to_post()}",
        )
    if first.lower() == "why":
        return explained(request, rest)
    nothing = f"Nothing open has to do with “{words(typed, 100)}”. `/leads` shows all that is open."
    return listed(request, search(request.scope, request.member, typed), f"Open, about “{words(typed, 100)}”", nothing)


def listed(request: Request, found: Found, heading: str, nothing: str) -> Answer:
    """A list, each with its button if it may be helped with."""
    if not found.shown:
        return Answer(text=nothing)
    blocks = [section(f"*{heading}*")]
    blocks += [row(request.scope, request.member, facts) for facts in found.shown]
    if found.more:
        blocks.append(section(f"And {found.more} more. Add a word to find them, like `/leads logo`."))
    plain = "; ".join(escape(f"{facts.number} {facts.title}") for facts in found.shown)
    said = Said(f"{heading}: {plain}", blocks)
    return Answer(text=said.text, blocks=said.blocks)


def how_to_post() -> str:
    """Every command that posts something."""
    *most, last = (f"`{kind.command}` to {kind.words.help}" for kind in KINDS.values())
    return f"Type {', '.join(most)} or {last}." if most else f"Type {last}."


def summed_up(scope: Scope, member: Member, facts: OpportunityFacts) -> str:
    """Its title; and its number, worth, deadline and standing in a small line."""
    small = [numbered(facts)]
    if facts.budget:
        small.append(words(worth(facts, locale=member.locale), 80))
    small += by_when(facts, locale=member.locale, today=today(scope))
    small.append(standing(facts))
    return f"*{words(facts.title, TITLE)}*\n{' · '.join(small)}"


def row(scope: Scope, member: Member, facts: OpportunityFacts) -> Block:
    """One line of the list."""
    made = section(summed_up(scope, member, facts))
    own = facts.poster.slack_user_id == member.slack_user_id
    met = is_partner(scope, member, facts.id)
    if facts.state is OpportunityState.OPEN and not own and not met:
        made["accessory"] = button("I can help", "card_interested", facts.id)
    elif own and facts.state is OpportunityState.OPEN:
        made["accessory"] = button("Edit", "opportunity_edit", facts.id)
    elif own:
        made["accessory"] = button("Reopen", "opportunity_reopen", facts.id)
    return made


def standing(facts: OpportunityFacts) -> str:
    """How it stands, in a word or two."""
    if facts.state is not OpportunityState.OPEN:
        return ENDINGS[facts.state].stands
    if facts.kind.gathers:
        return cut(within(places_taken(facts.roles)), NEEDS)
    if facts.free == 0:
        return "no place free"
    return "one place free" if facts.free == 1 else f"{facts.free} places free"


def explained(request: Request, number: str) -> Answer:
    """Why this member was asked, or would be."""
    if not number.isdecimal() or len(number) > 9:
        raise LeadbotError("Which one? Say its number, like this: `/leads why 17`")
    found = why_asked(request.scope, request.member, int(number))
    if found.is_own:
        return Answer(text=f"{numbered(found.opportunity).capitalize()} is your own.")
    about = f"{numbered(found.opportunity)}, *{words(found.opportunity.title, 200)}*"
    suits = " ".join(words(reason, 400) for reason in found.reasons)
    if found.offer is not None:
        helped = found.offer.origin == OfferOrigin.CARD
        asked = f"You offered to help with {about}." if helped else f"You were asked about {about}."
        return Answer(text=" ".join(filter(None, (asked, who_thought(found.offer), suits))))
    if suits:
        return Answer(text=f"You were not asked about {about}, but you could be. {suits}")
    return Answer(text=f"You were not asked about {about}: nothing you list has to do with it. `/skills` changes that.")
