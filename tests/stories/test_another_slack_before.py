"""A Leadbot that was tried in one Slack is started in another, with the database as it was."""

from tests.stories.space import on_one_engine, open_space

pytestmark = on_one_engine


def test_what_the_first_slack_waits_for_is_not_said_in_the_second(migrated_database_url):
    with open_space(migrated_database_url) as tried:
        ada, bob, *_ = tried.moves_in()
        tried.posts(ada, "Logo for a bakery")
        tried.time.passes(days=3)  # a reminder, a lapse and the next wave are due
    with open_space(migrated_database_url) as real:
        assert real.slack.team_id != tried.slack.team_id
        real.time.passes(days=10)  # and so is a summary
        eve = real.joins("Eve Sato", "logo design")
        real.settles()
        for call in real.slack.calls:
            assert "bakery" not in str(call.args)
            assert call.args.get("user") not in {ada.id, bob.id}
        assert eve.types("/leads").text.startswith("Nothing is open just now.")
