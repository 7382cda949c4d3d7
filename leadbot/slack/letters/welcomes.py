"""The first that people read of Leadbot: a host its three steps, a member one short welcome."""

from leadbot.domain.regions import name_of_region
from leadbot.domain.time_zones import name_of_time_zone
from leadbot.services.letter import Letter
from leadbot.services.people import names_of
from leadbot.services.setup import SetupFacts
from leadbot.slack.blocks import Block, Said, actions, button, context, section
from leadbot.slack.letters.phrases import first_name, several
from leadbot.slack.text import words

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HELLO = "Hello. I pass work between your members, and bring them together. Three steps, and your space can begin."
PRESSES = (("channel", "Choose the channel"), ("summary", "Choose when"), ("invite", "Invite members"))
LATER = "All of it, and more, is in `/leadbot settings`."


def setup(letter: Letter) -> Said:
    """The three steps; each says how it stands. The buttons are below them: beside them a phone has no room."""
    facts = letter.setup
    assert facts is not None
    blocks = [section(HELLO), *(section(line) for line in steps(facts)), presses(facts), context(LATER)]
    return Said("Hello. Three steps, and your space can pass on work: open this message to take them.", blocks)


def steps(facts: SetupFacts) -> list[str]:
    """What each is for, and how it stands."""
    where = "There is one already: see whether it is right." if facts.has_channel else "There is none yet."
    when = f"{DAYS[facts.summary_day]} at {facts.summary_time:%H:%M}, {name_of_time_zone(facts.time_zone)}"
    holidays = f"holidays of {name_of_region(facts.region)}" if facts.region else "no public holidays"
    rows = (
        ("channel", "The channel", f"Cards and the weekly summary go there. {where}"),
        ("summary", "The weekly summary", f"It comes on {when}; {holidays}."),
        ("invite", "Your members", "Who else is a host, and words with which to ask everybody in."),
    )
    return [
        f"*{number}. {what}{' (done)' if name in facts.done else ''}*\n{said}"
        for number, (name, what, said) in enumerate(rows, 1)
    ]


def presses(facts: SetupFacts) -> Block:
    """A button for each step, the next one first to the eye; what is done can be changed."""
    row = [button(label, f"setup_{name}", name) for name, label in PRESSES]
    left = [made for made, (name, _) in zip(row, PRESSES, strict=True) if name not in facts.done]
    for following in left[:1]:
        following["style"] = "primary"
    return actions(*row)


def welcome(letter: Letter) -> Said:
    """What it is for, and the button that says what they can do; guessed, where their Slack title names it."""
    guessed = [f"*{words(skill, 80)}*" for skill in names_of(letter.details.get("guessed", ()))]
    hello = f"Welcome, {first_name(letter.to)}. Neighbours here pass each other work." if letter.to else ""
    how = "Say what you can do, and I'll tell you of what suits you. `/lead` passes on what you hear of."
    guess = f"Going by your Slack title, you do {several(guessed)}. Is that right?" if guessed else ""
    label = "Confirm your skills" if guessed else "Add your skills"
    lines = [section(f"{hello} {how}"), *([section(guess)] if guess else [])]
    press = button(label, "home_edit_skills", "welcome", style="primary")
    return Said(" ".join(filter(None, (hello, how, guess))), [*lines, actions(press)])
