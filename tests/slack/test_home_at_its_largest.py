"""However much there is, and whatever its names: the Home tab is one that Slack takes, the urgent first, the rest counted."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from leadbot.db.engine import Database
from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, MemberSkill, Offer, Opportunity, Role, Workspace
from leadbot.domain.ids import new_id
from leadbot.domain.statuses import IntroductionState, MessageState, OfferState, Step
from leadbot.playground.limits import checked_view
from leadbot.playground.words import block_words
from leadbot.slack.blocks import VIEW_BLOCKS
from leadbot.slack.home import home_view

NOW = datetime(2026, 11, 30, 10, tzinfo=UTC)
BEFORE = NOW - timedelta(days=40)
MANY = 500
NAME = "<!channel> & *Wolfeschlegelsteinhausenbergerdorff* _the younger_ of the upper mill  "[:80]
TITLE = "&" * 120


@pytest.fixture
def scope(migrated_database_url):
    """A workspace in which one host has posted 500 and was asked about 500 more, with ten roles and the longest names."""
    database = Database(migrated_database_url)
    with database.transaction() as session:
        workspace = Workspace(id=new_id(NOW), slack_team_id="T1", locale="en_GB")
        session.add(workspace)
        session.flush()
        scope = Scope(session, workspace, NOW)
        fill(scope)
        yield scope
    database.close()


def fill(scope):
    """As much as there can be."""
    host, *others = (member(scope, number) for number in range(40))
    for number in range(MANY):
        role, opportunity = posted(scope, host, number)
        if number < 60:
            partner = others[number % len(others)]
            introduced(scope, role, opportunity, partner, IntroductionState.PROPOSED)
        elif number < 120:
            introduced(scope, role, opportunity, others[number % len(others)], IntroductionState.OPEN)
        role, _ = posted(scope, others[number % len(others)], MANY + number)
        if number < 60:
            offered(scope, role, host, OfferState.SENT)
        text = {"purpose": "offer", "destination": f"direct:{host.id}", "to_member_id": host.id, "error": TITLE}
        scope.add(Message, state=MessageState.DEAD, due_at=NOW, **text)
    scope.session.flush()


def member(scope, number):
    """Somebody with ten skills and a long name."""
    about = {"name": f"{number} {NAME}"[:80], "is_admin": number == 0, "looked_up_at": NOW, "created_at": BEFORE}
    made = scope.add(Member, slack_user_id=f"U{number}", **about)
    for position in range(10):
        skill = f"new:{position} {'&' * 68}"
        scope.session.add(
            MemberSkill(workspace_id=scope.workspace.id, member_id=made.id, skill=skill, position=position)
        )
    return made


def posted(scope, poster, number):
    """A contract with ten roles; gives the first of them."""
    about = {"title": TITLE, "details": "x", "budget": "&" * 80, "deadline": datetime(2030, 12, 12).date()}  # noqa: DTZ001
    opportunity = scope.add(
        Opportunity, kind="contract", number=number, poster_id=poster.id, created_at=BEFORE, **about
    )
    roles = [
        scope.add(
            Role, opportunity_id=opportunity.id, position=position, description=f"{position} {TITLE}"[:120], places=1
        )
        for position in range(1, 11 if number % 100 == 0 else 2)
    ]
    return roles[0], opportunity


def offered(scope, role, to, state):
    """An offer that has arrived."""
    about = {"origin": "matched", "reasons": [TITLE], "created_at": BEFORE, "delivered_at": BEFORE}
    return scope.add(Offer, role_id=role.id, member_id=to.id, state=state, **about)


def introduced(scope, role, opportunity, partner, state):
    """An introduction, whose question waits for both if it is open."""
    offer = offered(scope, role, partner, OfferState.ACCEPTED)
    scope.session.flush()
    ids = {"opportunity_id": opportunity.id, "role_id": role.id, "offer_id": offer.id, "partner_id": partner.id}
    opened = NOW if state is IntroductionState.OPEN else None
    asked = {"asked": 1, "unanswered": 1, "step": Step.SPOKE} if opened else {}
    introduction = scope.add(Introduction, **ids, state=state, created_at=BEFORE, opened_at=opened, **asked)
    if opened:
        to = {"destination": f"direct:{opportunity.poster_id}", "to_member_id": opportunity.poster_id}
        told = {"state": MessageState.SENT, "sent_at": NOW, "due_at": NOW, "details": {"number": 1, "step": "spoke"}}
        scope.session.flush()
        scope.add(Message, purpose="follow_up", introduction_id=introduction.id, **to, **told)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_it_is_taken_the_urgent_first_and_the_rest_counted_with_a_way_to_see_it(scope):
    host = scope.session.scalar(scope.select(Member).where(Member.is_admin))
    asked = []
    event.listen(scope.session.connection(), "before_cursor_execute", lambda *said: asked.append(said[2]))
    view = checked_view(home_view(scope, host), "home")
    assert len(asked) < 150, "what is not shown is counted, and not read any further"
    words = " ".join(block_words(view["blocks"]).split())
    assert len(view["blocks"]) < VIEW_BLOCKS, "so nothing was cut off at the end"
    assert "Could be asked" in words, "which comes last"
    order = ["500 messages could not be delivered", "Waiting for your answer", "Yours, and open", "For hosts"]
    assert [words.index(each) for each in order] == sorted(words.index(each) for each in order)
    for counted in ("172 more: they are under Messages", "492 more: /leads mine lists them", "52 more", "and 28 more"):
        assert f"{counted}" in words, counted
