"""Members as a file: comma-separated, with the columns id, skills (separated by semicolons) and text."""

import csv
from pathlib import Path

from leadbot.domain.errors import LeadbotError
from leadbot.matching import Profile

COLUMNS = {"id", "skills", "text"}


def read_members(path: Path) -> list[Profile]:
    """The members of a file.

    Raises:
        LeadbotError: if it cannot be read, or lacks a column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            missing = COLUMNS - set(rows.fieldnames or ())
            if missing:
                raise LeadbotError(f"{path} has no column called {', '.join(sorted(missing))}.")
            return [profile_of(row) for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LeadbotError(f"{path} cannot be read: {error}") from error


def profile_of(row: dict[str, str | None]) -> Profile:
    """One line of the file."""
    skills = [skill.strip() for skill in (row["skills"] or "").split(";")]
    return Profile(id=row["id"] or "", skills=[skill for skill in skills if skill], text=row["text"] or "")
