"""`leadbot match` on a file of members."""

import csv
import re
import shlex
from pathlib import Path

import pytest

from leadbot.matching import Index, Profile
from tests.operators import Operator
from tests.payloads import UNSEEN
from tests.strings import TRICKS, everything

README = Path(__file__).parents[2] / "README.md"

MEMBERS = """id,skills,text
bob,web design;logo design,Small websites
cat,illustration,Murals
"""


@pytest.mark.parametrize(("words", "code"), [("A logo for a café", 0), ("qqqq zzzz", 1)])
def test_match_ranks_a_file(operator: Operator, words: str, code: int) -> None:
    members = operator.folder / "members.csv"
    members.write_text(MEMBERS)
    done = operator.types("match", words, "--members", str(members))
    assert done.returncode == code
    assert done.stdout.startswith("1. bob") if code == 0 else done.stderr.startswith("Nobody in this file fits")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "There is no file called members.csv."),
        (b"", "members.csv is empty. Its first line must be: id,skills,text"),
        (b"name,skills\nbob,logo design\n", "members.csv has no column called id, text."),
        (
            "id,skills,text\nbob,logo design,Cafés\n".encode("cp1252"),
            "members.csv is not in UTF-8. Save it again as a CSV in UTF-8.",
        ),
        (
            "id,skills,text\nbob,logo design,Cafés\n".encode("utf-16"),
            "members.csv is not in UTF-8. Save it again as a CSV in UTF-8.",
        ),
    ],
    ids=["no file", "empty", "other columns", "Windows' encoding", "UTF-16"],
)
def test_match_says_what_is_wrong_with_a_file(operator: Operator, content: bytes | None, sentence: str) -> None:
    if content is not None:
        (operator.folder / "members.csv").write_bytes(content)
    done = operator.types("match", "A logo", "--members", "members.csv")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{sentence}\n")


def test_match_takes_a_byte_order_mark_as_spreadsheets_write_it(operator: Operator) -> None:
    (operator.folder / "members.csv").write_text(MEMBERS, encoding="utf-8-sig")
    assert operator.types("match", "A logo", "--members", "members.csv").stdout.startswith("1. bob")


@pytest.mark.case("INJECT-08", "INJECT-09")
def test_whatever_stands_in_the_file_or_is_asked_for_commands_no_terminal_and_breaks_no_line(
    operator: Operator,
) -> None:
    strings = [typed.encode("utf-8", "ignore").decode() for typed in everything()]
    with (operator.folder / "members.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "skills", "text"])
        rows.writerows([typed, typed, typed] for typed in strings)
    for asked in (
        "null \x1b[31m red \udcff lunch <!here>",
        " ".join(TRICKS).replace("\x00", "").encode(errors="ignore").decode(),
    ):
        done = operator.types("match", asked, "--members", "members.csv", "--limit", "9999")
        assert (done.returncode, done.stderr) == (0, "")
        lines = done.stdout.splitlines()
        assert "   You list" in done.stdout
        assert [line for line in lines if not re.match(r"[0-9]+\. .*\([0-9.]+\)$|   \S", line)] == []
        assert [line for line in lines if UNSEEN.search(line)] == []


@pytest.mark.case("INJECT-08")
def test_nothing_that_is_asked_for_is_too_much_for_the_ranking() -> None:
    members = [Profile(str(number), [typed], typed) for number, typed in enumerate(everything())]
    index = Index(members)
    for typed in everything():
        assert len(index.rank(typed, limit=3)) <= 3


def test_the_readme_shows_what_match_prints(operator: Operator) -> None:
    readme = README.read_text(encoding="utf-8")
    [members] = re.findall(r"```csv\n(.*?)```", readme, re.DOTALL)
    [(command, printed)] = re.findall(r"```console\n\$ leadbot (.*?)\n(.*?)```", readme, re.DOTALL)
    (operator.folder / "members.csv").write_text(members, encoding="utf-8")
    done = operator.types(*shlex.split(command))
    assert (done.returncode, done.stdout, done.stderr) == (0, printed, "")
