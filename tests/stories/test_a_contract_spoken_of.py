"""All that Leadbot says of a team is said once; and nothing that no longer makes sense when its turn comes."""

from tests.stories.contracts import a_pair, brings_together, group_of, groups_of, in_days
from tests.stories.passing import later
from tests.stories.space import labels, on_an_old_phone, on_one_engine
from tests.stories.weekly import monday_comes, summaries

pytestmark = on_one_engine


def test_a_team_that_slack_will_not_gather_is_told_to_its_poster(space):
    ada, dan, fay, _ = a_pair(space, "Dan")
    space.slack.fail("conversations.open", "user_not_visible", when=lambda args: "," in str(args.get("users")))
    space.accepts(fay, "has a place for you")
    told = space.waits_for(
        ada, "I wanted to gather the team of your contract 1, but Slack would not open a group message"
    )
    assert f"@{dan.name} and @{fay.name}" in told.words
    assert len(space.all_heard(ada, "would not open a group message")) == 1
    assert groups_of(ada) == []


def test_a_change_an_end_and_a_reopening_are_said_once_in_the_team(space):
    ada, _dan, _fay, told = a_pair(space, "Dan", "Fay", bid_deadline=in_days(space, 20))
    start = group_of(ada).messages[0]
    assert "The team is complete" in start.words
    assert space.edits(ada, told, details="Three floors", confidential="The client is the council") is None
    assert "The client is the council" in start.words
    [changed] = start.replies
    assert "Ada changed" in changed.words
    assert "council" not in changed.words
    ada.press(told, "Close")
    space.settles()
    assert len(start.replies) == 2
    assert "Ada closed" in start.replies[-1].words
    ada.press(told, "Reopen")
    space.settles()
    assert len(start.replies) == 3
    assert "Ada has opened contract 1 again." in start.replies[-1].words
    assert len(groups_of(ada)) == 1
    assert "All 2 places are taken" in space.card().words


def test_a_bid_of_which_nobody_tells_is_given_up_aloud_and_may_be_told_yet(space):
    ada, dan, fay, _ = a_pair(space, "Dan", "Fay", bid_deadline=in_days(space, 4))
    start = group_of(ada).messages[0]
    for _ in range(60):
        later(space, days=1)
    asked = [message for message in ada.inbox if "Was the bid sent?" in message.words]
    assert len(asked) == 4
    assert all("I have asked again since." in message.words for message in asked[:-1])
    assert space.heard(dan, "Was the bid sent?") is None
    [given_up] = [reply for reply in start.replies if "I haven't heard what came of contract 1" in reply.words]
    assert labels(given_up) == ["Say what came of it"]
    fay.press(given_up, "Say what came of it")
    space.whispered(fay, "Only the person who posted it, or who convenes its team", group_of(ada))
    ada.press(given_up, "Say what came of it")
    assert ada.wait_for_form(callback_id="outcome_form").fill(outcome="lost", thanks="A good bid").submit() is None
    space.settles()
    last = start.replies[-1].words
    assert "Ada tells me about contract 1: it was lost." in last
    assert given_up.words.startswith("Now I know about contract 1: it was lost. Thank you.")
    assert "A good bid" not in given_up.words
    assert "Thanks to all of you: Ada, Dan and Fay." in last
    assert "You may name me" not in last


def test_a_bid_put_off_is_asked_about_on_the_day_that_was_chosen(space):
    ada, *_ = a_pair(space, "Dan", "Fay", bid_deadline=in_days(space, 4))
    later(space, days=7)
    question = space.waits_for(ada, "Was the bid sent?", button="Not yet")
    ada.press(question, "Not yet")
    form = ada.wait_for_form(callback_id="not_yet_form")
    wrong = "Please choose a day after today, and within a year."
    assert form.fill(again=in_days(space, 0)).submit().errors == {"again": wrong}
    assert form.fill(again=in_days(space, 10)).submit() is None
    space.settles()
    assert "Not yet, then. I'll ask again on" in question.words
    later(space, days=9)
    assert len(space.all_heard(ada, "Was the bid sent?")) == 1
    later(space, days=1)
    assert len(space.all_heard(ada, "Was the bid sent?")) == 2


def test_a_warning_that_is_late_is_not_said_once_the_last_place_is_taken(space):
    ada, _, fay, _ = a_pair(space, "Dan", bid_deadline=in_days(space, 8))
    trouble = space.slack.fail("chat.postMessage", status=503, times=9, when=lambda a: "still needs" in str(a["text"]))
    later(space, days=1)
    assert trouble.times < 9, "it is a week before, and Slack has no time for it"
    space.accepts(fay, "contract")
    for _ in range(10):
        later(space, days=1)
    assert space.heard(ada, "still needs a photographer") is None
    assert group_of(fay).messages[0].words.startswith("The team is complete")


def test_a_question_that_is_late_is_not_asked_once_it_is_answered(space):
    ada, *_ = a_pair(space, "Dan", "Fay", bid_deadline=in_days(space, 4))
    later(space, days=7)
    first = space.waits_for(ada, "Was the bid sent?", button="It was sent")
    old = on_an_old_phone(first)
    trouble = space.slack.fail("chat.postMessage", status=503, times=9, when=lambda a: "Was the bid" in str(a["text"]))
    later(space, days=8)
    assert trouble.times < 9, "she is asked again, and Slack has no time for it"
    ada.press(old, "It was sent")
    later(space, days=1)
    assert len(space.all_heard(ada, "Was the bid sent?")) == 1
    assert "Good: it was sent. I'll ask again on" in first.words
    later(space, days=14)
    space.waits_for(ada, "What came of the bid?", button="Say what came of it")


def test_a_host_who_was_to_be_asked_is_not_once_another_took_it_on(space):
    ada, *_ = a_pair(space, "Dan", "Fay")
    hope, ivo = (space.joins(name, "bookkeeping", is_admin=True) for name in ("Hope Adeyemi", "Ivo Marsh"))
    space.settles()
    space.slack.fail("chat.postMessage", status=503, times=1, when=lambda args: args.get("channel") == ivo.dm.id)
    space.slack.deactivate(ada)
    space.settles()
    hope.press(space.waits_for(hope, "Will you take it on?", button="Take it on"), "Take it on")
    space.settles()
    later(space, minutes=30)
    assert space.heard(ivo, "contract 1") is None


def test_a_team_whose_group_message_is_on_its_way_is_not_gathered_twice(space):
    ada, dan, _, told = a_pair(space, "Dan")
    space.slack.fail("conversations.open", status=503, when=lambda args: "," in str(args.get("users")))
    old = on_an_old_phone(told)
    for _ in range(2):
        ada.press(old, "Gather the team")
        space.settles()
    space.whispered(ada, "I'm gathering them already. Look for the group message in a moment.", ada.dm)
    assert groups_of(dan) == []
    later(space, minutes=5)
    assert len(group_of(dan).messages) == 1
    ada.press(old, "Gather the team")
    space.whispered(ada, "They are all together already.", ada.dm)


def test_a_team_is_introduced_once_and_nobody_is_said_not_to_have_met(space):
    ada, _, fay, told = a_pair(space, "Dan")
    brings_together(space, ada, told)
    monday_comes(space)
    first = summaries(space)[-1].words
    assert "1 introduction from 1 contract that was open · of 1 introduction: 1 not known yet" in first
    assert "led to a meeting" not in first, "a team is never asked whether it has"
    fay.press(space.card(), "I can help")
    space.settles()
    monday_comes(space)
    assert (
        "no new introductions from 1 contract that was open · of 1 introduction: 1 not known yet"
        in summaries(space)[-1].words
    )


def test_that_the_team_is_complete_is_said_once(space):
    _, dan, fay, _ = a_pair(space, "Dan", "Fay")
    eve = space.slack.person("Eve Sato")
    [start] = group_of(dan).messages
    assert "The team is complete" in start.words
    dan.press(start, "Step back")
    space.settles()
    space.accepts(eve, "has a place for you")
    again = group_of(fay)
    assert eve in again.members
    assert "All 2 places are taken" in space.card().words
    assert again.messages[0].words.startswith("The team for contract 1")
    said = [message.words for group in groups_of(fay) for message in (*group.messages, *group.messages[0].replies)]
    assert "The team is complete" not in " ".join(said), "whoever joins now reads who they are, and that is all"
