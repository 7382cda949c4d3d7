"""`leadbot demo`: the whole product on this machine, with a local Slack in the browser and no account anywhere."""

import socket
import tempfile
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from cheroot.wsgi import Server

from leadbot.bootstrap import Leadbot, build
from leadbot.config import Connected
from leadbot.db.migrate import migrate
from leadbot.domain.clock import Clock, utc_now
from leadbot.domain.errors import LeadbotError
from leadbot.playground.demo_clock import DemoClock, Move
from leadbot.playground.local_slack import LocalSlack
from leadbot.playground.page import Command, Page, Shortcut, add_page
from leadbot.playground.space import EXAMPLE, NEIGHBOURS, move_in, skills_command
from leadbot.slack.registry import On
from leadbot.stopping import stop_signal, stopped

THREADS = 8
PATIENCE = 5.0  # seconds in which what is being delivered is done before the clock moves; it takes some milliseconds
WELCOME = """Union Yard is open at {url}

1. Act as Ada, and type: {example}
2. Act as Bob, and press I'm interested.
3. See the introduction in the group message of the two.

It is Monday, ten in the morning. The clock at the top of the page moves on when you say so.
Ctrl-C closes it, and leaves nothing behind."""


def run_demo(port: int | None, open_browser: bool) -> None:
    """Open Union Yard in the browser, until Ctrl-C or SIGTERM.

    Raises:
        LeadbotError: if the port cannot be used.
    """
    wait_for_stop = stop_signal(hurries=False)
    with open_demo(port or 0) as slack:
        print(WELCOME.format(url=slack.url, example=EXAMPLE), flush=True)  # noqa: T201 this is what the command says
        if open_browser:
            threading.Thread(target=webbrowser.open, args=(slack.url,), daemon=True).start()
        wait_for_stop(None)
    stopped()


@contextmanager
def open_demo(port: int = 0) -> Iterator[LocalSlack]:
    """Union Yard with Leadbot in it, ready to be used; all of it is gone afterwards."""
    with ExitStack() as opened:
        folder = Path(
            opened.enter_context(tempfile.TemporaryDirectory(prefix="leadbot-demo-", ignore_cleanup_errors=True))
        )
        clock = DemoClock(utc_now())
        slack = LocalSlack(clock, port=port)
        move_in(slack)
        page = add_page(slack)
        opened.enter_context(_started(slack, port))
        leadbot = _build(slack, folder, clock)
        slack.deliver_to(opened.enter_context(_served(leadbot)))
        _settle_in(slack, page, leadbot)
        page.move = lambda move: move_on(leadbot, clock, move)
        yield slack


@contextmanager
def _started(slack: LocalSlack, port: int) -> Iterator[None]:
    try:
        with closing(socket.socket()) as probe:  # asked first, because the server would say it in three lines and exit
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
    except (OSError, OverflowError) as error:
        raise LeadbotError(f"Port {port} cannot be used. Leave --port out, and any free one is taken.") from error
    slack.start()
    try:
        yield
    finally:
        slack.stop()


def _build(slack: LocalSlack, folder: Path, clock: Clock) -> Leadbot:
    """Leadbot as an operator runs it, on a database of its own. No setting of the machine's comes in between."""
    database = f"sqlite:///{folder / 'leadbot.db'}"
    migrate(database)
    settings = Connected.model_construct(
        SLACK_BOT_TOKEN=slack.bot_token,
        SLACK_SIGNING_SECRET=slack.signing_secret,
        SLACK_API_URL=slack.api_url,
        DATABASE_URL=database,
        LEADBOT_LOG_LEVEL="ERROR",
    )
    return build(settings, clock=clock)


def move_on(leadbot: Leadbot, clock: DemoClock, move: Move) -> None:
    """Move the demo's clock, and have Leadbot do what has become due.

    Not in the middle of a delivery: its lease would be over at a stroke while it is still on its way, and another
    thread would look for it, not find it yet, and say it again. Over real time a lease outlives every call.

    Raises:
        LeadbotError: if Leadbot does not come to rest; then the clock stays as it is.
    """
    with leadbot.courier.at_rest(PATIENCE):
        clock.move(move)
    leadbot.courier.wake()


@contextmanager
def _served(leadbot: Leadbot) -> Iterator[str]:
    """Leadbot on a free port of this machine; gives the address that Slack is told."""
    server = Server(("127.0.0.1", 0), leadbot.wsgi, numthreads=THREADS, shutdown_timeout=2)
    server.prepare()
    thread = threading.Thread(target=server.serve, name="demo-web")
    thread.start()
    leadbot.start()
    try:
        yield f"http://127.0.0.1:{server.bind_addr[1]}/slack/events"
    finally:
        server.stop()
        thread.join()
        leadbot.stop()


def _settle_in(slack: LocalSlack, page: Page, leadbot: Leadbot) -> None:
    """Everybody tells Leadbot what they do, as members would; the page learns the commands and shortcuts from what is registered.

    What Leadbot says to the owner at its first start was said before anybody looked.
    """
    for neighbour in NEIGHBOURS:
        slack.person(neighbour.name).types(skills_command(neighbour))
    with leadbot.courier.at_rest(PATIENCE):
        leadbot.tick()
    page.commands = [Command(each.name, each.hint, each.help) for each in leadbot.registry.commands]
    for on, known in ((On.MESSAGE, page.shortcuts), (On.ANYWHERE, page.global_shortcuts)):
        known += [Shortcut(each.callback, each.label) for each in leadbot.registry.shortcuts if each.on is on]
    page.seen.all_read(slack)
