"""The one door for text: cleaned when it comes in, escaped once when it goes out, and cut after that.

The rules of escaping are Slack's: docs.slack.dev/messaging/formatting-message-text.
"""

import regex

# Everything that no one can see and nobody means: controls (C0, C1), lone surrogates, bidi overrides and isolates,
# zero-width characters and the byte order mark. U+200D stays where it joins an emoji.
UNSEEN: regex.Pattern[str] = regex.compile(
    r"[\p{Cc}\p{Cs}\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff--[\n\t]]", regex.V1
)
JOINER: regex.Pattern[str] = regex.compile(
    r"(?<!\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]*)\u200d|\u200d(?!\p{Extended_Pictographic})"
)
GRAPHEME = regex.compile(r"\X")
ENTITY_OR_GRAPHEME = regex.compile(r"&(?:amp|lt|gt);|\X")
ELLIPSIS = "…"


def clean(typed: str) -> str:
    """What a person typed, less what cannot be seen; lines keep their ends."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return str(JOINER.sub("", UNSEEN.sub("", text))).strip()


def clean_line(typed: str) -> str:
    """The same, as one line."""
    return " ".join(clean(typed).split())


def unescape(received: str) -> str:
    """Undoes Slack's own escaping, and no more than that: only the three entities that Slack makes.

    Slack escapes commands and the messages of shortcuts; form fields it does not.
    """
    return received.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escape(text: str) -> str:
    """For mrkdwn and for the text of messages: nothing in it can ping, link or format beyond plain marks."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(escaped: str, most: int) -> str:
    """At most so many characters, with an ellipsis if something was cut; never inside an entity or a grapheme."""
    return cut_between(ENTITY_OR_GRAPHEME, escaped, most)


def plain(text: str, most: int) -> str:
    """For plain_text objects, which Slack shows as they are: cut, not escaped."""
    return cut_between(GRAPHEME, text, most)


def cut_between(pieces: regex.Pattern[str], text: str, most: int) -> str:
    """Cuts between pieces, of which none is broken."""
    if len(text) <= most:
        return text
    end = 0
    for piece in pieces.finditer(text):
        if piece.end() > most - len(ELLIPSIS):
            break
        end = piece.end()
    return text[:end].rstrip() + ELLIPSIS


# Marks that would format somebody's words, or the words around them. A zero-width joiner of words (U+2060) keeps the
# character and takes its effect away.
MARKS = regex.compile(r"([*_~`])")


def words(text: str, most: int = 3000) -> str:
    """A person's words inside mrkdwn: shown as they were typed, and nothing else."""
    shown = MARKS.sub("\u2060\\1\u2060", escape(text)) if MARKS.search(text) else escape(text)
    return cut(regex.sub(r"(?m)^&gt;", "\u2060&gt;", shown), most)
