"""A local Slack, a real Web API client for it, and a bare Bolt app that it delivers to."""

import logging
import threading
import time
from collections.abc import Iterator

import pytest
from flask import Flask, Response, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from werkzeug.serving import WSGIRequestHandler, make_server

from leadbot.playground.local_slack import LocalSlack
from leadbot.playground.page import add_page
from tests.playground.windows import Window


@pytest.fixture(autouse=True)
def what_a_bare_app_writes_is_not_ours(caplog: pytest.LogCaptureFixture) -> None:
    """Without Leadbot's way of logging, Slack's client writes response URLs down at DEBUG."""
    caplog.set_level(logging.WARNING, logger="slack_sdk")


class Quiet(WSGIRequestHandler):
    def log_request(self, code="-", size="-"):
        pass


class BareApp:
    """A Bolt app that knows nothing of Leadbot, served over HTTP. `broken` answers instead of it, while it is set."""

    def __init__(self, slack: LocalSlack) -> None:
        self.client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        self.bolt = App(
            signing_secret=slack.signing_secret,
            process_before_response=True,
            client=self.client,
            authorize=lambda: AuthorizeResult(
                enterprise_id=None,
                team_id=slack.team_id,
                bot_token=slack.bot_token,
                bot_id=slack.bot_id,
                bot_user_id=slack.bot_user_id,
            ),
        )
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.broken: list[Response | float] = []
        flask, handler = Flask("bare"), SlackRequestHandler(self.bolt)

        @flask.post("/slack/events")
        def events():
            self.requests.append((dict(request.headers), request.get_data()))
            broken = self.broken.pop(0) if self.broken else None
            if isinstance(broken, float):
                time.sleep(broken)
                return Response("", 200)
            return broken or handler.handle(request)

        self.server = make_server("127.0.0.1", 0, flask, threaded=True, request_handler=Quiet)
        self.url = f"http://127.0.0.1:{self.server.server_port}/slack/events"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def refused(call, *args, **named):
    """The answer with which Slack refuses a call."""
    with pytest.raises(SlackApiError) as error:
        call(*args, **named)
    return error.value.response


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(retry_delays=(0.0, 0.0, 0.0)) as slack:
        yield slack


@pytest.fixture
def client(slack) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def app(slack) -> Iterator[BareApp]:
    app = BareApp(slack)
    slack.deliver_to(app.url)
    yield app
    slack.deliver_to(None)
    app.stop()


@pytest.fixture
def ada(slack):
    return slack.add_person("Ada Okafor", title="Copywriter")


@pytest.fixture
def bob(slack):
    return slack.add_person("Bob Lee")


@pytest.fixture
def leads(slack, ada, bob):
    return slack.add_channel("leads", [ada, bob])


@pytest.fixture
def page(slack):
    return add_page(slack, [("/lead", "what is needed", "pass on work")], [("share_as_lead", "Share as a lead")])


@pytest.fixture
def window(page, slack, ada, leads):
    return Window(slack, ada, leads)
