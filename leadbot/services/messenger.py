"""What services need of whoever carries messages to people. They know no Slack; `slack/` has the messenger in use."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from leadbot.domain.reactions import Delivered, Failed
from leadbot.services.letter import Letter
from leadbot.services.people import Identity


class Messenger(Protocol):
    """Whoever carries messages to people. `slack/` has the one that is used."""

    def lanes(self, letter: Letter, *, looking: bool) -> tuple[str, ...]:
        """What delivering this letter will use, of the things that may have to rest."""

    def turn(self, letter: Letter, conversation: str, now: datetime) -> datetime:
        """When this may be said for the first time: now, or when its turn comes."""

    def send(self, letter: Letter) -> Delivered | Failed:
        """Says it, or changes what was said."""

    def look(self, letter: Letter) -> Delivered | Failed | None:
        """Whether it was said already; None if it was not."""

    def who(self, workspace_id: UUID, slack_user_id: str) -> Identity | Failed | None:
        """Who a user is; None if nobody knows them."""

    def everybody(self, workspace_id: UUID) -> Mapping[str, Identity] | Failed:
        """Who is in the workspace, or was, by their Slack ids."""

    def found_channel(self, workspace_id: UUID) -> str | None:
        """The channel that is called leads and has Leadbot in it; None if there is none, or nobody says."""

    def is_usable(self, workspace_id: UUID, channel: str) -> bool | Failed:
        """Whether a channel is there, with Leadbot in it."""
