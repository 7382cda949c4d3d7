"""Brings a database to the schema of this release, and says whether it is there."""

from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from alembic import command
from leadbot.db.engine import WORKER_PATIENCE, open_engine

HERE = Path(__file__).resolve().parent.parent


def scripts() -> Path:
    """Where the migrations lie: inside the wheel, or beside the package in a checkout."""
    carried = HERE / "_migrations"
    return carried if carried.is_dir() else HERE.parent / "alembic"


def alembic_config(url: str) -> Config:
    """Alembic's settings for a database."""
    config = Config()
    config.set_main_option("script_location", str(scripts()))
    config.attributes["url"] = url
    return config


def migrate(url: str) -> None:
    """Brings the database at `url` to the newest schema. Safe to repeat, and to run twice at once."""
    command.upgrade(alembic_config(url), "head")


def is_current(url: str) -> bool:
    """Whether the database has this release's schema."""
    engine = open_engine(url, WORKER_PATIENCE)
    try:
        with engine.connect() as connection:
            present = MigrationContext.configure(connection).get_current_heads()
    finally:
        engine.dispose()
    return set(present) == set(ScriptDirectory.from_config(alembic_config(url)).get_heads())
