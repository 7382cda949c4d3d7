"""The three steps of a host's first ten minutes: each a form with some lines of the settings."""

from dataclasses import dataclass, replace

from leadbot.domain.errors import Refused
from leadbot.kinds import Field
from leadbot.services.authority import Right, may_change_settings
from leadbot.services.settings import change, current
from leadbot.services.setup import guessed_for, has_done
from leadbot.slack.blocks import Block, form, section
from leadbot.slack.forms import draw, read
from leadbot.slack.listening import Answer, Handler, Request
from leadbot.slack.registry import Registry
from leadbot.slack.settings import FIELDS, joins, next_summary

INVITE = (
    "Ask your members to join the leads channel. Whoever joins hears from me once, and can say what they do."
    " You could paste this where everybody reads it:"
)
TO_PASTE = (
    "> Heard of work that you cannot take, or looking for some? Join our leads channel: we pass leads on to each other there,"
    " and Leadbot tells you of what suits you."
)


@dataclass(frozen=True)
class Step:
    """One step: its form, and what it asks of the settings."""

    name: str
    heading: str
    asks: tuple[str, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """The lines of the settings. The channel is what the step is for, so here it is not left empty."""
        asked = {field.name: field for field in FIELDS}
        return tuple(
            replace(asked[name], required=name == "leads_channel" or asked[name].required) for name in self.asks
        )


STEPS = (
    Step("channel", "The leads channel", ("leads_channel",)),
    Step("summary", "The weekly summary", ("summary_day", "summary_time", "time_zone", "region", "currency")),
    Step("invite", "Your members", ("hosts", "guests")),
)


def register(registry: Registry) -> None:
    """A button and a form for each step."""
    for step in STEPS:
        registry.button(f"setup_{step.name}", Right.HOST)(opens(step))
        registry.form(f"setup_{step.name}_form", Right.HOST)(saves(step))


def opens(step: Step) -> Handler:
    """The form, filled in with what is known."""

    def handle(request: Request) -> Answer:
        if not may_change_settings(request.scope, request.member):
            raise Refused("Only a host can change settings.")
        values = current(request.scope) | guessed_for(request.scope, step.name)
        return Answer(form=lambda: step_form(step, values))

    return handle


def step_form(step: Step, values: dict[str, object]) -> Block:
    """The form; with the last step come words that ask the members to join."""
    blocks = draw(step.fields, values)
    if step.name == "invite":
        blocks = [section(INVITE), section(TO_PASTE), *blocks]
    return form(f"setup_{step.name}_form", step.heading, "Save", blocks)


def saves(step: Step) -> Handler:
    """The form, saved; the message with the steps then says so."""

    def handle(request: Request) -> Answer:
        scope = request.scope
        change(scope, request.member, step.fields, read(step.fields, request.values))
        has_done(scope, step.name)
        if step.name == "channel":
            return Answer(then=joins(scope.workspace))
        if step.name == "summary":
            return Answer(done=f"Saved. The next summary comes on {next_summary(scope, request.member)}.")
        return Answer()

    return handle
