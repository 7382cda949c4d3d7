"""Every answer that a method may give, to a real row and the real messenger: what is to be done about it is done."""

from collections import Counter
from typing import NamedTuple

import pytest
from sqlalchemy import update

from leadbot.bootstrap import ask_home, client_for
from leadbot.config import Settings
from leadbot.db.outbox import Message
from leadbot.db.tables import Member
from leadbot.domain.reactions import Reaction
from leadbot.domain.statuses import MessageState
from leadbot.playground.person import Person
from leadbot.playground.records import Json
from leadbot.services.outbox import Purpose, tell
from leadbot.services.people import member_of
from leadbot.services.workspaces import settle
from tests.delivery.yard import Yard
from tests.slack.answers import pairs

pytestmark = [
    pytest.mark.case("SLACK-01"),
    pytest.mark.parametrize("databases", ["sqlite"], indirect=True),
]
BOTH = (Reaction.STOP_WORKSPACE, Reaction.WAIT)  # these hold up others too, and so come one by one
OFTEN = 1000


class Came(NamedTuple):
    """What came of a word to somebody, to whom Slack gave one answer."""

    state: MessageState
    calls: int  # of the method that was answered so, a day long
    looks: int
    heard: int
    unreachable: bool = False


GOES_ON = Came(MessageState.SENT, calls=2, looks=0, heard=1)
ENDS = Came(MessageState.DEAD, calls=1, looks=0, heard=0)
STOPS = Came(MessageState.STOPPED, calls=1, looks=0, heard=0, unreachable=True)
FIRST = {
    Reaction.BACK_OFF: GOES_ON,
    Reaction.STOP_PERSON: STOPS,
    Reaction.STOP_CHANNEL: ENDS,
    Reaction.GIVE_UP: ENDS,
}
FOLLOWS = {
    "chat.postMessage": FIRST | {Reaction.LOOK_FIRST: Came(MessageState.SENT, calls=2, looks=1, heard=1)},
    "conversations.open": FIRST | {Reaction.LOOK_FIRST: GOES_ON},  # it can be repeated
    "chat.update": {
        Reaction.BACK_OFF: GOES_ON,
        Reaction.LOOK_FIRST: GOES_ON,
        Reaction.STOP_CHANNEL: ENDS._replace(heard=1),  # what is there stays as it was
        Reaction.GIVE_UP: ENDS._replace(heard=1),
        Reaction.SAY_AFRESH: Came(MessageState.SENT, calls=1, looks=0, heard=2),
    },
}


def whom(method: str, args: Json) -> object:
    """Whom a call is about."""
    return args.get({"conversations.open": "users", "users.info": "user"}.get(method, "channel"))


def address(method: str, person: Person) -> str:
    """How a call names somebody."""
    return person.id if method in ("conversations.open", "users.info") else person.dm.id


def answers_with(yard: Yard, method: str, code: str, person: Person, times: int) -> None:
    """Slack answers so whenever the call is about this person."""
    name = address(method, person)
    yard.slack.fail(method, code, times=times, retry_after=30, when=lambda args: whom(method, args) == name)


def neighbours(yard: Yard, method: str, codes: list[str]) -> dict[str, Person]:
    """A neighbour for each code, known to Leadbot; what it has to say to them is waiting."""
    people = {code: yard.slack.add_person(code) for code in codes}
    with yard.scope() as scope:
        for person in people.values():
            member = member_of(scope, person.id, person.name)
            member.looked_up_at, member.look_up_due_at = scope.now, None
            if method != "conversations.open":
                member.direct_channel = person.dm.id
            scope.session.flush()
            tell(scope, Purpose.HELP, member.id)
    if method == "chat.update":
        yard.settles()
        say_it_anew(yard)
    return people


def say_it_anew(yard: Yard) -> None:
    """All that was said is out of date."""
    with yard.scope() as scope:
        anew = {"version": Message.version + 1, "state": MessageState.WAITING, "attempts": 0}
        scope.session.execute(update(Message).values(anew), execution_options={"synchronize_session": False})


def what_came(yard: Yard, method: str, people: dict[str, Person]) -> dict[str, Came]:
    """What came of it, by the code that Slack answered with."""
    calls = Counter(whom(method, call.args) for call in yard.slack.calls_to(method))
    looks = Counter(call.args["channel"] for call in yard.slack.calls_to("conversations.history"))
    with yard.scope() as scope:
        members = {member.slack_user_id: member for member in scope.all(scope.select(Member))}
        states = {row.to_member_id: row.state for row in scope.all(scope.select(Message))}
    return {
        code: Came(
            states[members[person.id].id],
            calls[address(method, person)],
            looks[person.dm.id],
            len(person.inbox),
            members[person.id].unreachable,
        )
        for code, person in people.items()
    }


@pytest.mark.parametrize("method", FOLLOWS)
def test_each_answer_has_its_consequence_for_one_message_and_none_for_the_others(yard: Yard, method: str) -> None:
    answers = {code: reaction for code, reaction in pairs(method).items() if reaction not in BOTH}
    people = neighbours(yard, method, list(answers))
    for code, reaction in answers.items():
        answers_with(yard, method, code, people[code], 1 if FOLLOWS[method][reaction].calls == 2 else OFTEN)
    yard.settles()
    for hours in (1, 23):
        yard.time.passes(hours=hours)
        yard.settles()
    assert what_came(yard, method, people) == {code: FOLLOWS[method][reaction] for code, reaction in answers.items()}


@pytest.mark.parametrize("method", FOLLOWS)
def test_each_answer_that_stops_a_workspace_stops_it_until_its_token_is_good_again(yard: Yard, method: str) -> None:
    stops = [code for code, reaction in pairs(method).items() if reaction is Reaction.STOP_WORKSPACE]
    assert len(stops) >= 12
    people = neighbours(yard, method, ["one", "another"])
    for code in stops:
        before = len(yard.slack.calls_to(method))
        yard.slack.fail(method, code, times=OFTEN)
        yard.settles()
        calls = len(yard.slack.calls)
        yard.time.passes(hours=3)
        yard.settles()
        assert len(yard.slack.calls_to(method)) == before + 1, code
        assert len(yard.slack.calls) == calls
        with yard.scope() as scope:
            assert scope.workspace.stopped_for == code
        yard.slack.recover()
        client = client_for(Settings.model_validate(yard.settings), 2.0, token=yard.slack.bot_token)
        settle(yard.leadbot.worker_database, ask_home(client), yard.time())
    yard.recovers()
    assert [len(person.inbox) for person in people.values()] == [1, 1]


@pytest.mark.parametrize(("method", "code"), [(method, code) for method in FOLLOWS for code in ("ratelimited",)])
def test_too_fast_rests_the_method_for_everybody(yard: Yard, method: str, code: str) -> None:
    assert pairs(method)[code] is Reaction.WAIT
    people = neighbours(yard, method, ["one", "another"])
    yard.slack.fail(method, code, retry_after=30)
    for seconds in (0, 28):
        yard.time.passes(seconds=seconds)
        yard.settles()
        assert len(yard.slack.calls_to(method)) == 1
    yard.time.passes(seconds=3)
    yard.settles()
    assert len(yard.slack.calls_to(method)) == 3
    assert [len(person.inbox) for person in people.values()] == [1, 1]


def test_each_answer_about_who_somebody_is_has_its_consequence(yard: Yard) -> None:
    answers = pairs("users.info")
    alone = {code: reaction for code, reaction in answers.items() if reaction not in BOTH}
    people = neighbours(yard, "users.info", list(alone))
    yard.settles()
    with yard.scope() as scope:
        for member in scope.all(scope.select(Member)):
            member.name, member.look_up_due_at = "not yet known", scope.now
    for code, reaction in alone.items():
        answers_with(yard, "users.info", code, people[code], 1 if reaction.may_pass else OFTEN)
    for hours in (0, 1, 23):
        yard.time.passes(hours=hours)
        yard.settles()
    calls = Counter(call.args["user"] for call in yard.slack.calls_to("users.info"))
    came = {}
    with yard.scope() as scope:
        for code, person in people.items():
            member = member_of(scope, person.id)
            came[code] = (calls[person.id], member.has_left, member.name != "not yet known")
    follows = {
        Reaction.BACK_OFF: (2, False, True),
        Reaction.LOOK_FIRST: (2, False, True),
        Reaction.STOP_PERSON: (1, True, False),
        Reaction.STOP_CHANNEL: (1, False, False),
        Reaction.GIVE_UP: (1, False, False),
    }
    assert came == {code: follows[reaction] for code, reaction in alone.items()}


def test_an_answer_that_nobody_has_described_is_tried_three_times_at_most(yard: Yard) -> None:
    for method in FOLLOWS:
        people = neighbours(yard, method, ["moon"])
        yard.slack.fail(method, "moon_in_the_wrong_quarter", times=OFTEN)
        for _ in range(6):
            yard.settles()
            yard.time.passes(hours=6)
        assert len(yard.slack.calls_to(method)) == 3, method
        yard.slack.recover()
        assert what_came(yard, method, people)["moon"].state is MessageState.DEAD
