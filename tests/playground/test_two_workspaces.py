"""Two local workspaces: what is the one's is refused by the other, and whoever mixes them up has made a mistake."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from leadbot.playground.local_slack import LocalSlack


@pytest.fixture
def two():
    with LocalSlack() as ours, LocalSlack(team_name="The Other Yard") as theirs:
        yield ours, theirs


@pytest.mark.case("TENANT-07")
@pytest.mark.parametrize(
    "say",
    [
        lambda client, channel, person: client.chat_postMessage(channel=channel.id, text="Hi"),
        lambda client, channel, person: client.chat_postMessage(channel=person.id, text="Hi"),
        lambda client, channel, person: client.chat_update(channel=channel.id, ts="1.1", text="Hi"),
        lambda client, channel, person: client.conversations_open(users=[person.id]),
        lambda client, channel, person: client.conversations_history(channel=person.id),
        lambda client, channel, person: client.conversations_join(channel=channel.id),
    ],
)
def test_a_call_into_a_conversation_of_another_workspace_is_refused_and_a_fault(two, say):
    ours, theirs = two
    person, channel = theirs.add_person("Ada Okafor"), theirs.add_channel("leads")
    client = WebClient(token=ours.bot_token, base_url=ours.api_url, retry_handlers=[])
    with pytest.raises(SlackApiError) as refused:
        say(client, channel, person)
    assert refused.value.response["error"] == "channel_not_found"
    assert "another workspace" in str(ours.faults[-1])


@pytest.mark.case("TENANT-07")
def test_a_call_with_the_token_of_another_workspace_is_refused_and_a_fault(two):
    ours, theirs = two
    channel = ours.add_channel("leads")
    client = WebClient(token=theirs.bot_token, base_url=ours.api_url, retry_handlers=[])
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=channel.id, text="Hi")
    assert refused.value.response["error"] == "invalid_auth"
    assert "another workspace" in str(ours.faults[-1])
    assert channel.messages == []


def test_with_ids_like_anothers_the_same_id_is_somebody_elses(two):
    ours, _ = two
    with LocalSlack(ids_like=ours) as twin:
        one, other = ours.add_person("Ada Okafor"), twin.add_person("Zoë Quaye")
        assert one.id == other.id
        assert (ours.team_id, ours.bot_token) != (twin.team_id, twin.bot_token)
        client = WebClient(token=twin.bot_token, base_url=twin.api_url, retry_handlers=[])
        client.chat_postMessage(channel=other.id, text="Hi")
        assert [message.text for message in other.inbox] == ["Hi"]
        assert one.inbox == []
