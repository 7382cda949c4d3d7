"""The views.* methods and files, as the real slack_sdk client meets them."""

import time

import pytest
from slack_sdk import WebClient

from leadbot.playground.local_slack import LocalSlack
from tests.playground.conftest import refused
from tests.playground.shapes import modal, section

HOME = {"type": "home", "blocks": [section("Welcome")]}


@pytest.fixture
def trigger(slack, ada):
    return slack.workspace.triggers.give(ada.id)


def test_a_form_opens_once_for_a_trigger(slack, client, ada, trigger):
    view = client.views_open(trigger_id=trigger, view=modal())["view"]
    assert ada.form.callback_id == "form"
    assert (view["root_view_id"], view["hash"] != "") == (view["id"], True)
    assert refused(client.views_open, trigger_id=trigger, view=modal())["error"] == "exchanged_trigger_id"
    assert refused(client.views_open, trigger_id="12.34.ab", view=modal())["error"] == "invalid_trigger_id"


def test_a_trigger_lives_for_a_short_while():
    with LocalSlack(trigger_seconds=0.05) as slack:
        client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        ada = slack.add_person("Ada Okafor")
        trigger = slack.workspace.triggers.give(ada.id)
        time.sleep(0.06)
        assert refused(client.views_open, trigger_id=trigger, view=modal())["error"] == "expired_trigger_id"
    assert ada.form is None
    assert "expired_trigger_id" in str(slack.faults[0])


def test_a_mistake_in_a_form_says_what_is_wrong(slack, client, trigger):
    answer = refused(client.views_open, trigger_id=trigger, view=modal(title={"type": "plain_text", "text": "x" * 25}))
    assert answer["error"] == "invalid_arguments"
    assert "json-pointer:/view/title/text" in answer["response_metadata"]["messages"][0]


def test_a_form_is_updated_unless_it_has_changed_meanwhile(slack, client, ada, trigger):
    view = client.views_open(trigger_id=trigger, view=modal(external_id="mine"))["view"]
    newer = client.views_update(view_id=view["id"], hash=view["hash"], view=modal(callback_id="second"))["view"]
    assert ada.form.callback_id == "second"
    stale = refused(client.views_update, view_id=view["id"], hash=view["hash"], view=modal())
    assert stale["error"] == "hash_conflict"
    assert newer["hash"] != view["hash"]
    ada.form.close()
    assert refused(client.views_update, view_id=view["id"], view=modal())["error"] == "not_found"


def test_three_forms_stand_on_each_other_and_no_more(slack, client, ada):
    give = slack.workspace.triggers.give
    assert refused(client.views_push, trigger_id=give(ada.id), view=modal())["error"] == "not_found"
    root = client.views_open(trigger_id=give(ada.id), view=modal(callback_id="one"))["view"]
    second = client.views_push(trigger_id=give(ada.id), view=modal(callback_id="two"))["view"]
    assert (second["root_view_id"], second["previous_view_id"]) == (root["id"], root["id"])
    client.views_push(trigger_id=give(ada.id), view=modal(callback_id="three"))
    assert refused(client.views_push, trigger_id=give(ada.id), view=modal())["error"] == "push_limit_reached"
    assert ada.form.close().callback_id == "two"


def test_a_home_tab_is_published(slack, client, ada):
    view = client.views_publish(user_id=ada.id, view=HOME)["view"]
    assert ada.home.words == "Welcome"
    client.views_publish(user_id=ada.id, hash=view["hash"], view={"type": "home", "blocks": [section("Again")]})
    assert ada.home.words == "Again"
    assert refused(client.views_publish, user_id=ada.id, hash=view["hash"], view=HOME)["error"] == "hash_conflict"


def test_a_file_is_uploaded_and_shared(slack, client, ada):
    client.files_upload_v2(channel=ada.dm.id, filename="data.json", content="{}", initial_comment="Yours")
    (message,) = ada.inbox
    assert (message.text, message.files[0]["name"]) == ("Yours", "data.json")
    assert slack.workspace.files[message.files[0]["id"]].content == b"{}"
