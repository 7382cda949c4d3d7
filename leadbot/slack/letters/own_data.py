"""The file with all that is kept about a member: once for people's programs, once to be read as a table."""

from leadbot.services.letter import Letter
from leadbot.services.my_data import MyData
from leadbot.services.open_formats import as_csv, as_json
from leadbot.slack.blocks import File, Said

HEADER = ("What", "Number", "Name", "Value")
NOTES = [
    "Times are in UTC. A value is in the smallest unit of its currency: 150000 in GBP is £1,500.",
    "What others wrote is theirs, and not in here. Who sees what, and for how long it is kept: docs/privacy.md of Leadbot.",
]


def my_data(letter: Letter) -> Said:
    """Both files, under the key of the message: by that they are found before they would be sent again."""
    mine = letter.my_data
    assert mine is not None
    called = f"leadbot-my-data-{letter.message_id}"
    return Said(
        "This is everything I keep about you here: a table (CSV) that any spreadsheet opens, and the same as JSON. "
        "To have it erased, type `/leadbot forget-me`",
        files=(File(f"{called}.csv", as_table(mine)), File(f"{called}.json", as_document(mine))),
    )


def as_table(mine: MyData) -> bytes:
    """One line for each thing that is known, and none for what is not. The mark at its beginning tells spreadsheets that it is UTF-8."""
    rows = (
        (part, number, name.replace("_", " "), value)
        for part, found in mine.parts.items()
        for number, row in enumerate(found, start=1)
        for name, value in row.items()
        if value not in (None, "", [], {})
    )
    return as_csv(HEADER, rows).encode("utf-8-sig")


def as_document(mine: MyData) -> bytes:
    """The same as JSON."""
    about = {"workspace": mine.workspace, "made_at": mine.made_at, "notes": NOTES}
    return as_json({"about": about, "kept": mine.parts}, indent=2).encode()
