"""What Slack tells of somebody is people's own words: it is cleaned, and whatever it is, Leadbot can write to them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbot.domain.dates import say_date
from leadbot.domain.money import say_amount
from leadbot.services.working_hours import exists
from leadbot.slack.identity import identity_of

TODAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("en-GB", "en_GB"),
        ("pt-BR", "pt_BR"),
        ("es-LA", "es"),  # Slack's Spanish of Latin America, which Babel calls otherwise
        ("tlh", "en_GB"),
        ("", "en_GB"),
        (None, "en_GB"),
    ],
)
def test_money_and_dates_are_written_by_a_locale_that_exists(told, kept):
    locale = identity_of({"id": "U1", "locale": told}).locale
    assert locale == kept
    assert say_date(date(2026, 12, 12), locale=locale, today=TODAY)
    assert say_amount(150000, "GBP", locale=locale)


@pytest.mark.parametrize(
    ("user", "name"),
    [
        ({"profile": {"display_name": "  Ada\u202e\x00 Okafor "}}, "Ada Okafor"),
        ({"profile": {"display_name": " \u200b ", "real_name": "Ada Okafor"}}, "Ada Okafor"),
        ({"profile": {"display_name": "", "real_name": "\n"}, "name": "ada"}, "ada"),
        ({"profile": {"display_name": "\u200b"}}, ""),
        ({}, ""),
    ],
)
def test_a_name_is_one_line_that_can_be_read(user, name):
    assert identity_of({"id": "U1"} | user).name == name


@pytest.mark.case("AUTHZ-04")
@pytest.mark.parametrize(
    ("flag", "kept"),
    [
        ({"is_restricted": True}, "is_guest"),
        ({"is_ultra_restricted": True}, "is_guest"),
        ({"is_stranger": True}, "is_outsider"),
        ({"is_bot": True}, "is_bot"),
        ({"id": "USLACKBOT"}, "is_bot"),
        ({"deleted": True}, "has_left"),
    ],
)
def test_each_flag_that_keeps_somebody_out_is_read(flag, kept):
    flags = ("is_guest", "is_outsider", "is_bot", "has_left")
    assert [name for name in flags if getattr(identity_of({"id": "U1"}), name)] == []
    assert [name for name in flags if getattr(identity_of({"id": "U1"} | flag), name)] == [kept]


def test_of_an_organisation_people_belong_to_several_workspaces():
    user = {"id": "U1", "team_id": "T1", "enterprise_user": {"teams": ["T2", "T3"]}}
    assert identity_of(user).teams == ("T1", "T2", "T3")
    assert identity_of({"id": "U1"}).teams == ()


@pytest.mark.case("TIME-05")
@pytest.mark.parametrize("told", [None, "", " ", "Mars/Phobos", "Europe", "../../etc/passwd", "Z" * 5000, 17, ["UTC"]])
def test_whoever_has_no_time_zone_that_exists_lives_by_the_workspaces(told):
    zone = identity_of({"id": "U1", "tz": told}).time_zone
    assert zone is None or not exists(zone)
    assert identity_of({"id": "U1", "tz": "Pacific/Auckland"}).time_zone == "Pacific/Auckland"
    assert exists("Pacific/Auckland")


@given(st.text(max_size=12))
def test_whatever_the_locale_is_called_dates_can_be_written(told):
    assert say_date(TODAY, locale=identity_of({"id": "U1", "locale": told}).locale, today=TODAY)
