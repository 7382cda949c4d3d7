"""The page of the demo: the local Slack as people see it, in a browser.

The server draws it; a little JavaScript asks for what has changed and carries what people do. Nothing comes from
anywhere else.
"""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any, NamedTuple

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, send_file
from flask.typing import ResponseReturnValue

from leadbot.domain.errors import LeadbotError
from leadbot.playground import page_view as view
from leadbot.playground.demo_clock import MOVES, Move
from leadbot.playground.first_steps import YES, steps_for
from leadbot.playground.local_slack import LocalSlack
from leadbot.playground.messages import Conversation
from leadbot.playground.page_actions import NotThere, act, find_message, suggestions
from leadbot.playground.page_blocks import form_surface, home_surface, message_surface
from leadbot.playground.page_markup import drawn
from leadbot.playground.page_view import Place, Seen
from leadbot.playground.records import Json
from leadbot.playground.space import EXAMPLE

PATIENCE = 20.0  # seconds that a question for changes may wait for its answer, but not beyond the end of the minute
HERE = ("127.0.0.1", "localhost", "[::1]")
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
    " object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Command(NamedTuple):
    """A slash command, as the composer lists it."""

    name: str
    usage: str
    help: str


class Shortcut(NamedTuple):
    """A shortcut that the app offers, on messages or from anywhere."""

    callback_id: str
    label: str


class Page:
    """Draws the page for whoever is acted as.

    `move` moves the clock, if it can be moved, and then the page shows it; it raises a LeadbotError when it cannot be
    done now.
    """

    def __init__(self, slack: LocalSlack, commands: Sequence[Command], shortcuts: Sequence[Shortcut]) -> None:
        self.slack = slack
        self.commands = [Command(*each) for each in commands]
        self.shortcuts = [Shortcut(*each) for each in shortcuts]
        self.global_shortcuts: list[Shortcut] = []
        self.move: Callable[[Move], None] | None = None
        self.seen = Seen()

    def place(self, asked: Any) -> Place:
        """Who looks at what, from the address or from what was posted; what is unknown falls back to the first."""
        people = {each.id: each for each in self.slack.people if not each.deleted}
        if not people:
            abort(404)
        person = people.get(str(asked.get("as")), next(iter(people.values())))
        rooms = {each.id: each for each in person.conversations}
        wants_home = asked.get("tab") == "home"
        room = rooms.get(str(asked.get("in"))) or (person.dm if wants_home else self._first_room(rooms))
        place = Place(person, room, home=wants_home and room.channel_type == "im")
        thread = find_message(place, str(asked["thread"])) if asked.get("thread") else None
        return Place(person, room, thread, place.home)

    @staticmethod
    def _first_room(rooms: dict[str, Conversation]) -> Conversation:
        with_app = [each for each in rooms.values() if each.channel_type == "channel" and each.app_in]
        return next(iter([*with_app, *rooms.values()]))

    def parts(self, place: Place) -> Json:
        """All that changes on the page, drawn at one moment."""
        with self.slack.workspace.lock:
            if not place.home:
                self.seen.read(place.person, place.room)
            form = place.person.form
            return {
                "revision": self.slack.revision,
                "unread": view.waiting(place.person, self.seen),
                "people": self.draw("people.html", place),
                "clock": self.draw("clock.html", place),
                "moves": self.draw("moves.html", place),
                "sidebar": self.draw("sidebar.html", place),
                "head": self.draw("head.html", place),
                "first": self.draw("first_steps.html", place, steps=steps_for(place, self.seen), yes=YES),
                "main": self.draw("home.html" if place.home else "lines.html", place),
                "thread": self.draw("thread.html", place) if place.thread else "",
                "form": {
                    "view": form.view.id,
                    "hash": form.view.hash,
                    "html": self.draw("form.html", place),
                    "errors": form.errors,
                    "trouble": form.trouble,
                }
                if form
                else None,
            }

    def move_clock(self, given: Json) -> str:
        """Move the clock. Nothing new need be said by that, but every page that is open has another day to show."""
        move = MOVES.get(str(given.get("move")))
        if self.move is None or move is None:
            raise NotThere("The clock cannot be moved like that.")
        self.move(move)
        with self.slack.workspace.change():
            return ""

    def draw(self, template: str, place: Place, **more: object) -> str:
        """One template, with what all of them need."""
        form, home = place.person.form, place.person.home
        return render_template(
            template,
            place=place,
            view=view,
            seen=self.seen,
            has_clock=self.move is not None,
            slack=self.slack,
            shortcuts=self.shortcuts,
            global_shortcuts=self.global_shortcuts,
            commands=self.commands,
            example=EXAMPLE,
            initials=view.initials,
            tone=view.tone,
            draw=lambda text: drawn(text, place.reader),
            surface=lambda message: message_surface(message, place),
            form=form,
            form_surface=form_surface(form, place) if form else None,
            home_surface=home_surface(home, place) if home else None,
            **more,
        )


def add_page(slack: LocalSlack, commands: Sequence[Command] = (), shortcuts: Sequence[Shortcut] = ()) -> Page:
    """Put the page on the local Slack, before it starts.

    `commands` and `shortcuts` are what the app offers: (name, usage, help), and on messages (callback_id, label).
    """
    shown = Page(slack, commands, shortcuts)
    routes = Blueprint("page", __name__, template_folder="templates", static_folder="static", static_url_path="/page")

    @routes.before_request
    def only_from_here() -> None:
        # Another site may point its own name at this machine; it must not read or press anything.
        if request.host.rsplit(":", 1)[0] not in HERE or (request.method == "POST" and not request.is_json):
            abort(403)

    @routes.after_request
    def secured(response: Response) -> Response:
        response.headers.update(HEADERS)
        return response

    @routes.get("/")
    def whole() -> ResponseReturnValue:
        place = shown.place(request.args)
        if request.args.get("as") != place.person.id or request.args.get("in") != place.room.id:
            return redirect(place.link(tab="home") if place.home else place.link())
        return shown.draw("page.html", place, parts=shown.parts(place))

    @routes.get("/changes")
    def changes() -> ResponseReturnValue:
        patience = min(PATIENCE, view.seconds_of_this_minute(slack))
        slack.wait_for_change(request.args.get("since", 0, int), patience)
        return jsonify(shown.parts(shown.place(request.args)))

    @routes.post("/do/<what>")
    def do(what: str) -> ResponseReturnValue:
        given = _posted()
        place = shown.place(given)
        notice = _done(shown, what, place, given)
        return jsonify(shown.parts(shown.place(given)) | {"notice": notice})

    @routes.post("/suggestions")
    def suggest() -> ResponseReturnValue:
        given = _posted()
        try:
            return jsonify(options=suggestions(shown.place(given), given))
        except (NotThere, AssertionError) as gone:
            return jsonify(options=[], notice=str(gone))

    @routes.get("/files/<file_id>")
    def file(file_id: str) -> ResponseReturnValue:
        place = shown.place(request.args)
        here = {each["id"] for message in view.visible_to(place.person, place.room) for each in message.files}
        if file_id not in here:
            abort(404)
        kept = slack.workspace.files[file_id]
        return send_file(BytesIO(kept.content), "application/octet-stream", True, kept.name)

    slack.flask.register_blueprint(routes)
    return shown


def _posted() -> Json:
    given = request.get_json(silent=True)
    if not isinstance(given, dict):
        abort(400)
    return given


def _done(shown: Page, what: str, place: Place, given: Json) -> str:
    try:
        return shown.move_clock(given) if what == "move" else act(what, place, given)
    except (NotThere, LeadbotError) as refused:
        return str(refused)
    except AssertionError as refused:  # what Slack's own client would not let a person do
        return str(refused)
