"""The trades: what their files must be like, how they are read, and what the check says of a bad line."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbot.domain.errors import LeadbotError
from leadbot.matching.lexicon import Trade, load_lexicon, shipped_folder, trades_in
from leadbot.matching.lexicon_check import check, faults_in
from leadbot.matching.vocabulary import load_vocabulary, plain_key
from leadbot.matching.words import stems
from leadbot.matching.written import LISTS, Fault, Written, read_bytes, read_folder, read_lines

TRADES = load_lexicon()
VOCABULARY = load_vocabulary()
SLUGS_IN_PROFILES = Path(__file__).with_name("slugs.txt").read_text(encoding="utf-8").split()

HURDLES = """
# A note

hurdle maker [willow-fences]
titles: wattle maker, fence weaver
skills: gardening, weaving
new skills: hurdle making
tools: billhook, twilly holes
deliverables: woven panels
abbreviations: NCFED = a federation of coppice workers
related: hat maker
> sheep walk straight through our hedge
> bed edges: low, woven, for the school garden

hat maker
> my head is cold
"""


def read(text: str, file: str = "crafts.txt") -> list[Written | Fault]:
    return list(read_lines(text.split("\n"), file))


def made_of(text: str) -> dict[str, Trade]:
    return trades_in([one for one in read(text) if isinstance(one, Written)], VOCABULARY)


def said_of(*folders: str) -> list[str]:
    return [str(fault) for fault in faults_in([read(text) for text in folders], VOCABULARY)]


def words_of(text: str) -> str:
    """Its words as they are compared, with spaces around each, so that "art" is not found in "party"."""
    return f" {' '.join(plain_key(text))} "


class TestShipped:
    def test_nothing_is_wrong_with_the_files(self):
        assert check() == []

    def test_there_are_enough_trades_and_each_says_enough(self):
        assert len(TRADES) >= 300
        assert {trade.name: len(trade.clients_say) for trade in TRADES.values() if len(trade.clients_say) < 6} == {}
        poor = [
            trade.name
            for trade in TRADES.values()
            if not (trade.titles and trade.skills + trade.new_skills and trade.related and len(trade.tools) > 1)
            or len(trade.deliverables) < 3
        ]
        assert poor == []

    def test_no_two_trades_share_what_clients_say(self):
        said = Counter(phrase.lower() for trade in TRADES.values() for phrase in trade.clients_say)
        assert [phrase for phrase, times in said.items() if times > 1] == []

    def test_what_clients_say_is_short_says_something_and_does_not_name_the_trade(self):
        said = [(trade, phrase) for trade in TRADES.values() for phrase in trade.clients_say]
        assert [phrase for _, phrase in said if len(phrase) > 120 or not stems(phrase)] == []
        names = {trade.slug: [words_of(title) for title in (trade.name, *trade.titles)] for trade in TRADES.values()}
        assert [phrase for trade, phrase in said if any(title in words_of(phrase) for title in names[trade.slug])] == []

    def test_every_name_is_of_something_that_is_there(self):
        for trade in TRADES.values():
            assert all(VOCABULARY.get(slug) for slug in trade.skills)
            assert all(trade.slug in TRADES[other].related for other in trade.related)
            assert trade.slug not in trade.related

    @pytest.mark.parametrize(
        ("short", "long"),
        [
            ("SEO", "search engine optimisation"),
            ("VAT", "value added tax"),
            ("CT600", "the corporation tax return"),
            ("GDPR", "General Data Protection Regulation"),
            ("RIBA", "Royal Institute of British Architects"),
            ("PAT", "portable appliance testing"),
            ("DBS", "Disclosure and Barring Service"),
        ],
    )
    def test_what_is_said_in_letters_is_known(self, short, long):
        assert (short, long) in {pair for trade in TRADES.values() for pair in trade.abbreviations}

    @pytest.mark.parametrize(
        ("words", "slug"),
        [
            ("nobody can find us on Google", "seo-specialist"),
            ("the books are a mess before year end", "bookkeeper"),
            ("need somebody to make sense of a lease", "commercial-property-lawyer"),
        ],
    )
    def test_a_trade_knows_those_who_do_not_know_its_name(self, words, slug):
        assert words in TRADES[slug].clients_say

    def test_a_group_has_several_trades_and_its_file_can_be_read_in_one_go(self):
        groups = Counter(trade.group for trade in TRADES.values())
        assert len(groups) >= 20
        assert min(groups.values()) >= 5
        for file in shipped_folder().iterdir():
            assert len(file.read_text(encoding="utf-8").splitlines()) <= 300, file.name

    def test_a_skill_that_stands_in_somebodys_profile_is_still_one(self):
        assert len(SLUGS_IN_PROFILES) > 600
        assert [slug for slug in SLUGS_IN_PROFILES if not VOCABULARY.get(slug)] == []


class TestReading:
    def test_a_trade_is_read_as_it_is_written(self):
        trades = made_of(HURDLES)
        assert trades["willow-fences"] == Trade(
            slug="willow-fences",
            name="hurdle maker",
            titles=("wattle maker", "fence weaver"),
            skills=("gardening", "weaving"),
            new_skills=("hurdle making",),
            tools=("billhook", "twilly holes"),
            deliverables=("woven panels",),
            clients_say=("sheep walk straight through our hedge", "bed edges: low, woven, for the school garden"),
            abbreviations=(("NCFED", "a federation of coppice workers"),),
            related=("hat-maker",),
            group="crafts",
        )
        assert trades["hat-maker"].related == ("willow-fences",)

    @given(st.lists(st.text(max_size=60) | st.sampled_from(HURDLES.split("\n")), max_size=30))
    def test_any_line_is_read_or_is_a_fault_of_that_line(self, lines):
        read = list(read_lines(lines, "crafts.txt"))
        assert {one.line for one in read} <= set(range(1, len(lines) + 1))
        assert {one.file for one in read} <= {"crafts.txt"}
        assert bool(read) >= any(line.strip()[:1] not in ("", "#") for line in lines), (
            "no line is passed over in silence"
        )
        trades_in([one for one in read_lines(lines, "crafts.txt") if isinstance(one, Written)], VOCABULARY)

    @given(st.binary(max_size=200))
    def test_any_file_is_read_or_has_faults(self, content):
        assert all(isinstance(one, Written | Fault) for one in read_bytes(content, "crafts.txt"))

    @given(
        st.dictionaries(
            st.sampled_from([heading for heading in LISTS if heading not in ("abbreviations", "related", "skills")]),
            st.lists(
                st.sampled_from(["billhook", "C++", "café chairs", "client's hedge", "3D"]), min_size=1, unique=True
            ),
        ),
        st.sampled_from(["\n", "\r\n"]),
    )
    def test_what_was_written_is_what_is_read(self, lists, end):
        lines = [
            "hurdle maker",
            *(f"{heading}: {', '.join(values)}" for heading, values in lists.items()),
            "> wet beds",
        ]
        [trade] = made_of(end.join(lines)).values()
        assert {heading: list(getattr(trade, heading.replace(" ", "_"))) for heading in lists} == lists
        assert trade.clients_say == ("wet beds",)


class TestCheck:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            (
                "hurdle maker",
                "line 1: “hurdle maker” has nothing that clients say. Write some on lines that begin with >.",
            ),
            ("> my roof leaks", "line 1: There is no trade's name above this line."),
            (
                "hurdle maker\n> wet\nmy roof",
                "line 3: “my roof” cannot be read. A trade's name follows an empty line; ",
            ),
            ("hurdle maker\n> wet\ntool: hook", f"line 3: “tool” is no heading. Use one of: {', '.join(LISTS)}."),
            ("hurdle maker\n>\n> wet", "line 2: Nothing is written here."),
            ("hurdle maker\n> wet\ntools:", "line 3: Nothing is written here."),
            (
                "hurdle maker\n> wet\nabbreviations: VAT",
                "line 3: Write an abbreviation and what it stands for, such as: ",
            ),
            ("hurdle maker\n> wet\nrelated: hatter", "line 3: There is no trade called “hatter”."),
            (
                "hurdle maker\n> wet\ntitles: wattler\nrelated: Wattler",
                "line 4: There is no trade called “Wattler”. Do ",
            ),
            ("hurdle maker\n> wet\nrelated: hurdle maker", "line 3: “hurdle maker” is related to itself."),
            (
                "hurdle maker\n> wet\nskills: hurdle making",
                "line 3: There is no skill called “hurdle making”. If it is new, ",
            ),
            ("hurdle maker\n> wet\nskills: WP", "line 3: There is no skill called “WP”. Do you mean “WordPress”?"),
            (
                "hurdle maker\n> wet\nnew skills: WP",
                "line 3: “WP” is no new skill: write “WordPress” behind “skills:”.",
            ),
            (
                "hurdle maker\n> wet\n\nhurdle maker\n> dry",
                "line 4: There is a trade “hurdle-maker” already, in own.txt, line 1.",
            ),
            (
                "hurdle maker\n> wet\n\nhatter\n> dry\ntitles: Hurdle makers",
                "line 6: “Hurdle makers” is a title already, of ",
            ),
            (
                "hurdle maker\n> wet\ntitles: wattler, Wattlers",
                "line 3: “Wattlers” is a title already, of hurdle-maker in ",
            ),
            (
                "hurdle maker\n> it is wet\n\nhatter\n> It is wet.",
                "line 5: “It is wet.” is said already, of hurdle-maker in ",
            ),
        ],
    )
    def test_a_bad_line_is_named_and_said_what_is_wrong_with_it(self, text, words):
        [fault] = faults_in([read(text, "own.txt")], VOCABULARY)
        assert str(fault).startswith(f"own.txt, {words}")

    def test_a_good_file_has_no_faults_and_more_than_one_fault_is_said_in_order(self):
        assert said_of(HURDLES) == []
        assert [fault.split(":")[0] for fault in said_of("> a\n\nhatter\nrelated: x, y")] == [
            "crafts.txt, line 1",
            "crafts.txt, line 3",
            "crafts.txt, line 4",
            "crafts.txt, line 4",
        ]

    def test_a_line_that_is_not_in_utf_8_is_named(self):
        [fault] = read_bytes("hurdle maker\n> reed from café roofs".encode("cp1252"), "crafts.txt")
        assert str(fault).startswith("crafts.txt, line 2: Not in UTF-8.")


class TestOwn:
    def test_a_host_adds_a_trade_and_words_to_one_that_is_there(self, tmp_path):
        (tmp_path / "ours.txt").write_text(HURDLES, encoding="utf-8")
        (tmp_path / "books.txt").write_bytes("\ufeff# ours\r\n\r\nbookkeeper\r\n> the tin wants sorting\r\n".encode())
        (tmp_path / "notes.md").write_text("no trade")
        assert check(tmp_path) == []
        trades = load_lexicon(tmp_path)
        assert trades["willow-fences"].group == "ours"
        shipped = TRADES["bookkeeper"]
        assert trades["bookkeeper"].clients_say == (*shipped.clients_say, "the tin wants sorting")
        assert (trades["bookkeeper"].skills, trades["bookkeeper"].group) == (shipped.skills, "finance")
        assert len(trades) == len(TRADES) + 2

    def test_a_hosts_trade_may_not_claim_what_is_another_ones(self, tmp_path):
        (tmp_path / "ours.txt").write_text("tin sorter\ntitles: accounts clerk\n> shoebox of receipts under my desk\n")
        [title, phrase] = map(str, check(tmp_path))
        assert title.startswith(f"{tmp_path}/ours.txt, line 2: “accounts clerk” is a title already, of bookkeeper in ")
        assert phrase.startswith(f"{tmp_path}/ours.txt, line 3: “shoebox of receipts under my desk” is said already")

    def test_what_cannot_be_read_is_not_left_out_in_silence(self, tmp_path):
        (tmp_path / "ours.txt").write_text("hurdle maker\nroof: wet\n")
        with pytest.raises(LeadbotError, match=r"ours\.txt, line 2: “roof” is no heading"):
            load_lexicon(tmp_path)
        with pytest.raises(LeadbotError, match=r"There is no folder called .*nowhere"):
            load_lexicon(tmp_path / "nowhere")

    def test_a_folder_without_trades_is_said(self, tmp_path):
        (tmp_path / "empty.txt").write_text("# nothing yet\n")
        assert list(read_folder(tmp_path)) == []
        with pytest.raises(LeadbotError, match=r"Nothing is written in the \.txt files of"):
            check(tmp_path)
