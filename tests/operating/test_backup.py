"""`leadbot backup`, while people go on using Leadbot: the copy is whole, and holds what was confirmed before it began."""

import signal
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url

from leadbot.domain.clock import utc_now
from leadbot.playground.messages import Message
from leadbot.playground.person import Person
from tests.operators import ON_POSTGRESQL, ON_SQLITE, QUICK, Operator
from tests.stories.space import monday_at_ten


class Typist:
    """Some who save another profile in turn, again and again; `saved` is how many were confirmed to them."""

    def __init__(self, people: list[Person]) -> None:
        self.people, self.saved, self._stop = people, 0, threading.Event()
        self._thread = threading.Thread(target=self._type)

    def _type(self) -> None:
        while not self._stop.is_set():
            whose = self.people[self.saved % len(self.people)]
            assert whose.types(f"/skills craft {self.saved + 1}").text.startswith("Saved.")
            self.saved += 1

    def __enter__(self) -> "Typist":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(QUICK)


def crafts_in(copy: Path) -> int:
    """Which profile was the last that a copy holds, once it is known to be whole."""
    with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        skills = connection.execute("SELECT skill FROM member_skills").fetchall()
    return max(int(str(skill).rpartition(" ")[2]) for (skill,) in skills)


def offers_in(person: Person) -> list[Message]:
    """The offers that somebody has had."""
    return [message for message in person.inbox if "looks like you" in message.text]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the copies go."""
    folder = tmp_path / "copies"
    folder.mkdir()
    return folder


@pytest.fixture
def live(on_a_migrated_database: Operator) -> Path:
    """The file of the operator's database."""
    return Path(str(make_url(on_a_migrated_database.environment["DATABASE_URL"]).database))


@pytest.mark.case("CRASH-07")
@ON_SQLITE
def test_a_backup_of_a_busy_leadbot_is_whole_and_the_name_never_has_less(
    on_a_migrated_database: Operator, folder: Path
) -> None:
    operator, copy = on_a_migrated_database, folder / "copy.db"
    operator.runs()
    with Typist([operator.slack.add_person(f"Typist {number}") for number in range(20)]) as typist:
        for _ in range(2):
            operator.slack.wait_until(lambda: typist.saved >= 3, what="Bob has saved")
            before = typist.saved
            done = operator.types("backup", str(copy))
            assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
            assert before <= crafts_in(copy) <= typist.saved + 1
            assert typist.saved > before  # nobody had to wait for it

        for later in (0.3, 0.6, 0.7, 0.8, 0.9, 1.0):  # killed on its way, wherever that is
            process = operator.starts("backup", str(copy))
            threading.Event().wait(later)
            process.signal(signal.SIGKILL)
            process.ends()
            assert crafts_in(copy) >= before
        assert operator.types("backup", str(copy)).returncode == 0
    assert [file.name for file in folder.iterdir()] == ["copy.db"]
    assert copy.stat().st_mode & 0o777 == 0o600  # people's names and words are in it


@ON_SQLITE
def test_a_copy_is_run_in_place_of_what_was_lost(on_a_migrated_database: Operator, folder: Path) -> None:
    operator, copy = on_a_migrated_database, folder / "copy.db"
    process = operator.runs()
    bob = operator.slack.add_person("Bob")
    bob.types("/skills logo design")
    assert operator.types("backup", str(copy)).returncode == 0
    process.signal(signal.SIGTERM)
    assert process.ends() == 0

    operator.environment["DATABASE_URL"] = f"sqlite:///{copy}"
    operator.runs()
    ada = operator.slack.add_person("Ada")
    ada.types("/lead Logo for a café")
    assert ada.wait_for_form(callback_id="lead_form").submit() is None
    operator.slack.wait_until(lambda: bob.inbox, what="Bob, whom the copy remembers, is asked")


@ON_SQLITE
def test_a_copy_that_comes_days_later_to_what_was_said_does_not_repeat_it(
    on_a_migrated_database: Operator, folder: Path
) -> None:
    operator, copy, monday = on_a_migrated_database, folder / "copy.db", monday_at_ten(utc_now())
    process = operator.runs()
    ada, *designers = (operator.slack.add_person(name) for name in ("Ada", "Bob", "Cat", "Dan", "Eve"))
    for designer in designers:
        designer.types("/skills logo design")
    ada.types("/lead Logo for a café")
    operator.slack.fail("chat.postMessage", "ratelimited", retry_after=600)  # whatever the hour, nobody is asked today
    assert ada.wait_for_form(callback_id="lead_form").fill(places="1").submit() is None
    process.signal(signal.SIGTERM)
    assert process.ends() == 0
    operator.slack.troubles.clear()

    def does_what_is_due(**later: float) -> None:
        done = operator.types("tick", "--now", (monday + timedelta(**later)).isoformat())
        assert done.returncode == 0, done.stderr

    does_what_is_due()
    [eve] = [designer for designer in designers if not offers_in(designer)]
    assert operator.types("backup", str(copy)).returncode == 0
    does_what_is_due(days=3)  # nobody has answered: the fourth is asked
    assert len(offers_in(eve)) == 1

    operator.environment["DATABASE_URL"] = f"sqlite:///{copy}"
    does_what_is_due(hours=1)
    does_what_is_due(days=3)
    [offer] = offers_in(eve)
    assert {button.label for button in offer.buttons} >= {"I'm interested", "Not for me"}


def a_folder(folder: Path, live: Path) -> Path:
    return folder


def nowhere(folder: Path, live: Path) -> Path:
    return folder / "no" / "such" / "copy.db"


def below_a_file(folder: Path, live: Path) -> Path:
    return live / "copy.db"


def the_database(folder: Path, live: Path) -> Path:
    return live


def its_log(folder: Path, live: Path) -> Path:
    return live.with_name(f"{live.name}-wal")


def a_link_to_the_database(folder: Path, live: Path) -> Path:
    (folder / "link.db").symlink_to(live)
    return folder / "link.db"


def a_second_name_of_the_database(folder: Path, live: Path) -> Path:
    live.with_name(f"{live.name}.again").hardlink_to(live)  # beside it, and gone with it
    return live.with_name(f"{live.name}.again")


def a_database_in_use(folder: Path, live: Path) -> Path:
    (folder / "other.db-wal").touch()
    return folder / "other.db"


@ON_SQLITE
@pytest.mark.parametrize(
    ("where", "says"),
    [
        (a_folder, "is a folder. Name a file in it."),
        (nowhere, "cannot be written to {file} (No such file or directory)."),
        (below_a_file, "cannot be written to {file} (Not a directory)."),
        (the_database, "belongs to the database itself. Choose another name."),
        (its_log, "belongs to the database itself. Choose another name."),
        (a_link_to_the_database, "belongs to the database itself. Choose another name."),
        (a_second_name_of_the_database, "belongs to the database itself. Choose another name."),
        (a_database_in_use, "is a database in use. Choose another name."),
    ],
)
def test_where_no_copy_can_go_one_sentence_says_why(
    on_a_migrated_database: Operator, folder: Path, live: Path, where: Callable[[Path, Path], Path], says: str
) -> None:
    file, before = where(folder, live), live.read_bytes()
    there = sorted(folder.iterdir())
    done = on_a_migrated_database.types("backup", str(file))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert says.format(file=file) in done.stderr
    assert live.read_bytes() == before
    assert sorted(folder.iterdir()) == there


@ON_POSTGRESQL
def test_a_postgresql_has_a_tool_of_its_own_for_this(on_a_migrated_database: Operator, folder: Path) -> None:
    done = on_a_migrated_database.types("backup", str(folder / "copy.db"))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "pg_dump" in done.stderr
    assert list(folder.iterdir()) == []


def test_what_is_not_there_is_not_made_by_backing_it_up(operator: Operator, folder: Path) -> None:
    operator.environment["DATABASE_URL"] = f"sqlite:///{folder / 'missing.db'}"
    done = operator.types("backup", str(folder / "copy.db"))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "There is no database at" in done.stderr
    assert list(folder.iterdir()) == []


@ON_SQLITE
def test_another_schema_is_backed_up_by_the_release_that_made_it(on_an_empty_database: Operator, folder: Path) -> None:
    operator = on_an_empty_database
    Path(str(make_url(operator.environment["DATABASE_URL"]).database)).touch()
    done = operator.types("backup", str(folder / "copy.db"))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "Back it up with the release that made it" in done.stderr
    assert list(folder.iterdir()) == []
