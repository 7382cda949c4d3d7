"""How a type-ahead menu looks for what was typed."""

import re
import unicodedata


def begins(typed: str, text: str) -> bool:
    """Whether every word that was typed begins a word of the text, with or without its accents."""
    there = _words(text)
    return all(any(word.startswith(part) for word in there) for part in _words(typed))


def _words(text: str) -> list[str]:
    bare = "".join(each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each))
    return re.findall(r"\w+", bare.replace("_", " "))
