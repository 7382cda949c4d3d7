"""`leadbot`, with a note of when each message was committed: `python -m benchmarks.stamped FILE run`."""

import sys
import time
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from leadbot.cli import main
from leadbot.db.outbox import Message

WRITTEN = "benchmark_written"  # in a session's info: the messages of this transaction


def stamp(notes: Path) -> None:
    """From now on every commit adds a line for each message that it wrote: its id, and the moment after."""

    def remember(session: Session, _flush: Any) -> None:
        session.info.setdefault(WRITTEN, []).extend(row.id for row in session.new if isinstance(row, Message))

    def note(session: Session) -> None:
        now = time.time()
        if written := session.info.pop(WRITTEN, None):
            with notes.open("a") as file:
                file.writelines(f"{identity} {now}\n" for identity in written)

    event.listen(Session, "after_flush", remember)
    event.listen(Session, "after_commit", note)


if __name__ == "__main__":
    stamp(Path(sys.argv.pop(1)))
    main()
