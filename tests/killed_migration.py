"""A migration that is killed: `python -m tests.killed_migration URL N` ends like a power cut, after N statements."""

import os
import signal
import sys
from itertools import count

from sqlalchemy import Engine, event

from leadbot.db.migrate import migrate


def main(url: str, last: int) -> None:
    statements = count(1)

    def die(*_: object) -> None:
        if next(statements) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "after_cursor_execute", die)
    migrate(url)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
