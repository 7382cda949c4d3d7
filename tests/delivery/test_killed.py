"""A worker is killed at every named point between a commit and the mark: nothing is lost, and nothing is said twice."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from leadbot.db.tables import Opportunity
from leadbot.domain.statuses import MessageState
from leadbot.services.claim import Patience
from leadbot.services.missing import post_card_again
from leadbot.services.people import member_of, skills_of
from tests.delivery.nursery import Nursery, Worker
from tests.delivery.yard import SHORT, Yard, open_yard

KILLED = -9
REACHED = "after the claim", "after the answer", "after the mark"  # the worker kills itself there
CALLING = "before Slack has it", "before Slack's answer"  # the call is held up, and the worker is killed meanwhile
POINTS = (*REACHED, *CALLING)
SAID_ALREADY = "after the answer", *CALLING  # here nobody can know whether it was said, and it was, or will be


@dataclass(frozen=True)
class Words:
    """Something that Leadbot is about to say: its purpose, and how the yard comes to that moment."""

    purpose: str
    about_to_be_said: Callable[[Yard], None]


def a_post(yard: Yard) -> None:
    ada, _ = yard.joins("Ada Okafor"), yard.joins("Bob Lindqvist", "logo-design")
    yard.posts(ada)


def a_card(yard: Yard) -> None:
    ada, _ = yard.joins("Ada Okafor"), yard.joins("Bob Lindqvist", "logo-design")
    yard.posts(ada, reach="channel")


def an_acceptance(yard: Yard) -> None:
    a_post(yard)
    yard.settles()
    yard.accepts(yard.slack.person("Bob"))


def a_step_back(yard: Yard) -> None:
    an_acceptance(yard)
    yard.settles()
    yard.steps_back(yard.slack.person("Bob"))


OFFER = Words("offer", a_post)
INTRODUCTION = Words("introduction", an_acceptance)
STEP_BACK = Words("group_stepped_back", a_step_back)
CARD = Words("card", a_card)
LOOKED_UP = pytest.mark.parametrize(
    "words", [OFFER, INTRODUCTION, STEP_BACK], ids=["direct message", "group message", "thread reply"]
)


def dies(yard: Yard, point: str, purpose: str, meanwhile: Callable[[], object] = lambda: None) -> None:
    """A worker begins to say what is due, and is killed at this point; `meanwhile` happens before its call arrives."""
    if point not in CALLING:
        assert yard.worker(point=point, purpose=purpose).ends() == KILLED
        return
    key = str(yard.row(purpose).id) if yard.rows(purpose=purpose) else ""

    def ours(args: dict[str, object]) -> bool:
        return key in str(args.get("metadata")) if key else "looks like you" in str(args.get("text"))

    hold = yard.slack.hold("chat.postMessage", applied=point == "before Slack's answer", when=ours)
    worker = yard.worker(point=point, purpose=purpose)
    assert hold.arrived.wait(20), yard.slack.story()
    worker.kill()
    assert worker.ends() == KILLED
    meanwhile()
    calls = len(yard.slack.calls)
    hold.release()
    yard.slack.wait_until(lambda: len(yard.slack.calls) > calls, what="Slack does what it was asked")


@pytest.mark.case("CRASH-01")
@pytest.mark.parametrize("point", POINTS)
@LOOKED_UP
def test_whoever_dies_on_the_way_leaves_nothing_unsaid_and_nothing_said_twice(
    yard: Yard, words: Words, point: str
) -> None:
    words.about_to_be_said(yard)

    dies(yard, point, words.purpose)
    yard.recovers()

    assert yard.lost_and_doubled() == ([], [])
    assert yard.copies()[str(yard.row(words.purpose).id)] == 1


@pytest.mark.parametrize("point", SAID_ALREADY)
@LOOKED_UP
def test_without_the_look_the_same_deaths_say_it_twice(
    migrated_database_url: str, nursery: Nursery, words: Words, point: str
) -> None:
    blind = Patience(timeout=SHORT.timeout, margin=SHORT.margin, looks=False)
    with open_yard(migrated_database_url, nursery, blind) as yard:
        words.about_to_be_said(yard)

        dies(yard, point, words.purpose)
        yard.recovers()

        assert yard.copies()[str(yard.row(words.purpose).id)] == 2


@pytest.mark.case("CRASH-01")
@pytest.mark.parametrize("point", POINTS)
def test_a_card_is_never_doubled_and_its_loss_is_told(yard: Yard, point: str) -> None:
    CARD.about_to_be_said(yard)

    dies(yard, point, CARD.purpose)
    yard.recovers()

    assert yard.lost_and_doubled() == ([], [])
    card = yard.row("card")
    assert yard.copies()[str(card.id)] == (0 if point == "after the claim" else 1)
    if point == "after the mark":
        assert card.state is MessageState.SENT
        assert yard.rows(purpose="card_not_posted") == []
        return
    assert card.state is MessageState.UNKNOWN
    told = yard.slack.person("Ada").inbox[-1]
    assert "Post it again" in [button.label for button in told.buttons]


def test_a_card_that_was_lost_is_posted_when_its_poster_asks_for_it(yard: Yard) -> None:
    CARD.about_to_be_said(yard)
    dies(yard, "after the claim", CARD.purpose)
    yard.recovers()
    card = yard.row("card")

    with yard.scope() as scope:
        assert card.opportunity_id is not None
        post_card_again(scope, scope.get(Opportunity, card.opportunity_id))
    yard.recovers()

    assert yard.row("card").state is MessageState.SENT
    assert yard.copies()[str(card.id)] == 1


@pytest.mark.case("CRASH-01")
def test_a_web_process_that_dies_after_the_commit_leaves_its_words_to_the_next(yard: Yard) -> None:
    a_post(yard)
    yard.settles()
    bob = yard.slack.person("Bob")
    offer = bob.inbox[-1]
    web = yard.worker(work="answer", point="before the claim")
    yard.slack.deliver_to(f"http://127.0.0.1:{web.port}/slack/events")

    bob.press(offer, "I'm interested")
    assert web.ends() == KILLED
    yard.slack.faults.clear()  # Bob was shown that it failed; it is saved all the same
    yard.slack.deliver_to(None)
    yard.recovers()

    assert yard.lost_and_doubled() == ([], [])
    group = yard.slack.person("Ada").group_with(bob)
    assert group is not None
    assert yard.purposes_in(group) == ["introduction"]


@pytest.mark.case("CRASH-02")
def test_a_web_process_that_dies_before_the_commit_has_told_nobody_yes(yard: Yard) -> None:
    a_post(yard)
    yard.settles()
    ada, bob = yard.slack.person("Ada"), yard.slack.person("Bob")
    offer = bob.inbox[-1]
    for act in (lambda: bob.types("/skills bookkeeping"), lambda: bob.press(offer, "I'm interested")):
        web = yard.worker(work="answer", point="before the commit")
        yard.slack.deliver_to(f"http://127.0.0.1:{web.port}/slack/events")
        assert not act().ok  # Slack shows that it failed
        assert web.ends() == KILLED
    yard.slack.faults.clear()
    yard.slack.deliver_to(None)
    yard.recovers()

    assert ada.group_with(bob) is None
    with yard.scope() as scope:
        assert skills_of(scope, member_of(scope, bob.id)) == ["logo-design"]


@pytest.mark.case("CRASH-03")
def test_after_a_death_nobody_looks_while_the_call_may_still_be_under_way(
    migrated_database_url: str, nursery: Nursery
) -> None:
    patient = Patience(timeout=SHORT.timeout, margin=20.0)
    with open_yard(migrated_database_url, nursery, patient) as yard:
        a_post(yard)

        def comes_back_at_once_and_a_little_later() -> None:
            for seconds in (0, patient.timeout, patient.margin / 2):
                yard.time.passes(seconds=seconds)
                yard.settles()
                assert yard.slack.calls_to("conversations.history") == []
                assert yard.copies()[str(yard.row("offer").id)] == 0

        dies(yard, "before Slack has it", "offer", comes_back_at_once_and_a_little_later)
        yard.recovers()
        assert yard.slack.calls_to("conversations.history")
        assert yard.copies()[str(yard.row("offer").id)] == 1


# ---- at random moments


@dataclass
class Havoc:
    """Workers that are killed at random moments, and a Slack that loses some answers."""

    yard: Yard
    chance: random.Random
    killed: int = 0

    def begins(self) -> None:
        """So many neighbours that work is left while some of their conversations wait for a lease to run out."""
        for number in range(80):
            self.yard.joins(f"Neighbour {number}", "logo-design")
        with self.yard.scope() as scope:
            scope.workspace.wave_size = 4  # for each of the five places: twenty at a time
            scope.workspace.daily_cap = 1000  # nothing waits for tomorrow: all of this happens in one day
        self.yard.posts(self.chance.choice(self.yard.slack.people))
        self.yard.settles()

    def there_is_work(self) -> None:
        """So much that a worker which is killed has always something under way."""
        if len(self.yard.rows(MessageState.WAITING)) < 60:  # each lead will bring twenty more
            poster = self.chance.choice(self.yard.slack.people)
            self.yard.posts(poster, reach=self.chance.choice(["matched", "channel"]))
            self.somebody_answers()

    def somebody_answers(self) -> None:
        """An introduction, and at times a step back from one."""
        for person in self.chance.sample(self.yard.slack.people, 3):
            act = self.chance.choice([self.yard.accepts, self.yard.accepts, self.yard.steps_back])
            try:
                act(person)
            except IndexError:  # nobody asked them, or they are in no introduction
                continue

    def slack_fails(self) -> None:
        """Some answers are lost, some calls fail, some of these after they were done."""
        later = self.chance.randrange(12)
        match self.chance.randrange(5):
            case 0 | 1:
                self.yard.slack.fail("chat.postMessage", lose_answer=True, after=later)
            case 2:
                self.yard.slack.fail("chat.postMessage", status=500, applied=True, after=later)
            case 3:
                self.yard.slack.fail("chat.postMessage", status=503, after=later)
            case 4:
                method = self.chance.choice(["conversations.history", "conversations.open", "chat.update"])
                self.yard.slack.fail(method, lose_answer=True)

    def kills(self, worker: Worker) -> None:
        """After a few calls, more or less: on a busy machine a worker comes to them later."""
        made = len(self.yard.slack.calls) + self.chance.randrange(1, 12)
        end = time.monotonic() + 3
        while len(self.yard.slack.calls) < made and time.monotonic() < end:
            self.yard.slack.wait_for_change(self.yard.slack.revision, 0.1)
        time.sleep(self.chance.uniform(0.0, 0.05))  # the moment itself is what is tested
        worker.kill()
        assert worker.ends() == KILLED
        self.killed += 1

    def ends(self) -> None:
        """Slack is well again, and what is left is said."""
        self.yard.slack.recover()
        time.sleep(self.yard.patience.margin)  # what the last to die had sent is there by then
        self.yard.recovers(rounds=60)


@pytest.fixture
def havoc(yard: Yard) -> Havoc:
    return Havoc(yard, random.Random(20261207))


@dataclass(frozen=True)
class Toll:
    """What came of many deaths."""

    lost: list[str]
    doubled: list[str]
    said: int
    looks: int


def toll_of(havoc: Havoc, kills: int) -> Toll:
    """So many workers die, one after another; then everything is put right."""
    havoc.begins()
    while havoc.killed < kills:
        havoc.there_is_work()
        havoc.slack_fails()
        havoc.kills(havoc.yard.worker(work="courier"))
    havoc.ends()

    lost, doubled = havoc.yard.lost_and_doubled()
    said = sum(havoc.yard.copies().values())
    looks = len(havoc.yard.slack.calls_to("conversations.history") + havoc.yard.slack.calls_to("conversations.replies"))
    print(f"{kills} kills, {said} said, {looks} looks, {len(lost)} lost, {len(doubled)} doubled")
    return Toll(lost, doubled, said, looks)


@pytest.mark.case("CRASH-01")
@pytest.mark.parametrize("kills", [100, pytest.param(1000, marks=pytest.mark.soak)])
def test_deaths_at_random_moments_lose_nothing_and_double_nothing(havoc: Havoc, kills: int) -> None:
    toll = toll_of(havoc, kills)
    assert (toll.lost, toll.doubled) == ([], [])
    assert toll.said > 2 * kills  # the workers did work…
    assert toll.looks > kills // 2  # …and most of them died at it
