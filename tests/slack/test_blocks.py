"""Whatever people type, Slack takes what we make of it."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbot.domain.lengths import length
from leadbot.kinds import Control, Field
from leadbot.kinds.lead import LEAD
from leadbot.matching.vocabulary import LONGEST_VALUE, load_vocabulary
from leadbot.playground.limits import checked_message, checked_view, wrong_in_options
from leadbot.slack import blocks as made
from leadbot.slack.blocks import OPTION, OPTION_VALUE, Said
from leadbot.slack.forms import draw, draw_kind, read, suggestions
from leadbot.slack.text import clean, clean_line, words
from tests.slack.test_text import TRICKS

LONG = st.builds(lambda piece, times: piece * times, st.text(min_size=1, max_size=8), st.integers(1, 500))
ANY = st.one_of(
    st.text(), LONG, st.sampled_from(TRICKS), st.sampled_from(["👩‍👩‍👧" * 900, "&" * 5000, "<@U0ADA>" * 900])
)


def sizes(blocks: object) -> list[tuple[str, int]]:
    """Every text object in blocks, with how long it is for Slack."""
    if isinstance(blocks, list):
        return [size for each in blocks for size in sizes(each)]
    if not isinstance(blocks, dict):
        return []
    if blocks.get("type") in ("plain_text", "mrkdwn"):
        return [(blocks["type"], length(blocks["text"]))]
    return [size for each in blocks.values() for size in sizes(each)]


class TestMessages:
    @given(ANY)
    def test_no_text_makes_slack_refuse_a_message(self, text):
        blocks = [
            made.title(text),
            made.section(text),
            made.section(f"*{words(text, 200)}*"),
            made.context(text, "", text),
            made.context(text),
            made.actions(made.button(text, "press", text, confirm=made.confirm(text, text, text, text))),
        ]
        said = Said(text, blocks)
        assert said.text
        assert length(said.text) <= made.TEXT
        assert min(size for _, size in sizes(blocks)) >= 1
        checked_message(said.text, said.blocks)

    @given(ANY)
    def test_nothing_alone_is_refused_either(self, text):
        assert checked_message(Said(text).text, []) == []
        assert len(checked_message("", [made.section(text)])) == 1

    @pytest.mark.parametrize("text", ["a" * 4000, "👩‍👩‍👧" * 500, "&amp;" * 800])
    def test_many_long_texts_are_cut_to_what_a_message_holds(self, text):
        said = Said(text, [made.section(text) for _ in range(60)])
        assert sum(size for _, size in sizes(said.blocks)) <= made.ALL_TEXTS
        checked_message(said.text, said.blocks)

    @given(ANY)
    def test_peoples_words_are_never_linked_on_their_own(self, text):
        assert made.mrkdwn(text)["verbatim"] is True
        assert made.title(text)["text"]["type"] == "plain_text"
        assert "\n" not in made.title(text)["text"]["text"]

    @pytest.mark.parametrize("most", [24, 75, 150, 3000])
    def test_limits_hold_however_slack_counts(self, most):
        for text in ("👍" * most, "a" * most + "b", "👩‍👩‍👧" * most, "e\u0301" * most):
            assert len(made.plain_text(text, most)["text"].encode("utf-16-le")) // 2 <= most


class TestForms:
    FIELDS = (
        Field("line", "A line", Control.LINE, most=80),
        Field("text", "A text", Control.TEXT, most=5000, placeholder="What you know", hint="As you like"),
        Field("skills", "Skills", Control.SKILLS),
        Field("day", "By when", Control.DATE),
        Field("one", "Which", Control.CHOICE, options=(("a", "An a"), ("b", "A b")), default="a"),
    )

    @given(ANY, ANY, st.lists(ANY.map(lambda name: f"new:{clean_line(name)}"), max_size=15), ANY)
    def test_whatever_is_known_fits_where_it_is_filled_in(self, line, text, skills, choice):
        values = {"line": line, "text": text, "skills": skills, "day": date(2026, 12, 12), "one": choice}
        view = made.form("any_form", text, line, draw(self.FIELDS, values), routing="17")
        checked_view(view, "modal")
        assert len(view["blocks"]) == len(self.FIELDS)
        for block in view["blocks"]:
            element = block["element"]
            assert length(element.get("initial_value", "")) <= element.get("max_length", 0)
            assert len(element.get("initial_options", [])) <= element.get("max_selected_items", 0)

    @given(ANY, ANY)
    def test_the_form_of_a_kind_and_a_notice_take_anything(self, text, other):
        typed = {"title": text, "details": other, "budget": text, "confidential": text}
        form = checked_view(draw_kind(LEAD, typed), "modal")
        assert [block["block_id"] for block in form["blocks"]] == [field.name for field in LEAD.fields]
        assert checked_view(made.notice(text, other), "modal")["blocks"]

    @given(ANY, ANY)
    def test_a_label_and_a_hint_fit(self, label, hint):
        field = Field("field", label, Control.MENU, hint=hint, placeholder=hint, options=((label, hint), ("b", label)))
        form = checked_view(made.form("any_form", "A form", "Send", draw([field], {"field": label})), "modal")
        assert [block["block_id"] for block in form["blocks"]] == ["field"]

    @given(ANY)
    def test_what_was_typed_comes_back_whole_where_it_fits(self, text):
        state = {"line": {"value": text[:80]}, "text": {"value": text[:3000]}, "skills": {}, "day": {}, "one": {}}
        given = read(self.FIELDS, state)
        again = {block["block_id"]: block["element"] for block in draw(self.FIELDS, given)}
        for name, most in (("line", 80), ("text", 3000)):
            if length(given[name]) <= most:
                assert again[name].get("initial_value", "") == given[name]


class TestSuggestions:
    @given(ANY)
    def test_they_fit_a_menu_whatever_was_typed(self, typed):
        found = suggestions(typed)
        assert len(found) >= 1, "what is typed can always be taken as it is"
        assert wrong_in_options({"options": found}) == []
        for option in found:
            assert 1 <= length(option["text"]["text"]) <= OPTION
            assert 1 <= length(option["value"]) <= OPTION_VALUE

    @given(st.text(alphabet=string.ascii_letters + " é👩‍-&<>", max_size=120))
    def test_what_the_vocabulary_lacks_is_offered_as_it_was_typed(self, typed):
        line = clean_line(typed)
        news = [option for option in suggestions(typed) if option["value"].startswith("new:")]
        assert len(news) <= 1
        if line and load_vocabulary().find(line) is None:
            assert line.startswith(news[0]["value"].removeprefix("new:"))
            assert clean(news[0]["text"]["text"]).startswith("Add “")

    def test_the_vocabulary_itself_fits(self):
        for skill in load_vocabulary().skills:
            option = made.option(skill.slug, skill.name)
            assert (option["value"], option["text"]["text"]) == (skill.slug, skill.name)
            assert length(skill.slug) <= LONGEST_VALUE
