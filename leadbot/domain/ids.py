"""Identities that sort by the time at which they were made."""

import hashlib
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


def id_within(whole: UUID, name: object) -> UUID:
    """The id of what there is once within something else, such as a role's offer to a member.

    Whoever makes it makes the same id, so a copy of a database that makes it anew knows it again, and so do the buttons
    that name it. It sorts by the time of the whole, and is a UUID of version 8: the rest of it is our own affair.
    """
    rest = int.from_bytes(hashlib.sha256(f"{whole}:{name}".encode()).digest(), "big")
    return UUID(int=(whole.int >> 80) << 80 | 0x8 << 76 | (rest >> 244) << 64 | 0b10 << 62 | rest % 2**62)


def made_at(identity: UUID) -> float:
    """When an id was made, in seconds since 1970."""
    return (identity.int >> 80) / 1000


def first_id(moment: datetime) -> UUID:
    """The id that sorts before all that are made from this moment on, and after all that were made before."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)
