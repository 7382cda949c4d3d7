"""Going on from a copy: the database went on without it, so whatever it believes unsaid may have been said since."""

from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy import func, select, update

from leadbot.db.engine import Database
from leadbot.db.outbox import Message
from leadbot.db.tables import Workspace
from leadbot.domain.statuses import MessageState
from leadbot.services.claim import Patience
from leadbot.services.due import do_all
from leadbot.services.messenger import Messenger
from leadbot.services.outbox import is_in_doubt

log = structlog.get_logger()
COPIED = select(Workspace).where(Workspace.copied_at.is_not(None))


def go_on_from_copy(
    database: Database, messenger: Messenger, clock: Callable[[], datetime], patience: Patience
) -> None:
    """Before a copy says its first word: all that it would say now is looked for first. Elsewhere this does nothing.

    What has come due since the copy was made is put into rows, but not said; for the other Leadbot may have said it.
    If this is killed on the way, the next start does it again. What comes due later is in doubt too: see `outbox.put`.
    """
    with database.reading() as session:
        if session.scalar(COPIED.limit(1)) is None:
            return
    do_all(database, messenger, clock, patience, besides=["delivered"])
    with database.transaction() as session:
        for workspace in session.scalars(COPIED.with_for_update()).all():
            doubtful = (
                update(Message)
                .where(
                    Message.workspace_id == workspace.id,
                    Message.state == MessageState.WAITING,
                    Message.ts.is_(None),
                )
                .values(
                    perhaps_since=func.coalesce(Message.perhaps_since, workspace.copied_at),
                    unresolved=1,
                    first_tried=0,  # so it is a version that is not the present one, and is made true where it is found
                )
                .execution_options(synchronize_session=False)
            )
            found = session.execute(doubtful).rowcount  # type: ignore[attr-defined]
            log.info("going on from a copy", made=str(workspace.copied_at), looks_first_for=found)
            now = clock()
            if not is_in_doubt(workspace, now):  # else there was a copy before, and what was said since then counts too
                workspace.doubt_since = workspace.copied_at
            workspace.went_on_at, workspace.copied_at = now, None
