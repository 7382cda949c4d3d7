"""Identities that sort by the time at which they were made."""

import secrets
from datetime import datetime
from uuid import UUID


def new_id(now: datetime) -> UUID:
    """A UUID of version 7 (RFC 9562, section 5.7): 48 bits of milliseconds since 1970, then 74 bits of chance.

    `uuid.uuid7` does the same from Python 3.14 on.
    """
    milliseconds = int(now.timestamp() * 1000)
    value = milliseconds << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return UUID(int=value)
