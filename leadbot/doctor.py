"""`leadbot doctor`: looks at everything that Leadbot depends on, and says what mends what is wrong. It changes nothing."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from leadbot.bootstrap import client_for
from leadbot.config import BOT_TOKENS, Connected, Settings, read_settings
from leadbot.db.engine import WORKER_PATIENCE, Database, normal_url, why_unusable
from leadbot.db.migrate import is_current
from leadbot.db.tables import Workspace
from leadbot.domain.clock import Clock
from leadbot.domain.errors import LeadbotError, NotSaved
from leadbot.domain.findings import Finding, Mark, fault, note, ok
from leadbot.domain.reactions import Reaction
from leadbot.services.claim import Patience
from leadbot.services.health import nobody_delivers, refused_lately, stopped_workspaces, tried_in_vain
from leadbot.slack.checkup import check_app_token, check_channel, check_clock, check_scopes, check_slack
from leadbot.slack.errors import REACTIONS


def examine(clock: Clock) -> Iterator[Finding]:
    """Everything that can be looked at, one after the other. What cannot be, for want of something else, is left out."""
    try:
        given: Settings = read_settings(Connected)
        yield ok("settings", "All that is needed is there.")
    except LeadbotError as error:
        yield fault("settings", str(error))
        try:
            given = read_settings(Settings)  # something may be missing, and the rest make sense
        except LeadbotError:
            return
    if not given.base_url:
        yield note("settings", "LEADBOT_BASE_URL is not set, so nothing is offered that people open in a browser.")
    database = Database(given.database_url, patience=WORKER_PATIENCE)
    try:
        found = check_database(given)
        yield found
        usable = database if found.mark is Mark.OK else None
        yield from check_all_of_slack(given, usable, clock)
        if usable is not None:
            yield from check_messages(usable, clock())
    finally:
        database.close()


def check_database(given: Settings) -> Finding:
    """Whether the database answers, with this release's schema."""
    file = Path(str(make_url(normal_url(given.database_url)).database))
    if given.is_on_sqlite and not file.parent.is_dir():
        return fault("database", f"There is no folder {file.parent}: make it, or name another file in DATABASE_URL.")
    if given.is_on_sqlite and not file.exists():
        return note("database", f"There is no {file} yet: `leadbot run` makes it.")
    try:
        if not is_current(given.database_url):
            return fault("database", "It has another schema: run `leadbot migrate`.")
    except SQLAlchemyError as error:
        return fault("database", why_unusable(error))
    return ok("database", "It answers, and has this release's schema.")


def check_all_of_slack(given: Settings, database: Database | None, clock: Clock) -> Iterator[Finding]:
    """What Slack tells whoever has good tokens; nothing of one that cannot be one."""
    client = client_for(given, Patience().timeout, token=given.bot_token)
    if given.bot_token.startswith(BOT_TOKENS):
        welcome, answer = check_slack(client)
        yield welcome
        if answer:
            yield from check_scopes(answer["headers"])
            yield check_clock(answer["headers"], clock())
            yield check_channel(client, chosen_channel(database, answer["team_id"]))
    if given.app_token:
        yield check_app_token(client, given.app_token)


def chosen_channel(database: Database | None, slack_team_id: str) -> str | None:
    """The leads channel that a host has chosen, as far as the database tells."""
    if database is None:
        return None
    with suppress(NotSaved), database.reading() as session:
        return session.scalar(select(Workspace.leads_channel).where(Workspace.slack_team_id == slack_team_id))
    return None


def check_messages(database: Database, now: datetime) -> Iterator[Finding]:
    """Whether what is to be said gets said."""
    try:
        with database.reading() as session:
            stopped = stopped_workspaces(session)
            stuck, in_vain = nobody_delivers(session, now), tried_in_vain(session, now)
            refused = refused_lately(session, now)
    except (NotSaved, SQLAlchemyError) as error:
        yield fault("messages", f"They cannot be counted ({type(error.__cause__ or error).__name__}): try again.")
        return
    # Whoever left Slack is no fault of ours: the next in line was asked.
    refused = {code: count for code, count in refused.items() if REACTIONS.get(code) is not Reaction.STOP_PERSON}
    faults = [
        f"Nothing is said in {name}, since Slack answered {reason}: install the app again, set SLACK_BOT_TOKEN to its "
        "new token, and start Leadbot again."
        for name, reason in stopped
    ]
    if stuck:
        faults.append(f"{stuck} Start `leadbot run`, or a `leadbot worker`.")
    elif in_vain:
        faults.append(f"{in_vain} Mend what is said above, or wait if status.slack.com tells of trouble.")
    if refused:
        faults.append(
            f"Within a week Slack refused {sum(refused.values())} for good ({', '.join(sorted(refused))}): mend what is "
            "said above, or else report these codes. Then a host sends them again, by the button in the message that they had."
        )
    yield from (fault("messages", words) for words in faults)
    if not faults:
        yield ok("messages", "None is overdue, and none was refused.")
