"""A restored copy comes, days later, to what the Leadbot before it has said already: it looks there too."""

from datetime import timedelta

from leadbot.db.tables import Introduction, Offer, Opportunity
from leadbot.domain.statuses import IntroductionState, MessageState, OfferState
from leadbot.playground.person import Person
from leadbot.services.answer import accept
from leadbot.services.follow_up import put_off
from leadbot.services.manage import edit, put_on_the_channel
from leadbot.services.people import member_of
from leadbot.services.post import today
from tests.delivery.test_copies import a_question
from tests.delivery.test_killed import a_post, an_acceptance
from tests.delivery.test_killed_summary import Week, monday_comes, week_of
from tests.delivery.yard import LEAD, Restores, Yard
from tests.operators import ON_SQLITE


def days_pass(yard: Yard, days: int) -> None:
    """Days, in each of which Leadbot does what is due."""
    for _ in range(days):
        yard.time.passes(hours=24)
        yard.settles()


def one_place(yard: Yard) -> tuple[list[Person], Person]:
    """A lead with one place, and four designers: the three who were asked, and the one who was not."""
    ada = yard.joins("Ada Okafor")
    designers = [yard.joins(name, "logo-design") for name in ("Bob", "Cat", "Dan", "Eve")]
    yard.posts(ada, places="1")
    yard.settles()
    [left] = [person for person in designers if not person.inbox]
    return [person for person in designers if person is not left], left


def all_pass_and_one_is_reminded(yard: Yard, asked: list[Person], left: Person) -> None:
    """The three who were asked have no time, so the fourth is asked, and reminded a day later."""
    for person in asked:
        yard.has_no_time(person)
    yard.recovers()
    assert len(left.inbox) == 1
    yard.time.passes(hours=25)
    yard.recovers()
    assert len(left.inbox) == 2


@ON_SQLITE
def test_whoever_was_asked_and_reminded_since_the_backup_hears_of_it_no_second_time(
    yard: Yard, restores: Restores
) -> None:
    asked, eve = one_place(yard)
    restores(lambda: all_pass_and_one_is_reminded(yard, asked, eve))
    days_pass(yard, 2)
    assert len(eve.inbox) == 2
    offered = yard.row_to(eve, "offer")
    assert {button.label for button in eve.inbox[0].buttons} >= {"I'm interested", "Not for me"}
    assert {button.value for button in eve.inbox[0].buttons} == {str(offered.offer_id)}

    days_pass(yard, 4)
    assert len(eve.inbox) == 2
    with yard.scope() as scope:
        offer = scope.get(Offer, offered.offer_id)
        assert (offer.delivered_at is not None, offer.state) == (True, OfferState.LAPSED)


@ON_SQLITE
def test_a_copy_of_a_copy_looks_as_far_back_as_the_first(yard: Yard, restores: Restores) -> None:
    asked, eve = one_place(yard)
    restores(lambda: all_pass_and_one_is_reminded(yard, asked, eve))
    restores(lambda: None)
    days_pass(yard, 7)
    assert len(eve.inbox) == 2


@ON_SQLITE
def test_what_nobody_has_said_since_the_backup_is_said_when_its_time_comes(yard: Yard, restores: Restores) -> None:
    asked, eve = one_place(yard)
    restores(lambda: None)
    for person in asked:
        yard.has_no_time(person)
    yard.recovers()
    days_pass(yard, 1)
    assert [row.state for row in yard.rows_to(eve)] == [MessageState.SENT] * 2
    assert len(eve.inbox) == 2


@ON_SQLITE
def test_two_who_were_introduced_since_the_backup_meet_in_the_same_thread_and_are_asked_once(
    yard: Yard, restores: Restores
) -> None:
    a_post(yard)
    yard.settles()
    ada, bob = yard.slack.person("Ada"), yard.slack.person("Bob")

    def they_meet_and_are_asked() -> None:
        yard.accepts(bob)
        yard.recovers()
        days_pass(yard, 3)

    restores(they_meet_and_are_asked)
    group = ada.group_with(bob)
    assert group is not None
    [first] = group.messages
    asked = len(bob.inbox)
    with yard.scope() as scope:
        [offer] = scope.all(scope.select(Offer))
        accept(scope, member_of(scope, bob.id), str(offer.id))
    yard.recovers()
    with yard.scope() as scope:
        [introduction] = scope.all(scope.select(Introduction))
        assert introduction.state is IntroductionState.OPEN
        assert (introduction.channel, introduction.thread_ts) == (group.id, first.ts)
    days_pass(yard, 5)
    assert yard.row("follow_up").state is MessageState.SENT
    assert (len(group.messages), len(bob.inbox)) == (1, asked)

    yard.steps_back(bob)
    yard.recovers()
    assert [message.thread_ts for message in group.everything if message.ts != first.ts] == [first.ts]


@ON_SQLITE
def test_a_question_that_the_copy_asks_later_than_its_like_was_asked_is_not_put_again(
    yard: Yard, restores: Restores
) -> None:
    a_question(yard)
    ada, bob = yard.slack.person("Ada"), yard.slack.person("Bob")

    def they_ask_for_the_second_question_tomorrow() -> None:
        days_pass(yard, 2)
        with yard.scope() as scope:
            [introduction] = scope.all(scope.select(Introduction))
            put_off(scope, member_of(scope, bob.id), str(introduction.id), today(scope) + timedelta(days=1))
        days_pass(yard, 1)

    restores(they_ask_for_the_second_question_tomorrow)
    told = len(ada.inbox), len(bob.inbox)
    days_pass(yard, 8)
    assert len(yard.rows(purpose="follow_up")) == 3
    assert (len(ada.inbox), len(bob.inbox)) == told


@ON_SQLITE
def test_the_weeks_after_a_restored_one_have_their_summaries(yard: Yard, restores: Restores) -> None:
    monday_comes(yard)
    restores(yard.recovers)
    yard.recovers()
    before = len(yard.leads.messages)
    for week in (1, 2):
        days_pass(yard, 7)
        assert len(yard.leads.messages) == before + week
    assert [row.state for row in yard.rows(purpose="summary")] == [
        MessageState.UNKNOWN,
        MessageState.SENT,
        MessageState.SENT,
    ]


@ON_SQLITE
def test_a_week_whose_summary_was_moved_since_the_backup_has_no_second_one(yard: Yard, restores: Restores) -> None:
    monday_comes(yard)
    before = len(yard.leads.messages)

    def summary_comes_in(days: int) -> None:
        with yard.scope() as scope:
            scope.workspace.summary_due_at = scope.now + timedelta(days=days)

    def a_host_wants_it_today() -> None:
        summary_comes_in(days=0)
        yard.recovers()

    summary_comes_in(days=3)
    restores(a_host_wants_it_today)
    days_pass(yard, 4)
    assert len(yard.leads.messages) == before + 1
    assert week_of(yard) == Week(MessageState.UNKNOWN, said=0, told=(("Post it again",),))


@ON_SQLITE
def test_a_card_that_was_put_up_since_the_backup_is_put_up_again_only_if_its_poster_has_looked(
    yard: Yard, restores: Restores
) -> None:
    a_post(yard)
    yard.settles()
    ada = yard.slack.person("Ada")

    def puts_it_up() -> None:
        with yard.scope() as scope:
            [opportunity] = scope.all(scope.select(Opportunity))
            put_on_the_channel(scope, member_of(scope, ada.id), str(opportunity.id))
        yard.recovers()

    restores(puts_it_up)
    puts_it_up()
    assert len(yard.leads.messages) == 1
    assert yard.row("card").state is MessageState.UNKNOWN
    assert [button.label for button in ada.inbox[-1].buttons] == ["Post it again"]


@ON_SQLITE
def test_what_a_poster_changes_is_news_though_they_changed_something_before(yard: Yard, restores: Restores) -> None:
    a_post(yard)
    yard.settles()
    ada, bob = yard.slack.person("Ada"), yard.slack.person("Bob")

    def changes(**values: str) -> None:
        with yard.scope() as scope:
            [opportunity] = scope.all(scope.select(Opportunity))
            edit(scope, member_of(scope, ada.id), str(opportunity.id), LEAD | values)
        yard.recovers()

    restores(lambda: changes(budget="£500"))
    before = len(bob.inbox)
    changes(title="Logo for a bakery")
    assert len(bob.inbox) == before + 1


@ON_SQLITE
def test_to_be_in_doubt_is_no_way_past_the_daily_cap(yard: Yard, restores: Restores) -> None:
    ada, bob = yard.joins("Ada Okafor"), yard.joins("Bob", "logo-design")
    for _ in range(2):
        yard.posts(ada)
        yard.settles()
    for _ in range(2):
        yard.posts(ada)
    restores(lambda: None)
    yard.settles()
    assert len(bob.inbox) == 3
    assert len(yard.rows(MessageState.HELD)) == 1


@ON_SQLITE
def test_only_what_the_copy_knew_is_looked_for_and_no_longer_than_a_month(yard: Yard, restores: Restores) -> None:
    an_acceptance(yard)
    yard.recovers()
    restores(lambda: None)
    yard.moves_to(yard.settings["DATABASE_URL"])  # a second start begins nothing anew
    yard.posts(yard.slack.person("Ada"), reach="channel")
    yard.recovers()
    assert yard.row("card").state is MessageState.SENT
    assert looks_of(yard) == 0

    days_pass(yard, 14)
    assert len(yard.rows(MessageState.SENT, purpose="follow_up")) == 3
    assert looks_of(yard) == 3

    days_pass(yard, 16)
    looks = looks_of(yard)
    days_pass(yard, 14)
    assert len(yard.rows(MessageState.SENT, purpose="follow_up")) == 7
    assert looks_of(yard) == looks


def looks_of(yard: Yard) -> int:
    """How often Leadbot has looked whether something was said."""
    return len(yard.slack.calls_to("conversations.history") + yard.slack.calls_to("conversations.replies"))
