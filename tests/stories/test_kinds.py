"""Every kind takes the same road; whoever adds one hears here what is missing."""

import re
import string

import pytest

from leadbot.domain.statuses import Outcome
from leadbot.kinds import KINDS, Control
from leadbot.kinds.base import Kind
from tests.stories.kind_errand import ERRAND
from tests.stories.space import Space, labels, open_space

ALL = [*KINDS.values(), ERRAND]
BRACES = {
    "offer": {"poster"},
    "card": {"poster"},
    "introduction": {"poster", "partner"},
    "next_step": {"poster", "partner"},
}
NAMED_IN_THE_CONTRACT = {  # contract.md, "Forms"
    "lead_form": "title details confidential skills budget deadline places client_knows introduce reach wall",
    "contract_form": "title details confidential budget bid_deadline deadline client_knows"
    " role_1 role_1_skills role_1_places my_roles introduce reach wall",
    "enquiry_form": "title details skills meet on_behalf_of",
}


def first_values(kind: Kind) -> dict[str, object]:
    """What a form holds in which only what must be is filled in."""
    empty = {Control.SKILLS: [], Control.DATE: None, Control.CHECKS: []}
    return {
        field.name: field.default or empty.get(field.control, "Something" if field.required else "")
        for field in kind.asks({})
    }


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_nothing_is_missing_from_a_kind(kind):
    words = kind.words
    assert KINDS.get(kind.name, kind) is kind
    assert re.fullmatch(r"/[a-z]+", kind.command), "a command begins with / and has small letters"
    assert kind.form == f"{kind.name}_form"
    assert 0 < len(words.form_title) <= 24, "Slack shows 24 characters of a form's title"
    assert 0 < len(words.submit) <= 24
    assert len(kind.shared_as) <= 24, "Slack shows 24 characters of a shortcut's name"
    assert words.noun in words.form_title.lower() or words.noun in words.offer
    assert [value for value, _ in words.outcomes] == list(Outcome)
    for sentence in vars(words).keys() - {"outcomes"}:
        said = getattr(words, sentence)
        assert said.strip() == said != "", f"{sentence} is to be filled in"
        filled = {name for _, name, _, _ in string.Formatter().parse(said) if name is not None}
        assert filled == BRACES.get(sentence, set()), f"{sentence} fills in {filled}"
    assert "!" not in str(vars(words))


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_the_fields_of_a_kind_can_be_drawn_and_read(kind):
    asked = kind.asks({})
    names = [field.name for field in asked]
    assert len(names) == len(set(names))
    assert names[0] == "title"
    assert asked[0].required
    assert {field.name for field in kind.fields} <= set(names)
    if kind.form in NAMED_IN_THE_CONTRACT:
        assert set(names) <= set(NAMED_IN_THE_CONTRACT[kind.form].split())
    for field in asked:
        assert re.fullmatch(r"[a-z][a-z_0-9]*", field.name)
        assert field.label.strip()
        assert 0 < field.most <= 3000
        choice = field.control in (Control.CHOICE, Control.MENU, Control.CHECKS)
        assert bool(field.options) == choice, f"{field.name}: options are for choices"
        if choice:
            values = [value for value, _ in field.options]
            assert len(values) == len(set(values))
            assert field.default in ("", *values)
            assert all(0 < len(label) <= 75 for _, label in field.options)
    roles = kind.roles(first_values(kind))
    assert roles
    assert all(role.places >= 1 and role.description for role in roles)
    held = kind.values_of_roles(roles)
    assert set(held) <= set(names)
    assert kind.roles(first_values(kind) | held) == roles, "values_of_roles is the inverse of roles"
    assert kind.places_of(roles[0].position) in names


def test_no_two_kinds_share_a_name():
    for names in (
        [kind.name for kind in ALL],
        [kind.command for kind in ALL],
        [kind.form for kind in ALL],
        [kind.button for kind in ALL],
    ):
        assert len(names) == len(set(names))


@pytest.fixture
def yard(migrated_database_url, monkeypatch):
    """A space whose Leadbot knows errands."""
    monkeypatch.setitem(KINDS, ERRAND.name, ERRAND)
    with open_space(migrated_database_url) as space:
        yield space


def test_where_there_are_several_kinds_the_shortcut_asks_which(yard: Space):
    ada, *_ = yard.moves_in()
    ada.uses_shortcut("post_opportunity")
    choice = ada.wait_for_form(callback_id="notice")
    assert [button.label for button in choice.buttons] == [
        "Pass on a lead",
        "Find a contract's team",
        "Ask for an errand",
    ]
    assert "Have something fetched or carried." in choice.words
    choice.press("Ask for an errand")
    form = ada.wait_for_form(callback_id="errand_form")
    assert form.fill(title="Logo prints to the framer", where_to="Framer on Tib Street").submit() is None
    assert ada.form is None, "the choice closes with it"


def test_a_message_is_shared_as_any_kind_that_says_so(yard: Space):
    ada, _, cat, _ = yard.moves_in()
    ada.shares(cat.says(yard.leads, "Logo prints to the framer"), "share_as_errand")
    form = ada.wait_for_form(callback_id="errand_form")
    assert form.values()["title"] == "Logo prints to the framer"


def test_a_kind_in_one_file_goes_down_the_whole_road(yard: Space):
    ada, bob, cat, _ = yard.moves_in()
    ada.types("/errand Logo prints to the framer, £20")
    form = ada.wait_for_form(callback_id="errand_form")
    assert form.title == "Ask for an errand"
    assert form.values()["details"] == "Logo prints to the framer, £20"  # it asks for no budget, and loses nothing
    form.fill(title="Logo prints to the framer", vehicle="van", confidential="Door code 4711")
    assert form.submit().errors == {"where_to": "Please complete this required field."}
    assert form.fill(where_to="Framer on Tib Street").submit() is None
    yard.settles()

    card = yard.card("Ada has an errand to be run")
    assert "Where to: Framer on Tib Street" in card.words
    assert "By what: By van" in card.words
    assert "4711" not in card.words
    posted = yard.waits_for(ada, "Your errand 1 is out", button="Edit")
    yard.offered(cat, "Ada has an errand for you")
    yard.accepts(bob, "Ada has an errand for you")
    introduction = yard.waits_for_group(ada, bob, "this is about an errand").messages[0]
    assert "Door code 4711" in introduction.words

    ada.press(posted, "Edit")
    form = ada.wait_for_form(callback_id="errand_form")
    assert form.values()["where_to"] == "Framer on Tib Street"
    assert form.fill(where_to="Printer").submit() is None
    yard.settles()
    assert "Printer" in yard.card("Printer").words
    yard.accepts(cat, "Ada has an errand for you")
    yard.steps_back(bob, ada)
    assert "Bob has to step back" in introduction.replies[-1].words
    yard.offered(cat, "A place has come free in Ada's errand")

    ada.press(posted, "Close")
    yard.settles()
    yard.waits_for(cat, "Ada closed this errand.")
    assert cat.types("/leads").text == (
        "Nothing is open just now."
        " Type `/lead` to pass on work that you heard of, `/contract` to find a team for a contract that is too big for"
        " you alone or `/errand` to have something fetched or carried."
    )
    ada.press(yard.waits_for(ada, "Your errand 1 is closed", button="Reopen"), "Reopen")
    yard.settles()
    assert "I can help" in labels(yard.card("Looking for one neighbour"))
    assert "errand 1" in cat.types("/leads").words
    assert "You were asked about errand 1" in cat.types("/leads why 1").text
    yard.posts(ada, "Logo for a bakery")
    assert ada.types("/leads mine").text == "Yours: 2 Logo for a bakery; 1 Logo prints to the framer"
    assert "`/errand`" in ada.types("/leadbot help").text
