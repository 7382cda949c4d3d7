"""Slack's markup as HTML: drawn as Slack draws it, and never more than it."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbot.playground.page_markup import Reader, drawn

NAMES = {"U1": "Ada Okafor", "C1": "leads"}
READER = Reader("U1", name_of=lambda each: NAMES.get(each, each), room_link=lambda room: f"/?in={room}")
OURS = {"a", "b", "i", "s", "code", "pre", "br", "span", "blockquote"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _italic_ ~gone~", "<b>bold</b> <i>italic</i> <s>gone</s>"),
        ("*_both_*", "<b><i>both</i></b>"),
        ("snake_case_name 2*3*4", "snake_case_name 2*3*4"),
        ("* not bold *", "* not bold *"),
        ("a\nb", "a<br>b"),
        ("&gt; said\n&gt; twice\nafter", "<blockquote>said<br>twice</blockquote>after"),
        ("before\n> said", "before<blockquote>said</blockquote>"),
        ("• one\n• two", '<span class="bullet">one</span><span class="bullet">two</span>'),
        ("`*plain*`", "<code>*plain*</code>"),
        ("```\na &lt; b\n*c*\n```", "<pre>a &lt; b\n*c*</pre>"),
        ("&lt;b&gt; &amp;amp;", "&lt;b&gt; &amp;amp;"),
        ("A & B <3", "A &amp; B &lt;3"),
        ("<@U1>", '<span class="mention me">@Ada Okafor</span>'),
        ("<@U9|zoe>", '<span class="mention">@zoe</span>'),
        ("<#C1|leads>", '<a class="mention" href="/?in=C1">#leads</a>'),
        ("<!here>", '<span class="mention me">@here</span>'),
        ("<!date^1765526400^{date_short} at {time}|then>", "12 Dec 2025 at 08:00"),
        ("<!date^nonsense^{date}|on Friday>", "on Friday"),
        ("<javascript:alert(1)|press>", "press"),
    ],
)
def test_markup_is_drawn(text: str, html: str) -> None:
    assert drawn(text, READER) == html


def test_a_link_opens_elsewhere_and_shows_its_label() -> None:
    html = drawn("<https://example.com/?a=1&amp;b=2|*the* &lt;site&gt;>", READER)
    assert 'href="https://example.com/?a=1&amp;b=2"' in html
    assert 'rel="noopener noreferrer nofollow"' in html
    assert html.endswith(">*the* &lt;site&gt;</a>")


def test_a_bare_address_is_a_link_unless_the_text_is_verbatim() -> None:
    assert 'href="https://example.com/a"' in drawn("see https://example.com/a.", READER)
    assert drawn("see https://example.com/a.", READER, verbatim=True) == "see https://example.com/a."


class Tags(HTMLParser):
    """What a browser makes of it: tags, attributes, and the words between."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


PIECES = st.sampled_from(
    [
        "<",
        ">",
        "&",
        "&lt;",
        '"',
        "'",
        "*",
        "_",
        "~",
        "`",
        "```",
        "\n",
        "|",
        "<@U1>",
        "<script>",
        "\ue0000\ue001",
        "onx=1",
    ]
)


@given(st.lists(PIECES | st.text(max_size=6), max_size=24).map("".join), st.booleans())
def test_nothing_that_people_type_becomes_a_tag(text: str, verbatim: bool) -> None:
    tags = Tags()
    tags.feed(drawn(text, READER, verbatim=verbatim))
    assert tags.tags <= OURS
    assert tags.attributes <= {"class", "href", "target", "rel"}
