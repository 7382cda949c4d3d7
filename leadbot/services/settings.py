"""What a host may set: read for a form, checked, and kept. It holds for whatever is asked from then on."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Opportunity, Workspace
from leadbot.domain.errors import Faults, Refused
from leadbot.domain.regions import is_region
from leadbot.domain.statuses import OpportunityState
from leadbot.domain.time_zones import is_time_zone
from leadbot.kinds import Field
from leadbot.services import summary
from leadbot.services.authority import may_change_settings
from leadbot.services.hosts import hosts_of
from leadbot.services.leads_channel import take_up_again
from leadbot.services.people import is_stranger, member_of
from leadbot.services.post import fault_of, today
from leadbot.services.term import deadline_moved

NO_REGION = "none"  # how a menu says that no public holidays are kept: it takes no empty value
MOST_HOSTS = 20
CHANNEL = re.compile(r"C[A-Z0-9]{2,30}")  # a public channel's id
USER = re.compile(r"[UW][A-Z0-9]{2,30}")
NUMBERS = ("summary_day", "wave_size", "waves", "daily_cap", "capacity", "retention_days")


def current(scope: Scope) -> dict[str, Any]:
    """What is set now, as the fields of a form hold it."""
    workspace = scope.workspace
    kept = ("leads_channel", "summary_time", "time_zone", "currency", "working_start", "working_end", "empty_week")
    named = set(workspace.hosts)
    return {
        **{name: getattr(workspace, name) for name in kept},
        **{name: str(getattr(workspace, name)) for name in NUMBERS},
        "hosts": [host.slack_user_id for host in hosts_of(scope) if host.slack_user_id in named],
        "region": workspace.region or NO_REGION,
        "working_days": [str(day) for day in workspace.working_days],
        "guests": ["yes"] if workspace.guests else [],
    }


def change(scope: Scope, member: Member, fields: Sequence[Field], values: Mapping[str, Any]) -> None:
    """Keeps what a host has set in a form with these fields.

    Raises:
        Refused: if the member is no host (any more).
        Faults: if a field cannot be right; then nothing is kept.
    """
    if not may_change_settings(scope, member):
        raise Refused("Only a host can change settings.")
    check(scope, fields, values)
    workspace = scope.workspace
    before, zone, channel = summary_time(workspace), workspace.time_zone, workspace.leads_channel
    for field in fields:
        setattr(workspace, field.name, column(field.name, values[field.name]))
    # Among the other lines one that was found, and is left as it is, stays one that was found.
    must_name_it = any(field.name == "leads_channel" and field.required for field in fields)
    if must_name_it or workspace.leads_channel != channel:
        workspace.channel_chosen = workspace.leads_channel is not None
    take_up_again(scope)  # they have looked at it: what they leave as it is, is to be tried too
    if summary_time(workspace) != before:
        summary.reschedule_once_a_week(scope)
    if workspace.time_zone != zone:
        is_open = Opportunity.state == OpportunityState.OPEN
        for opportunity in scope.all(scope.select(Opportunity).where(is_open).with_for_update()):
            if opportunity.last_day is not None:  # its deadline ends by the new zone's midnight
                deadline_moved(scope, opportunity)


def summary_time(workspace: Workspace) -> tuple[Any, ...]:
    """What the moment of the summary depends on."""
    return workspace.summary_day, workspace.summary_time, workspace.time_zone


def column(name: str, value: Any) -> Any:
    """The value of a field, as its column holds it."""
    match name:
        case "leads_channel":
            return value or None
        case "region":
            return "" if value == NO_REGION else value
        case "working_days":
            return sorted(int(day) for day in value)
        case "guests":
            return bool(value)
        case _ if name in NUMBERS:
            return int(value)
        case _:
            return value


def check(scope: Scope, fields: Sequence[Field], values: Mapping[str, Any]) -> None:
    """Checks a form.

    Raises:
        Faults: with one sentence for each field that cannot be right.
    """
    faults = {}
    for field in fields:
        value = values[field.name]
        own = OWN_FAULTS.get(field.name)
        if fault := fault_of(field, value, today(scope)) or (own(scope, value) if own else None):
            faults[field.name] = fault
    start, end = values.get("working_start"), values.get("working_end")
    if start and end and end <= start:
        faults["working_end"] = "This must be later than the start."
    if faults:
        raise Faults(faults)


def fault_of_channel(_: Scope, channel: str) -> str | None:
    """Whether it can be the leads channel shows when Leadbot writes there; here only that it is a public one."""
    return "Please choose a public channel." if channel and not CHANNEL.fullmatch(channel) else None


def fault_of_time_zone(_: Scope, zone: str) -> str | None:
    """What is wrong with a time zone."""
    return None if is_time_zone(zone) else "There is no such time zone. Type a city, and choose it from the list."


def fault_of_region(_: Scope, region: str) -> str | None:
    """What is wrong with a region."""
    known = not region or region == NO_REGION or is_region(region)
    return None if known else "The public holidays there are not known. Type a country, and choose it from the list."


def fault_of_hosts(scope: Scope, hosts: list[str]) -> str | None:
    """What is wrong with those who are named: all must be members, and somebody must be left who may change this."""
    if len(hosts) > MOST_HOSTS:
        return f"{MOST_HOSTS} hosts at most, please."
    for slack_user_id in hosts:
        if not USER.fullmatch(slack_user_id) or slack_user_id == scope.workspace.bot_user_id:
            return "Only people can be hosts. Please choose members of this workspace."
        member = member_of(scope, slack_user_id)
        name = member.name or "One of these"
        if member.is_bot:
            return f"{name} is an app, and cannot be a host."
        if member.has_left:
            return f"{name} has left, and cannot be a host."
        if is_stranger(scope, member):
            return f"{name} is not a member of this workspace, and cannot be a host."
    if not hosts and not any(host.is_admin for host in hosts_of(scope)):
        return "Please name at least one host: else nobody could change this again."
    return None


OWN_FAULTS: Mapping[str, Callable[[Scope, Any], str | None]] = {
    "leads_channel": fault_of_channel,
    "time_zone": fault_of_time_zone,
    "region": fault_of_region,
    "hosts": fault_of_hosts,
}
