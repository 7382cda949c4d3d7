"""The one door for text: cleaned when it comes in, escaped once when it goes out, and cut after that.

The rules of escaping are Slack's: docs.slack.dev/messaging/formatting-message-text.
"""

import regex

from leadbot.domain.lengths import length

# The flags of England, Scotland and Wales are spelt with letters that nobody can see.
FLAG = r"\U0001f3f4[\U000e0030-\U000e007a]{2,6}\U000e007f"
# Everything that no one can see and nobody means: controls (C0, C1), lone surrogates, bidi overrides and isolates,
# zero-width characters, fillers. What changes the look of the character before it stays, and U+200D has its own rule.
UNSEEN: regex.Pattern[str] = regex.compile(
    rf"({FLAG})|[[\p{{Cc}}\p{{Cs}}\p{{Default_Ignorable_Code_Point}}\ufff9-\ufffb]--[\n\t\u200d\p{{Variation_Selector}}]]",
    regex.V1,
)
# U+200D stays where it joins two emoji to one, with at most a skin and a variant between.
JOINER: regex.Pattern[str] = regex.compile(
    r"(?<!\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]{0,2})\u200d|\u200d(?!\p{Extended_Pictographic})"
)
LINE_ENDS = regex.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
# A mention, a link, or the like, as Slack writes it: what it is, and perhaps what people read.
WRITTEN: regex.Pattern[str] = regex.compile(r"<([@#!]?)([^<>|\n]+)(?:\|([^<>\n]*))?>")
GRAPHEME = regex.compile(r"\X")
# An entity with what is set upon its sign. What stands between angle brackets is ours: a mention, a moment or a link.
ENTITY_OR_GRAPHEME = regex.compile(
    r"&(?:amp|lt|gt);[\p{Grapheme_Cluster_Break=Extend}\p{Grapheme_Cluster_Break=SpacingMark}\u200d]*|<[^<>\n]{1,300}>|\X"
)
ELLIPSIS = "…"

# Marks that would format somebody's words, or the words around them, become signs that look the same and mean nothing
# to Slack: mrkdwn has no way to escape them. Inside a word (snake_case, 2*3) they have no effect, and stay.
MARKS = regex.compile(r"`+|(?<![\p{L}\p{Nd}])[*_~]+|[*_~]+(?![\p{L}\p{Nd}])")
LOOK_ALIKE = str.maketrans("*_~`", "∗ˍ∼ˋ")
# The same for what makes a quotation or a list of a line that begins with it.
BEGINNING = regex.compile(r"^(?:[>•◦▪‣\s]+|[-+](?=\s))")
BEGINNING_LOOK_ALIKE = str.maketrans(">•◦▪‣-+", "›····‐＋")


def clean(typed: str) -> str:
    """What a person typed, less what cannot be seen; lines keep their ends."""
    text = UNSEEN.sub(r"\1", LINE_ENDS.sub("\n", typed))
    return str(JOINER.sub("", text) if "\u200d" in text else text).strip()


def clean_line(typed: str) -> str:
    """The same, as one line."""
    return " ".join(clean(typed).split())


def unescape(received: str) -> str:
    """Undoes Slack's own escaping, and no more than that: only the three entities that Slack makes.

    Slack escapes commands and the messages of shortcuts; form fields it does not.
    """
    return received.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def spoken(received: str, *, names_channels: bool = True) -> str:
    """What somebody wrote, in words alone: mentions and links become what people read, and escaping is undone.

    Where channels are not to be named, each is "a channel".
    """

    def read(written: regex.Match[str]) -> str:
        sign, what, label = str(written[1]), str(written[2]), str(written[3] or "")
        if sign == "@":
            return f"@{label}" if label else "somebody"
        if sign == "#":
            return f"#{label}" if label and names_channels else "a channel"
        if sign == "!":  # a group, a moment; without a label it calls everybody
            return label
        if what.startswith(("mailto:", "tel:")):
            return label or what.partition(":")[2]
        return what if not label or label in what else f"{label} ({what})"

    return unescape(WRITTEN.sub(read, received))


def escape(text: str) -> str:
    """For mrkdwn and for the text of messages: nothing in it can ping or link."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def words(text: str, most: int = 3000) -> str:
    """A person's words inside a line of ours in mrkdwn: read as they were typed, and nothing else."""
    line = BEGINNING.sub(lambda found: found[0].translate(BEGINNING_LOOK_ALIKE), clean_line(text))
    short = cut(escape(line), most)  # first: what stood within a word may stand at the end of one now
    return str(MARKS.sub(lambda found: found[0].translate(LOOK_ALIKE), short))


def sentence(line: str) -> str:
    """A line of help as a sentence of its own."""
    return f"{line[:1].upper()}{line[1:]}."


def capital(line: str) -> str:
    """A line as it stands in a list; what has capitals of its own (iOS) keeps them."""
    first, space, rest = line.partition(" ")
    return f"{first[:1].upper()}{first[1:]}{space}{rest}" if first == first.lower() else line


def cut(escaped: str, most: int) -> str:
    """At most so long, with an ellipsis if something was cut; never inside an entity or a grapheme."""
    return cut_between(ENTITY_OR_GRAPHEME, escaped, most, ELLIPSIS)


def plain(text: str, most: int) -> str:
    """For plain_text objects, which Slack shows as they are: cleaned and cut, not escaped."""
    return cut_between(GRAPHEME, clean(text), most, ELLIPSIS)


def keep(text: str, most: int) -> str:
    """As much as fits, and no sign of what did not: for what a person will go on typing in, and for values."""
    return cut_between(GRAPHEME, clean(text), most, "")


def cut_between(pieces: regex.Pattern[str], text: str, most: int, ending: str) -> str:
    """Cuts between pieces, of which none is broken."""
    if length(text) <= most:
        return text
    units = text.encode("utf-16-le", "surrogatepass")[: 2 * (most - len(ending))]
    room, end = len(units.decode("utf-16-le", "ignore")), 0  # half a character at the end has no room
    for piece in pieces.finditer(text):
        if piece.end() > room:
            break
        end = piece.end()
    return text[:end].rstrip() + ending
