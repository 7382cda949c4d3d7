"""Every pair of words and ground on the page can be read: WCAG AA, 4.5 to 1, by day and by night."""

import re
from pathlib import Path

import pytest

from leadbot.playground import page

SHEET = (Path(page.__file__).parent / "static" / "colours.css").read_text()
LIGHT, _, REST = SHEET.partition("@media")
COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6})")
DAY = dict(COLOUR.findall(LIGHT))
NIGHT = DAY | dict(COLOUR.findall(REST.partition(".tone-0")[0]))
TONES = re.findall(r"--tone: (#[0-9a-f]{6})", SHEET)
PAIRS = [
    *[("words", ground) for ground in ("ground", "ground-soft", "ground-raised", "accent-soft")],
    *[("words-soft", ground) for ground in ("ground", "ground-soft", "ground-raised", "line", "accent-soft")],
    *[("link", ground) for ground in ("ground", "ground-soft")],
    *[("danger", ground) for ground in ("ground", "ground-raised", "danger-soft")],
    *[("code", ground) for ground in ("ground-soft", "ground-raised")],
    ("accent-words", "accent"),
    ("danger-words", "danger"),
    ("mention-words", "mention"),
    ("side-words", "side"),
    ("side-words", "side-raised"),
    ("side-soft", "side"),
    ("side-current-words", "side-current"),
    ("badge-words", "badge"),
]


def brightness(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize(("words", "ground"), PAIRS)
def test_words_can_be_read(colours: dict[str, str], words: str, ground: str) -> None:
    assert contrast(colours[words], colours[ground]) >= 4.5


@pytest.mark.parametrize("colours", [DAY, NIGHT], ids=["day", "night"])
def test_the_edge_of_an_input_can_be_seen(colours: dict[str, str]) -> None:
    assert contrast(colours["line-strong"], colours["ground"]) >= 3


def test_white_initials_can_be_read_on_every_face() -> None:
    assert len(TONES) == 9
    assert min(contrast("#ffffff", tone) for tone in TONES) >= 4.5
