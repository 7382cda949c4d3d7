"""/leads finds what is open, one's own, by words, and says why; /leadbot help names every command."""

import pytest

from tests.stories.passing import sets
from tests.stories.space import HOW_TO_POST, on_one_engine
from tests.stories.weekly import monday_comes, summaries

pytestmark = on_one_engine


def test_leads_shows_what_is_open_newest_first(space):
    ada, bob, _, dan = space.moves_in()
    assert dan.types("/leads").text == f"Nothing is open just now. {HOW_TO_POST}"
    space.posts(ada, "Logo for a bakery", budget="£2k", places="2")
    closed = space.posts(ada, "Logo for a brewery")
    space.posts(dan, "Website for a dentist")
    ada.press(closed, "Close")
    space.settles()

    answer = bob.types("/leads")
    assert answer.text == "Open now: 3 Website for a dentist; 1 Logo for a bakery"
    assert "lead 1 · £2,000 · 2 places free" in answer.words
    assert "I can help" in answer.words
    assert answer.ephemeral
    bob.press(bob.inbox[-1], "I can help")
    space.waits_for_group(bob, dan, "dentist")

    assert dan.types("/leads mine").text == "Yours: 3 Website for a dentist"
    assert ada.types("/leads mine").text == "Yours: 2 Logo for a brewery; 1 Logo for a bakery"
    assert "closed" in ada.inbox[-1].words
    assert bob.types("/leads mine").text == "Yours: 3 Website for a dentist"
    assert bob.types("/leads logo").text == "Open, about “logo”: 1 Logo for a bakery"
    assert "“Pianos &amp; &lt;b&gt;”" in bob.types("/leads Pianos & <b>").text
    own = ada.types("/leads")
    assert "Edit" in own.words


def test_leads_why_says_why(space):
    ada, bob, cat, dan = space.moves_in()
    space.posts(ada, "WordPress for a bakery", skills=["wordpress"])
    space.posts(ada, "Logo for a brewery", skills=["logo-design"])
    assert bob.types("/leads why 1").text.startswith("You were asked about lead 1, *WordPress for a bakery*. You list")
    assert ada.types("/leads why 1").text == "Lead 1 is your own."
    eve = space.joins("Eve Sato", "logo design")
    assert eve.types("/leads why 2").text.startswith(
        "You were not asked about lead 2, *Logo for a brewery*, but you could be. You list"
    )
    nothing = "You were not asked about lead 2, *Logo for a brewery*: nothing you list has to do with it. `/skills` changes that."
    assert dan.types("/leads why 2").text == nothing
    dan.press(space.card(), "I can help")
    assert dan.types("/leads why 2").text == "You offered to help with lead 2, *Logo for a brewery*."
    zoe = space.joins("Zoë Quaye")
    space.names(cat, zoe)
    assert zoe.types("/leads why 2").text == (
        "You were asked about lead 2, *Logo for a brewery*. Cat thought of you for this."
    )
    assert cat.types("/leads why 17").text == "There is no number 17 here. `/leads` lists what is open."
    for nonsense in ("why", "why not", "why -1", "why 99999999999999999999", "why ²"):
        assert cat.types(f"/leads {nonsense}").text == "Which one? Say its number, like this: `/leads why 17`"


def test_a_long_list_is_counted(space):
    ada, bob, cat, dan = space.moves_in()
    for number in range(21):
        poster = (ada, cat, dan)[number // 7]
        poster.types("/lead")
        poster.wait_for_form(callback_id="lead_form").fill(title=f"Cake {number}", reach="channel").submit()
    answer = bob.types("/leads")
    assert "And 1 more. Add a word to find them, like /leads logo." in answer.words
    assert "Cake 20" in answer.words
    assert "Cake 0" not in answer.words.split()


def test_a_guest_hears_that_leadbot_is_for_members(space):
    space.moves_in()
    gus = space.joins("Gus Guest", is_restricted=True)
    gus.types("/leadbot help")
    space.settles()
    assert "Leadbot is for the members of this workspace." in gus.types("/leads").text


def test_help_lists_every_command(space):
    ada, *_ = space.moves_in()
    for typed in ("/leadbot help", "/leadbot", "/leadbot HELP "):
        answer = ada.types(typed).text
        for command in space.leadbot.registry.commands:
            assert f"`{command.name}`" in answer
            assert f"Try `{command.name} {command.example}`" in answer
    assert "Try `/leads logo`" in answer
    assert ada.types("/leadbot frobnicate").text == "I don't know that one. Try `/leadbot help`"


def test_an_amount_stays_in_the_currency_in_which_it_was_meant(space):
    ada, bob, *_ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery", budget="2000")
    assert "£2,000" in space.offered(bob, "bakery").words
    sets(space, currency="EUR")
    space.edits(ada, posted, title="Logo for a small bakery")
    assert "£2,000" in bob.types("/leads").words
    assert "£2,000" in space.card("small bakery").words
    monday_comes(space)
    assert "£2,000" in summaries(space)[-1].words
    space.edits(ada, posted, budget="2500")
    assert "€2,500" in bob.types("/leads").words


def test_a_link_or_a_name_that_is_looked_for_is_read_as_people_read_it(space):
    ada, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery", details="As on https://cafe.example/menu, says @bob.lindqvist")
    for typed, read in (
        ("https://elsewhere.example", "https://elsewhere.example"),
        ("@Bob quilts", "@bob.lindqvist quilts"),
    ):
        assert f"“{read}”" in ada.types(f"/leads {typed}").text


@pytest.mark.case("INJECT-11")
def test_what_is_looked_for_is_never_sql(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    for typed in (
        "' OR '1'='1",
        "quilt' OR 1=1 --",
        "quilt%' UNION SELECT token FROM workspaces --",
        "'; DROP TABLE opportunities; --",
        "%",
        "_",
        "\\",
        'quilt" OR ""="',
        "1; ATTACH DATABASE 'x' AS y",
        "$1 :title ?",
    ):
        assert "Nothing open has to do with" in bob.types(f"/leads {typed}").text, typed
        assert "Which one?" in bob.types(f"/leads why 1 {typed}").text
    assert "Logo for a bakery" in bob.types("/leads bakery").text
