"""On the Home tab: one's own numbers, each with what it is out of, and over which days."""

from collections.abc import Iterator

from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.domain.dates import say_date
from leadbot.domain.honest_numbers import Count
from leadbot.domain.statuses import OfferState
from leadbot.services.own_numbers import OwnNumbers, own_numbers
from leadbot.services.post import today
from leadbot.slack.blocks import Block
from leadbot.slack.home.lines import headed, listed
from leadbot.slack.letters.phrases import several
from leadbot.slack.letters.summaries import fates

ANSWERS = {
    OfferState.ACCEPTED: "yes",
    OfferState.RESERVE: "yes, in reserve",
    OfferState.PASSED: "not for you",
    OfferState.LAPSED: "no answer",
    OfferState.WITHDRAWN: "taken back",
    OfferState.SENT: "waiting",
}
TIMES = {1: "once", 2: "twice"}


def numbers(scope: Scope, member: Member) -> list[Block]:
    """Nothing of it is a score: only they see it, and it is for nothing but their own eyes."""
    told = own_numbers(scope, member)
    since = say_date(told.since, locale=member.locale, today=today(scope))
    return headed(f"Your numbers since {since}", listed(list(lines_of(told))), "Nothing to count yet.")


def lines_of(told: OwnNumbers) -> Iterator[str]:
    """A line for what they were asked, one for what they posted, and one for what they took on."""
    if asked := sum(told.asked.values()):
        answers = ", ".join(f"{told.asked[each]} {said}" for each, said in ANSWERS.items() if told.asked.get(each))
        yield f"Asked {TIMES.get(asked, f'{asked} times')}: {answers}"
    if told.posted:
        kinds = several(f"{each} {kind.words.noun if each == 1 else kind.words.plural}" for kind, each in told.posted)
        yield f"{made(told.from_posted)} from {kinds} that you posted{of_which(told.from_posted)}"
    if told.taken_on.under_way:
        yield f"{made(told.taken_on)} to what others posted{of_which(told.taken_on)}"


def made(count: Count) -> str:
    """How many introductions."""
    return "1 introduction" if count.under_way == 1 else f"{count.under_way or 'No'} introductions"


def of_which(count: Count) -> str:
    """What came of them, and how many led to a meeting; what nobody told is not known."""
    if not count.under_way:
        return ""
    before = f", and {count.met_before} more had met before" if count.met_before else ""
    met = f"; {count.met} of {count.pairs} led to a meeting{before}" if count.pairs else ""
    return f": {', '.join(fates(count))}{met}"
