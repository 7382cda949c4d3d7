"""The weekly summary on the leads channel, and what the hosts hear when it is not there."""

from datetime import date
from typing import Protocol

from leadbot.domain.dates import say_dates
from leadbot.domain.honest_numbers import Count
from leadbot.domain.money import read_budget, say_amount, say_budget
from leadbot.domain.statuses import Outcome
from leadbot.services.letter import Letter
from leadbot.services.summary_facts import Numbers, OpenOne, SummaryFacts, Win
from leadbot.slack import text
from leadbot.slack.blocks import Block, Said, actions, button, context, section
from leadbot.slack.letters.phrases import by_when, several
from leadbot.slack.letters.roles import places_taken, within

EMPTY = "Nothing is open just now, and nothing new came in. `/lead` passes work on."
NOTHING_OPEN = "Nothing is open just now. `/lead` passes work on."
OUTCOMES = {
    Outcome.WON: "won",
    Outcome.LOST: "lost",
    Outcome.FELL_THROUGH: "fell through",
    Outcome.NO_CONTACT: "without contact",
}
# How much of people's own words is shown, in characters, so that a full summary fits one message.
TITLE, BUDGET, NAME, THANKS, NEEDS = 150, 80, 40, 200, 150
IN_PLAIN, FACT = 60, 30  # of a title and of a fact in the plain version, which a phone shows in one piece

TROUBLE = {
    "no_leads_channel": "There is no leads channel that Leadbot is in: bring it back if it is archived, or invite "
    "Leadbot with `/invite @Leadbot` to a channel called *leads*, or choose another in `/leadbot settings`.",
    "channel_not_found": "The leads channel is gone: make a channel called *leads* and invite Leadbot to it, or choose "
    "another in `/leadbot settings`.",
    "is_archived": "The leads channel is archived: bring it back, or choose another in `/leadbot settings`.",
    "not_in_channel": "Leadbot is not in the leads channel any more: type `/invite @Leadbot` there.",
    "channel_shared_outside": "The leads channel is shared with people outside this workspace, and what neighbours pass "
    "on is for neighbours. Stop sharing it, or choose another in `/leadbot settings`.",
    "channel_doubtful": "Slack does not say whether people outside this workspace read the leads channel. Try again later, "
    "or choose another in `/leadbot settings`.",
    "missing_scope": "The leads channel is private, and Leadbot may not look whether it is safe to write there: give it "
    "the scope `groups:read`, or choose another channel in `/leadbot settings`.",
    "unknown": "Slack lost its answer, so the summary may be there or not. Please look before you post it again.",
}
OTHER_TROUBLE = "Slack did not take it for the leads channel. See whether Leadbot may write there."


def summary(letter: Letter) -> Said:
    """What is open, what was won, and the week's numbers; a line when there is nothing of the kind."""
    facts = letter.summary
    assert facts is not None
    if facts.is_empty:
        return Said(EMPTY, [section(EMPTY)])
    blocks = [section(headline(facts)), *(row(one, letter) for one in facts.shown), *the_rest(facts)]
    blocks += [section(won(win, letter)) for win in facts.wins]
    if facts.more_wins:
        blocks.append(context(f"And {facts.more_wins} more won."))
    if told := numbers(facts.numbers):
        blocks.append(context(" · ".join([f"*{days(letter)}*", *told])))
    return Said(plain_version(letter, facts), blocks)


def headline(facts: SummaryFacts) -> str:
    """How much is open, and how many places in it are free."""
    if not facts.shown:
        return NOTHING_OPEN
    number = len(facts.shown) + facts.more
    free = "no place free" if facts.free == 0 else "one place free" if facts.free == 1 else f"{facts.free} places free"
    return f"*Open now: {number}, with {free}*"


class Reader(Protocol):
    """How whoever reads it writes money and dates, and what day it is; every letter knows."""

    @property
    def locale(self) -> str: ...
    @property
    def today(self) -> date: ...


def row(one: OpenOne, reader: Reader) -> Block:
    """Something open, with the button that helps."""
    small = [
        f"{one.kind.words.noun.capitalize()} {one.number}",
        *(text.words(fact, BUDGET) for fact in facts_of(one, reader)),
    ]
    small += [f"from {text.words(one.poster, NAME)}" if one.poster else "", standing(one)]
    said = f"*{text.words(one.title, TITLE)}*\n{' · '.join(filter(None, small))}"
    return section(said) | {"accessory": button("I can help", "card_interested", one.id)}


def facts_of(one: OpenOne, reader: Reader) -> list[str]:
    """Worth, and by when: short, not yet escaped."""
    budget = read_budget(one.budget, currency=one.currency)
    worth = say_budget(budget, locale=reader.locale) if budget else one.budget
    return [fact for fact in (worth, *by_when(one, locale=reader.locale, today=reader.today)) if fact]


def standing(one: OpenOne) -> str:
    """How many places are free; of a team, what is still needed."""
    if one.kind.gathers:
        return text.cut(within(places_taken(one.roles)), NEEDS)
    if one.free <= 0:
        return "no place free, but you can be in reserve"
    return "one place free" if one.free == 1 else f"{one.free} places free"


def the_rest(facts: SummaryFacts) -> list[Block]:
    """What is open and not shown: counted, behind a button; what reaches its matches only is a number and no more."""
    blocks = []
    if facts.more:
        blocks.append(section(f"And {facts.more} more.") | {"accessory": button("See all", "summary_see_all", "open")})
    if facts.matched_only:
        are = "is" if facts.matched_only == 1 else "are"
        also = " also" if facts.shown else ""
        blocks.append(context(f"{facts.matched_only} {are}{also} open to those they suit best, and not shown here."))
    return blocks


def won(win: Win, letter: Letter) -> str:
    """What was won, with thanks to those who agreed to be named."""
    worth = f" ({say_amount(win.value, win.currency, locale=letter.locale)})" if win.value is not None else ""
    said = [f"Won: *{text.words(win.title, TITLE)}*{worth}."]
    to = team_credit(win) if win.is_team else credit(win)
    if to:
        said.append(f"Thanks to {', and to '.join(to)}.")
    if win.thanks:
        said.append(f"“{text.words(win.thanks, THANKS)}”")
    return " ".join(said)


def credit(win: Win) -> list[str]:
    """Who passed it on, and who took it on."""
    to = [f"{text.words(win.poster, NAME)}, who passed it on"] if win.poster else []
    partners = several(text.words(partner, NAME) for partner in win.partners)
    return to + ([partners if to else f"{partners}, who took it on"] if win.partners else [])


def team_credit(win: Win) -> list[str]:
    """Who brought it in, and who of the team agreed to be named: there may be others, so nobody took it on alone."""
    to = [f"{text.words(win.poster, NAME)}, who brought it in"] if win.poster else []
    were = "was" if len(win.partners) == 1 else "were"
    partners = several(text.words(partner, NAME) for partner in win.partners)
    return to + ([f"{partners}, who {were} in the team"] if win.partners else [])


def days(letter: Letter) -> str:
    """The days that the numbers are of."""
    assert letter.summary is not None
    return say_dates(letter.summary.numbers.first, letter.summary.numbers.last, locale=letter.locale)


def numbers(told: Numbers) -> list[str]:
    """The week's numbers, each with what it is out of. What nobody told is shown as not known."""
    count, said = told.count, []
    if count.pairs:
        introductions = "introduction" if count.pairs == 1 else "introductions"
        has_teams = count.pairs + count.met_before < count.under_way
        of_two = " of two people" if has_teams else ""  # a team is not asked whether it has met
        more = f", and {count.met_before} more had met before" if count.met_before else ""
        said.append(f"{count.met} of {count.pairs} {introductions}{of_two} led to a meeting{more}")
    if told.were_open:
        made = "1 introduction" if count.introduced == 1 else f"{count.introduced or 'no new'} introductions"
        said.append(f"{made} from {were_open(told)} open")
    if count.under_way:
        all_of_them = "1 introduction" if count.under_way == 1 else f"{count.under_way} introductions"
        said.append(f"of {all_of_them}: {', '.join(fates(count))}")
    return said


def fates(count: Count) -> list[str]:
    """What became of the introductions that were under way. What nobody told is shown as not known."""
    said = [f"{count.outcomes[each]} {called}" for each, called in OUTCOMES.items() if count.outcomes.get(each)]
    said += [f"{count.stepped_back} stepped back"] if count.stepped_back else []
    return said + ([f"{count.not_known} not known yet"] if count.not_known else [])


def were_open(told: Numbers) -> str:
    """How many were open, by their kinds: 14 leads and 2 contracts that were."""
    kinds = several(
        f"{number} {kind.words.noun if number == 1 else kind.words.plural}" for kind, number in told.open_by_kind
    )
    return f"{kinds} that {'was' if told.were_open == 1 else 'were'}"


def plain_version(letter: Letter, facts: SummaryFacts) -> str:
    """The whole as plain text, in the same order."""
    said = [headline(facts).strip("*")]
    if facts.shown:
        titles = "; ".join(in_plain(one, letter) for one in facts.shown)
        said[0] += f": {titles}"
        said[0] += f"; and {facts.more} more: `/leads` shows them." if facts.more else "."
    said += [f"Won: {text.cut(text.escape(win.title), IN_PLAIN)}." for win in facts.wins]
    if told := numbers(facts.numbers):
        said.append(f"{days(letter)}: {' · '.join(told)}.")
    return " ".join(said)


def in_plain(one: OpenOne, letter: Letter) -> str:
    """Something open, in a few words."""
    facts = [text.cut(text.escape(fact), FACT) for fact in facts_of(one, letter)]
    return ", ".join([f"{one.number} {text.cut(text.escape(one.title), IN_PLAIN)}", *facts])


def not_posted(letter: Letter) -> Said:
    """The summary is not on the channel, or may not be: what mends it, and the button that posts it again."""
    line = trouble(letter.details["error"])
    if letter.details.get("again"):
        line = "This week's summary was not certain to be on the leads channel. A host has asked me to post it again."
        return Said(line, [section(line)])
    return Said(
        line, [section(line), actions(button("Post it again", "message_post_again", letter.details["summary"]))]
    )


def trouble(error: str) -> str:
    """That the summary is not on the channel, or may not be, and what mends it."""
    lost = "is not certain to be" if error == "unknown" else "is not"
    return f"This week's summary {lost} on the leads channel. {TROUBLE.get(error, OTHER_TROUBLE)}"
