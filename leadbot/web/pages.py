"""The pages that an operator's tools look at."""

from collections.abc import Callable

from flask import Flask, Response

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def build_pages(trouble: Callable[[], str | None]) -> Flask:
    """The pages. `trouble` says in a sentence what keeps Leadbot from working; None if nothing does."""
    pages = Flask("leadbot.web")

    @pages.get("/healthz")
    def healthz() -> Response:
        return Response("ok\n", mimetype="text/plain")

    @pages.get("/readyz")
    def readyz() -> Response:
        reason = trouble()
        return Response(f"{reason or 'ready'}\n", status=503 if reason else 200, mimetype="text/plain")

    @pages.after_request
    def protect(response: Response) -> Response:
        response.headers.update(HEADERS)
        return response

    return pages
