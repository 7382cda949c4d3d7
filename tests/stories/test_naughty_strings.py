"""Whatever people type, wherever they can type: it is shown as they typed it, less what nobody sees, and nothing is live.

What no payload may hold is looked at after every story, in `tests/payloads.py`.
"""

import pytest

from leadbot.domain.lengths import length
from leadbot.playground.words import texts, unescape
from leadbot.slack.text import clean, clean_line, keep, words
from tests.stories.passing import later, says
from tests.stories.space import on_one_engine
from tests.stories.weekly import monday_comes, summaries
from tests.strings import TRICKS, everything

pytestmark = [
    on_one_engine,
    pytest.mark.case("INJECT-01", "INJECT-02", "INJECT-03", "INJECT-07", "INJECT-08", "INJECT-09"),
]
WORDS = [typed for typed in everything() if clean_line(typed)]


def batches(most, lines=False):
    """The strings, so many together as a field holds."""
    batch = ""
    for typed in WORDS:
        longer = f"{batch}{chr(10) if lines else ' '}{typed}" if batch else typed
        if length(longer) > most:
            yield batch
            longer = keep(typed, most)
        batch = longer
    yield batch


def posted_by_somebody(space, **more):
    """Ada's lead, for which Bob was asked; its poster is asked first."""
    ada, bob, *_ = space.moves_in()
    return ada, bob, space.posts(ada, "Logo for a bakery", introduce="ask_me", **more)


def changes(space, ada, posted, **values):
    """Ada edits her lead; in the form stands what she typed before, and she hears of no fault."""
    ada.press(posted, "Edit")
    form = ada.wait_for_form(callback_id="lead_form")
    assert form.fill(**values).submit() is None, form.errors
    space.settles()


def all_is_well(space):
    """Everything was answered, and nothing went wrong on the way."""
    for delivery in space.slack.deliveries:
        assert delivery.ok, (str(delivery), delivery.body)
        assert "Something went wrong" not in delivery.answer, delivery.body


def test_in_every_field_of_a_lead(space):
    ada, bob, posted = posted_by_somebody(space)
    lines, few = batches(120), [keep(typed, 80) for typed in WORDS]
    for number, details in enumerate(batches(1990, lines=True)):
        title, budget = next(lines), few[-1 - number]
        changes(space, ada, posted, title=title, details=details, confidential=details, budget=budget)
        for message in (space.card(), space.offered(bob), posted):
            plain = [shown for kind, shown, _ in texts(message.blocks) if kind == "plain_text"]
            assert plain[:2] == [clean_line(title), clean(details)]  # as they were typed, not escaped
            assert clean_line(title) in unescape(message.text)
            assert message.pings == []
        ada.press(posted, "Edit")
        held = ada.wait_for_form(callback_id="lead_form").values()
        assert (held["title"], held["details"], held["confidential"]) == (
            clean_line(title),
            clean(details),
            clean(details),
        )
        assert held["budget"] == (clean_line(budget) or None)
        ada.form.close()
    all_is_well(space)


@pytest.mark.case("INJECT-11")
@pytest.mark.parametrize("every", [15, pytest.param(1, marks=pytest.mark.soak)])
def test_after_every_command_and_in_its_menus(space, every):
    ada, _, _ = posted_by_somebody(space)
    for typed in (*TRICKS, *WORDS[len(TRICKS) :: every]):
        sent = typed.encode("utf-8", "ignore").decode()
        looked = ada.types(f"/leads look {sent}").text
        if not set("@#") & set(typed):  # of these Slack makes mentions
            assert words(f"look {typed}", 100)[:90].rstrip("…") in looked
        for command in ("/leads", "/leads why", "/leadbot", "/skills", "/here", "/here until 5,"):
            assert ada.types(f"{command} {sent}").ok
        ada.types(f"/lead {sent}")
        form = ada.wait_for_form(callback_id="lead_form")
        form.type_ahead("skills", sent)
        form.close()
    assert "Logo for a bakery" in ada.types("/leads mine").text  # all tables are where they were
    all_is_well(space)


def test_as_a_place_in_the_space(space):
    ada, bob, *_ = space.moves_in()
    for person in (ada, bob):
        person.types("/leadbot help")
        space.settles()
    bob.types("/here")
    shown = 0
    for typed in TRICKS:
        answer = ada.types(f"/here until 23:59, {keep(clean_line(typed), 40).encode('utf-8', 'ignore').decode()}")
        assert answer.ok
        shown += "until 23:59, " in answer.text
        bob.opens_home()
    assert shown > len(TRICKS) // 2, "they are kept as places"
    ada.types("/here until 23:59, *by* <!channel> <https://elsewhere.example|the door>")
    posted = space.posts(ada, "Logo for a bakery")
    offer = space.offered(bob)
    assert "Ada is in the space until 23:59, ∗by∗ <!channel> <https://elsewhere.example|the door>." in offer.words
    assert offer.pings == posted.pings == []
    all_is_well(space)


def test_as_a_name_a_skill_a_thank_you_and_an_amount(space):
    names = [keep(typed, 60) for typed in WORDS if typed.startswith("<")][:8]
    ada = space.joins("*Ada* <!channel>|<https://elsewhere.example|profile>")
    partners = [space.joins(f"{name} {number}", "logo design") for number, name in enumerate(names)]
    space.posts(ada, "Logo for a bakery", places="5")
    for partner in partners[:3]:
        space.accepts(partner)
        space.waits_for_group(ada, partner, "meet")
    later(space, days=2, hours=1)
    thanks = keep(" ".join(TRICKS), 480)
    for partner in partners[:3]:
        asked = space.waits_for(partner, "spoken yet")
        says(space, partner, asked, "won", value="£1,500", thanks=thanks, share=["names", "thanks"])
        assert clean_line(thanks)[:200] in " ".join(space.heard(ada, "it was won").screen.split())
    monday_comes(space)
    [summary] = summaries(space)
    assert "@channel" not in summary.pings
    ada.opens_home()
    all_is_well(space)
