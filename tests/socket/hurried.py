"""`leadbot`, whose watch looks at the lines twice a second: `python -m tests.socket.hurried run`."""

from leadbot.cli import main
from leadbot.slack import socket_mode

if __name__ == "__main__":
    socket_mode.CHECKED_EVERY = 0.5
    main()
