"""Fields that several kinds ask for, so that one question is put in one way."""

from leadbot.kinds.base import Control, Field, ShownTo

TITLE = Field(
    "title",
    "What is needed?",
    Control.LINE,
    required=True,
    placeholder="Website and logo for a café",
    most=120,
    short="the title",
)
DETAILS = Field(
    "details",
    "Details",
    Control.TEXT,
    most=2000,
    hint="Everybody who hears of it can read this.",
    placeholder="What you know",
)
CONFIDENTIAL = Field(
    "confidential",
    "Confidential details",
    Control.TEXT,
    most=2000,
    hint="The client's name or phone number, say. Only a neighbour you are introduced to sees this.",
    shown_to=ShownTo.INTRODUCED,
)
SKILLS = Field("skills", "Skills", Control.SKILLS, hint="Ten at most. These find the right neighbours.")
BUDGET = Field("budget", "Budget", Control.LINE, placeholder="£2k, £1,500-2,000 or £40/hour", most=80)
DEADLINE = Field("deadline", "Deadline", Control.DATE)
PLACES = Field(
    "places",
    "How many introductions would you like?",
    Control.MENU,
    required=True,
    options=tuple((str(n), str(n)) for n in range(1, 6)),
    default="1",
    shown_to=ShownTo.POSTER,
)
CLIENT_KNOWS = Field(
    "client_knows",
    "Does the client expect the call?",
    Control.CHOICE,
    options=(("yes", "Yes, they are waiting"), ("not_yet", "Not yet")),
    short="whether the client expects the call",
    facts=(("yes", "the client expects the call"), ("not_yet", "the client does not expect a call yet")),
)
INTRODUCE = Field(
    "introduce",
    "When someone who fits is interested",
    Control.CHOICE,
    required=True,
    options=(("at_once", "Introduce us at once"), ("ask_me", "Ask me first")),
    default="at_once",
    shown_to=ShownTo.POSTER,
)
REACH = Field(
    "reach",
    "Who hears of it?",
    Control.CHOICE,
    required=True,
    options=(("channel", "The leads channel, and the best matches"), ("matched", "Only the best matches")),
    default="channel",
    shown_to=ShownTo.POSTER,
)
WALL = Field(
    "wall",
    "On the wall screen",
    Control.CHECKS,
    options=(("show", "The amount may be shown"),),
    shown_to=ShownTo.POSTER,
)
