"""Who may change settings: the workspace's admins and owners, and whom they name."""

from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.services.people import is_stranger


def is_host(scope: Scope, member: Member) -> bool:
    """Whether this member may change settings."""
    named = member.slack_user_id in scope.workspace.hosts
    return (member.is_admin or named) and not member.has_left and not is_stranger(scope, member)


def hosts_of(scope: Scope) -> list[Member]:
    """The hosts whom Leadbot knows, by name."""
    members = scope.all(scope.select(Member).where(Member.has_left.is_(False)).order_by(Member.name))
    return [member for member in members if is_host(scope, member)]
