"""Whatever people wrote, a full summary fits one message, and nothing of ours in it is cut."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import given

from leadbot.domain.dates import say_dates
from leadbot.domain.honest_numbers import Count
from leadbot.domain.lengths import length
from leadbot.domain.statuses import Outcome
from leadbot.kinds import KINDS
from leadbot.playground.limits import checked_message
from leadbot.services.letter import Letter
from leadbot.services.outbox import Purpose
from leadbot.services.summary_facts import SHOWN, WINS, Need, Numbers, OpenOne, SummaryFacts, Win
from leadbot.slack.blocks import ALL_TEXTS, TEXT
from leadbot.slack.letters import write
from tests.slack.test_blocks import ANY, sizes

OUTCOMES = Counter(dict.fromkeys(Outcome, 10000))
COUNT = Count(
    under_way=60_000,
    introduced=50_000,
    pairs=55_000,
    met=40_000,
    met_before=4_000,
    outcomes=OUTCOMES,
    stepped_back=10_000,
)


def full(words: str) -> SummaryFacts:
    """A week in which there is as much of everything as a summary shows, all of it in these words."""
    lead = OpenOne(
        uuid4(),
        KINDS["lead"],
        123456,
        words[:120],
        words[:80],
        "GBP",
        date(2030, 12, 12),
        uuid4(),
        words,
        None,
        (Need(words[:120], 100, 0),),
    )
    win = Win(words[:120], 10**11, "GBP", words, words, (words,))
    numbers = Numbers(date(2026, 12, 28), date(2027, 1, 3), ((KINDS["lead"], 99_999),), COUNT)
    return SummaryFacts(True, (lead,) * SHOWN, 99_999, 99_999, 99_999, (win,) * WINS, 99_999, numbers, "line")


def full_of_contracts(words: str) -> SummaryFacts:
    """The same of contracts, each with seven roles, both deadlines, and seven partners who agreed to be named."""
    facts = full(words)
    contract = replace(
        facts.shown[0],
        kind=KINDS["contract"],
        bid_deadline=date(2030, 11, 30),
        roles=tuple(Need(f"{number} {words}"[:120], 1, 0) for number in range(7)),
    )
    win = replace(facts.wins[0], partners=tuple(f"{number} {words}" for number in range(7)))
    numbers = replace(facts.numbers, open_by_kind=((KINDS["contract"], 99_999),))
    return replace(facts, shown=(contract,) * SHOWN, wins=(win,) * WINS, numbers=numbers)


def letter(facts: SummaryFacts) -> Letter:
    return Letter(
        workspace_id=uuid4(),
        progress=None,
        leads_channel="C1",
        command_prefix="",
        locale="en_GB",
        today=date(2027, 1, 4),
        message_id=uuid4(),
        purpose=Purpose.SUMMARY,
        version=1,
        details={},
        channel=None,
        ts=None,
        due_at=datetime(2027, 1, 4, 9, tzinfo=UTC),
        once=None,
        perhaps_since=None,
        to=None,
        opportunity=None,
        offer=None,
        introduction=None,
        strangers=(),
        summary=facts,
    )


@pytest.mark.parametrize(("filled", "open_ones"), [(full, "99999 leads"), (full_of_contracts, "99999 contracts")])
@given(words=ANY)
def test_a_full_summary_fits_one_message_and_no_number_is_cut(filled, open_ones, words):
    said = write(letter(filled(words)))
    checked_message(said.text, said.blocks)
    assert sum(size for _, size in sizes(said.blocks)) <= ALL_TEXTS
    assert length(said.text) <= TEXT
    numbers = (
        "40000 of 55000 introductions of two people led to a meeting, and 4000 more had met before"
        f" · 50000 introductions from {open_ones} that were open · of 60000 introductions: "
        "10000 won, 10000 lost, 10000 fell through, 10000 without contact, 10000 stepped back, 10000 not known yet"
    )
    days = say_dates(date(2026, 12, 28), date(2027, 1, 3), locale="en_GB")
    assert said.blocks[-1]["elements"][0]["text"] == f"*{days}* · {numbers}"
    assert said.text.endswith(f"{days}: {numbers}.")
