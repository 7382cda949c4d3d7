"""What an operator types. Everything heavy is imported by the command that needs it, so that --help is quick."""

import json
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from leadbot.domain.errors import LeadbotError

app = typer.Typer(
    name="leadbot",
    help="Neighbours in a coworking space pass each other work. Start with `leadbot demo`.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

lexicon = typer.Typer(help="The trades that matching knows.", no_args_is_help=True)
app.add_typer(lexicon, name="lexicon")


def main() -> None:
    """Runs the command. Errors go to standard error, in one sentence, without a traceback.

    Exit 0: done; 1: it says what is wrong; 2: wrong arguments.
    """
    try:
        app()
    except LeadbotError as error:
        fail(str(error))
    except Exception as error:
        # Asked by name, because to import SQLAlchemy takes longer than all of --help.
        if not type(error).__module__.startswith("sqlalchemy."):
            raise
        from leadbot.db.engine import why_unusable

        fail(why_unusable(error))


def fail(sentence: str) -> NoReturn:
    """Says what is wrong, and exits with 1."""
    print(sentence, file=sys.stderr)
    raise SystemExit(1)


def settings() -> Any:
    """The settings of a command that speaks with Slack, read when it needs them."""
    from leadbot.config import Connected, read_settings

    return read_settings(Connected)


@app.command()
def demo(
    port: Annotated[int | None, typer.Option(help="Where the page listens; any free port if not said.")] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """Try the whole product on this machine, with no Slack account."""
    from leadbot.playground.demo import run_demo

    run_demo(port, browser)


@app.command()
def run() -> None:
    """Run everything in one process. Migrates an SQLite database itself."""
    from leadbot.db.migrate import migrate
    from leadbot.serve import require_schema, serve

    given = settings()
    if given.is_on_sqlite:
        migrate(given.database_url)
    else:
        require_schema(given)
    serve(given)


@app.command()
def web() -> None:
    """Answer Slack. Startable many times, on PostgreSQL."""
    from leadbot.serve import serve_web

    serve_web(settings())


@app.command()
def worker() -> None:
    """Deliver what is due. Startable many times, on PostgreSQL."""
    from leadbot.serve import serve_worker

    serve_worker(settings())


@app.command()
def migrate() -> None:
    """Bring the database to this release's schema."""
    from leadbot.config import Settings, read_settings
    from leadbot.db.migrate import migrate as bring_to_head

    bring_to_head(read_settings(Settings).database_url)


@app.command()
def manifest(
    socket: Annotated[bool, typer.Option("--socket", help="For Socket Mode, which needs no public address.")] = False,
    prefix: Annotated[
        str, typer.Option(help="What stands before each command: with `coop`, /lead becomes /coop-lead.")
    ] = "",
) -> None:
    """Print the Slack app manifest, to be pasted into Slack."""
    from leadbot.slack.app import register_all
    from leadbot.slack.events import EVENTS
    from leadbot.slack.manifest import PREFIX
    from leadbot.slack.manifest import manifest as describe

    if prefix and not re.fullmatch(PREFIX, prefix):
        raise typer.BadParameter("A prefix has up to 20 small letters, digits, - and _, such as coop")
    described = describe(register_all(), EVENTS, base_url=None if socket else public_url(), prefix=prefix)
    print(json.dumps(described, indent=2, ensure_ascii=False))


def public_url() -> str:
    """Where Slack finds us; or else what is to be done about it."""
    from leadbot.config import Settings, read_settings

    url: str = read_settings(Settings).base_url
    if not url.startswith("https://"):
        fail("Slack needs a public address: set LEADBOT_BASE_URL to one that begins with https://, or use --socket.")
    return url


@app.command()
def doctor() -> None:
    """Check settings, database, tokens, scopes, channel, clock and messages; say what mends each fault."""
    from leadbot.doctor import examine
    from leadbot.domain.clock import utc_now
    from leadbot.domain.findings import Mark

    well = True
    for finding in examine(utc_now):
        print(f"{finding.mark:<6} {finding.what:<9} {finding.words}", flush=True)
        well = well and finding.mark is not Mark.FAULT
    if not well:
        raise SystemExit(1)


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="Where the copy goes; an older one is replaced.")]) -> None:
    """Copy an SQLite database that is in use."""
    from leadbot.config import Settings, read_settings
    from leadbot.db.backup import back_up
    from leadbot.domain.clock import utc_now

    back_up(read_settings(Settings).database_url, file, utc_now())


@app.command()
def export(
    workspace: Annotated[str, typer.Argument(help="The workspace's name, or Slack's id for it.")],
    to: Annotated[Path, typer.Option(help="The folder for the files; older ones of the same names are replaced.")],
) -> None:
    """Write all that a workspace keeps as JSON lines and CSV, less confidential details and private values."""
    from leadbot.config import Settings, read_settings
    from leadbot.db.engine import WORKER_PATIENCE, Database
    from leadbot.serve import require_schema
    from leadbot.services.export import export as write

    given = read_settings(Settings)
    require_schema(given)
    database = Database(given.database_url, patience=WORKER_PATIENCE)
    try:
        print(json.dumps({"exported": write(database, workspace, to)}))
    finally:
        database.close()


@app.command()
def purge() -> None:
    """Erase what is kept no longer, and print how much. `run`, `worker` and `tick` do it too."""
    from leadbot.config import Settings, read_settings
    from leadbot.db.engine import WORKER_PATIENCE, Database
    from leadbot.domain.clock import utc_now
    from leadbot.serve import require_schema
    from leadbot.services.purge import purge as erase

    given = read_settings(Settings)
    require_schema(given)
    database = Database(given.database_url, patience=WORKER_PATIENCE)
    try:
        print(json.dumps({"erased": erase(database, utc_now())}))
    finally:
        database.close()


@app.command()
def tick(
    now: Annotated[
        str | None, typer.Option(help="A moment to rehearse, as ISO 8601, such as 2026-12-07T09:00Z.")
    ] = None,
) -> None:
    """Do all that is due, once, and print what was done."""
    from leadbot.bootstrap import build
    from leadbot.domain.clock import utc_now
    from leadbot.serve import require_schema

    clock = utc_now
    if now is not None:
        moment = read_moment(now)

        def clock() -> datetime:
            return moment

    given = settings()
    require_schema(given)
    leadbot = build(given, clock=clock)
    try:
        print(json.dumps({"now": clock().isoformat(), "did": leadbot.tick()}))
    finally:
        leadbot.stop()


def read_moment(typed: str) -> datetime:
    """A moment with its time zone."""
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        raise typer.BadParameter("Say it as ISO 8601, such as 2026-12-07T09:00Z") from None
    if moment.tzinfo is None:
        raise typer.BadParameter("Say its time zone too, such as 2026-12-07T09:00Z")
    return moment


@app.command()
def match(
    text: Annotated[str, typer.Argument(help="What is needed, in words.")],
    members: Annotated[Path, typer.Option(help="A CSV file with the columns id, skills (separated by ;) and text.")],
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 5,
) -> None:
    """Rank members for a request, with reasons. Needs no Slack and no database."""
    from leadbot.matching import rank
    from leadbot.slack.text import clean_line

    matches = rank(text, members_in(members), limit=limit)
    if not matches:
        fail("Nobody in this file fits. Try other words, or more of them.")
    for position, found in enumerate(matches, start=1):
        print(f"{position}. {clean_line(found.member_id)}  ({found.score:.2f})")
        for reason in found.reasons:
            print(f"   {clean_line(reason)}")


def members_in(path: Path) -> Any:
    """The members of a file; or else what is to be done about it, in words that an office knows."""
    from leadbot.services.members_file import read_members

    if not path.is_file():
        fail(f"There is no file called {path}.")
    if not path.stat().st_size:
        fail(f"{path} is empty. Its first line must be: id,skills,text")
    try:
        return read_members(path)
    except LeadbotError as error:
        if isinstance(error.__cause__, UnicodeDecodeError):
            fail(f"{path} is not in UTF-8. Save it again as a CSV in UTF-8.")
        raise


@lexicon.command("check")
def check_lexicon(
    folder: Annotated[
        Path | None, typer.Argument(help="Where trades of your own are; LEADBOT_LEXICON if not said.")
    ] = None,
) -> None:
    """Say what is wrong with the files of trades, line by line."""
    from leadbot.config import Settings, read_settings
    from leadbot.matching.lexicon import load_lexicon
    from leadbot.matching.lexicon_check import check

    own = folder or read_settings(Settings).lexicon
    faults = check(own)
    for fault in faults:
        print(fault)
    if faults:
        raise SystemExit(1)
    print(f"Nothing is wrong: {len(load_lexicon(own))} trades{f', with those of {own}' if own else ''}.")
