"""Whoever said "not my skill" is not asked for it again; and is asked for all else."""

import pytest

from leadbot.services.suit import refuses


@pytest.mark.parametrize(
    ("wanted", "refused", "does"),
    [
        ([], {"copywriting"}, False),  # a role that names no skill: nothing of it was refused
        (["copywriting"], set(), False),
        (["copywriting"], {"copywriting", "web-design"}, True),
        (["copywriting", "photography"], {"copywriting"}, False),
    ],
)
def test_who_asked_not_to_be_asked_again_refuses_only_what_they_said(wanted, refused, does):
    assert refuses(wanted, refused) is does
