"""One gate: whatever people can type, press or send off says whose it is, and cannot forget to ask."""

import inspect

import pytest

from leadbot.db.tables import Opportunity
from leadbot.services.authority import Right
from leadbot.slack.app import NO_SUCH_NAME, OLD_BUTTON, OLD_FORM, register_all
from leadbot.slack.listening import Answer
from leadbot.slack.registry import Guarded
from tests.stories.space import on_one_engine

# Whose everything is. What is new is written here too, so that somebody thinks about it twice.
WHOSE = {
    Right.MEMBER: """
        /skills /leadbot help pause resume home_pause contract_add_role contract_remove_role
        my-data home_my_data forget-me forget_me_confirm
    """,
    Right.READER: """
        /lead /contract /leads /here home_check_in summary_see_all post_opportunity share_as_lead share_as_contract
        home_post_lead home_post_contract home_edit_skills skills_form
    """,
    Right.SEES: "card_interested card_recommend help_form recommend_form team_name_me",
    Right.OFFERED: "offer_accept offer_pass offer_snooze offer_why pass_form",
    Right.POSTER: """
        introduce_yes introduce_no extend_form opportunity_edit opportunity_widen opportunity_next_wave
        opportunity_close opportunity_withdraw opportunity_reopen opportunity_extend opportunity_put_on_channel
    """,
    Right.POSTS | Right.POSTER: "lead_form contract_form",
    Right.LEADER: """
        team_propose team_invite team_gather team_hand_over team_form hand_over_form
        bid_sent bid_not_yet bid_outcome
    """,
    Right.PARTNER: "introduction_step_back team_step_back",
    Right.INTRODUCED: "follow_up_spoke follow_up_met follow_up_not_yet follow_up_outcome outcome_name_me",
    Right.INTRODUCED | Right.LEADER: "not_yet_form outcome_form",
    Right.POSTER | Right.HOST: "message_post_again",
    Right.HOST: """
        settings home_settings home_health settings_form opportunity_adopt orphan_close message_send_again
        setup_channel setup_summary setup_invite setup_channel_form setup_summary_form setup_invite_form
    """,
}


def listeners():
    """Everything that is registered, by its name."""
    registry = register_all()
    return {
        **{command.name: command.handle for command in registry.commands},
        **{shortcut.callback: shortcut.handle for shortcut in registry.shortcuts},
        **{name: word.handle for name, word in registry.words.items()},
        **registry.buttons,
        **registry.forms,
    }


@pytest.mark.case("AUTHZ-02")
def test_everything_that_is_registered_says_whose_it_is():
    registered = listeners()
    whose = {name: right for right, names in WHOSE.items() for name in names.split()}
    assert {name for name in registered if name not in whose} == set()
    assert {name: each.right for name, each in registered.items()} == whose
    assert all(isinstance(each, Guarded) for each in (*registered.values(), OLD_BUTTON, OLD_FORM, NO_SUCH_NAME))


def test_a_menu_is_given_what_was_typed_and_nothing_of_the_workspace():
    for suggest in register_all().menus.values():
        assert [each.annotation for each in inspect.signature(suggest).parameters.values()] == [str]


@on_one_engine
def test_what_does_not_ask_is_undone_and_not_told(space):
    ada, bob, *_ = space.moves_in()
    posted = space.posts(ada, "Logo for a brewery")
    reference = next(button.value for button in posted.buttons if button.label == "Edit")

    @space.leadbot.registry.button("forgets", Right.POSTER)
    def forgets(request):
        request.scope.get(Opportunity, request.scope.find(Opportunity, request.value).id).title = "Mine now"
        return Answer(text=request.scope.find(Opportunity, request.value).title)

    space.forges(bob, space.card(), "forgets", reference)
    assert "Mine now" not in space.whispered(bob, "Something went wrong on our side.").words
    assert "Logo for a brewery" in bob.types("/leads").words
