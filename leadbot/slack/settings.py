"""`/leadbot settings`, and its button on the Home tab: what a host may set, each with a sentence on what it does."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Workspace
from leadbot.domain.dates import say_date
from leadbot.domain.errors import LeadbotError
from leadbot.domain.money import currencies
from leadbot.domain.reactions import Failed, Reaction
from leadbot.domain.regions import find_regions, name_of_region
from leadbot.domain.time_zones import find_time_zones, name_of_time_zone
from leadbot.kinds import Control, Field
from leadbot.services.authority import Right, may_change_settings
from leadbot.services.hosts import hosts_of
from leadbot.services.outbox import leave_work
from leadbot.services.post import today
from leadbot.services.settings import MOST_HOSTS, NO_REGION, change, current
from leadbot.services.setup import STEPS, has_done
from leadbot.slack.blocks import Block, form, options
from leadbot.slack.channels import fit_channel
from leadbot.slack.errors import failure_of
from leadbot.slack.forms import draw, read
from leadbot.slack.letters.phrases import several
from leadbot.slack.listening import Answer, Request
from leadbot.slack.registry import Registry
from leadbot.slack.text import clean_line, words

log = structlog.get_logger()
INVITE = "Type `/invite @Leadbot` there, or choose another."
CHANNEL_MENDS = {
    "is_archived": "It is archived: bring it back, or choose another.",
    "channel_not_found": "It is not there any more: choose another.",
    "channel_shared_outside": "People outside this workspace read it: choose one that only your members read.",
    "channel_doubtful": "Slack does not say whether people outside this workspace read it: choose another.",
}
DAYS = tuple(
    (str(number), day)
    for number, day in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))
)
TO_TEN = tuple((str(number), str(number)) for number in range(1, 11))
SHOWN = 20  # suggestions at a time
NO_HOLIDAYS = "No public holidays"


def name_of_region_or_none(region: str) -> str:
    """What people read for a region, or for none."""
    return NO_HOLIDAYS if region == NO_REGION else name_of_region(region)


def needed(name: str, label: str, control: Control, hint: str, **more: Any) -> Field:
    """A field that cannot be left empty."""
    return Field(name, label, control, required=True, hint=hint, **more)


FIELDS = (
    Field(
        "leads_channel",
        "Leads channel",
        Control.CHANNEL,
        hint="Cards and the weekly summary go here, and Leadbot joins it. Left empty, it is the channel called leads.",
    ),
    Field(
        "hosts",
        "Hosts",
        Control.PEOPLE,
        most=MOST_HOSTS,
        hint="They may change these settings. Slack's own admins and owners always may.",
    ),
    needed(
        "summary_day",
        "Day of the summary",
        Control.MENU,
        "Once a week, what is open and what came of it.",
        options=DAYS,
    ),
    needed("summary_time", "Time of the summary", Control.TIME, "By the clock of the time zone below."),
    needed(
        "empty_week",
        "When there is nothing to sum up",
        Control.CHOICE,
        "For a week with nothing open and nothing to tell.",
        options=(("line", "Say so in one line"), ("nothing", "Say nothing")),
    ),
    needed(
        "time_zone",
        "Time zone",
        Control.LOOK_UP,
        "Type a city. Deadlines and the summary go by it; people are asked by their own.",
        name_of=name_of_time_zone,
    ),
    Field(
        "region",
        "Public holidays",
        Control.LOOK_UP,
        hint="Type a country or a part of one. On its public holidays nobody is asked anything.",
        name_of=name_of_region_or_none,
    ),
    needed(
        "currency",
        "Currency",
        Control.MENU,
        "For budgets that name none.",
        options=tuple((code, f"{name} ({code})") for code, name in currencies(locale="en_GB")),
    ),
    needed(
        "working_days", "Working days", Control.CHECKS, "On other days Leadbot starts no conversation.", options=DAYS
    ),
    needed("working_start", "Working hours begin", Control.TIME, "By each member's own clock."),
    needed("working_end", "Working hours end", Control.TIME, "What comes later waits for the next working day."),
    needed("wave_size", "How many are asked at a time", Control.MENU, "For each place that is free.", options=TO_TEN),
    needed(
        "waves",
        "How many rounds of asking",
        Control.MENU,
        "Each asks the next in line. After the last, whoever posted it is asked what to do.",
        options=TO_TEN,
    ),
    needed(
        "daily_cap",
        "Messages a day",
        Control.MENU,
        "The most that Leadbot starts with any one member. The rest come together the next morning.",
        options=TO_TEN,
    ),
    needed(
        "capacity",
        "Introductions at a time",
        Control.MENU,
        "For members who have not chosen for themselves. Whoever has that many open is not asked for more.",
        options=TO_TEN,
    ),
    needed(
        "retention_days",
        "Confidential details",
        Control.MENU,
        "How long after the end they are erased, also from Leadbot's messages. This cannot be undone.",
        options=tuple((str(days), f"{days} days") for days in (30, 60, 90, 180, 365)),
    ),
    Field(
        "guests",
        "Guests",
        Control.CHECKS,
        hint="Slack's own guests: without this they are not asked, and see nothing of what is open.",
        options=(("yes", "Guests may take part"),),
    ),
)


def register(registry: Registry) -> None:
    """The word behind `/leadbot`, the button, the form, and its two type-ahead menus."""
    registry.word("settings", Right.HOST, "", "for hosts: change how Leadbot works here")(opens_settings)
    registry.button("home_settings", Right.HOST)(opens_settings)
    registry.form("settings_form", Right.HOST)(saves)
    registry.menu("time_zone")(suggests_time_zones)
    registry.menu("region")(suggests_regions)


def opens_settings(request: Request) -> Answer:
    """The form, for a host. Whoever is none hears who is; Slack is asked about them again, in case that has changed."""
    scope, member = request.scope, request.member
    if may_change_settings(scope, member):
        values = current(scope)
        return Answer(form=lambda: settings_form(values))
    member.look_up_due_at = scope.now
    leave_work(scope.session)
    if member.looked_up_at is None:
        return Answer(text="I'm just finding out who you are. Please type `/leadbot settings` again in a moment.")
    hosts = [f"*{words(host.name, 80)}*" for host in hosts_of(scope)][:5]
    whom = several(hosts) if hosts else "an admin of this Slack workspace"
    return Answer(text=f"Only a host can change settings. Please ask {whom}.")


def settings_form(values: dict[str, Any]) -> Block:
    """The form."""
    return form("settings_form", "Settings", "Save", draw(FIELDS, values))


def saves(request: Request) -> Answer:
    """The form, saved; and Leadbot joins the leads channel, so that it can write there."""
    scope = request.scope
    change(scope, request.member, FIELDS, read(FIELDS, request.values))
    for step in STEPS:  # whoever has seen all the settings need not be asked for some of them
        has_done(scope, step)
    return Answer(
        done=f"Saved. The next summary comes on {next_summary(scope, request.member)}.", then=joins(scope.workspace)
    )


def next_summary(scope: Scope, member: Member) -> str:
    """When the next summary comes, by the workspace's clock, as this member writes dates: Mon 7 Dec at 09:00."""
    assert scope.workspace.summary_due_at is not None
    due = scope.workspace.summary_due_at.astimezone(ZoneInfo(scope.workspace.time_zone))
    return f"{say_date(due.date(), locale=member.locale, today=today(scope))} at {due:%H:%M}"


def joins(workspace: Workspace) -> Callable[[WebClient], None] | None:
    """What makes Leadbot join the leads channel, if one is set; a channel that is not for it is told to the host at once."""
    channel = workspace.leads_channel
    if channel is None:
        return None

    def join(client: WebClient) -> None:
        try:
            client.conversations_join(channel=channel)
            fits = fit_channel(client, channel)
        except SlackApiError as error:
            fits = failure_of(error, "conversations.join")
        if isinstance(fits, Failed) and fits.reaction is not Reaction.WAIT:
            log.warning("the leads channel cannot be used", error=fits.error)
            raise LeadbotError(f"Saved, but I can't use that channel. {CHANNEL_MENDS.get(fits.error, INVITE)}")

    return join


def suggests_time_zones(typed: str) -> list[Block]:
    """The time zones of a city or a country."""
    return options(find_time_zones(clean_line(typed), SHOWN))


def suggests_regions(typed: str) -> list[Block]:
    """The regions of that name; and always, that no public holidays are kept."""
    return options([*find_regions(clean_line(typed), SHOWN), (NO_REGION, NO_HOLIDAYS)])
