"""The people of a workspace, as Slack knows them."""

from dataclasses import dataclass

from leadbot.playground.records import Json


@dataclass(eq=False)
class Account:
    """One account: a person, a guest, somebody of another workspace, or a bot."""

    id: str
    name: str
    username: str
    team_id: str
    title: str = ""
    tz: str = "Europe/London"
    locale: str = "en-GB"
    email: str = ""
    is_admin: bool = False
    is_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_bot: bool = False
    deleted: bool = False

    def payload(self, *, tz_offset: int, locale: bool = False, email: bool = False) -> Json:
        """The user object of docs.slack.dev/reference/objects/user-object."""
        profile: Json = {
            "real_name": self.name,
            "display_name": self.name,
            "real_name_normalized": self.name,
            "display_name_normalized": self.name,
            "title": self.title,
            "team": self.team_id,
        }
        if email and self.email:
            profile["email"] = self.email
        user: Json = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.username,
            "deleted": self.deleted,
            "profile": profile,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": 0,
        }
        if not self.deleted:  # Slack leaves these out for a deactivated account
            user |= {
                "real_name": self.name,
                "tz": self.tz,
                "tz_label": self.tz,
                "tz_offset": tz_offset,
                "is_admin": self.is_admin,
                "is_owner": self.is_owner,
                "is_primary_owner": False,
                "is_restricted": self.is_restricted or self.is_ultra_restricted,
                "is_ultra_restricted": self.is_ultra_restricted,
            }
            if locale:
                user["locale"] = self.locale
        return user
