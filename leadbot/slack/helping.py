"""`/leadbot` and the words behind it: help, made from what is registered; and the answer to buttons that are out of date."""

from dataclasses import replace

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role
from leadbot.domain.errors import LeadbotError, OutOfDate
from leadbot.services.authority import Right, may_see
from leadbot.services.letter import opportunity_facts
from leadbot.slack.finding import row
from leadbot.slack.listening import Answer, Request
from leadbot.slack.registry import On, Registry
from leadbot.slack.text import clean_line, spoken

GREETING = "Leadbot passes work between neighbours in this space, and brings you together in person where it can."

WHERE = {On.MESSAGE: "in the menu of any message", On.ANYWHERE: "a shortcut"}


def register(registry: Registry) -> None:
    """The command. Its help names every command and every word that is registered."""

    def handle(request: Request) -> Answer:
        first, _, rest = clean_line(spoken(request.text)).partition(" ")
        word = registry.words.get(first.lower() or "help")
        if word is None:
            raise LeadbotError("I don't know that one. Try `/leadbot help`")
        return word.handle(replace(request, text=rest))

    registry.command("/leadbot", Right.MEMBER, "help", "see what Leadbot does")(handle)
    registry.word("help", Right.MEMBER, "", "see what Leadbot does")(lambda _: Answer(text=help_text(registry)))


def help_text(registry: Registry) -> str:
    """One line for each command, with an example; for each word behind `/leadbot`, itself the example; and each shortcut."""
    lines = [
        f"• `{command.name}` – {command.help}. Try `{command.name} {command.example}`" for command in registry.commands
    ]
    lines += [
        f"• `{f'/leadbot {word.name} {word.hint}'.strip()}` – {word.help}."
        for word in registry.words.values()
        if word.name != "help"
    ]
    lines += [f"• *{shortcut.label}* – {WHERE[shortcut.on]}: {shortcut.help}." for shortcut in registry.shortcuts]
    return "\n".join([GREETING, *lines])


def out_of_date(request: Request) -> Answer:
    """A button that nobody knows any more: said so, with the present state of what it was about."""
    opportunity = behind(request.scope, request.member, request.value)
    facts = opportunity_facts(request.scope, opportunity) if opportunity else None
    said = "That button is out of date."
    if facts is None:
        return Answer(text=f"{said} `/leads` shows what is open now.")
    return Answer(text=f"{said} This is how it stands now.", blocks=[row(request.scope, request.member, facts)])


def form_out_of_date(_: Request) -> Answer:
    """A form that nobody knows any more, open since before an upgrade."""
    raise OutOfDate("This form is out of date. Please close it, and open it again.")


def no_such_name(_: Request) -> Answer:
    """A command or a shortcut of another release: the app's settings at Slack are older, or newer, than Leadbot is."""
    raise OutOfDate("I don't know that one any more. `/leadbot help` shows what there is.")


def behind(scope: Scope, member: Member, reference: str) -> Opportunity | None:
    """The opportunity that an old button was about, if this member may see it."""
    opportunity = scope.find(Opportunity, reference)
    if offer := scope.find(Offer, reference):
        opportunity = scope.get(Opportunity, scope.get(Role, offer.role_id).opportunity_id)
    if introduction := scope.find(Introduction, reference):
        opportunity = scope.get(Opportunity, introduction.opportunity_id)
    return opportunity if opportunity is not None and may_see(scope, member, opportunity) else None
