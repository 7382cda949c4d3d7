"""The operator's fixtures, for those who run Leadbot over Socket Mode."""

from tests.operating.conftest import forge, on_a_migrated_database, operator

__all__ = ["forge", "on_a_migrated_database", "operator"]
