"""The Web API, as the real slack_sdk client meets it."""

import json
from datetime import UTC, datetime
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from leadbot.playground.local_slack import LocalSlack
from tests.playground.conftest import refused
from tests.playground.shapes import section


def test_auth_test_says_who_the_app_is(slack, client):
    who = client.auth_test()
    assert who["team_id"] == slack.team_id
    assert (who["user_id"], who["bot_id"], who["team"]) == (slack.bot_user_id, slack.bot_id, "Union Yard")


def test_the_headers_tell_the_time_and_what_the_token_may_do(slack, client):
    slack.scopes = {"users:read", "chat:write"}
    slack.workspace.clock = lambda: datetime(2026, 12, 7, 9, tzinfo=UTC)
    headers = client.auth_test().headers
    assert headers["Date"] == "Mon, 07 Dec 2026 09:00:00 GMT"
    assert headers["x-oauth-scopes"] == "chat:write,users:read"
    stranger = WebClient(token="xoxb-other", base_url=slack.api_url, retry_handlers=[])
    with pytest.raises(SlackApiError) as refusal:
        stranger.auth_test()
    assert "x-oauth-scopes" not in refusal.value.response.headers


@pytest.mark.parametrize(("token", "code"), [("", "not_authed"), ("xoxb-other", "invalid_auth")])
def test_a_token_that_is_none_is_refused(slack, token, code):
    client = WebClient(token=token, base_url=slack.api_url, retry_handlers=[])
    assert refused(client.auth_test)["error"] == code


@pytest.mark.parametrize("code", ["token_revoked", "account_inactive"])
def test_a_token_that_was_taken_back_is_refused(slack, client, code):
    slack.revoke_token(code)
    assert refused(client.auth_test)["error"] == code


def test_a_method_that_slack_does_not_have(slack, client):
    assert refused(client.api_call, "chat.shout")["error"] == "unknown_method"
    assert "unknown_method" in str(slack.faults[0])


@pytest.mark.parametrize(
    ("scope", "call"),
    [
        ("chat:write", lambda c, ada, leads: c.chat_postMessage(channel=leads.id, text="hi")),
        ("im:write", lambda c, ada, leads: c.conversations_open(users=ada.id)),
        ("users:read", lambda c, ada, leads: c.users_info(user=ada.id)),
        ("channels:read", lambda c, ada, leads: c.conversations_list()),
        ("channels:join", lambda c, ada, leads: c.conversations_join(channel=leads.id)),
        ("im:history", lambda c, ada, leads: c.conversations_history(channel=ada.dm.id)),
        ("files:write", lambda c, ada, leads: c.files_getUploadURLExternal(filename="a", length=1)),
    ],
)
def test_a_scope_that_was_taken_away(slack, client, ada, leads, scope, call):
    call(client, ada, leads)
    slack.deny(scope)
    answer = refused(call, client, ada, leads)
    assert (answer["error"], answer["needed"]) == ("missing_scope", scope)
    assert scope not in answer["provided"].split(",")
    assert slack.faults == []


def test_a_scope_that_leadbot_never_asks_for_is_a_fault(slack, client, leads):
    assert refused(client.conversations_history, channel=leads.id)["needed"] == "channels:history"
    assert "missing_scope" in str(slack.faults[0])


def test_a_message_is_posted_once_and_kept(slack, client, ada, leads):
    metadata = {"event_type": "said", "event_payload": {"key": "k"}}
    answer = client.chat_postMessage(
        channel=leads.id, text="R&amp;D", blocks=[section("*Hi* &lt;you&gt;")], metadata=metadata
    )
    (message,) = ada.channel_messages("leads")
    assert (message.ts, message.text, message.metadata) == (answer["ts"], "R&amp;D", metadata)
    assert message.words == "R&D\nHi <you>"
    assert message.screen == "Hi <you>"
    assert answer["message"]["bot_id"] == slack.bot_id
    assert slack.calls_to("chat.postMessage")[0].ok
    assert slack.faults == []


def test_blocks_may_come_as_json_text_in_a_form(slack, ada, leads):
    body = {"channel": leads.id, "blocks": json.dumps([section("from a form")])}
    data = "&".join(f"{key}={value}" for key, value in body.items()).encode()
    headers = {"Authorization": f"Bearer {slack.bot_token}", "Content-Type": "application/x-www-form-urlencoded"}
    with urlopen(Request(slack.api_url + "chat.postMessage", data, headers)) as answer:
        assert json.load(answer)["ok"]
    assert leads.messages[0].screen == "from a form"


def test_time_stamps_grow_even_when_the_clock_stands_still():
    still = datetime(2026, 1, 5, 9, tzinfo=UTC)
    with LocalSlack(clock=lambda: still) as slack:
        client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        leads = slack.add_channel("leads")
        stamps = [client.chat_postMessage(channel=leads.id, text="hi")["ts"] for _ in range(5)]
    assert stamps == sorted(set(stamps))
    assert float(stamps[0]) == pytest.approx(still.timestamp(), abs=0.001)


def test_a_user_id_is_their_direct_message_with_the_app(slack, client, ada):
    answer = client.chat_postMessage(channel=ada.id, text="hello")
    assert answer["channel"] == client.conversations_open(users=ada.id)["channel"]["id"]
    assert [message.text for message in ada.inbox] == ["hello"]


def test_where_the_app_may_not_post(slack, client, ada):
    secret = slack.add_channel("secret", [ada], app_in=False, is_private=True)
    other = slack.add_channel("other", [ada], app_in=False)
    old = slack.add_channel("old", [ada])
    bot = slack.add_person("Robo", is_bot=True)
    slack.archive(old)
    codes = {
        "CNONE": "channel_not_found",
        secret.id: "channel_not_found",
        other.id: "not_in_channel",
        old.id: "is_archived",
        bot.id: "cannot_dm_bot",
        "": "invalid_arguments",
    }
    found = {place: refused(client.chat_postMessage, channel=place, text="hi")["error"] for place in codes}
    assert found == codes


def test_what_is_said_to_somebody_deactivated_goes_nowhere_and_succeeds(slack, client, ada):
    slack.deactivate(ada)
    assert client.chat_postMessage(channel=ada.id, text="hello")["ok"]
    assert refused(client.conversations_open, users=ada.id)["error"] == "user_disabled"


def test_blocks_that_are_refused_come_with_what_is_wrong(slack, client, leads):
    answer = refused(client.chat_postMessage, channel=leads.id, text="t", blocks=[section("x" * 3001)])
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    ]
    assert leads.messages == []
    assert "invalid_blocks" in str(slack.faults[0])


def test_a_reply_stays_in_its_thread(slack, client, leads):
    parent = client.chat_postMessage(channel=leads.id, text="parent")["ts"]
    reply = client.chat_postMessage(channel=leads.id, text="reply", thread_ts=parent)["ts"]
    client.chat_postMessage(channel=leads.id, text="reply to a reply", thread_ts=reply)
    (message,) = leads.messages
    assert [each.text for each in message.replies] == ["reply", "reply to a reply"]
    assert {each.thread_ts for each in message.replies} == {parent}
    assert (
        refused(client.chat_postMessage, channel=leads.id, text="x", thread_ts="1.000001")["error"]
        == "thread_not_found"
    )


def test_an_update_keeps_what_it_does_not_name(slack, client, leads):
    metadata = {"event_type": "said", "event_payload": {"key": "k"}}
    sent = client.chat_postMessage(channel=leads.id, text="one", blocks=[section("one")], metadata=metadata)
    client.chat_update(channel=leads.id, ts=sent["ts"], text="two")
    (message,) = leads.messages
    assert (message.text, message.screen, message.metadata) == ("two", "one", metadata)
    assert message.edited
    client.chat_update(channel=leads.id, ts=sent["ts"], text="three", blocks=[], metadata={})
    assert (message.screen, message.metadata) == ("three", None)


def test_updates_and_deletions_that_are_refused(slack, client, ada, leads):
    theirs = ada.says(leads, "mine")
    own = client.chat_postMessage(channel=leads.id, text="hi")["ts"]
    assert refused(client.chat_update, channel=leads.id, ts="1.000001", text="x")["error"] == "message_not_found"
    assert refused(client.chat_update, channel=leads.id, ts=theirs.ts, text="x")["error"] == "cant_update_message"
    assert refused(client.chat_delete, channel=leads.id, ts=theirs.ts)["error"] == "cant_delete_message"
    client.chat_delete(channel=leads.id, ts=own)
    assert [message.text for message in leads.messages] == ["mine"]


def test_an_ephemeral_message_is_seen_by_one_person_and_kept_from_history(slack, client, ada, bob, leads):
    client.chat_postEphemeral(channel=leads.id, user=ada.id, text="psst")
    assert [message.text for message in ada.sees(leads)] == ["psst"]
    assert bob.sees(leads) == leads.messages == []
    cat = slack.add_person("Cat Roe")
    assert refused(client.chat_postEphemeral, channel=leads.id, user=cat.id, text="x")["error"] == "user_not_in_channel"


def test_the_same_people_get_the_same_conversation(slack, client, ada, bob):
    first = client.conversations_open(users=f"{ada.id},{bob.id}")
    again = client.conversations_open(users=f"{bob.id},{ada.id}")
    assert first["channel"]["id"] == again["channel"]["id"]
    assert (first["already_open"], again["already_open"]) == (False, True)
    assert ada.group_with(bob).channel_type == "mpim"
    assert client.conversations_open(users=ada.id)["channel"]["id"] != first["channel"]["id"]


def test_eight_people_fit_and_nine_do_not(slack, client):
    people = [slack.add_person(f"Person {number}") for number in range(9)]
    ids = [person.id for person in people]
    assert client.conversations_open(users=",".join(ids[:8]))["ok"]
    assert refused(client.conversations_open, users=",".join(ids))["error"] == "too_many_users"


def test_people_with_whom_no_conversation_opens(slack, client, ada):
    robot = slack.add_person("Robo", is_bot=True)
    gone = slack.add_person("Gus Gone", deleted=True)
    codes = {"UNOBODY": "user_not_found", robot.id: "cannot_dm_bot", gone.id: "user_disabled"}
    found = {user: refused(client.conversations_open, users=f"{ada.id},{user}")["error"] for user in codes}
    assert found == codes
    assert refused(client.api_call, "conversations.open")["error"] == "users_list_not_supplied"


def test_history_is_newest_first_and_shows_metadata_only_when_asked(slack, client, ada):
    metadata = {"event_type": "said", "event_payload": {"key": "k"}}
    stamps = [client.chat_postMessage(channel=ada.id, text=f"{n}", metadata=metadata)["ts"] for n in range(4)]
    channel = ada.dm.id
    plain = client.conversations_history(channel=channel)["messages"]
    assert [message["text"] for message in plain] == ["3", "2", "1", "0"]
    assert all("metadata" not in message for message in plain)
    between = {"oldest": stamps[0], "latest": stamps[2], "include_all_metadata": True}
    assert [m["text"] for m in client.conversations_history(channel=channel, **between)["messages"]] == ["1"]
    inside = client.conversations_history(channel=channel, inclusive=True, **between)["messages"]
    assert [(m["text"], m["metadata"]) for m in inside] == [("2", metadata), ("1", metadata), ("0", metadata)]


def test_history_comes_in_pages(slack, client, ada):
    for number in range(5):
        client.chat_postMessage(channel=ada.id, text=f"{number}")
    first = client.conversations_history(channel=ada.dm.id, limit=3)
    assert first["has_more"]
    rest = client.conversations_history(channel=ada.dm.id, limit=3, cursor=first["response_metadata"]["next_cursor"])
    assert [message["text"] for message in rest["messages"]] == ["1", "0"]
    assert not rest["has_more"]
    assert refused(client.conversations_history, channel=ada.dm.id, cursor="bogus")["error"] == "invalid_cursor"
    assert refused(client.conversations_history, channel=ada.dm.id, oldest="soon")["error"] == "invalid_ts_oldest"


def test_a_thread_is_read_oldest_first_with_its_parent(slack, client, ada):
    parent = client.chat_postMessage(channel=ada.id, text="parent")
    reply = client.chat_postMessage(channel=ada.id, text="reply", thread_ts=parent["ts"])
    thread = client.conversations_replies(channel=ada.dm.id, ts=parent["ts"])["messages"]
    assert [message["text"] for message in thread] == ["parent", "reply"]
    assert thread[0]["reply_count"] == 1
    later = client.conversations_replies(channel=ada.dm.id, ts=parent["ts"], oldest=reply["ts"])["messages"]
    assert [message["text"] for message in later] == ["parent"]
    assert refused(client.conversations_replies, channel=ada.dm.id, ts="1.000001")["error"] == "thread_not_found"


def test_channels_are_listed_as_the_app_may_see_them(slack, client, ada):
    slack.add_channel("leads", [ada])
    slack.add_channel("general", [ada], app_in=False)
    slack.add_channel("board", [ada], is_private=True)
    slack.add_channel("secret", [ada], is_private=True, app_in=False)
    slack.archive(slack.add_channel("old", [ada]))
    types = "public_channel,private_channel"
    first = client.conversations_list(types=types, exclude_archived=True, limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    rest = client.conversations_list(types=types, exclude_archived=True, limit=2, cursor=cursor)
    names = [channel["name"] for page in (first, rest) for channel in page["channels"]]
    assert names == ["leads", "general", "board"]
    assert [channel["is_member"] for channel in first["channels"]] == [True, False]
    assert refused(client.conversations_list, types="im")["needed"] == "im:read"


def test_the_app_joins_a_public_channel(slack, client, ada):
    channel = slack.add_channel("general", [ada], app_in=False)
    assert client.conversations_join(channel=channel.id)["channel"]["is_member"]
    assert slack.bot_user_id in client.conversations_members(channel=channel.id)["members"]
    assert client.conversations_info(channel=channel.id, include_num_members=True)["channel"]["num_members"] == 2


def test_people_are_described_as_slack_does(slack, client, ada):
    slack.add_person("Gus Gone", deleted=True)
    user = client.users_info(user=ada.id, include_locale=True)["user"]
    assert (user["real_name"], user["locale"], user["tz"]) == ("Ada Okafor", "en-GB", "Europe/London")
    assert user["profile"]["title"] == "Copywriter"
    members = {member["name"]: member for member in client.users_list()["members"]}
    assert members["gus.gone"]["deleted"]
    assert members["leadbot"]["is_bot"]
    assert refused(client.users_info, user="UNOBODY")["error"] == "user_not_found"
    slack.deny("users:read.email")
    assert "email" not in client.users_info(user=ada.id)["user"]["profile"]


@pytest.mark.parametrize(
    ("sharing", "signs"),
    [
        ("", set()),
        ("outside", {"is_shared", "is_ext_shared"}),
        ("pending", {"is_pending_ext_shared"}),
        ("org", {"is_shared", "is_org_shared"}),
    ],
)
def test_a_channel_says_with_whom_it_is_shared(slack, client, leads, sharing, signs):
    slack.share(leads, sharing)
    channel = client.conversations_info(channel=leads.id)["channel"]
    assert {name for name, value in channel.items() if "shared" in name and value} == signs
