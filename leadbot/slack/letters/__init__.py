"""The words of every message, one function for each purpose: from facts to what Slack shows."""

from collections.abc import Callable, Mapping

from leadbot.services.letter import Letter
from leadbot.services.outbox import Purpose
from leadbot.slack.blocks import Said
from leadbot.slack.letters import (
    asking_first,
    bids,
    bundles,
    cards,
    endings,
    follow_ups,
    groups,
    helps,
    offers,
    own_data,
    posters,
    refusals,
    summaries,
    teams,
    welcomes,
)
from leadbot.slack.prefix import renamed_said

WRITERS: Mapping[Purpose, Callable[[Letter], Said]] = {
    Purpose.OFFER: offers.offer,
    Purpose.PLACE_FREE: offers.offer,
    Purpose.OFFER_REMINDER: offers.offer,
    Purpose.OFFER_CHANGED: offers.offer_changed,
    Purpose.OFFER_ENDED: offers.offer_ended,
    Purpose.JOINED: offers.offer,
    Purpose.PART_GONE: offers.part_gone,
    Purpose.NOT_THIS_TIME: offers.not_this_time,
    Purpose.NAMED_IN_VAIN: offers.named_in_vain,
    Purpose.BUNDLE: lambda letter: bundles.bundle([write(item) for item in letter.items]),
    Purpose.HELP: helps.what_i_can_do,
    Purpose.WELCOME: welcomes.welcome,
    Purpose.MY_DATA: own_data.my_data,
    Purpose.POSTED: posters.posted,
    Purpose.ASK_POSTER: asking_first.ask_poster,
    Purpose.NOBODY_LEFT: posters.nobody_left,
    Purpose.STEPPED_BACK: posters.stepped_back,
    Purpose.HOLD_RELEASED: posters.hold_released,
    Purpose.CARD_NOT_POSTED: posters.card_not_posted,
    Purpose.NOT_INTRODUCED: posters.not_introduced,
    Purpose.EXPIRES_SOON: endings.expires_soon,
    Purpose.EXPIRED: endings.expired,
    Purpose.FOLLOW_UP: follow_ups.follow_up,
    Purpose.OUTCOME_TOLD: follow_ups.outcome_told,
    Purpose.BOTH_IN: follow_ups.both_are_in,
    Purpose.GIVEN_UP_ALONE: follow_ups.given_up,
    Purpose.INTRODUCTION: groups.introduction,
    Purpose.GROUP_STEPPED_BACK: groups.stepped_back,
    Purpose.GROUP_CHANGED: groups.changed,
    Purpose.GROUP_ENDED: groups.ended,
    Purpose.GROUP_REOPENED: groups.reopened,
    Purpose.GIVEN_UP: follow_ups.given_up,
    Purpose.UNFILLED: teams.unfilled,
    Purpose.NOT_GATHERED: teams.not_gathered,
    Purpose.POSTER_LEFT: teams.poster_left,
    Purpose.ORPHANED: teams.orphaned,
    Purpose.TEAM: teams.gathered,
    Purpose.TEAM_NEWS: teams.news,
    Purpose.BID: bids.question,
    Purpose.BID_TOLD: bids.told,
    Purpose.CARD: cards.card,
    Purpose.SUMMARY: summaries.summary,
    Purpose.SUMMARY_NOT_POSTED: summaries.not_posted,
    Purpose.DEAD_LETTERS: refusals.dead_letters,
    Purpose.SETUP: welcomes.setup,
}


def write(letter: Letter) -> Said:
    """What a letter says, from its facts as they are now, with our commands as they are called there."""
    return renamed_said(WRITERS[letter.purpose](letter), letter.command_prefix)
