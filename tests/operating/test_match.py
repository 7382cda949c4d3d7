"""`leadbot match` on a file of members."""

import pytest

from tests.operators import Operator

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


def test_match_says_that_there_is_no_such_file(operator: Operator) -> None:
    done = operator.types("match", "A logo", "--members", "nowhere.csv")
    assert done.returncode in (1, 2)
    assert "nowhere.csv" in done.stderr
    assert "Traceback" not in done.stderr
