"""A copy of the database is restored: what the Leadbot before it has said since is not said again, and the rest is said."""

from collections import Counter

import pytest
from sqlalchemy import text

from leadbot.db.tables import Offer
from leadbot.domain.statuses import MessageState
from tests.delivery.test_bundle import BUNDLE
from tests.delivery.test_killed import CARD, INTRODUCTION, OFFER, STEP_BACK, Words, a_post, an_acceptance
from tests.delivery.test_killed_summary import Week, monday_comes, week_of
from tests.delivery.yard import Restores, Yard
from tests.operators import ON_POSTGRESQL, ON_SQLITE

AFTER_THE_BACKUP = pytest.mark.parametrize("goes_on", [True, False], ids=["said since", "not said since"])


def times_said(yard: Yard) -> Counter[str]:
    """How often each thing was said, by its name, whichever database it came from."""
    return Counter(message.metadata["event_payload"]["once"] for message in yard.said() if message.metadata)


def a_reminder(yard: Yard) -> None:
    """Bob has not answered, and will be reminded tomorrow."""
    a_post(yard)
    yard.settles()


def a_question(yard: Yard) -> None:
    """Bob and Ada were introduced, and will be asked how it went."""
    an_acceptance(yard)
    yard.settles()


@ON_SQLITE
@AFTER_THE_BACKUP
@pytest.mark.parametrize(
    ("words", "hours"),
    [
        (OFFER, 1),
        (INTRODUCTION, 1),
        (STEP_BACK, 1),
        (BUNDLE, 0),
        (Words("offer_reminder", a_reminder), 25),
        (Words("follow_up", a_question), 73),
    ],
    ids=["offer", "group message", "thread reply", "bundle", "reminder", "question"],
)
def test_what_was_said_since_the_backup_is_not_said_again_and_what_was_not_is_said(
    yard: Yard, restores: Restores, words: Words, hours: int, goes_on: bool
) -> None:
    words.about_to_be_said(yard)

    def passes() -> None:
        yard.time.passes(hours=hours)
        if goes_on:
            yard.recovers()
            assert [row.state for row in yard.rows(purpose=words.purpose)] == [MessageState.SENT]
        yard.time.passes(minutes=30)

    restores(passes)
    yard.recovers()

    said = times_said(yard)
    assert set(said.values()) == {1}
    assert [row.state for row in yard.rows(purpose=words.purpose)] == [MessageState.SENT]
    assert not yard.rows(MessageState.WAITING, MessageState.HELD, MessageState.DEAD)


@ON_SQLITE
def test_an_offer_that_is_found_can_be_answered(yard: Yard, restores: Restores) -> None:
    a_post(yard)
    restores(yard.recovers)
    yard.recovers()

    [offered] = [message for message in yard.slack.person("Bob").inbox if message.buttons]
    with yard.scope() as scope:
        [offer] = scope.all(scope.select(Offer))
    assert {button.value for button in offered.buttons if button.label == "I'm interested"} == {str(offer.id)}


@ON_SQLITE
@AFTER_THE_BACKUP
def test_a_card_is_not_repeated_and_its_poster_can_have_it_posted_again(
    yard: Yard, restores: Restores, goes_on: bool
) -> None:
    CARD.about_to_be_said(yard)
    restores(yard.recovers if goes_on else lambda: None)
    yard.recovers()

    assert yard.row("card").state is MessageState.UNKNOWN
    assert len(yard.leads.messages) == int(goes_on)
    assert [button.label for button in yard.slack.person("Ada").inbox[-1].buttons] == ["Post it again"]


@ON_SQLITE
@AFTER_THE_BACKUP
def test_a_summary_is_not_repeated_and_the_hosts_can_have_it_posted_again(
    yard: Yard, restores: Restores, goes_on: bool
) -> None:
    monday_comes(yard)
    before = len(yard.leads.messages)
    restores(yard.recovers if goes_on else lambda: None)
    yard.recovers()

    assert len(yard.leads.messages) == before + int(goes_on)
    assert week_of(yard) == Week(MessageState.UNKNOWN, said=0, told=(("Post it again",),))


@ON_POSTGRESQL
def test_a_dump_that_was_restored_is_marked_by_whoever_restores_it(yard: Yard) -> None:
    CARD.about_to_be_said(yard)
    with yard.scope() as scope:
        scope.session.execute(text("UPDATE workspaces SET copied_at = '2026-11-24 03:30+00'"))
    yard.moves_to(yard.settings["DATABASE_URL"])
    yard.recovers()

    assert yard.row("card").state is MessageState.UNKNOWN
    looks = len(yard.slack.calls_to("conversations.history"))
    yard.time.passes(hours=25)
    yard.recovers()
    assert yard.row("offer_reminder").state is MessageState.SENT
    assert len(yard.slack.calls_to("conversations.history")) == looks + 1
