"""Union Yard: a made-up coworking space with eight people in it, for the demo."""

from dataclasses import dataclass

from leadbot.playground.local_slack import LocalSlack
from leadbot.playground.person import Person


@dataclass(frozen=True)
class Neighbour:
    """Somebody who works at Union Yard. `skills` are slugs of the vocabulary, as `/skills` takes them too."""

    name: str
    title: str
    profile: str
    skills: tuple[str, ...]
    is_host: bool = False


NEIGHBOURS = (
    Neighbour(
        "Ada Okafor",
        "Copywriter",
        "Words for cafés, makers and museums. Upstairs by the plants.",
        ("copywriting", "content-writing", "tone-of-voice", "proofreading"),
        is_host=True,
    ),
    Neighbour(
        "Bob Lindqvist",
        "Web and logo designer",
        "Small websites and the marks that go on them. Here most mornings.",
        ("web-design", "logo-design", "wordpress"),
    ),
    Neighbour(
        "Cat Morgan",
        "Brand designer and illustrator",
        "Identities, menus and the odd mural.",
        ("branding", "logo-design", "illustration", "menu-design"),
    ),
    Neighbour(
        "Dan Achterberg",
        "Accountant",
        "Books for freelancers, in plain words.",
        ("bookkeeping", "year-end-accounts", "tax-returns", "vat"),
    ),
    Neighbour(
        "Ela Novak",
        "Photographer",
        "Food, products and people who dislike being photographed.",
        ("photography", "food-photography", "product-photography", "portrait-photography"),
    ),
    Neighbour(
        "Femi Ade",
        "Web developer",
        "Builds what Bob draws, and quicker shops.",
        ("web-development", "e-commerce", "wordpress", "front-end-development"),
    ),
    Neighbour(
        "Grace Hughes",
        "Solicitor",
        "Contracts and leases for small firms.",
        ("legal-advice", "contracts", "intellectual-property", "commercial-property-law"),
    ),
    Neighbour(
        "Hal Whitaker",
        "Joiner",
        "Counters, shelves and shop fronts. Downstairs, follow the sawdust.",
        ("joinery", "furniture-making", "signage-design"),
    ),
)

EXAMPLE = "/lead Café on Oldham Street needs a website and a logo, £2k, by 12 December"
SAID_BEFORE = (
    ("general", "Grace Hughes", "Morning all. The big meeting room is free this afternoon if anyone wants it."),
    ("general", "Hal Whitaker", "Two oak offcuts by the back door, free to a good home."),
    ("kitchen", "Ela Novak", "Left over from a shoot: one lemon cake, most of it. Help yourselves."),
    ("kitchen", "Dan Achterberg", "That is tomorrow's receipts sorted as well then. Thank you."),
    ("leads", "Ada Okafor", "Heard of work that you cannot take? Pass it on here: type `/lead` and say what it is."),
)


def move_in(slack: LocalSlack) -> list[Person]:
    """Fill the local Slack with the people, the channels and a few lines of talk."""
    people = [
        slack.add_person(each.name, title=each.title, is_admin=each.is_host, is_owner=each.is_host)
        for each in NEIGHBOURS
    ]
    slack.add_channel("leads", people)
    slack.add_channel("general", people, app_in=False)
    slack.add_channel("kitchen", people, app_in=False)
    for person in people:
        assert person.dm, "everybody has a direct message with Leadbot"
    for channel, name, text in SAID_BEFORE:
        slack.person(name).says(channel, text)
    return people


def skills_command(neighbour: Neighbour) -> str:
    """What this person types to tell Leadbot what they do."""
    return "/skills " + ", ".join(slug.replace("-", " ") for slug in neighbour.skills)
