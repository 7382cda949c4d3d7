"""How long a text is."""


def length(text: str) -> int:
    """How long a text is for Slack, whose documentation says "characters" and no more: counted in UTF-16 units, in
    which no text is shorter than in characters, so that it fits whichever Slack means."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
