"""A form as the person before it sees it: what they can fill in, press and send off."""

import json
from typing import Any

from leadbot.playground.entries import entry, rooms_for
from leadbot.playground.inputs import STATE_KEYS, TEXTS, held, is_stateful, options_of, plain
from leadbot.playground.limits import checked_view, input_block_ids, wrong_in_options
from leadbot.playground.messages import elements_in
from leadbot.playground.payloads import suggestion, view_closed, view_submission
from leadbot.playground.records import Delivery, Json
from leadbot.playground.refusal import Refusal
from leadbot.playground.screen import Screen, acted, json_answer, named
from leadbot.playground.words import block_words

REQUIRED = "Please complete this required field."
TROUBLE = "We had some trouble connecting. Try again?"


class Form(Screen):
    """A modal form."""

    @property
    def title(self) -> str:
        """What stands above it."""
        return block_words([self.view.content["title"]])

    @property
    def submit_label(self) -> str:
        """What stands on the button that sends it off."""
        submit = self.view.content.get("submit")
        return block_words([submit]) if submit else ""

    @property
    def errors(self) -> dict[str, str]:
        """What is said beneath its inputs, by block_id."""
        return dict(self.view.errors)

    @property
    def trouble(self) -> str:
        """What Slack's client says above it when the app did not answer properly."""
        return self.view.trouble

    @property
    def labels(self) -> dict[str, str]:
        """The labels of its inputs, by block_id."""
        return {b["block_id"]: block_words([b["label"]]) for b in self.blocks if b["type"] == "input"}

    @property
    def is_open(self) -> bool:
        """False once it was closed or sent off."""
        return self.view.open

    def values(self) -> dict[str, Any]:
        """What is entered, by block_id; an option by its value. (A block with several inputs gives them by action_id.)"""
        found: dict[str, Any] = {}
        for block_id, states in self.view.values.items():
            each = {action_id: plain(state) for action_id, state in states.items()}
            found[block_id] = next(iter(each.values())) if len(each) == 1 else each
        return found

    def options(self, block_id: str) -> list[tuple[str, str]]:
        """What the menu or the boxes of a block offer: (value, text) pairs."""
        return [(option["value"], block_words([option["text"]])) for option in options_of(self._input(block_id)[1])]

    # ---- filling it in

    def fill(self, **entries: Any) -> "Form":
        """Fill in inputs by block_id. A text, an option's value (several in a list), a date or a person; None clears."""
        for block_id, value in entries.items():
            block, element = self._input(block_id)
            self._enter(block, element, value)
            if block["type"] != "input" or block.get("dispatch_action"):
                state = self.view.values[block_id][element["action_id"]]
                self._act(block, state | named(element))
        return self

    def _input(self, block_id: str) -> tuple[Json, Json]:
        there = {b["block_id"]: (b, e) for b, e in reversed(elements_in(self.blocks)) if is_stateful(e)}
        assert block_id in there, (
            f"no input {block_id!r} in the form {self.callback_id!r}; there are {list(reversed(there))}"
        )
        return there[block_id]

    def _enter(self, block: Json, element: Json, value: Any) -> None:
        type_, block_id = element["type"], block["block_id"]
        state = self.view.values[block_id][element["action_id"]]
        key = STATE_KEYS[type_]
        if type_ == "multi_external_select":
            entered: Any = [self._offered(block_id, each, state) for each in value or []]
        elif type_ == "external_select":
            entered = self._offered(block_id, value, state) if value else None
        else:
            entered = entry(element, value)
        if type_ in ("channels_select", "conversations_select") and entered:
            offered = [room.id for room in rooms_for(element, self.workspace.conversations.values())]
            assert entered in offered, f"{block_id}: {entered} is not among the channels that are offered"
        most = element.get("max_selected_items")
        assert not most or len(entered) <= most, f"{block_id}: no more than {most} may be chosen"
        with self.workspace.change():
            state[key] = entered
            self.view.errors.pop(block_id, None)

    def _offered(self, block_id: str, value: str, state: Json) -> Json:
        """The option with this value, which the app must offer when its words are typed."""
        chosen = held(state)
        kept = chosen if isinstance(chosen, list) else [chosen] if chosen else []
        for option in kept:
            if option["value"] == value:
                return dict(option)
        is_new = value.startswith("new:")  # in somebody's own words
        typed = value.removeprefix("new:") if is_new else value.replace("-", " ").replace("_", " ")
        offered = self._suggested(block_id, typed)
        for option in offered:
            if value in (option["value"], option["text"]["text"]):
                return option
        values = [option["value"] for option in offered]
        raise AssertionError(f"{block_id}: typing {typed!r}, the app offers {values}, not {value!r}")

    def type_ahead(self, block_id: str, typed: str) -> list[tuple[str, str]]:
        """What the app offers while this is typed into a menu: (value, text) pairs."""
        return [(option["value"], block_words([option["text"]])) for option in self._suggested(block_id, typed)]

    def _suggested(self, block_id: str, typed: str) -> list[Json]:
        _, element = self._input(block_id)
        assert "external" in element["type"], f"{block_id} is not a menu that asks the app"
        if len(typed) < element.get("min_query_length", 3):
            return []
        body = suggestion(self.workspace, self.person, self.view, block_id, element["action_id"], typed)
        delivery = self.courier.send("interaction", body)
        answer = json_answer(delivery)
        wrong = wrong_in_options(answer) if delivery.ok else [str(delivery)]
        if wrong:
            self.workspace.fault("no options were shown", "; ".join(wrong))
            return []
        return list(options_of(answer or {}))

    # ---- sending it off

    def submit(self) -> "Form | None":
        """Send it off. Gives the form that is then on top: this one, when there are errors; None when all are closed."""
        missing = self._missing()
        if missing:  # Slack's client does not even ask the app
            with self.workspace.change():
                self.view.errors = missing
            return self
        with self.workspace.change():
            self.view.errors, self.view.trouble = {}, ""
        trigger = self.workspace.triggers.give(self.person.id)
        body = view_submission(self.workspace, self.person, self.view, trigger)
        self._after(self.courier.send("interaction", body))
        top = self.workspace.top_view(self.person.id)
        return Form(self.workspace, self.courier, self.person, top) if top else None

    def _missing(self) -> dict[str, str]:
        """What the client itself finds wrong: a required input that is empty, a text that is too short."""
        found = {}
        for block, element in elements_in(self.blocks):
            if block["type"] != "input":
                continue
            inside = held(self.view.values[block["block_id"]][element["action_id"]])
            if not inside and not block.get("optional"):
                found[block["block_id"]] = REQUIRED
            elif inside and element["type"] in TEXTS and len(inside) < element.get("min_length", 0):
                found[block["block_id"]] = f"Please enter at least {element['min_length']} characters."
        return found

    def _after(self, delivery: Delivery) -> None:
        """Do what the app answered (docs.slack.dev/surfaces/modals, "Updating and pushing views")."""
        if not delivery.ok:
            self._in_trouble("a form was not answered", str(delivery))
            return
        if not delivery.answer.strip():
            self.workspace.close_view(self.view)
            return
        answer = json_answer(delivery) or {}
        try:
            self._respond(answer)
        except Refusal as refusal:
            self._in_trouble(f"the answer to a form was refused: {refusal.code}", "; ".join(refusal.messages))

    def _respond(self, answer: Json) -> None:
        action = answer.get("response_action")
        if action == "clear":
            self.workspace.clear_views(self.person.id)
        elif action == "update":
            content = checked_view(answer.get("view"), "modal")
            with self.workspace.change():
                self.view.show(content)
        elif action == "push":
            self.workspace.push_view(self.person.id, checked_view(answer.get("view"), "modal"))
        elif action == "errors":
            self._show_errors(answer.get("errors"))
        else:
            raise Refusal("invalid_response", [json.dumps(answer)])

    def _show_errors(self, errors: Any) -> None:
        known = input_block_ids(self.blocks)
        if not isinstance(errors, dict) or not errors or not all(isinstance(text, str) for text in errors.values()):
            raise Refusal("invalid_errors", [json.dumps(errors)])
        if unknown := errors.keys() - known:
            raise Refusal("errors_for_unknown_blocks", sorted(unknown))
        with self.workspace.change():
            self.view.errors = dict(errors)

    def _in_trouble(self, what: str, detail: str) -> None:
        self.workspace.fault(what, detail)
        with self.workspace.change():
            self.view.trouble = TROUBLE

    def close(self) -> "Form | None":
        """Close it without sending it off. Gives the form beneath it, if there is one."""
        self.workspace.close_view(self.view)
        if self.view.content.get("notify_on_close"):
            body = view_closed(self.workspace, self.person, self.view, cleared=False)
            acted(self.workspace, self.courier.send("interaction", body))
        top = self.workspace.top_view(self.person.id)
        return Form(self.workspace, self.courier, self.person, top) if top else None
