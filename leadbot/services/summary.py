"""When the weekly summary is due."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from leadbot.db.tables import Workspace
from leadbot.domain.working_time import WorkingTime


def reschedule(workspace: Workspace, now: datetime) -> None:
    """The next summary comes at the workspace's day and time, by its own clock. A holiday does not move it."""
    calendar = WorkingTime(time_zone=workspace.time_zone)
    today = now.astimezone(ZoneInfo(workspace.time_zone)).date()
    day = today + timedelta(days=(workspace.summary_day - today.weekday()) % 7)
    due = calendar.at(day, workspace.summary_time)
    workspace.summary_due_at = due if due > now else calendar.at(day + timedelta(days=7), workspace.summary_time)
