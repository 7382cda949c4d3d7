"""What the hosts read of dead letters: how many of what, what mends it, and the button that sends them again."""

from leadbot.services.letter import Letter
from leadbot.services.outbox import Purpose
from leadbot.slack.blocks import Said, actions, button, section
from leadbot.slack.letters.phrases import several

CALLED = {
    Purpose.OFFER: ("offer", "offers"),
    Purpose.PLACE_FREE: ("offer", "offers"),
    Purpose.OFFER_REMINDER: ("reminder", "reminders"),
    Purpose.FOLLOW_UP: ("question", "questions"),
    Purpose.BID: ("question", "questions"),
    Purpose.ASK_POSTER: ("question", "questions"),
    Purpose.INTRODUCTION: ("introduction", "introductions"),
    Purpose.TEAM: ("introduction", "introductions"),
    Purpose.MY_DATA: ("file with a member's own data", "files with members' own data"),
    Purpose.CARD: ("card for the leads channel", "cards for the leads channel"),
}
WORDS = {purpose.value: words for purpose, words in CALLED.items()}  # a later release may have left others
OTHER = ("notice", "notices")


def dead_letters(letter: Letter) -> Said:
    """Nothing of what they said: that is for those to whom it was to be said."""
    facts = letter.refused
    assert facts is not None
    if not facts.counts:
        line = "Slack had refused some of what I wanted to say. A host has asked me to send it again."
        return Said(line, [section(line)])
    counts: dict[tuple[str, str], int] = {}
    for purpose, count in facts.counts.items():
        called = WORDS.get(purpose, OTHER)
        counts[called] = counts.get(called, 0) + count
    what = several(f"{count} {many if count > 1 else one}" for (one, many), count in counts.items())
    codes = several(f"`{code}`" for code in facts.codes)
    line = (
        f"Slack refused some of what I wanted to say within a week: {what}. Its word for that is {codes}, and whoever runs"
        " Leadbot sees with `leadbot doctor` what mends it. After that, send it again: what makes no sense any more stays"
        " unsaid."
    )
    return Said(line, [section(line), actions(button("Send again", "message_send_again", letter.message_id))])
