"""Who somebody is, as Slack tells it: cleaned at the door, as everything is that people may write themselves."""

from contextlib import suppress
from typing import Any

from babel import Locale, UnknownLocaleError

from leadbot.services.people import Identity
from leadbot.slack.text import clean_line

USUAL = "en_GB"


def identity_of(user: dict[str, Any]) -> Identity:
    """What Leadbot keeps of Slack's user object (docs.slack.dev/reference/objects/user-object)."""
    profile = user.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    cleaned = (clean_line(str(name or "")) for name in names)
    return Identity(
        name=next((name for name in cleaned if name), ""),
        time_zone=clean_line(str(user.get("tz") or "")) or None,
        locale=locale_of(str(user.get("locale") or "")),
        is_bot=bool(user.get("is_bot")) or user.get("id") == "USLACKBOT",
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_outsider=bool(user.get("is_stranger")),
        teams=teams_of(user),
        has_left=bool(user.get("deleted")),
        owns=2 if user.get("is_primary_owner") else 1 if user.get("is_owner") else 0,
        title=clean_line(str(profile.get("title") or "")),
        is_admin=any(user.get(role) for role in ("is_admin", "is_owner", "is_primary_owner")),
    )


def teams_of(user: dict[str, Any]) -> tuple[str, ...]:
    """The workspaces that somebody belongs to, of an organisation perhaps several. Slack calls nobody a stranger who is in
    a channel that is shared with us, so this alone tells who is of another company.
    """
    elsewhere = (user.get("enterprise_user") or {}).get("teams") or ()
    return tuple(str(team) for team in (user.get("team_id"), *elsewhere) if team)


def locale_of(told: str) -> str:
    """The locale by which money and dates are written for somebody: Slack has some, as es-LA, that Babel does not know.

    Then the language alone says how, or else what is usual here.
    """
    for tried in (told.replace("-", "_"), told.partition("-")[0]):
        with suppress(UnknownLocaleError, ValueError):
            Locale.parse(tried)
            return tried
    return USUAL
