"""Files on their way to Slack. Until the last call nobody sees any of them, so all before it may be done again."""

from collections.abc import Sequence
from urllib.request import Request, urlopen

from slack_sdk import WebClient

from leadbot.slack.blocks import File


def send_unseen(client: WebClient, files: Sequence[File]) -> list[dict[str, str | None]]:
    """Sends files to where Slack wants them; gives what the last call is told of them."""
    sent: list[dict[str, str | None]] = []
    for file in files:
        place = client.files_getUploadURLExternal(filename=file.name, length=len(file.content))
        request = Request(str(place["upload_url"]), file.content, method="POST")  # noqa: S310 Slack named it
        request.add_header("Content-Type", "application/octet-stream")
        with urlopen(request, timeout=client.timeout):  # noqa: S310
            pass
        sent.append({"id": str(place["file_id"]), "title": file.name})
    return sent


def share(client: WebClient, channel: str, text: str, sent: list[dict[str, str | None]]) -> dict[str, str | None]:
    """Shares what was sent as one message. Slack does not say its time stamp, so it is known by its first file."""
    client.files_completeUploadExternal(files=sent, channel_id=channel, initial_comment=text)
    return {"channel": channel, "ts": sent[0]["id"]}
