"""auth.test, users.info and users.list (docs.slack.dev/reference/methods/…)."""

from leadbot.playground.accounts import Account
from leadbot.playground.methods.arguments import Arguments, need, page
from leadbot.playground.records import Json
from leadbot.playground.refusal import Refusal
from leadbot.playground.state import Workspace


def auth_test(workspace: Workspace, _: Arguments) -> Json:
    """Who the token belongs to."""
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.bot.username,
        "team_id": workspace.team_id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def info(workspace: Workspace, arguments: Arguments) -> Json:
    """One person."""
    need(workspace, "users:read")
    account = workspace.accounts.get(arguments.required("user"))
    if account is None:
        raise Refusal("user_not_found")
    return {"user": user_object(workspace, account, locale=arguments.flag("include_locale"))}


def list_all(workspace: Workspace, arguments: Arguments) -> Json:
    """All people, deactivated ones and bots too, page by page."""
    need(workspace, "users:read")
    locale = arguments.flag("include_locale")
    accounts, cursor = page(list(workspace.accounts.values()), arguments, 1000, 1000)
    return {
        "members": [user_object(workspace, account, locale=locale) for account in accounts],
        "cache_ts": int(workspace.clock().timestamp()),
        "response_metadata": {"next_cursor": cursor},
    }


def user_object(workspace: Workspace, account: Account, *, locale: bool = False) -> Json:
    """A person as the app may see them: without the e-mail address, unless it has the scope for it."""
    email = "users:read.email" in workspace.token.scopes
    return account.payload(tz_offset=workspace.tz_offset(account), locale=locale, email=email)
