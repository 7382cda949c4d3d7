"""The kinds of opportunity. A new kind is one file in this folder and one line in KINDS."""

from leadbot.kinds.base import Control, Field, Heading, Kind, Press, RoleDraft, ShownTo, Words
from leadbot.kinds.contract import CONTRACT
from leadbot.kinds.lead import LEAD

KINDS: dict[str, Kind] = {kind.name: kind for kind in (LEAD, CONTRACT)}

__all__ = ["KINDS", "Control", "Field", "Heading", "Kind", "Press", "RoleDraft", "ShownTo", "Words"]
