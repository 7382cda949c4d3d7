"""The trades: what people do for a living, and what clients say who do not know what it is called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from leadbot.domain.errors import LeadbotError
from leadbot.matching.vocabulary import Vocabulary, load_vocabulary
from leadbot.matching.written import NAME, SAID, Fault, Written, abbreviation, read_folder


@dataclass(frozen=True, slots=True)
class Trade:
    """A trade. Its name is written as it is said in the middle of a sentence: bookkeeper."""

    slug: str
    name: str
    titles: tuple[str, ...]  # what else those are called who do it, in Britain and in America
    skills: tuple[str, ...]  # slugs of the vocabulary
    new_skills: tuple[str, ...]  # names of skills that the vocabulary lacks
    tools: tuple[str, ...]
    deliverables: tuple[str, ...]  # what the client has in the end
    clients_say: tuple[str, ...]  # …who do not know the trade's name
    abbreviations: tuple[tuple[str, str], ...]  # as typed, with what each stands for: TEN is one, and ten is not
    related: tuple[str, ...]  # slugs of the trades that may be asked instead, both ways
    group: str  # the name of the file that it is in


Lexicon = Mapping[str, Trade]  # by slug


def shipped_folder() -> Traversable:
    """Where the files are that Leadbot comes with: one for each group of trades."""
    return resources.files("leadbot.matching") / "data" / "trades"


def own_folder(path: Path) -> Traversable:
    """A host's own folder, if it is one."""
    if not path.is_dir():
        raise LeadbotError("There is no folder called {}.", str(path))
    return path


@cache
def load_lexicon(own: Path | None = None) -> Lexicon:
    """The trades that Leadbot comes with, and a host's own. Read on first use: nothing at start waits for it.

    Raises:
        LeadbotError: with the first line that cannot be read.
    """
    folders = [shipped_folder(), *([own_folder(own)] if own else [])]
    written = []
    for read in (read for folder in folders for read in read_folder(folder)):
        if isinstance(read, Fault):
            raise LeadbotError("{}", str(read))
        written.append(read)
    return trades_in(written, load_vocabulary())


def trades_in(written: Iterable[Written], vocabulary: Vocabulary) -> dict[str, Trade]:
    """The trades that are written. What is said of one in two places is added up; names that nobody knows are left out."""
    said: dict[str, dict[str, dict[str, None]]] = {}  # slug → field → values, each once, in order
    groups: dict[str, str] = {}
    for one in written:
        if one.field == NAME:
            groups.setdefault(one.trade, Path(one.file).stem)
        said.setdefault(one.trade, {}).setdefault(one.field, {})[one.value] = None
    skills = {skill.name: skill.slug for skill in vocabulary.skills}
    slugs = {name: slug for slug, fields in said.items() for name in (slug, *fields[NAME])}
    related: dict[str, set[str]] = {slug: set() for slug in said}
    for slug, fields in said.items():
        for other in (slugs[name] for name in fields.get("related", ()) if name in slugs):
            related[slug].add(other)
            related[other].add(slug)
    return {
        slug: Trade(
            slug=slug,
            name=next(iter(fields[NAME])),
            titles=tuple(fields.get("titles", ())),
            skills=tuple(skills[name] for name in fields.get("skills", ()) if name in skills),
            new_skills=tuple(fields.get("new skills", ())),
            tools=tuple(fields.get("tools", ())),
            deliverables=tuple(fields.get("deliverables", ())),
            clients_say=tuple(fields.get(SAID, ())),
            abbreviations=tuple(pair for value in fields.get("abbreviations", ()) if (pair := abbreviation(value))),
            related=tuple(sorted(related[slug] - {slug})),
            group=groups[slug],
        )
        for slug, fields in said.items()
    }
