"""/leads finds contracts by what their roles say, tells why one could have a part, and lists what one has joined."""

from tests.stories.contracts import PAIR, TRIO, begins, invites, moves_in, posts
from tests.stories.space import on_one_engine

pytestmark = on_one_engine


def test_why_a_contract_would_suit_is_said_of_the_role_that_does(space):
    ada, *_ = moves_in(space)
    posts(space, ada, TRIO)
    bob, fay = space.slack.person("Bob Lindqvist"), space.slack.person("Fay Mensah")
    for person, skill in ((bob, "web design"), (fay, "photography")):
        said = person.types("/leads why 1").text
        assert "You were not asked about contract 1" in said
        assert f"but you could be. You list “{skill}”" in said
    zoe = space.joins("Zoë Quaye", "bookkeeping")
    assert "nothing you list has to do with it" in zoe.types("/leads why 1").text


def test_words_find_a_contract_by_what_one_of_its_roles_says(space):
    ada, bob, *_ = moves_in(space)
    posts(space, ada, {"role_1": "Plasterer", "role_2": "Chandelier restorer"})
    assert "1 Brand for the market hall" in bob.types("/leads chandelier").text


def test_whoever_has_joined_a_team_finds_it_among_their_own(space):
    ada, _, _, dan, _, fay, _ = moves_in(space)
    told = posts(space, ada, PAIR)
    invites(space, ada, told, place_1=dan.name, place_2=fay.name)
    space.accepts(dan, "has a place for you")
    mine = dan.types("/leads mine")
    assert mine.text == "Yours: 1 Brand for the market hall"
    assert "I can help" not in mine.words
    assert "You have nothing here yet" in fay.types("/leads mine").text


def test_twenty_contracts_with_long_roles_fit_one_list(space):
    posters = [space.joins(name) for name in ("Ada Okafor", "Dan Achterberg", "Eve Sato")]
    roles = {f"role_{number}": f"Helper {number} {'& <b>' * 30}"[:120].strip() for number in range(1, 8)}
    for number in range(21):
        form = begins(space, posters[number // 7], roles, budget="&" * 80).fill(title="&" * 120)
        assert form.submit() is None
    space.settles()
    bob = space.joins("Bob Lindqvist", "web design")
    answer = bob.types("/leads")
    assert answer.words.count("needs Helper 1") == 20
    assert "And 1 more." in answer.words
