"""Bad input: every fault gets its sentence under its field; nothing is stored, and nothing typed is lost."""

from datetime import timedelta

import pytest

from tests.stories.passing import later
from tests.stories.space import HOW_TO_POST, on_one_engine

pytestmark = on_one_engine
NEEDED = {"title": "Please fill this in."}


def lead_form(person, typed="/lead Logo for a bakery"):
    """The form that /lead opens."""
    person.types(typed)
    return person.wait_for_form(callback_id="lead_form")


def forged(text):
    """An option that no menu offers."""
    return {"text": {"type": "plain_text", "text": "Forged", "emoji": False}, "value": text}


def nothing_is_stored(space, person):
    """Nobody hears of anything."""
    space.settles()
    assert space.leads.messages == []
    assert person.types("/leads mine").text == f"You have nothing here yet. {HOW_TO_POST}"


def test_a_title_that_is_nothing_is_refused(space):
    ada = space.joins("Ada Okafor")
    form = lead_form(ada).fill(details="Two floors", budget="£2k")
    for nothing in ("   ", "\u200b", "\u200b \ufeff\u2060", "\t"):
        form.view.values["title"]["value"]["value"] = nothing
        assert form.submit().errors == NEEDED
        assert form.values()["details"] == "Two floors"
        assert form.values()["budget"] == "£2k"
    nothing_is_stored(space, ada)


def test_words_that_are_too_long_are_refused_and_kept(space):
    ada = space.joins("Ada Okafor")
    form = lead_form(ada)
    form.view.values["title"]["value"]["value"] = "x" * 121
    form.view.values["details"]["value"]["value"] = "y" * 2001
    assert form.submit().errors == {
        "title": "Please keep this to 120 characters. It has 121.",
        "details": "Please keep this to 2,000 characters. It has 2,001.",
    }
    assert form.values()["title"] == "x" * 121
    nothing_is_stored(space, ada)


def test_a_day_that_has_passed_is_refused(space):
    ada = space.joins("Ada Okafor")
    yesterday = space.time().date() - timedelta(days=1)
    form = lead_form(ada).fill(deadline=yesterday)
    assert form.submit().errors == {"deadline": "That day has passed. Please choose today or later."}
    assert form.values()["deadline"] == yesterday.isoformat()
    nothing_is_stored(space, ada)


def test_what_no_menu_offers_is_refused(space):
    ada = space.joins("Ada Okafor")
    form = lead_form(ada)
    for name in ("places", "introduce", "reach", "client_knows"):
        form.view.values[name]["value"]["selected_option"] = forged("6")
    form.view.values["skills"]["value"]["selected_options"] = [forged(f"new:skill {number}") for number in range(11)]
    one = "Please choose one of these."
    assert form.submit().errors == {
        "places": one,
        "introduce": one,
        "reach": one,
        "client_knows": one,
        "skills": "Ten skills at most, please.",
    }
    nothing_is_stored(space, ada)


def test_what_is_missing_from_a_forged_form_is_refused(space):
    ada = space.joins("Ada Okafor")
    form = lead_form(ada)
    form.view.values["title"]["value"]["value"] = None
    form.view.values["places"]["value"]["selected_option"] = None
    form._missing = dict  # a client that does not ask
    assert form.submit().errors == NEEDED | {"places": "Please fill this in."}
    nothing_is_stored(space, ada)


def test_corrected_it_is_posted_once(space):
    ada = space.joins("Ada Okafor")
    form = lead_form(ada).fill(deadline=space.time().date() - timedelta(days=1), confidential="Ring Jo")
    assert form.submit().errors
    assert form.fill(deadline=None).submit() is None
    space.settles()
    assert len(space.leads.messages) == 1
    assert ada.types("/leads mine").text == "Yours: 1 Logo for a bakery"


def test_whatever_is_typed_slack_takes_it(space):
    ada, bob, *_ = space.moves_in()
    nasty = "<!channel> & <@U123> *bold* _it_ ~no~ `code` \u202e\x00 </details> &amp; {poster} %s 👩‍👩‍👧‍👧 " + "ｗ" * 30
    posted = space.posts(ada, f"Logo {nasty}", details=nasty * 5, budget="<£2k>", confidential=nasty)
    assert "{poster}" in space.offered(bob).words
    for message in (space.card(), space.offered(bob), posted):
        assert message.pings == []
        assert "\u202e" not in message.words
    space.accepts(bob)
    group = space.waits_for_group(ada, bob, "{poster}")
    assert set(group.messages[0].pings) == {ada.id, bob.id}


def test_a_long_sentence_opens_a_form_that_lost_nothing(space):
    ada = space.joins("Ada Okafor")
    words = "Logo for a bakery on the corner of a very long street " * 30
    form = lead_form(ada, f"/lead {words}")
    assert words.strip() == form.values()["details"]
    assert len(form.values()["title"]) <= 100
    assert form.submit() is None
    space.settles()
    assert len(space.leads.messages) == 1


def test_a_skill_with_no_name_is_no_skill(space):
    ada = space.joins("Ada Okafor")
    form = lead_form(ada)
    form.view.values["skills"]["value"]["selected_options"] = [forged("new:"), forged(""), forged("new: \u200b")]
    assert form.submit() is None
    space.settles()
    assert "Skills:" not in space.card().words


def types_in(form, field, typed):
    """What a client lets through that counts otherwise, or not at all."""
    form.view.values[field]["value"]["value"] = typed


def too_long(form, field, most):
    """The field says so of one more than fits, and of what is endless: in characters, and in the units that Slack may mean."""
    for typed, has in (
        ("x" * (most + 1), most + 1),
        ("👍" * (most // 2 + 1), 2 * (most // 2 + 1)),
        ("y" * 40_000, 40_000),
        ("z" * 900_000, 900_000),
    ):
        types_in(form, field, typed)
        assert form.submit().errors == {field: f"Please keep this to {most:,} characters. It has {has:,}."}
        assert form.values()[field] == typed


@pytest.mark.case("INJECT-10")
def test_nothing_blank_and_nothing_endless_gets_into_a_lead(space):
    ada = space.joins("Ada Okafor")
    form = lead_form(ada).fill(details="", confidential="", budget="")
    for field, most in (("title", 120), ("details", 2000), ("confidential", 2000), ("budget", 80)):
        kept = form.values()[field]
        too_long(form, field, most)
        types_in(form, field, kept)
    for nothing in ("", "   ", "\u200b", "\u2028", "\x00\x00"):
        types_in(form, "title", nothing)
        form._missing = dict  # a client that does not ask
        assert form.submit().errors == NEEDED
    nothing_is_stored(space, ada)
    most_that_fits = {"title": "👍" * 60, "details": "x" * 2000, "confidential": "👍" * 1000, "budget": "\u200b"}
    for field, typed in most_that_fits.items():
        types_in(form, field, typed)
    assert form.submit() is None
    space.settles()
    assert "👍" * 60 in space.card().words


@pytest.mark.case("INJECT-10")
def test_nothing_blank_and_nothing_endless_gets_into_a_contract(space):
    ada = space.joins("Ada Okafor")
    ada.types("/contract Brand for the market hall")
    form = ada.wait_for_form(callback_id="contract_form").fill(role_1="Copywriter")
    too_long(form, "role_1", 120)
    form._missing = dict
    for nothing in ("", "  ", "\u200b\ufeff"):
        types_in(form, "role_1", nothing)
        assert form.submit().errors == {"role_1": "Please fill this in."}
    nothing_is_stored(space, ada)


@pytest.mark.case("INJECT-10")
def test_nothing_endless_gets_into_what_is_said_of_oneself_or_of_an_introduction(space):
    ada, bob, *_ = space.moves_in()
    bob.types("/skills")
    form = bob.wait_for_form(callback_id="skills_form")
    too_long(form, "profile", 1000)
    types_in(form, "profile", "Logos")
    form.view.values["capacity"]["value"]["selected_option"] = forged("many")
    assert form.submit().errors == {"capacity": "Please choose one of these."}
    form.close()

    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    later(space, days=2, hours=1)
    bob.press(space.waits_for(bob, "spoken yet"), "Say what came of it")
    form = bob.wait_for_form(callback_id="outcome_form").fill(outcome="won")
    too_long(form, "thanks", 500)
    types_in(form, "thanks", None)
    too_long(form, "value", 80)
