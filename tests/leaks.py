"""Every test is a trap for secrets: what it, or a process that it started, has written is searched once it is over.

What is secret is planted by whoever opens a Slack: its tokens, its signing secret, each response URL that it gave
out, and all that people told in confidence. What looks like a secret of Slack's, such as a trigger id, is one anyway.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from leadbot.playground.local_slack import LocalSlack

LIKE_A_SECRET = re.compile(
    r"xox[a-z]-\w|xapp-\w|hooks\.slack\.com/\w|/respond/\w|\bv0=[0-9a-f]{64}|\b\d{6,}\.\d{6,}\.[0-9a-f]{32}\b"
)
SHORTEST = 7  # characters of what was told in confidence: less stands anywhere by chance

planted: set[str] = set()
overheard: list[str] = []  # what processes of this test have written


def plant(slack: LocalSlack) -> None:
    """All that nobody may read of what went through this Slack."""
    planted.update((slack.bot_token, slack.app_token, slack.signing_secret), slack.workspace.response_urls)
    for delivery in slack.deliveries:
        planted.update(confided(delivery.body))


def confided(body: dict[str, Any]) -> Iterator[str]:
    """What somebody wrote where it says that it is confidential."""
    try:
        inputs = body["view"]["state"]["values"]["confidential"].values()
        told = [str(each["value"] or "") for each in inputs]
    except (KeyError, TypeError, AttributeError):  # no such form, or one that was changed on the way
        return
    yield from (text for text in told if len(text) >= SHORTEST and len(set(text)) > 3)


def overhear(text: str) -> str:
    """Text that a process has written, kept until its test is over."""
    overheard.append(text)
    return text


def secrets_in(texts: Iterable[str]) -> list[str]:
    """The lines in which a secret stands, less the secret: what a machine keeps of a test is read by many."""
    found = []
    for line in "\n".join(texts).splitlines():
        secrets = [*(each for each in planted if each in line), *LIKE_A_SECRET.findall(line)]
        found += [line.replace(secret, f"[{secret[:4]}…]")[:300] for secret in secrets]
    return found


def judge(report: pytest.TestReport) -> None:
    """A test that let a secret out has failed, however well it went."""
    if report.when != "teardown":
        return
    found = secrets_in([*(text for _, text in report.sections), *overheard])
    planted.clear()
    overheard.clear()
    if found and report.passed:
        report.outcome = "failed"
        report.longrepr = "\n".join(["A secret was written down:", *found[:20]])
