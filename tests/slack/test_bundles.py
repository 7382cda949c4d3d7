"""A bundle as Slack takes it: however much ten items say, it is one message, and a phone shows something of each."""

from hypothesis import given
from hypothesis import strategies as st

from leadbot.domain.lengths import length
from leadbot.playground.limits import checked_message
from leadbot.services.bundle import MOST_ITEMS
from leadbot.slack.blocks import ALL_TEXTS, BLOCKS, Said, actions, button, confirm, section, texts_in
from leadbot.slack.letters.bundles import bundle
from leadbot.slack.text import escape

words = st.text(max_size=40).map(lambda text: text * 90)


def item(line: str, number: int = 0) -> Said:
    row = [button(f"{word} {number}" * 9, f"offer_{word}", f"{number}") for word in ("accept", "pass", "snooze", "why")]
    row[1]["confirm"] = confirm("Sure?" * 20, "Sure? " * 50, "Yes" * 10)
    return Said(escape(line), [section(line[:9] or "–"), actions(*row)])


@given(st.lists(words, min_size=2, max_size=MOST_ITEMS))
def test_it_fits_one_message_with_all_the_buttons(lines):
    said = bundle([item(line, number) for number, line in enumerate(lines)])
    assert len(said.blocks) <= BLOCKS
    assert sum(length(text["text"]) for text in texts_in(said.blocks)) <= ALL_TEXTS
    values = [button["value"] for block in said.blocks if block["type"] == "actions" for button in block["elements"]]
    assert values == [str(number) for number in range(len(lines)) for _ in range(4)]
    assert len(said.text.split("\n• ")) == len(lines) + 1
    checked_message(said.text, said.blocks)


def test_ten_long_lines_are_all_begun_on_a_phone():
    said = bundle([item(f"Number {number}: " + "a very long line " * 200) for number in range(10)])
    assert all(f"• Number {number}: a very long line" in said.text for number in range(10))


def test_marks_that_people_typed_are_shown_as_they_are():
    said = bundle([item("*bold* & <https://example.org|here>"), item("second")])
    passages = [block["text"] for block in said.blocks if block["type"] == "section"]
    assert {"type": "plain_text", "text": "*bold* & <https://example.org|here>", "emoji": False} in passages
    assert "&lt;https" in said.text


def test_one_alone_is_said_as_itself():
    alone = item("one")
    assert bundle([alone]) == alone
