"""On a host's Home tab: the settings, how Leadbot does, the last seven days, what nobody has answered, who could be asked."""

from collections.abc import Iterator

from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.domain.dates import say_dates
from leadbot.services.authority import is_host
from leadbot.services.space_state import Health, health, not_asked_lately, this_week, unanswered
from leadbot.slack.blocks import Block, button
from leadbot.slack.finding import summed_up
from leadbot.slack.home.lines import Row, headed, listed
from leadbot.slack.letters.phrases import several
from leadbot.slack.letters.summaries import numbers, trouble
from leadbot.slack.text import words

SHOWN = 5  # opportunities
NAMED = 12  # people
SKILLS = 3  # of each
WELL = "All is well: in the last week Slack took all that I had to say."
NO_CHANNEL = (
    "I don't know the leads channel yet. The settings name it, or the first card finds one that is called *leads*."
)


def amiss(scope: Scope, member: Member) -> list[Block]:
    """What is wrong, before all else; nothing, for whoever is no host, and while all is well."""
    if not is_host(scope, member):
        return []
    rows = list(troubles(health(scope)))
    return headed("Something needs a host", rows, "") if rows else []


def troubles(state: Health) -> Iterator[Row]:
    """A line for each, with what opens what it speaks of."""
    if state.refused:
        were = "One message" if state.refused == 1 else f"{state.refused} messages"
        yield f"{were} could not be delivered in the last week.", button("See why", "home_health", "refused")
    if state.summary_error is not None:
        yield trouble(state.summary_error), None
    if state.late:
        are = "One message waits" if state.late == 1 else f"{state.late} messages wait"
        yield f"{are} longer than they should. `leadbot doctor` tells whoever runs Leadbot why.", None
    if not state.has_channel and state.summary_error is None:
        yield NO_CHANNEL, None


def space(scope: Scope, member: Member) -> list[Block]:
    """What a host sees besides; nothing, for whoever is none."""
    if not is_host(scope, member):
        return []
    settings = button("Settings", "home_settings", "settings")
    state = WELL if health(scope).is_well else "Something needs you: see the top of this tab."
    return [
        *headed("For hosts", [(state, settings)], ""),
        *week(scope, member),
        *silent(scope, member),
        *could_be_asked(scope),
    ]


def week(scope: Scope, member: Member) -> list[Block]:
    """The numbers of the last seven days, each with what it is out of."""
    told = this_week(scope)
    days = say_dates(told.first, told.last, locale=member.locale)
    return headed(f"The space, {days}", listed(numbers(told)), "Nothing was open, and nobody was introduced.")


def silent(scope: Scope, member: Member) -> list[Block]:
    """What nobody has answered, with the button that names somebody; nothing, where everything has an answer.

    What reaches its matches only is a number.
    """
    shown, more, matched_only = unanswered(scope, SHOWN)
    if not shown and not matched_only:
        return []
    rows: list[Row] = [
        (summed_up(scope, member, each), button("Know someone?", "card_recommend", each.id)) for each in shown
    ]
    if matched_only:
        are = "One reaches" if matched_only == 1 else f"{matched_only} reach"
        rows.append((f"{are} only those whom they suit best, so no more is shown of them.", None))
    return headed("Nobody has answered yet", rows, "", more=more, where="`/leads` shows all that is open")


def could_be_asked(scope: Scope) -> list[Block]:
    """Who has not been asked for four weeks: people who could help, by name. Nothing, where there is nobody."""
    people = not_asked_lately(scope)
    if not people:
        return []
    named = [f"*{words(name, 80)}* ({several(words(skill, 40) for skill in can[:SKILLS])})" for name, can in people]
    more = f", and {len(named) - NAMED} more" if len(named) > NAMED else ""
    line = f"Nobody has asked them for four weeks, so they may have time: {', '.join(named[:NAMED])}{more}."
    return headed("Could be asked", [(line, None)], "")
