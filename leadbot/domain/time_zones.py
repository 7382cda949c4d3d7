"""Time zones as people look for them: by their city, or by their country."""

from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

from leadbot.domain.looking_up import begins

AREAS = frozenset(
    ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
)


def find_time_zones(typed: str, limit: int) -> list[tuple[str, str]]:
    """The time zones whose city, country or name begins with each word that was typed: (zone, what people read)."""
    found = {label: zone for zone, label in sorted(_labels().items(), reverse=True) if begins(typed, f"{label} {zone}")}
    return sorted(((zone, label) for label, zone in found.items()), key=lambda pair: pair[1])[:limit]


def name_of_time_zone(zone: str) -> str:
    """What people read for a time zone: London, United Kingdom."""
    return _labels().get(zone, zone)


def is_time_zone(zone: str) -> bool:
    """Whether this is one of the time zones that people may choose."""
    return zone in _labels()


@cache
def _labels() -> Mapping[str, str]:
    """What people read, by zone. The names without an area are left out: they are old, or no places."""
    territories, aliases = get_global("zone_territories"), get_global("zone_aliases")
    named = Locale.parse("en_GB").territories
    labels = {"UTC": "UTC"}
    for zone in available_timezones():
        area, _, rest = zone.partition("/")
        if area in AREAS:
            city = rest.rpartition("/")[2].replace("_", " ")
            country = named.get(territories.get(zone) or territories.get(aliases.get(zone, "")) or "", area)
            labels[zone] = f"{city}, {country}"
    return labels
