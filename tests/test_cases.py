"""Each fault that Leadbot is held to is borne by a test, or said to be still to come: none is forgotten, none made up."""

import ast
from pathlib import Path

from tests.cases import CASES, PROPERTY, STILL_TO_COME


def borne() -> set[str]:
    """The ids that the tests bear, as they are written."""
    found: set[str] = set()
    for path in Path(__file__).parent.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == PROPERTY:
                found.update(ast.literal_eval(given) for given in node.args)
    return found


def test_each_id_is_held_by_a_test_or_still_to_come():
    assert borne() <= CASES.keys(), "an id that nobody knows"
    assert CASES.keys() - borne() == STILL_TO_COME.keys()
