"""What no form of ours sends, and anybody can: it is read as far as it means something, and never an error."""

import pytest

from leadbot.kinds.contract import numbers_in, parts, roles_of, without


@pytest.mark.parametrize("number", ["(", "(a+)+$", "1|2", "", "9" * 5000, "x"])
def test_to_remove_a_role_that_there_is_not_removes_none(number):
    filled = {"role_1": "Copywriter", "role_2": "Photographer", "my_roles": ["2"]}
    assert without(filled, number) == filled


def test_to_remove_a_role_removes_all_of_it_and_nothing_else():
    filled = {"role_1": "Copywriter", "role_1_places": "2", "role_12": "Photographer", "my_roles": ["1", "12"]}
    assert without(filled, "1") == {"role_12": "Photographer", "my_roles": ["12"]}


@pytest.mark.parametrize("name", ["role_" + "9" * 5000, "role_0", "role_100", "role_x", "role_", "role_1x"])
def test_a_role_with_no_number_of_ours_is_none(name):
    assert numbers_in([name, "role_7_skills"]) == [7]
    assert roles_of({name: "Copywriter"})[0].description == ""
    assert parts({name: "Copywriter"})
