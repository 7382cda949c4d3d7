"""`python -m leadbot` is `leadbot`."""

from leadbot.cli import main

if __name__ == "__main__":
    main()
