"""The operator's fixtures, for those who run Leadbot over Socket Mode."""

from tests.operating.conftest import on_a_migrated_database, operator

__all__ = ["on_a_migrated_database", "operator"]
