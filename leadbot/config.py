"""The only reader of the environment. The names are a promise: see docs/."""

from functools import cached_property
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from leadbot.domain.errors import LeadbotError

SLACK = "https://slack.com/api/"


class Settings(BaseSettings):
    """Everything that an operator can set, from the process or a `.env` file; the process wins."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", populate_by_name=True)

    bot_token: str = Field("", validation_alias="SLACK_BOT_TOKEN", repr=False)
    app_token: str = Field("", validation_alias="SLACK_APP_TOKEN", repr=False)
    signing_secret: str = Field("", validation_alias="SLACK_SIGNING_SECRET", repr=False)
    api_url: str = Field(SLACK, validation_alias="SLACK_API_URL", pattern=r"^https?://.+/api/$")
    database_url: str = Field("sqlite:///leadbot.db", validation_alias="DATABASE_URL", repr=False)
    base_url: str = Field("", validation_alias="LEADBOT_BASE_URL")
    port_given: int | None = Field(None, validation_alias="PORT", ge=0, le=65535)
    host_given: str | None = Field(None, validation_alias="LEADBOT_HOST")
    log: Literal["text", "json"] = Field("text", validation_alias="LEADBOT_LOG")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", validation_alias="LEADBOT_LOG_LEVEL")

    @cached_property
    def port(self) -> int:
        """Where HTTP listens."""
        return 3000 if self.port_given is None else self.port_given

    @cached_property
    def host(self) -> str:
        """On which address: a platform that gives a port wants all of them."""
        return self.host_given or ("127.0.0.1" if self.port_given is None else "0.0.0.0")  # noqa: S104


def read_settings() -> Settings:
    """The settings.

    Raises:
        LeadbotError: with one sentence that names all that is malformed, and shows no value.
    """
    try:
        return Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        names = sorted({str(fault["loc"][0]) for fault in error.errors()})
        raise LeadbotError(f"These settings make no sense: {', '.join(names)}. See .env.example.") from None


def require(settings: Settings, *names: str) -> None:
    """Refuses to start without these settings.

    Raises:
        LeadbotError: with one sentence that names all that is missing.
    """
    aliases = {name: str(Settings.model_fields[name].validation_alias) for name in names}
    missing = [aliases[name] for name in names if not getattr(settings, name)]
    if missing:
        raise LeadbotError(f"Missing: {', '.join(missing)}. Set them in the environment or in .env; see .env.example.")
