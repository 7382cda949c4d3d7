"""Whether Leadbot works: the database answers, the schema is current, deliveries move."""

from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from leadbot.db.engine import Database
from leadbot.db.migrate import is_current
from leadbot.db.outbox import Message
from leadbot.domain.errors import NotSaved
from leadbot.services.deliver import due

STUCK = timedelta(minutes=5)


def trouble_with(database: Database, now: datetime) -> str | None:
    """What is wrong, in a sentence; None if nothing is."""
    try:
        if not is_current(database.url):
            return "The database has another schema: run `leadbot migrate`."
        with database.reading() as session:
            oldest = session.execute(due(now).with_only_columns(Message.due_at).limit(1)).scalar()
    except (NotSaved, SQLAlchemyError) as error:
        return f"The database does not answer ({type(error.__cause__ or error).__name__})."
    if oldest is not None and now - oldest > STUCK:
        minutes = int((now - oldest).total_seconds() // 60)
        return f"Deliveries do not move: a message has been due for {minutes} minutes."
    return None
