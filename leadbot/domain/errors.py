"""What can go wrong, in the words that the person reads."""

from collections.abc import Mapping


class LeadbotError(Exception):
    """Something a person can act on. Its text is the sentence they read."""


class Refused(LeadbotError):
    """The person may not do this, or not any more; the text says why."""


class OutOfDate(LeadbotError):
    """A button from the past: what it spoke of has changed. The text shows the present state."""


class NotKnown(LeadbotError):
    """Slack has to be asked first who this is."""


class SlackSilent(LeadbotError):
    """Slack does not answer: a moment later it may."""


class NotSaved(LeadbotError):
    """The database did not answer, so nothing was kept."""

    def __init__(self) -> None:
        super().__init__("That was not saved. Please try again in a moment.")


class GaveWay(NotSaved):
    """Two transactions waited for each other, and the database ended this one: at once again, it succeeds."""


class Faults(LeadbotError):
    """A form with faults: one sentence for each field, by the field's name."""

    def __init__(self, by_field: Mapping[str, str]) -> None:
        super().__init__(" ".join(by_field.values()))
        self.by_field = dict(by_field)
