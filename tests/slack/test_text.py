"""The one door for text: nothing unseen comes in, nothing live goes out, and nothing is cut in two."""

import re
import time

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from leadbot.domain.lengths import length
from leadbot.playground.words import pings, readable
from leadbot.slack.blocks import section
from leadbot.slack.text import clean, clean_line, cut, escape, keep, plain, spoken, unescape, words
from tests.strings import TRICKS, everything

PIECES = [
    "&",
    "<",
    ">",
    "&lt;",
    "&amp;",
    "*",
    "_",
    "~",
    "`",
    "\n",
    "\u200d",
    "👩",
    "🏽",
    "\ufe0f",
    "e\u0301",
    "•",
    "a ",
    "!here",
    "\x00",
    "\ud800",
]
ANY = st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join), st.sampled_from(TRICKS))
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
FORMATTED = regex.compile(r"(?<!\w)[*_~`]|[*_~`](?!\w)")  # which knows younger letters than Python does


EVERYTHING = everything()


@pytest.mark.case("INJECT-09")
class TestClean:
    @given(ANY)
    def test_nothing_unseen_is_left_and_once_is_enough(self, typed):
        cleaned = clean(typed)
        assert not UNSEEN.search(cleaned)
        assert clean(cleaned) == cleaned == cleaned.strip()
        cleaned.encode()  # no half letters

    @given(ANY)
    def test_a_line_is_one_line_with_single_spaces(self, typed):
        line = clean_line(typed)
        assert line == " ".join(line.split())
        assert len(line.splitlines()) <= 1

    @pytest.mark.parametrize(
        "meant",
        [
            "👩‍👩‍👧",
            "🏳️‍🌈",
            "🧑🏽‍🔧",
            "🏴‍☠️",
            "❤️‍🔥",
            "👨🏻‍❤️‍💋‍👨🏿",
            "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
            "1️⃣",
            "Zo\u0308e",
            "Z\u0351\u036b\u0343",
            "नि",
            "กำ",
            "שָׁלוֹם",
        ],
    )
    def test_what_is_meant_stays(self, meant):
        assert clean(meant) == meant
        assert clean_line(f"  {meant}\n{meant} ") == f"{meant} {meant}"

    @pytest.mark.parametrize(
        ("typed", "cleaned"),
        [
            ("lead\x00bot", "leadbot"),
            ("\u202etobdael\u202c", "tobdael"),
            ("chan\u200bnel", "channel"),
            ("a\u200db", "ab"),
            ("👩\u200d", "👩"),
            ("👩\u200d\u200d👧", "👩👧"),
            ("half \ud83d", "half"),
            ("x\U000e0041", "x"),
            ("one\r\ntwo\rthree\u2028four\x85five", "one\ntwo\nthree\nfour\nfive"),
            ("kept:\ttab", "kept:\ttab"),
        ],
    )
    def test_what_nobody_means_goes(self, typed, cleaned):
        assert clean(typed) == cleaned


@pytest.mark.case("INJECT-01", "INJECT-02")
class TestEscape:
    @given(ANY)
    def test_unescaped_it_is_what_was_typed(self, typed):
        assert unescape(escape(typed)) == clean(typed)

    @pytest.mark.parametrize("typed", EVERYTHING)
    def test_nothing_in_it_is_live(self, typed):
        for sent in (escape(typed), words(typed), cut(escape(typed), 20), words(typed, 20)):
            assert "<" not in sent
            assert ">" not in sent
            assert pings(sent, [{"type": "section", "text": {"type": "mrkdwn", "text": sent, "verbatim": True}}]) == []

    def test_slacks_own_escapes_are_undone_once(self):
        assert unescape("&amp;lt;!here&amp;gt; &lt;3 &#60;") == "&lt;!here&gt; <3 &#60;"


class TestWords:
    @given(ANY)
    def test_no_mark_of_theirs_has_an_effect(self, typed):
        said = words(typed)
        assert not FORMATTED.search(said)
        assert "\n" not in said
        assert not re.match(r"\s|&gt;|[•◦▪‣]|[-+]\s", said)

    @pytest.mark.parametrize("typed", EVERYTHING)
    def test_the_marks_around_them_hold(self, typed):
        said = words(typed, 200)
        if said:
            assert readable(f"*{said}*") == unescape(said)
            assert readable(f"_Ada_ posted *{said}* ~before~") == f"Ada posted {unescape(said)} before"

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("*bold* _it_ ~gone~ `code`", "∗bold∗ ˍitˍ ∼gone∼ ˋcodeˋ"),
            ("``` no end", "ˋˋˋ no end"),
            (">>> quoted", "››› quoted"),
            ("• a point", "· a point"),
            ("- a point", "‐ a point"),
            ("-2*3, snake_case & R2~D2", "-2*3, snake_case &amp; R2~D2"),
            ("two\n> lines", "two &gt; lines"),
            ("Bread & <butter>", "Bread &amp; &lt;butter&gt;"),
            ("Café – “fine”", "Café – “fine”"),
        ],
    )
    def test_they_read_as_they_were_typed(self, typed, said):
        assert words(typed) == said


@pytest.mark.case("INJECT-06")
class TestCut:
    def test_what_is_four_times_as_long_once_it_is_escaped_still_fits_a_paragraph(self):
        shown = section(words("<" * 3000))["text"]["text"]
        assert re.fullmatch(r"(?:&lt;){749}…", shown)
        assert section(words("<" * 750))["text"]["text"] == "&lt;" * 750

    def test_what_stood_within_a_word_and_ends_it_now_has_no_effect_either(self):
        assert words("snake_case", 20) == "snake_case"
        assert words("snake_case", 7) == "snakeˍ…"

    @pytest.mark.soak
    @settings(max_examples=100_000, deadline=None)
    @given(ANY, st.integers(1, 3000))
    def test_a_hundred_thousand_texts_keep_the_rules(self, typed, most):
        escaped, line = escape(typed), words(typed, most)
        assert unescape(escaped) == clean(typed)
        assert not FORMATTED.search(line)
        for short in (cut(escaped, most), line):
            assert length(short) <= most
            assert re.fullmatch(r"(?:[^&<>]|&(?:amp|lt|gt);)*", short)
            assert not UNSEEN.search(short)
            short.encode()

    @given(ANY, st.integers(1, 40))
    def test_it_fits_and_breaks_no_entity_and_no_grapheme(self, typed, most):
        escaped = escape(typed)
        short = cut(escaped, most)
        assert len(short) <= length(short) <= most
        assert re.fullmatch(r"(?:[^&<>]|&(?:amp|lt|gt);)*", short)
        assert escaped == short or (short.endswith("…") and escaped.startswith(short[:-1]))
        if short != escaped:
            kept = regex.findall(r"\X", unescape(short[:-1]))
            assert regex.findall(r"\X", unescape(escaped))[: len(kept)] == kept

    @given(ANY, st.integers(1, 40))
    def test_plain_text_and_what_is_typed_on_fit_too(self, typed, most):
        graphemes = regex.findall(r"\X", clean(typed))
        for short, kept in ((plain(typed, most), plain(typed, most).removesuffix("…")), (keep(typed, most),) * 2):
            assert length(short) <= most
            assert short == clean(typed) or regex.findall(r"\X", kept) == graphemes[: len(regex.findall(r"\X", kept))]

    @pytest.mark.parametrize(
        ("escaped", "most", "short"),
        [
            ("R&amp;D", 7, "R&amp;D"),
            ("R&amp;D", 6, "R…"),
            ("a family: 👩‍👩‍👧", 12, "a family:…"),
            ("by <@U0ADA> now", 10, "by…"),
            ("👍👍", 3, "👍…"),
            ("ne\u0301e", 2, "n…"),
            ("abc", 1, "…"),
        ],
    )
    def test_it_is_cut_between(self, escaped, most, short):
        assert cut(escaped, most) == short


class TestSpeed:
    LONG = (
        "a",
        "<",
        "&",
        "*",
        "`",
        "*_",
        "> ",
        "\n",
        " ",
        "\u200d",
        "👩\u200d",
        "\ufe0f",
        "e\u0301",
        "\u0301",
        "🇬",
        "<a",
        "\U000e0061",
        "🏴\U000e0061",
        "\u1100",
        "\r\n",
        "&amp;",
        "\ud800",
    )

    @pytest.mark.parametrize("piece", LONG, ids=ascii)
    @pytest.mark.parametrize("size", [40_000, 1_000_000])
    def test_long_text_takes_a_moment(self, piece, size):
        text = (piece * size)[:size]
        for work in (clean_line, escape, words, lambda text: cut(text, 3000), lambda text: plain(text, 150), unescape):
            begun = time.process_time()  # not the clock on the wall: the machine may be busy
            work(text)
            assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("received", "read"),
    [
        ("<@U0ADA|ada> knows", "@ada knows"),
        ("<@U0ADA> knows", "somebody knows"),
        ("in <#C0LEADS|leads>", "in #leads"),
        ("in <#C0LEADS>", "in a channel"),
        ("<!here> lunch", " lunch"),
        ("<!subteam^S0NEIGHBOUR|@designers>", "@designers"),
        ("<!date^1700000000^{date}|14 Nov>", "14 Nov"),
        ("<https://cafe.example/menu>", "https://cafe.example/menu"),
        ("<https://cafe.example|cafe.example>", "https://cafe.example"),
        ("<https://cafe.example|the café>", "the café (https://cafe.example)"),
        ("<mailto:ada@yard.example|ada@yard.example>", "ada@yard.example"),
        ("<tel:+441614960000>", "+441614960000"),
        ("&lt;b&gt; &amp; &amp;lt;", "<b> & &lt;"),
        ("https://cafe.example?a=1&amp;b=2", "https://cafe.example?a=1&b=2"),
        ("<https://cafe.example?a=1&amp;b=2>", "https://cafe.example?a=1&b=2"),
    ],
)
def test_what_slack_wrote_down_is_read_as_people_read_it(received: str, read: str) -> None:
    assert spoken(received) == read


def test_where_channels_are_not_to_be_named_they_are_not() -> None:
    assert spoken("in <#C0BOARD|board>", names_channels=False) == "in a channel"
