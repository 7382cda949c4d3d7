"""Bad input: every fault gets its sentence under its field; nothing is stored, and nothing typed is lost."""

from datetime import timedelta

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
