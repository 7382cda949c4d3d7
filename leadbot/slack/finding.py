"""`/leads`: what is open, one's own, by words, and why one was asked."""

from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.domain.dates import say_date
from leadbot.domain.errors import LeadbotError
from leadbot.domain.statuses import ENDINGS, OpportunityState
from leadbot.services.find import Found, open_opportunities, own_opportunities, search, why_asked
from leadbot.services.letter import OpportunityFacts
from leadbot.services.post import today
from leadbot.slack.blocks import Block, button, section
from leadbot.slack.listening import Answer, Request
from leadbot.slack.registry import Registry
from leadbot.slack.text import clean_line, escape, unescape, words


def register(registry: Registry) -> None:
    """The command."""
    registry.command("/leads", "mine, or words to look for, or why 17", "see what is open")(finds)


def finds(request: Request) -> Answer:
    """`/leads`, `/leads mine`, `/leads WORDS`, `/leads why N`."""
    typed = clean_line(unescape(request.text))
    first, _, rest = typed.partition(" ")
    if not typed:
        return listed(
            request,
            open_opportunities(request.scope, request.member),
            "Open now",
            "Nothing is open just now. `/lead` passes work on.",
        )
    if typed.lower() == "mine":
        return listed(
            request,
            own_opportunities(request.scope, request.member),
            "Yours",
            "You have nothing here yet. `/lead` passes work on.",
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
    return Answer(text=f"{heading}: {plain}", blocks=blocks)


def row(scope: Scope, member: Member, facts: OpportunityFacts) -> Block:
    """One line of the list."""
    small = [f"{facts.kind.words.noun} {facts.number}"]
    if facts.budget:
        small.append(words(facts.budget, 80))
    if facts.deadline:
        small.append(f"by {say_date(facts.deadline, locale=member.locale, today=today(scope))}")
    small.append(standing(facts))
    made = section(f"*{words(facts.title, 200)}*\n{' · '.join(small)}")
    own = facts.poster.slack_user_id == member.slack_user_id
    met = any(partner.slack_user_id == member.slack_user_id for partner in facts.partners)
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
    if facts.free == 0:
        return "no place free"
    return "one place free" if facts.free == 1 else f"{facts.free} places free"


def explained(request: Request, number: str) -> Answer:
    """Why this member was asked, or would be."""
    if not number.isdecimal() or len(number) > 9:
        raise LeadbotError("Which one? Say its number, like this: `/leads why 17`")
    facts, reasons, asked = why_asked(request.scope, request.member, int(number))
    about = f"{facts.kind.words.noun} {facts.number}, *{words(facts.title, 200)}*"
    because = " ".join(words(reason, 400) for reason in reasons)
    if asked:
        return Answer(text=f"You were asked about {about}. {because or 'Somebody who knows you named you.'}")
    if because:
        return Answer(text=f"You were not asked about {about}, but you could be. {because}")
    return Answer(text=f"You were not asked about {about}: nothing you list has to do with it. `/skills` changes that.")
