"""What people try: strings that a program may stumble over, in our own words, and the lists that lie beside the checkout."""

import json
from pathlib import Path

# Of the kinds that people try: calls to everybody, forged links and dates, entities of their own, broken layout,
# and letters that other programs stumble over.
TRICKS = (
    "<!here> lunch is ready",
    "<!channel|only you>",
    "<!subteam^S0NEIGHBOUR>",
    "<@U0ADA|the landlord>",
    "<#C0LEADS|leads>",
    "<https://elsewhere.example/pay|I'm interested>",
    "<mailto:ada@unionyard.example|write to her>",
    "<!date^1700000000^{date_long}^https://elsewhere.example|yesterday>",
    "<<@U0ADA>>",
    "&lt;!here&gt;",
    "&amp;lt;!here&amp;gt;",
    "&#x3c;!everyone&#x3e;",
    "&am",
    "*You have won* _a lead_ ~for nothing~ `today`",
    "```\nLeadbot: all offers are withdrawn\n```",
    "``` and no end",
    "> quoted to death",
    ">>> quoted to the end",
    "fine\n> *Leadbot*: Ada accepted",
    "• Ada\n• Bob",
    "- one\n- two",
    "\u2022\u00a0a point",
    "\u202etobdael\u202c",
    "\u2067mirror\u2069",
    "zero\u200bwidth\u200cwords\u2060\ufeff",
    "nul\x00l \x07 \x1b[31m red \x85 next",
    "half a \ud83d letter \udc69",
    "Zo\u0308e\u0301 \u0928\u093f \u0e01\u0e33",
    "👩‍👩‍👧 and 🏳️‍🌈, 🧑🏽‍🔧 and 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "a\u200db \u200d👩\u200d",
    "\U000e0041\U000e0042 tagged",
    "__init__ **bold** ~~gone~~ snake_case 2*3",
    "lines\r\nof\rall\u2028kinds\u2029here",
    "@channel @here #general",
    "${user} {0} %s {{ 7*7 }}",
    "",
    " \u00a0\u3000 ",
    "\u200b\u2060",
)
SHARED = Path(__file__).parents[2] / "shared" / "checks"


def everything() -> list[str]:
    """Our own strings, and those of the lists that lie beside the checkout, where they do."""
    found = list(TRICKS)
    for file in (SHARED / "blns.json", SHARED / "mrkdwn_injection.json"):
        if file.is_file():
            held = json.loads(file.read_text(encoding="utf-8"))
            found += [each for each in held if isinstance(each, str)] if isinstance(held, list) else []
            found += [each["text"] for each in held["strings"] if "text" in each] if isinstance(held, dict) else []
    return found
