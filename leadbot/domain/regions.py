"""Regions whose public holidays can be kept: a country such as IE, or a part of one such as GB-ENG."""

from collections.abc import Mapping
from functools import cache

from babel.core import get_global
from babel.numbers import get_territory_currencies

from leadbot.domain.looking_up import begins
from leadbot.domain.money import currencies

COUNTRY = 2  # letters of its code; the world is 001


def find_regions(typed: str, limit: int) -> list[tuple[str, str]]:
    """The regions whose name or code begins with each word that was typed: (code, what people read)."""
    found = [(code, label) for code, label in _labels().items() if begins(typed, f"{label} {code}")]
    return sorted(found, key=lambda pair: ("," in pair[1], pair[1]))[:limit]


def name_of_region(code: str) -> str:
    """What people read for a region: England, United Kingdom."""
    return _labels().get(code, code)


def is_region(code: str) -> bool:
    """Whether the public holidays of this region are known."""
    return code in _labels()


def country_of(time_zone: str) -> str:
    """The country in which a time zone is, such as GB; none for one that is in no country."""
    found = get_global("zone_territories").get(get_global("zone_aliases").get(time_zone, time_zone), "")
    return found if len(found) == COUNTRY and found.isalpha() else ""


def currency_of(country: str) -> str | None:
    """The currency that a country has now, if budgets can be in it."""
    known = {code for code, _ in currencies(locale="en_GB")}
    return next((code for code in get_territory_currencies(country) if code in known), None) if country else None


@cache
def _labels() -> Mapping[str, str]:
    """What people read, by code."""
    from babel import Locale
    from holidays import country_holidays, list_supported_countries  # heavy, and few processes need it

    named = Locale.parse("en_GB").territories
    labels = {}
    for country, parts in list_supported_countries(include_aliases=False).items():
        labels[country] = named[country]
        names: dict[str, str] = {}
        for alias, part in country_holidays(country).subdivisions_aliases.items():
            names[part] = max(alias, names.get(part, ""), key=len)  # beside the name there may be another code
        for part in parts:
            labels[f"{country}-{part}"] = f"{names.get(part, part)}, {named[country]}"
    return labels
