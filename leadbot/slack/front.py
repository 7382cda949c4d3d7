"""What stands before Bolt: only what Slack signed gets through, and only in a shape that Bolt can read.

Bolt reads a body before it looks at the signature, and the SDK takes the time stamp and the signature for what they
should be: so anybody could have it answer 500, with a traceback in the log.
"""

import io
import re
from collections.abc import Callable, Iterable
from typing import Any

import structlog
from slack_sdk.signature import SignatureVerifier

log = structlog.get_logger()
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

LONGEST = 1024 * 1024  # bytes: a form with all its fields at their longest takes a tenth of it
STAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)  # docs.slack.dev/authentication/verifying-requests-from-slack


def guarded(bolt: Wsgi, signing_secret: str) -> Wsgi:
    """Bolt's WSGI application behind a door: 413 for what is too long, 401 unless Slack signed it, 400 if it is unreadable."""
    verifier = SignatureVerifier(signing_secret)

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = body_of(environ)
        if body is None:
            return refuse(start_response, "413 Content Too Large")
        if not is_signed(verifier, environ, body) and not is_check(body):
            log.warning("request not signed by Slack")
            return refuse(start_response, "401 Unauthorized")
        try:
            return bolt({**environ, "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}, start_response)
        except Exception as error:  # in reading: what goes wrong in a listener, Bolt gives to `answer_error`
            log.warning("request not readable", error=type(error).__name__)
            return refuse(start_response, "400 Bad Request")

    return serve


def refuse(start_response: Callable[..., Any], status: str) -> Iterable[bytes]:
    """An answer without a word, as it says nothing to whoever has no business here."""
    start_response(status, [("Content-Length", "0")])
    return [b""]


def body_of(environ: dict[str, Any]) -> bytes | None:
    """The body; none where no length is given, and None if it is too long to be read at all."""
    given = environ.get("CONTENT_LENGTH") or ""
    length = int(given) if STAMP.fullmatch(given) else 0
    if length > LONGEST:
        return None
    return bytes(environ["wsgi.input"].read(length)) if length else b""


def is_signed(verifier: SignatureVerifier, environ: dict[str, Any], body: bytes) -> bool:
    """Whether Slack signed this body, within the last five minutes."""
    stamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
    signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
    if not (STAMP.fullmatch(stamp) and SIGNATURE.fullmatch(signature)):
        return False
    try:
        return verifier.is_valid(body, stamp, signature)
    except UnicodeDecodeError:  # Slack writes UTF-8, and no other
        return False


def is_check(body: bytes) -> bool:
    """Whether Slack only looks whether our certificate is good, which it does without a signature; Bolt answers by itself."""
    return b"ssl_check=1" in body.split(b"&")
