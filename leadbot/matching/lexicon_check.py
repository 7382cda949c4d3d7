"""What is wrong with the files of trades, in words: for the host who wrote them, and for the tests."""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from leadbot.domain.errors import LeadbotError
from leadbot.matching.lexicon import own_folder, shipped_folder
from leadbot.matching.vocabulary import Vocabulary, load_vocabulary, plain_key
from leadbot.matching.words import fold
from leadbot.matching.written import NAME, SAID, Fault, Written, read_folder


def check(own: Path | None = None) -> list[Fault]:
    """The faults of the trades that Leadbot comes with and of a host's own, which may add to them."""
    folders = [list(read_folder(shipped_folder()))]
    if own:
        folders.append(list(read_folder(own_folder(own))))
        if not folders[-1]:
            raise LeadbotError("Nothing is written in the .txt files of {}, or there are none.", str(own))
    return faults_in(folders, load_vocabulary())


def faults_in(folders: Iterable[Iterable[Written | Fault]], vocabulary: Vocabulary) -> list[Fault]:
    """The faults of what these folders say, in the order of the lines."""
    folders = [list(folder) for folder in folders]
    read = list(chain(*folders))
    order = {file: place for place, file in enumerate(dict.fromkeys(one.file for one in read))}
    written = [one for one in read if isinstance(one, Written)]
    faults = {
        *(one for one in read if isinstance(one, Fault)),
        *chain.from_iterable(_written_twice(folder) for folder in folders),
        *_incomplete(written),
        *_claimed_twice(written),
        *_unknown_trades(written),
        *_wrong_skills(written, vocabulary),
    }
    return sorted(faults, key=lambda fault: (order[fault.file], fault.line, fault.words))


def _written_twice(folder: Iterable[Written | Fault]) -> Iterator[Fault]:
    """A folder says what it has to say of a trade in one place; a second folder may add to it."""
    first: dict[str, Written] = {}
    for one in folder:
        if isinstance(one, Written) and one.field == NAME:
            before = first.setdefault(one.trade, one)
            if before is not one:
                yield _fault(one, f"There is a trade “{one.trade}” already, in {_place(before)}.")


def _incomplete(written: Iterable[Written]) -> Iterator[Fault]:
    """A trade without what clients say is found by those alone who know its name."""
    names: dict[str, Written] = {}
    fields: dict[str, set[str]] = {}
    for one in written:
        fields.setdefault(one.trade, set()).add(one.field)
        if one.field == NAME:
            names.setdefault(one.trade, one)
    for trade, name in names.items():
        if SAID not in fields[trade]:
            yield _fault(name, f"“{name.value}” has nothing that clients say. Write some on lines that begin with >.")


def _claimed_twice(written: Iterable[Written]) -> Iterator[Fault]:
    """A title, and what clients say word for word, belongs to one trade, and once."""
    titles: dict[str, Written] = {}
    phrases: dict[str, Written] = {}
    for one in written:
        if one.field in (NAME, "titles"):
            before = titles.setdefault("".join(plain_key(one.value)), one)
            if before is not one and (before.trade != one.trade or NAME not in (before.field, one.field)):
                yield _fault(one, f"“{one.value}” is a title already, of {before.trade} in {_place(before)}.")
        elif one.field == SAID:
            before = phrases.setdefault(" ".join(plain_key(one.value)), one)
            if before is not one:
                yield _fault(one, f"“{one.value}” is said already, of {before.trade} in {_place(before)}.")


def _unknown_trades(written: Iterable[Written]) -> Iterator[Fault]:
    """Trades are related to others that are there, by their names as they are written, or by their slugs."""
    slugs: dict[str, str] = {}
    titles: dict[str, str] = {}  # whoever writes one of these means the trade of this name
    name = ""
    for one in written:
        if one.field == NAME:
            name = one.value
            slugs |= {name: one.trade, one.trade: one.trade}
        if one.field in (NAME, "titles"):
            titles.setdefault(fold(one.value), name)
    for one in written:
        if one.field == "related" and one.value not in slugs:
            yield _fault(one, f"There is no trade called “{one.value}”.{_or_meant(titles.get(fold(one.value)))}")
        elif one.field == "related" and slugs[one.value] == one.trade:
            yield _fault(one, f"“{one.value}” is related to itself.")


def _wrong_skills(written: Iterable[Written], vocabulary: Vocabulary) -> Iterator[Fault]:
    """Skills of the vocabulary stand there by their names; what it knows is no new skill."""
    names = {skill.name for skill in vocabulary.skills}
    for one in written:
        if one.field == "skills" and one.value not in names:
            meant = vocabulary.find(one.value)
            mended = f"{_or_meant(meant.name if meant else None)} If it is new, write it behind “new skills:”."
            yield _fault(one, f"There is no skill called “{one.value}”.{mended}")
        elif one.field == "new skills" and (known := vocabulary.find_spelt(one.value)):
            yield _fault(one, f"“{one.value}” is no new skill: write “{known.name}” behind “skills:”.")


def _or_meant(name: str | None) -> str:
    return f" Do you mean “{name}”?" if name else ""


def _fault(one: Written, words: str) -> Fault:
    return Fault(one.file, one.line, words)


def _place(one: Written) -> str:
    return f"{one.file}, line {one.line}"
