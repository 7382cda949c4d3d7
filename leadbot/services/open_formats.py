"""Rows as JSON and as CSV, for people and their programs. A cell that begins like a formula is shown as text."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

# What a spreadsheet may take for the beginning of a formula, if nothing stands before it (OWASP, "CSV injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case UUID():
            return str(value)
        case _:
            return value


def cell(value: Any) -> str:
    """A value as a spreadsheet shows it."""
    match plain(value):
        case None:
            return ""
        case bool() as answer:
            return "yes" if answer else "no"
        case str() as text:
            return f"'{text}" if text.startswith(FORMULA) else text
        case list() as several:
            return cell("; ".join(str(each) for each in several))
        case dict() as named:
            return cell("; ".join(f"{name}: {each}" for name, each in named.items()))
        case number:
            return str(number)


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table as RFC 4180 has it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(cells(row) for row in rows)
    return text.getvalue()


def cells(row: Iterable[Any]) -> list[str]:
    """A row as a spreadsheet shows it."""
    return [cell(value) for value in row]


def as_json(value: Any, *, indent: int | None = None) -> str:
    """A value as JSON, in which letters of all alphabets stay readable."""
    return json.dumps(value, ensure_ascii=False, indent=indent, default=plain)


def named(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON has it."""
    return {name: plain(value) for name, value in row.items()}
