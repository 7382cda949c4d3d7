"""What a screen shows of Slack's markup, and whom it would ping."""

import pytest

from leadbot.playground.words import all_words, readable
from tests.playground.shapes import actions, button, section

NAMES = {"U1": "Ada Okafor", "C1": "leads"}


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<@U1> in <#C1>", "@Ada Okafor in #leads"),
        ("<#C1|other>", "#other"),
        ("<https://example.com/?a=1&amp;b=2>", "https://example.com/?a=1&b=2"),
        ("<https://example.com|here>", "here"),
        ("<mailto:a@b.org|a@b.org>", "a@b.org"),
        ("<!channel> <!date^1|Friday>", "@channel Friday"),
        ("*bold* _slanted_ ~gone~ `code` *_both_*", "bold slanted gone code both"),
        ("2 * 3 * 4, snake_case_name", "2 * 3 * 4, snake_case_name"),
        ("R&amp;D &lt;b&gt; &amp;lt;", "R&D <b> &lt;"),
    ],
)
def test_markup_is_read_as_a_screen_shows_it(markup, shown):
    assert readable(markup, lambda identifier: NAMES.get(identifier, identifier)) == shown


def test_all_words_are_those_of_the_text_and_of_the_blocks():
    blocks = [section("*One* &amp; only"), actions(button("Go", confirm={"title": "hidden"}))]
    assert all_words("_In short_", blocks) == "In short\nOne & only\nGo"


@pytest.mark.parametrize(
    ("words", "pings"),
    [
        ("<!channel> hi", ["@channel"]),
        ("<!here|here>", ["@here"]),
        ("<@U123> and <@U123>", ["U123"]),
        ("<!subteam^S1>", ["@S1"]),
        ("&lt;!channel&gt;", []),
        ("<#C1|leads> <https://example.com|@channel>", []),
    ],
)
def test_who_would_be_pinged_is_remembered(slack, client, leads, words, pings):
    client.chat_postMessage(channel=leads.id, text=words)
    client.chat_postMessage(
        channel=leads.id,
        text="t",
        blocks=[{**section(words), "text": {"type": "mrkdwn", "text": words, "verbatim": True}}],
    )
    assert [message.pings for message in leads.messages] == [pings, pings]


def test_a_bare_mention_pings_from_a_block_that_is_not_verbatim(slack, client, leads):
    client.chat_postMessage(
        channel=leads.id, text="@channel", blocks=[section("ask @everyone"), actions(button("@here"))]
    )
    assert leads.messages[0].pings == ["@everyone"]
