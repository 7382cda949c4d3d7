"""The only reader of the environment. The names are a promise: see docs/."""

import re
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from leadbot.db.engine import normal_url
from leadbot.domain.errors import LeadbotError

SLACK = "https://slack.com/api/"
BOT_TOKENS = "xoxb-"  # how Slack's bot tokens begin
# What stands in examples where a secret belongs. Words only between what is no letter: a real one may have them by chance.
PLACEHOLDER = re.compile(
    r"…|\.\.\.|[<>*\s]|-$|(?<![a-z0-9])(your|my|change|changeme|replace|example|placeholder|todo|here|x{3,})(?![a-z0-9])"
    r"|^(secret|signing[-_]?secret|token|password|test|none|null)$",
    re.IGNORECASE,
)
DRIVERS = {"sqlite", "sqlite+pysqlite", "postgresql+psycopg"}  # those that we ship
EITHER = "SLACK_APP_TOKEN (or SLACK_SIGNING_SECRET, to hear from Slack over HTTP)"


class Settings(BaseSettings):
    """Everything that an operator can set, from the process or a `.env` file; the process wins.

    A description says, to whoever set something else, what makes sense.
    """

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore")

    bot_token: str = Field("", validation_alias="SLACK_BOT_TOKEN", repr=False)
    app_token: str = Field(
        "",
        validation_alias="SLACK_APP_TOKEN",
        repr=False,
        pattern=r"^(xapp-.*)?$",
        description="an app-level token: it begins with xapp-, and is at Basic Information in the settings of your Slack app",
    )
    signing_secret: str = Field(
        "",
        validation_alias="SLACK_SIGNING_SECRET",
        repr=False,
        description="the signing secret, which is at Basic Information in the settings of your Slack app",
    )
    api_url: str = Field(
        SLACK, validation_alias="SLACK_API_URL", pattern=r"^https?://.+/api/$", description="a URL ending in /api/"
    )
    database_url: str = Field(
        "sqlite:///leadbot.db",
        validation_alias="DATABASE_URL",
        repr=False,
        description="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME",
    )
    base_url: str = Field(
        "",
        validation_alias="LEADBOT_BASE_URL",
        pattern=r"^(https?://[^/].*)?$",
        description="a URL, such as https://leadbot.example",
    )
    port_given: int | None = Field(
        None, validation_alias="PORT", ge=0, le=65535, description="a number from 0 to 65535"
    )
    host_given: str | None = Field(None, validation_alias="LEADBOT_HOST")
    lexicon: Path | None = Field(
        None, validation_alias="LEADBOT_LEXICON", description="a folder with trades of your own: see docs/lexicon.md"
    )
    log: Literal["text", "json"] = Field("text", validation_alias="LEADBOT_LOG", description="text or json")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", validation_alias="LEADBOT_LOG_LEVEL", description="DEBUG, INFO, WARNING or ERROR"
    )

    @field_validator("bot_token", "app_token", "signing_secret")
    @classmethod
    def is_no_placeholder(cls, given: str) -> str:
        """Whoever leaves an example's value where it stood would answer nobody, or, with a secret that all know, anybody."""
        if PLACEHOLDER.search(given):
            raise ValueError("a placeholder")
        return given

    @field_validator("database_url")
    @classmethod
    def is_a_database_that_we_know(cls, typed: str) -> str:
        """SQLite in a file (in memory, each of our connections would have its own), or PostgreSQL."""
        try:
            url = make_url(normal_url(typed))
        except ArgumentError:
            raise ValueError("not a URL") from None  # the only errors that pydantic collects
        if url.drivername not in DRIVERS or (
            url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")
        ):
            raise ValueError("another database")
        return typed

    @property
    def is_on_sqlite(self) -> bool:
        """Whether the database is a file beside us."""
        return make_url(normal_url(self.database_url)).get_backend_name() == "sqlite"

    @cached_property
    def port(self) -> int:
        """Where HTTP listens."""
        return 3000 if self.port_given is None else self.port_given

    @cached_property
    def host(self) -> str:
        """On which address: a platform that gives a port wants all of them."""
        return self.host_given or ("127.0.0.1" if self.port_given is None else "0.0.0.0")  # noqa: S104


class Connected(Settings):
    """The settings of whoever speaks with Slack, who cannot do without these."""

    bot_token: str = Field(
        validation_alias="SLACK_BOT_TOKEN",
        repr=False,
        pattern=f"^{BOT_TOKENS}",
        description="a bot token: it begins with xoxb-, and is at OAuth & Permissions in the settings of your Slack app",
    )
    signing_secret: str = Field(
        "",
        validation_alias="SLACK_SIGNING_SECRET",
        repr=False,
        validate_default=True,
        description=Settings.model_fields["signing_secret"].description,
    )

    @field_validator("signing_secret")
    @classmethod
    def is_there_for_http(cls, given: str, others: ValidationInfo) -> str:
        """What arrives over HTTP is signed; over Socket Mode nobody else can send anything."""
        over_http = others.data.get("app_token") == ""  # it is not there at all if it makes no sense, and that is named
        if over_http and not given:
            raise PydanticCustomError("missing", "needed over HTTP")
        return given


Kind = TypeVar("Kind", bound=Settings)


def read_settings(kind: type[Kind]) -> Kind:
    """The settings that a command needs.

    Raises:
        LeadbotError: with one message that names all that is missing or malformed, and shows no value.
    """
    try:
        settings = kind()  # type: ignore[call-arg] # they come from the environment
    except ValidationError as error:
        raise LeadbotError(what_is_wrong(kind, error)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise LeadbotError(f".env cannot be read ({type(error).__name__}). It must be a text file in UTF-8.") from None
    if not settings.is_on_sqlite and find_spec("psycopg") is None:
        raise LeadbotError("DATABASE_URL names a PostgreSQL, and that needs: pip install 'leadbot[postgres]'")
    return settings


def what_is_wrong(kind: type[Settings], error: ValidationError) -> str:
    """Names every setting that is missing or malformed, and what would make sense."""
    sense = {str(field.validation_alias): field.description for field in kind.model_fields.values()}
    aliases = {name: str(field.validation_alias) for name, field in kind.model_fields.items()}
    faults = {aliases.get(str(fault["loc"][0]), str(fault["loc"][0])): fault["type"] for fault in error.errors()}
    missing = [name for name, fault in faults.items() if fault == "missing"]
    wanted = [EITHER if name == "SLACK_SIGNING_SECRET" else name for name in missing]
    malformed = [f"{name} (must be {sense[name]})" for name in sorted(faults) if name not in missing]
    sentences = [f"Missing: {', '.join(wanted)}."] * bool(missing)
    sentences += [f"These make no sense: {', '.join(malformed)}."] * bool(malformed)
    return " ".join([*sentences, "Set them in the environment or in .env; see .env.example."])
