"""Letters that no database holds and no page shows go at the door, on either engine; joined emoji stay."""

import pytest

from tests.stories.space import open_space

BROKEN = "Lo\x00go \ud83d for\udc69 a \u202ebakery\u202c \u200b\x85"
FAMILY = "👩‍👩‍👧"


@pytest.mark.case("INJECT-09")
def test_they_are_gone_from_all_that_is_kept_and_shown(migrated_database_url):
    with open_space(migrated_database_url) as space:
        ada, bob, *_ = space.moves_in()
        posted = space.posts(
            ada, title=f"{BROKEN} {FAMILY}", details=f"{BROKEN}\n{FAMILY}", budget="£2\x00k", confidential=BROKEN
        )
        assert f"Logo for a bakery {FAMILY}" in space.card().screen
        assert f"Logo  for a bakery \n\n{FAMILY}" in space.offered(bob).screen
        space.edits(ada, posted, confidential=f"{BROKEN} {FAMILY}")
        space.accepts(bob)
        assert FAMILY in space.waits_for_group(ada, bob, FAMILY).messages[0].words
