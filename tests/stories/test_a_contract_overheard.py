"""Whoever has stepped back from a team can still read in its group message: nothing confidential is told there any more."""

import pytest

from tests.stories.contracts import TRIO, gathers, group_of, groups_of, moves_in
from tests.stories.space import labels, on_one_engine

pytestmark = on_one_engine


@pytest.mark.case("PRIVACY-01")
def test_what_is_confidential_goes_only_where_everybody_who_reads_is_in_the_team(space):
    ada, *_ = moves_in(space)
    told, team = gathers(space, ada, TRIO, confidential="The client is the council")
    gone, *stay = team
    first = group_of(gone)
    start = first.messages[0]
    assert "The client is the council" in start.words
    assert "Gather the team" not in labels(start)

    gone.press(start, "Step back")
    space.settles()
    space.edits(ada, told, confidential="Ring Jo at the council on 0161 496 0000")
    assert "council" not in "".join(message.words for message in [start, *start.replies])
    assert "not everybody who reads this is in the team" in start.words
    assert {gone, ada, *stay} == set(first.members)

    stay[0].press(start, "Gather the team")
    space.whispered(stay[0], "Only the person who posted it, or who convenes its team, can do that.", first)
    ada.press(start, "Gather the team")
    space.settles()
    second = group_of(ada)
    assert set(second.members) == {ada, *stay}
    assert "Ring Jo at the council on 0161 496 0000" in second.messages[0].words
    assert "council" not in "".join(message.words for message in [start, *start.replies])


def test_who_are_all_together_are_gathered_once(space):
    ada, *_ = moves_in(space)
    told, _ = gathers(space, ada, TRIO, confidential="The client is the council")
    reference = next(button.value for button in told.buttons if button.label == "Edit")
    space.forges(ada, told, "team_gather", reference)
    assert space.whispered(ada, "They are all together already.", ada.dm)
    assert len(groups_of(ada)) == 1
