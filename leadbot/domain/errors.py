"""What can go wrong, in the words that the person reads."""

from collections.abc import Callable, Mapping


class LeadbotError(Exception):
    """Something a person can act on. Its text is the sentence they read.

    What somebody typed is given beside the sentence, one for each {} in it: it is escaped where it is said.
    """

    def __init__(self, sentence: str, *typed: str) -> None:
        super().__init__(sentence.format(*typed) if typed else sentence)
        self.sentence, self.typed = sentence, typed

    def said(self, escaped: Callable[[str], str]) -> str:
        """The sentence, with what somebody typed in it escaped."""
        return self.sentence.format(*map(escaped, self.typed)) if self.typed else self.sentence


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
