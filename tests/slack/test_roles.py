"""What a contract needs, in the words that cards, lists and summaries share."""

from dataclasses import dataclass

import pytest

from leadbot.slack.letters.roles import one, still_needed


@dataclass(frozen=True)
class Part:
    """A role of a contract."""

    description: str
    places: int = 1
    taken: int = 0


@pytest.mark.parametrize(
    ("description", "said"),
    [
        ("Copywriter", "a copywriter"),
        ("Structural engineer", "a structural engineer"),
        ("architect", "an architect"),
        ("SEO specialist", "an SEO specialist"),
        ("UX designer", "a UX designer"),
        ("InDesign trainer", "an InDesign trainer"),
        ("Illustrator", "an illustrator"),
        ("Business coach", "a business coach"),
        ("Branding", "branding"),
        ("Photography", "photography"),
        ("SEO", "SEO"),
        ("Web design", "web design"),
        ("Photographers", "photographers"),
        ("Somebody who is a good photographer", "Somebody who is a good photographer"),
    ],
)
def test_only_what_names_a_person_has_an_article(description: str, said: str) -> None:
    assert one(description) == said


def test_what_is_needed_is_a_list_that_ends_in_and() -> None:
    parts = [Part("Copywriter"), Part("Plasterer", taken=1), Part("Branding"), Part("Photographer", places=2)]
    assert still_needed(parts) == "a copywriter, branding and 2 × photographer"
    assert still_needed(parts[:1]) == "a copywriter"
    assert still_needed(parts[1:2]) == ""
