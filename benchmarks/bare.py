"""The least that could answer: Bolt, one listener, one insert and commit. `python -m benchmarks.bare DATABASE_URL`.

Over HTTP; over Socket Mode, if the environment has an app token.

Everything that is not Leadbot's own is as Leadbot has it: Bolt's settings, an authorize without network, the web server,
the engine. So what Leadbot takes longer is what Leadbot does.
"""

import logging
import os
import sys
import threading

from cheroot.wsgi import Server
from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from sqlalchemy import insert

from benchmarks.requests import SIGNING_SECRET
from leadbot.db.engine import AT_ONCE, HANDLER_PATIENCE, open_engine
from leadbot.db.outbox import SeenRequest
from leadbot.db.tables import Workspace
from leadbot.domain.clock import utc_now
from leadbot.domain.ids import new_id


def main(database_url: str) -> None:
    """Serves until the process is ended; says its port on a line of its own, or 0 once it is connected."""
    logging.getLogger("slack_bolt").setLevel(logging.CRITICAL)  # as Leadbot has it
    engine = open_engine(database_url, HANDLER_PATIENCE)
    with engine.begin() as connection:
        workspace_id = new_id(utc_now())
        connection.execute(insert(Workspace).values(id=workspace_id, slack_team_id=str(workspace_id)))
    app = App(
        process_before_response=True,
        signing_secret=SIGNING_SECRET,
        client=WebClient(base_url=os.environ.get("SLACK_API_URL", WebClient.BASE_URL), retry_handlers=[]),
        authorize=lambda enterprise_id, team_id: AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb-none", bot_user_id="U0", bot_id="B0"
        ),
    )

    @app.command("/skills")
    def keep(ack: Ack, body: dict[str, str]) -> None:
        with engine.begin() as connection:
            connection.execute(
                insert(SeenRequest).values(workspace_id=workspace_id, key=body["trigger_id"], seen_at=utc_now())
            )
        ack(text=f"Saved. You list {body['text']}.", response_type="ephemeral")

    if app_token := os.environ.get("SLACK_APP_TOKEN"):
        SocketModeHandler(app, app_token).connect()  # type: ignore[no-untyped-call]
        print(0, flush=True)
        threading.Event().wait()
    server = Server(("127.0.0.1", 0), SlackRequestHandler(app), numthreads=AT_ONCE)
    server.prepare()
    print(server.bind_addr[1], flush=True)
    server.serve()


if __name__ == "__main__":
    main(sys.argv[1])
