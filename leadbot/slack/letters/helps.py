"""What whoever writes to Leadbot reads: that it cannot chat, and what it can do."""

from leadbot.services.letter import Letter
from leadbot.slack.blocks import Said, section

CANNOT_CHAT = "I can't chat, and I keep nothing of what you write here. This is what I can do."


def what_i_can_do(_: Letter) -> Said:
    """Help, as `/leadbot help` gives it."""
    listed = commands()
    return Said(f"{CANNOT_CHAT}\n{listed}", [section(CANNOT_CHAT), section(listed)])


def commands() -> str:
    """One line for each thing that people can do."""
    from leadbot.slack.app import register_all  # what is registered needs the letters, so they cannot need it sooner
    from leadbot.slack.helping import help_text

    return help_text(register_all())
