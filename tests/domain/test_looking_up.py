"""Time zones and regions are found by the beginnings of words, in any order, with or without accents."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from leadbot.domain.regions import find_regions, is_region, name_of_region
from leadbot.domain.time_zones import find_time_zones, is_time_zone, name_of_time_zone
from leadbot.services.working_hours import holidays_of


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("lond", "Europe/London"),
        ("Europe/London", "Europe/London"),
        ("kingdom lon", "Europe/London"),
        ("são pau", "America/Sao_Paulo"),
        ("KOLKATA", "Asia/Kolkata"),
        ("utc", "UTC"),
    ],
)
def test_a_time_zone_is_found(typed, zone):
    found = find_time_zones(typed, 20)
    assert (zone, name_of_time_zone(zone)) in found
    assert len(found) == 1
    assert ZoneInfo(zone)


def test_of_time_zones_that_read_alike_one_is_offered():
    labels = [label for _, label in find_time_zones("", 1000)]
    assert len(labels) == len(set(labels)) > 400


@pytest.mark.parametrize("zone", ["", "GMT0", "Etc/GMT+3", "Europe/Atlantis", "../etc/passwd"])
def test_what_is_no_time_zone_to_choose(zone):
    assert not is_time_zone(zone)


@pytest.mark.parametrize(
    ("typed", "region", "label"),
    [
        ("engl", "GB-ENG", "England, United Kingdom"),
        ("GB-SCT", "GB-SCT", "Scotland, United Kingdom"),
        ("irel", "IE", "Ireland"),
        ("germany bay", "DE-BY", "Bayern, Germany"),
    ],
)
def test_a_region_is_found(typed, region, label):
    assert find_regions(typed, 20)[0] == (region, label)
    assert name_of_region(region) == label
    assert holidays_of(region)(date(2026, 12, 25))


@pytest.mark.parametrize("region", ["", "XX", "GB-XX", "gb-eng", "England"])
def test_what_is_no_region_to_choose(region):
    assert not is_region(region)


def test_the_holidays_of_every_region_are_known():
    regions = [region for region, _ in find_regions("", 5000)]
    assert len(regions) > 200
    assert {type(holidays_of(region)(date(2026, 6, 15))) for region in regions} == {bool}
