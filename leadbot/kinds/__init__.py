"""The kinds of opportunity. A new kind is one file in this folder and one line in KINDS."""

from leadbot.kinds.base import Control, Field, Kind, RoleDraft, ShownTo, Words
from leadbot.kinds.lead import LEAD

KINDS: dict[str, Kind] = {kind.name: kind for kind in (LEAD,)}

__all__ = ["KINDS", "Control", "Field", "Kind", "RoleDraft", "ShownTo", "Words"]
