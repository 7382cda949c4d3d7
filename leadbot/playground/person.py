"""What people do in Slack, and what they see there."""

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from leadbot.playground.accounts import Account
from leadbot.playground.entries import entry, option_with
from leadbot.playground.form import Form
from leadbot.playground.inputs import STATE_KEYS, first_values, is_stateful
from leadbot.playground.limits import checked_message
from leadbot.playground.messages import Button, Conversation, Message
from leadbot.playground.payloads import (
    action_in_message,
    command,
    escaped,
    event_envelope,
    global_shortcut,
    message_shortcut,
)
from leadbot.playground.records import Answer, Delivery, Json
from leadbot.playground.refusal import Refusal
from leadbot.playground.screen import Home, Screen, acted, find_button, find_element, named, pressed

if TYPE_CHECKING:
    from leadbot.playground.world import World

Where = Conversation | str | None


@dataclass(eq=False, repr=False)
class Person(Account):
    """Somebody in the workspace, with all that they can do and see there."""

    slack: "World" = field(kw_only=True)

    def __repr__(self) -> str:
        return f"<{self.name} {self.id}>"

    # ---- what they see

    @property
    def dm(self) -> Conversation:
        """The direct message with the app."""
        return self.slack.workspace.together([self])

    def sees(self, where: Where) -> list[Message]:
        """The messages of a conversation that this person sees, oldest first: ephemeral ones to them too; no replies."""
        if where is None and self.slack.workspace.find_together([self]) is None:
            return []  # looking does not open a conversation
        conversation = self._conversation(where)
        with self.slack.workspace.lock:
            return [
                each
                for each in conversation.everything
                if each.only_for == self.id or (not each.only_for and (not each.is_reply or each.broadcast))
            ]

    @property
    def inbox(self) -> list[Message]:
        """The messages in the direct message with the app, oldest first; the person's own too."""
        return self.sees(None)

    @property
    def conversations(self) -> list[Conversation]:
        """The conversations that this person is in."""
        return [each for each in self.slack.conversations if self in each.members]

    def channel_messages(self, name: str) -> list[Message]:
        """What this person sees in the channel of this name."""
        return self.sees(name)

    def group_with(self, *others: "Person") -> Conversation | None:
        """The group message of exactly these people, this one and the app; None if there is none."""
        return self.slack.workspace.find_together([self, *others])

    @property
    def form(self) -> Form | None:
        """The form that is open before this person."""
        view = self.slack.workspace.top_view(self.id)
        return Form(self.slack.workspace, self.slack.courier, self, view) if view else None

    def wait_for_form(self, timeout: float = 5.0, callback_id: str | None = None) -> Form:
        """The form, once it is there."""

        def there() -> Form | None:
            form = self.form
            return form if form and callback_id in (None, form.callback_id) else None

        wanted = f" {callback_id}" if callback_id else ""
        form = self.slack.wait_until(there, timeout, f"{self.name} sees a form{wanted}")
        assert form is not None
        return form

    @property
    def home(self) -> Home | None:
        """The Home tab as the app published it."""
        view = self.slack.workspace.homes.get(self.id)
        return Home(self.slack.workspace, self.slack.courier, self, view) if view else None

    # ---- what they do

    def types(self, typed: str, channel: Where = None) -> Answer:
        """Type a slash command, in a channel or in the direct message with the app."""
        workspace, conversation = self.slack.workspace, self._conversation(channel)
        name = typed.split(" ")[0]
        url = self._response_url(conversation)
        body = command(workspace, self, typed, conversation, workspace.triggers.give(self.id), url)
        delivery = self.slack.courier.send("command", body)
        if not delivery.ok:
            error = "operation_timeout" if delivery.failure == "http_timeout" else "dispatch_failed"
            return self._failed(name, error, delivery)
        try:
            return self._answered(conversation, delivery)
        except Refusal as refusal:
            return self._failed(name, "invalid_command_response", delivery, "; ".join(refusal.messages) or refusal.code)

    def _failed(self, name: str, error: str, delivery: Delivery, detail: str = "") -> Answer:
        self.slack.workspace.fault(f"{name} failed with {error}", detail or str(delivery))
        text = f'{name} failed with the error "{error}"'
        return Answer(False, delivery.status, text, seconds=delivery.seconds)

    def _answered(self, conversation: Conversation, delivery: Delivery) -> Answer:
        """Show the answer to a command, which is text or a JSON message (docs.slack.dev/interactivity/
        implementing-slash-commands, "Sending an immediate response")."""
        answer: Any = delivery.answer
        if delivery.headers.get("content-type", "").startswith("application/json") or answer.startswith("{"):
            try:
                answer = json.loads(answer or "{}")
            except ValueError:
                raise Refusal("invalid_json") from None
        content: Json = answer if isinstance(answer, dict) else {"text": str(answer)}
        text, given = str(content.get("text") or ""), content.get("blocks")
        if not text and not given:
            return Answer(True, delivery.status, seconds=delivery.seconds)
        blocks = checked_message(text, given)
        ephemeral = content.get("response_type", "ephemeral") != "in_channel"
        only_for = self.id if ephemeral else None
        self.slack.workspace.post(conversation, self.slack.workspace.bot, text, blocks, only_for=only_for)
        return Answer(True, delivery.status, text, blocks, ephemeral, delivery.seconds)

    def press(self, where: Message | Screen, button: str | Button) -> Answer:
        """Press a button on a message, a form or the Home tab: by its label or action_id, or one of its `buttons`."""
        if isinstance(where, Screen):
            return where.press(button)
        block, element = find_button(where.blocks, button)
        return self._act(where, block, pressed(element))

    def picks(self, where: Message | Screen, action_id: str, value: Any) -> Answer:
        """Choose from a menu on a message or the Home tab."""
        if isinstance(where, Screen):
            return where.picks(action_id, value)
        block, element = find_element(where.blocks, action_id)
        if not is_stateful(element):  # an overflow menu keeps nothing
            return self._act(where, block, {"selected_option": option_with(element, value), **named(element)})
        with self.slack.workspace.change():
            where.entered[self.id] = first_values(where.blocks, where.entered.get(self.id))
            state = where.entered[self.id][block["block_id"]][action_id]
            state[STATE_KEYS[element["type"]]] = entry(element, value)
        return self._act(where, block, state | named(element))

    def _act(self, message: Message, block: Json, action: Json) -> Answer:
        workspace = self.slack.workspace
        message.entered.setdefault(self.id, first_values(message.blocks))
        url = self._response_url(message.conversation, message)
        action = action | {"block_id": block["block_id"]}
        body = action_in_message(workspace, self, message, action, workspace.triggers.give(self.id), url)
        return acted(workspace, self.slack.courier.send("interaction", body))

    def says(self, where: Where, text: str, thread: Message | None = None) -> Message:
        """Say something. In the direct message with the app, the app hears of it (docs.slack.dev/reference/events/message.im)."""
        workspace, conversation = self.slack.workspace, self._conversation(where)
        thread_ts = (thread.thread_ts or thread.ts) if thread else None
        message = workspace.post(conversation, self, escaped(workspace, text), thread_ts=thread_ts)
        if conversation.channel_type == "im" and conversation.app_in:
            event = message.payload() | {"channel": conversation.id, "channel_type": "im", "event_ts": message.ts}
            self.slack.courier.event(event_envelope(workspace, event))
        return message

    def opens_home(self, tab: str = "home") -> Home | None:
        """Open the app's Home (or `messages`) tab (docs.slack.dev/reference/events/app_home_opened)."""
        event: Json = {"type": "app_home_opened", "user": self.id, "channel": self.dm.id, "tab": tab}
        if tab == "home" and (view := self.slack.workspace.homes.get(self.id)):
            event["view"] = view.payload()
        self.slack.courier.event(event_envelope(self.slack.workspace, event))
        return self.home

    def shares(self, message: Message, callback_id: str) -> Answer:
        """Use one of the app's shortcuts on a message."""
        workspace = self.slack.workspace
        url, trigger = self._response_url(message.conversation), workspace.triggers.give(self.id)
        body = message_shortcut(workspace, self, callback_id, message, trigger, url)
        return acted(workspace, self.slack.courier.send("interaction", body))

    def uses_shortcut(self, callback_id: str) -> Answer:
        """Use one of the app's global shortcuts."""
        workspace = self.slack.workspace
        body = global_shortcut(workspace, self, callback_id, workspace.triggers.give(self.id))
        return acted(workspace, self.slack.courier.send("interaction", body))

    # ---- helpers

    def _conversation(self, where: Where) -> Conversation:
        if where is None:
            return self.dm
        return self.slack.conversation(where) if isinstance(where, str) else where

    def _response_url(self, conversation: Conversation, source: Message | None = None) -> str:
        return f"{self.slack.url}/respond/{self.slack.workspace.new_response_url(self.id, conversation, source)}"
