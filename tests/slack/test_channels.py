"""The leads channel is for neighbours: where Slack does not say who reads it, nothing is said there."""

from typing import Any

import pytest

from leadbot.domain.reactions import Failed, Reaction
from leadbot.slack.channels import fit_channel, trouble_with

OURS: dict[str, Any] = {
    "id": "C0LEADS",
    "is_archived": False,
    "is_member": True,
    "is_ext_shared": False,
    "is_pending_ext_shared": False,
    "is_org_shared": False,
}
SIGNS = [name for name in OURS if name.endswith("_shared")]


class Slack:
    """Answers every question about a channel in the same way."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.answer = answer

    def conversations_info(self, *, channel: str) -> dict[str, Any]:
        return self.answer


@pytest.mark.case("PRIVACY-03")
@pytest.mark.parametrize("sign", SIGNS)
def test_whoever_it_is_shared_with_and_whatever_slack_does_not_say_keeps_us_away(sign):
    assert trouble_with(OURS) is None
    assert trouble_with(OURS | {sign: True}) == "channel_shared_outside"
    for doubtful in (None, "", 0, [], {}):
        assert trouble_with(OURS | {sign: doubtful}) == "channel_doubtful"
    assert trouble_with({name: value for name, value in OURS.items() if name != sign}) == "channel_doubtful"


@pytest.mark.case("PRIVACY-03")
@pytest.mark.parametrize("answer", [{}, {"channel": None}, {"channel": []}, {"channel": "C0LEADS"}])
def test_an_answer_that_is_none_keeps_us_away(answer):
    assert fit_channel(Slack({"channel": OURS}), "C0LEADS") == "C0LEADS"
    assert fit_channel(Slack(answer), "C0LEADS") == Failed(Reaction.STOP_CHANNEL, "channel_doubtful")
