"""Whatever people type, wherever they can type: it is shown as they typed it, less what nobody sees, and nothing is live.

What no payload may hold is looked at after every story, in `tests/payloads.py`.
"""

import pytest

from leadbot.domain.lengths import length
from leadbot.matching.vocabulary import load_vocabulary
from leadbot.playground.limits import wrong_in_options
from leadbot.playground.words import texts, unescape
from leadbot.slack.text import clean, clean_line, keep, words
from tests.stories import contracts
from tests.stories.passing import later, says
from tests.stories.space import on_one_engine
from tests.stories.weekly import monday_comes, summaries
from tests.strings import TRICKS, everything

pytestmark = [
    on_one_engine,
    pytest.mark.case("INJECT-01", "INJECT-02", "INJECT-03", "INJECT-07", "INJECT-08", "INJECT-09"),
]
WORDS = [typed for typed in everything() if clean_line(typed)]


some_or_all = pytest.mark.parametrize("every", [8, pytest.param(1, marks=pytest.mark.soak)])


def some(every):
    """Our own strings, and every so many of the lists'."""
    return [*WORDS[: len(TRICKS)], *WORDS[len(TRICKS) :: every]]


def batches(most, strings=WORDS, lines=False):
    """The strings, so many together as a field holds."""
    batch = ""
    for typed in strings:
        longer = f"{batch}{chr(10) if lines else ' '}{typed}" if batch else typed
        if length(longer) > most:
            yield batch
            longer = keep(typed, most)
        batch = longer
    yield batch


def new_skills(strings):
    """The strings as skills that the vocabulary does not know, ten at a time, as a menu takes them."""
    found = dict.fromkeys(keep(clean_line(typed), 60) for typed in strings)
    own = (typed for typed in found if typed and unescape(typed) == typed and load_vocabulary().find(typed) is None)
    skills = [f"new:{typed}" for typed in own]
    return [skills[first : first + 10] for first in range(0, len(skills), 10)]


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


@some_or_all
def test_in_every_role_of_a_contract(space, every):
    ada, bob = space.joins("Ada Okafor"), space.joins("Bob Lindqvist", "copywriting")
    roles = {f"role_{number}": f"Part {number}" for number in range(1, 11)}
    told = contracts.posts(space, ada, roles | {"role_1_skills": ["copywriting"], "my_roles": ["8", "9", "10"]})
    contracts.invites_all(space, ada, told)
    descriptions, skills = list(batches(120, some(every))), iter(new_skills(some(every)))
    for first in range(0, len(descriptions), 10):
        parts = dict(zip(roles, descriptions[first : first + 10], strict=False))
        ada.press(told, "Edit")
        form = ada.wait_for_form(callback_id="contract_form")
        needed = next(skills, [])
        assert form.fill(**parts, role_2_skills=needed).submit() is None, form.errors
        space.settles()
        for message in (told, space.card(), space.offered(bob, "contract")):
            assert message.pings == []
        shown = " ".join(said for _, said, _ in texts(told.blocks)).casefold()
        assert [typed for typed in parts.values() if words(typed, 60).rstrip("…").casefold() not in shown] == []
        ada.press(told, "Edit")
        held = ada.wait_for_form(callback_id="contract_form").values()
        assert {name: held[name] for name in parts} == {name: clean_line(typed) for name, typed in parts.items()}
        assert held["role_2_skills"] == needed
        ada.form.close()
    all_is_well(space)


@some_or_all
def test_in_what_somebody_says_of_themselves(space, every):
    bob, profiles = space.joins("Bob Lindqvist", "logo design"), batches(990, some(every))
    for skills in new_skills(some(every)):
        bob.types("/skills")
        about = clean(next(profiles, "A sign writer"))
        form = bob.wait_for_form(callback_id="skills_form").fill(skills=skills, profile=about)
        assert form.submit() is None, form.errors
        bob.types("/skills")
        held = bob.wait_for_form(callback_id="skills_form").values()
        assert (held["skills"], held["profile"]) == (skills, about)
        bob.form.close()
        bob.opens_home()
    assert list(profiles) == []
    all_is_well(space)


@some_or_all
def test_in_what_came_of_a_bid_and_how_it_is_shared(space, every):
    ada, *_ = contracts.moves_in(space)
    _, (one, *_) = contracts.gathers(space, ada, contracts.TRIO, bid_deadline=contracts.in_days(space, 2))
    later(space, days=3)
    question = space.waits_for(ada, "Was the bid sent?", button="It was sent")
    ada.press(question, "It was sent")
    space.settles()
    for typed in batches(480, some(every)):
        says(space, ada, question, "won", split=typed, thanks=typed, share=["names", "thanks"])
        told = contracts.group_of(one).messages[-1].replies[-1]
        assert words(typed, 40).rstrip("…") in "".join(said for _, said, _ in texts(told.blocks))
        assert told.pings == []
    all_is_well(space)


@some_or_all
@pytest.mark.case("INJECT-11")
def test_in_every_menu_that_is_asked_while_somebody_types(space, every):
    registry = space.leadbot.registry
    assert registry.menus.keys() == {"skills", "region", "time_zone"}
    for typed in ("", "\u200b", "o" + "\u0308" * 90, *some(every)):
        for block in ("role_3_skills", "region", "time_zone"):
            offered = registry.suggestions(block, typed)
            assert not offered or wrong_in_options({"options": offered}) == []
            added = [option["value"] for option in offered if option["value"].startswith("new:")]
            kept = keep(clean_line(typed), 75)
            assert added in ([], [f"new:{kept}"] if kept else []), "what cannot be kept is not offered"
