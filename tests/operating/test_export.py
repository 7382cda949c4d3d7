"""`leadbot export`: a host gets everything in open formats, and nothing that was told in confidence or kept private."""

import csv
import io
import json
import stat
from pathlib import Path

import pytest

from leadbot.db import outbox, teams  # noqa: F401  whose tables are tables too
from leadbot.db.base import Base
from leadbot.services.open_formats import FORMULA, as_csv
from tests.operators import Operator
from tests.stories.passing import later, questions, says
from tests.stories.space import open_space
from tests.strings import everything

CANARIES = ("Mrs Canary", "Only for matches", "Private thanks", "432100")


def exported(folder: Path, table: str) -> list[dict[str, object]]:
    """The rows of a table, which both files agree on."""
    lines = [json.loads(line) for line in (folder / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()]
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(lines) == len(rows)
    assert all(line.keys() == row.keys() for line, row in zip(lines, rows, strict=True))
    return lines


@pytest.mark.case("PRIVACY-01")
def test_it_holds_everything_less_what_was_told_in_confidence_or_kept_private(
    migrated_database_url: str, operator: Operator
) -> None:
    with open_space(migrated_database_url) as space:
        ada, bob, cat, _ = space.moves_in()
        space.posts(ada, "Logo for a bakery", confidential="Mrs Canary, 0161", introduce="at_once")
        space.accepts(bob)
        space.posts(cat, "Logo", title="Only for matches", details="Only for matches", reach="matched")
        later(space, days=2, minutes=5)
        says(space, bob, questions(bob)[0], "won", value="£4,321", thanks="Private thanks")
    operator.environment["DATABASE_URL"] = migrated_database_url
    folder = operator.folder / "out" / "of it"
    done = operator.types("export", "union yard", "--to", str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    counted = json.loads(done.stdout)["exported"]
    assert counted.keys() == Base.metadata.tables.keys() - {"seen_requests", "rests"}
    assert {table: len(exported(folder, table)) for table in counted} == counted
    assert {each["name"] for each in exported(folder, "members")} >= {"Ada Okafor", "Bob Lindqvist", "Cat Morgan"}
    assert [each["title"] for each in exported(folder, "opportunities")] == ["Logo for a bakery", None]
    assert [each["outcome"] for each in exported(folder, "introductions")] == ["won"]
    told = "".join(file.read_text(encoding="utf-8") for file in folder.iterdir())
    assert [canary for canary in CANARIES if canary in told] == []
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert {file.suffix for file in folder.iterdir()} == {".jsonl", ".csv"}


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_workspace_that_is_not_there_is_said_so_with_those_that_are(on_a_migrated_database: Operator) -> None:
    done = on_a_migrated_database.types("export", "Elsewhere", "--to", "here")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "There is no workspace called Elsewhere. Name one of these by its id: none yet\n"
    assert not (on_a_migrated_database.folder / "here").exists()


@pytest.mark.case("INJECT-12")
def test_no_cell_of_a_table_begins_like_a_formula() -> None:
    tried = ["=1+1", "+44", "-1", "@SUM", "\t=1", "\r=1", "\0=1", 'say "=1",\n=2', *everything()]
    rows = list(csv.reader(io.StringIO(as_csv(("said",), [[text] for text in tried]), newline="")))[1:]
    shown = [(row or [""])[0] for row in rows]
    assert len(shown) == len(tried)
    assert not any(cell.startswith(FORMULA) for cell in shown)
    for text, cell in zip(tried, shown, strict=True):
        assert cell in (text, f"'{text}")
