"""The plain-text files that trades are written in, line by line. What cannot be read is a fault, not an exception."""

import re
from collections.abc import Iterable, Iterator
from importlib.resources.abc import Traversable
from typing import NamedTuple

from leadbot.matching.skill import slugify

NAME = "name"
SAID = "clients say"  # lines that begin with >, as a quoted letter does
LISTS = ("titles", "skills", "new skills", "tools", "deliverables", "abbreviations", "related")

_NAME = re.compile(r"(?P<name>[^\[\]>,:]+?)\s*(?:\[(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)\])?")
_LETTER = re.compile(r"[^\W_]")


class Written(NamedTuple):
    """One thing that is said of a trade, and where it is written."""

    trade: str  # slug
    field: str  # NAME, SAID or one of LISTS
    value: str
    file: str
    line: int


class Fault(NamedTuple):
    """What is wrong with a line."""

    file: str
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.words}"


def read_folder(folder: Traversable) -> Iterator[Written | Fault]:
    """All that the .txt files of a folder say, in the order of their names."""
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".txt") and not file.name.startswith("."):
            yield from read_bytes(file.read_bytes(), str(file))


def read_bytes(written: bytes, file: str) -> Iterator[Written | Fault]:
    """What a file says; or else that it is not in UTF-8, and from which line on."""
    try:
        text = written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = written.count(b"\n", 0, error.start) + 1
        yield Fault(file, line, "Not in UTF-8. Save the file again as plain text in UTF-8.")
    else:
        yield from read_lines(text.split("\n"), file)


def read_lines(lines: Iterable[str], file: str) -> Iterator[Written | Fault]:
    """What the lines say. A trade begins with its name, after an empty line; empty lines and notes say nothing."""
    trade, after_gap = "", True
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            after_gap = True
            continue
        heading, values = _parts(text)
        if heading is None and after_gap and (name := _NAME.fullmatch(text)):
            trade, heading, values = name["slug"] or slugify(name["name"]), NAME, [name["name"]]
        after_gap = False
        fault = _fault(text, trade, heading, values)
        if fault:
            yield Fault(file, number, fault)
        else:
            yield from (Written(trade, str(heading), value, file, number) for value in values)


def abbreviation(value: str) -> tuple[str, str] | None:
    """The two sides of "VAT = value added tax"."""
    short, equals, long = (part.strip() for part in value.partition("="))
    return (short, long) if short and equals and long else None


def _parts(text: str) -> tuple[str | None, list[str]]:
    """The heading of a line and what stands behind it; no heading where it has none that we know."""
    if text.startswith(">"):
        return SAID, [" ".join(text[1:].split())]
    heading, colon, rest = text.partition(":")
    if not colon or heading.strip().lower() not in LISTS:
        return None, []
    return heading.strip().lower(), [" ".join(value.split()) for value in rest.split(",") if value.strip()]


def _fault(text: str, trade: str, heading: str | None, values: list[str]) -> str | None:
    """What is wrong with a line by itself."""
    if heading is None:
        before, colon, _ = text.partition(":")
        if colon:
            return f"“{before.strip()}” is no heading. Use one of: {', '.join(LISTS)}."
        return f"“{text}” cannot be read. A trade's name follows an empty line; what clients say begins with >."
    if not trade:
        return "There is no trade's name above this line."
    if not values or not all(map(_LETTER.search, values)):
        return "Nothing is written here."
    if heading == "abbreviations" and not all(map(abbreviation, values)):
        return "Write an abbreviation and what it stands for, such as: VAT = value added tax."
    return None
