"""`leadbot lexicon check`, as a host types it who has written down a trade of their own."""

import subprocess
import sys

from tests.operators import Operator

TRADE = """hurdle maker
titles: wattle maker
skills: gardening
related: gardener
> sheep walk straight through our hedge
"""


def test_a_folder_of_our_own_is_checked_and_each_bad_line_is_said(operator: Operator) -> None:
    folder = operator.folder / "trades"
    folder.mkdir()
    (folder / "woods.txt").write_text(TRADE)
    done = operator.types("lexicon", "check", "trades")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Nothing is wrong: ")
    assert done.stdout.endswith(" trades, with those of trades.\n")

    (folder / "woods.txt").write_text(TRADE.replace("related: gardener", "related: gardner").replace(">", "<"))
    done = operator.types("lexicon", "check", "trades")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        "trades/woods.txt, line 1: “hurdle maker” has nothing that clients say. Write some on lines that begin with >.",
        "trades/woods.txt, line 4: There is no trade called “gardner”.",
        "trades/woods.txt, line 5: “< sheep walk straight through our hedge” cannot be read. "
        "A trade's name follows an empty line; what clients say begins with >.",
    ]


def test_the_folder_that_is_set_is_checked_unless_another_is_named(operator: Operator) -> None:
    operator.environment["LEADBOT_LEXICON"] = "nowhere"
    done = operator.types("lexicon", "check")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "There is no folder called nowhere.\n")


def test_matching_is_imported_without_reading_the_trades() -> None:
    looked = (
        "import leadbot.matching; from leadbot.matching.lexicon import load_lexicon; print(load_lexicon.cache_info())"
    )
    done = subprocess.run([sys.executable, "-c", looked], capture_output=True, text=True, check=True)
    assert "currsize=0" in done.stdout
