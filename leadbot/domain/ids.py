"""Identities that sort by the time at which they were made."""

import itertools
import secrets
from datetime import datetime
from uuid import UUID

COUNTER = itertools.count(secrets.randbits(11))


def new_id(now: datetime) -> UUID:
    """A UUID of version 7 (RFC 9562, section 5.7): 48 bits of milliseconds since 1970, 12 that count, 62 of chance.

    The counter (section 6.2, method 1) keeps the ids of one millisecond in the order in which they were made; it may
    begin anew within one, once in 4,096. `uuid.uuid7` does much the same from Python 3.14 on.
    """
    milliseconds = int(now.timestamp() * 1000)
    counted = next(COUNTER) & 0xFFF
    value = milliseconds << 80 | 0x7 << 76 | counted << 64 | 0b10 << 62 | secrets.randbits(62)
    return UUID(int=value)


def made_at(identity: UUID) -> float:
    """When an id was made, in seconds since 1970."""
    return (identity.int >> 80) / 1000
