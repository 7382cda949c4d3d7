"""Block Kit's rules, for what stands inside blocks: texts, options, buttons, menus, inputs.

Written from docs.slack.dev/reference/block-kit/block-elements and …/composition-objects.
"""

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from leadbot.playground.inputs import options_of
from leadbot.playground.records import Json

MENU = "action_id placeholder confirm focus_on_load"
ELEMENTS = {
    "button": "text action_id url value style confirm accessibility_label",
    "overflow": "action_id options confirm",
    "image": "image_url alt_text slack_file",
    "checkboxes": "action_id options initial_options confirm focus_on_load",
    "radio_buttons": "action_id options initial_option confirm focus_on_load",
    "datepicker": f"{MENU} initial_date",
    "timepicker": f"{MENU} initial_time timezone",
    "datetimepicker": "action_id initial_date_time confirm focus_on_load",
    "plain_text_input": "action_id initial_value multiline min_length max_length dispatch_action_config focus_on_load placeholder",
    "email_text_input": "action_id initial_value dispatch_action_config focus_on_load placeholder",
    "url_text_input": "action_id initial_value dispatch_action_config focus_on_load placeholder",
    "number_input": "action_id initial_value is_decimal_allowed min_value max_value dispatch_action_config focus_on_load placeholder",
    "static_select": f"{MENU} options option_groups initial_option",
    "external_select": f"{MENU} initial_option min_query_length",
    "users_select": f"{MENU} initial_user",
    "conversations_select": f"{MENU} initial_conversation default_to_current_conversation response_url_enabled filter",
    "channels_select": f"{MENU} initial_channel response_url_enabled",
    "multi_static_select": f"{MENU} options option_groups initial_options max_selected_items",
    "multi_external_select": f"{MENU} initial_options min_query_length max_selected_items",
    "multi_users_select": f"{MENU} initial_users max_selected_items",
    "multi_conversations_select": f"{MENU} initial_conversations default_to_current_conversation filter max_selected_items",
    "multi_channels_select": f"{MENU} initial_channels max_selected_items",
}
MOST_OPTIONS = {"checkboxes": 10, "radio_buttons": 10, "overflow": 5}


class ElementRules:
    """Collects what is wrong in `wrong`, each as Slack says it."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.focused = 0

    def no(self, at: str, why: str) -> None:
        """Something is wrong at this JSON pointer."""
        self.wrong.append(f"[ERROR] {why} [json-pointer:{at}]")

    # ---- plain values

    def only(self, thing: Json, known: str, at: str) -> None:
        """Slack refuses properties that it does not know."""
        for name in thing.keys() - set(known.split()):
            self.no(at, f"invalid additional property: {name}")

    def string(self, value: Any, at: str, most: int, least: int = 1) -> bool:
        """A string of so many characters."""
        if not isinstance(value, str):
            self.no(at, "missing required field" if value is None else "must be a string")
            return False
        if len(value) > most:
            self.no(at, f"must be less than {most + 1} characters")
        if len(value) < least:
            self.no(at, f"must be more than {least - 1} characters")
        return least <= len(value) <= most

    def array(self, value: Any, at: str, most: int | None, least: int = 1) -> bool:
        """A list of so many items."""
        if not isinstance(value, list):
            self.no(at, "missing required field" if value is None else "must be an array")
            return False
        if most is not None and len(value) > most:
            self.no(at, f"no more than {most} items allowed")
        if len(value) < least:
            self.no(at, f"must have at least {least} item")
        return True

    def text(self, value: Any, at: str, most: int, *, plain: bool = False) -> None:
        """A text object; `plain` where Slack takes no mrkdwn."""
        if not isinstance(value, dict):
            self.no(at, "missing required field" if value is None else "must be an object")
            return
        type_ = value.get("type")
        if type_ not in ("plain_text",) if plain else type_ not in ("plain_text", "mrkdwn"):
            self.no(f"{at}/type", f"unsupported type: {type_}")
            return
        self.only(value, "type text emoji" if type_ == "plain_text" else "type text verbatim", at)
        self.string(value.get("text"), f"{at}/text", most)

    # ---- elements

    def element(self, element: Any, at: str, allowed: Collection[str]) -> None:
        """One element, of a type that may stand here."""
        if not isinstance(element, dict):
            self.no(at, "missing required field" if element is None else "must be an object")
            return
        type_ = str(element.get("type"))
        if type_ not in ELEMENTS or type_ not in allowed:
            self.no(f"{at}/type", f"unsupported type: {type_}")
            return
        self.only(element, f"type {ELEMENTS[type_]}", at)
        if type_ == "image":
            self.picture(element, at)
            return
        if "action_id" in element:
            self.string(element["action_id"], f"{at}/action_id", 255)
        if "placeholder" in element:
            self.text(element["placeholder"], f"{at}/placeholder", 150, plain=True)
        if "confirm" in element:
            self.confirm(element["confirm"], f"{at}/confirm")
        self.focused += bool(element.get("focus_on_load"))
        if self.focused > 1 and element.get("focus_on_load"):
            self.no(f"{at}/focus_on_load", "only one element can have focus_on_load")
        if type_ == "button":
            self.button(element, at)
        elif type_.endswith("_input"):
            self.written(element, at)
        elif type_.endswith("picker"):
            self.picked(element, at)
        else:
            self.menu(element, at)

    def picture(self, image: Json, at: str) -> None:
        """An image, as block or element: where it is, and what it shows."""
        if "slack_file" not in image:
            self.string(image.get("image_url"), f"{at}/image_url", 3000)
        self.string(image.get("alt_text"), f"{at}/alt_text", 2000)

    def button(self, button: Json, at: str) -> None:
        """A button."""
        self.text(button.get("text"), f"{at}/text", 75, plain=True)
        for name, most in (("url", 3000), ("value", 2000), ("accessibility_label", 75)):
            if name in button:
                self.string(button[name], f"{at}/{name}", most)
        if "style" in button and button["style"] not in ("primary", "danger"):
            self.no(f"{at}/style", "must be one of: primary, danger")

    def confirm(self, dialog: Any, at: str) -> None:
        """The dialog that asks before a press counts."""
        if not isinstance(dialog, dict):
            self.no(at, "must be an object")
            return
        self.only(dialog, "title text confirm deny style", at)
        self.text(dialog.get("title"), f"{at}/title", 100, plain=True)
        self.text(dialog.get("text"), f"{at}/text", 300)
        for name in ("confirm", "deny"):
            self.text(dialog.get(name), f"{at}/{name}", 30, plain=True)

    def written(self, element: Json, at: str) -> None:
        """An input that is typed into."""
        most, least = element.get("max_length", 3000), element.get("min_length", 0)
        if not isinstance(most, int) or not 1 <= most <= 3000:
            self.no(f"{at}/max_length", "must be between 1 and 3000")
            most = 3000
        if not isinstance(least, int) or not 0 <= least <= 3000 or least > most:
            self.no(f"{at}/min_length", "must be between 0 and `max_length`")
        if "initial_value" in element:
            self.string(element["initial_value"], f"{at}/initial_value", most, least=0)
        if element["type"] == "number_input" and not isinstance(element.get("is_decimal_allowed"), bool):
            self.no(f"{at}/is_decimal_allowed", "missing required field")

    def picked(self, element: Json, at: str) -> None:
        """A picker of a date or a time."""
        if "initial_date" in element:
            try:
                date.fromisoformat(element["initial_date"])
                good = bool(re.fullmatch(r"\d{4}-\d\d-\d\d", element["initial_date"]))
            except (ValueError, TypeError):
                good = False
            if not good:
                self.no(f"{at}/initial_date", "must be a date in the format YYYY-MM-DD")
        if "initial_time" in element and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(element["initial_time"])):
            self.no(f"{at}/initial_time", "must be a time in the format HH:mm")
        moment = element.get("initial_date_time", 10**9)
        if not isinstance(moment, int) or len(str(moment)) != 10:
            self.no(f"{at}/initial_date_time", "must be a UNIX timestamp of 10 digits")

    # ---- menus

    def menu(self, element: Json, at: str) -> None:
        """A menu, or boxes to tick."""
        type_ = element["type"]
        if type_ in ("static_select", "multi_static_select") and "option_groups" in element:
            if "options" in element:
                self.no(at, "cannot have both `options` and `option_groups`")
            self.groups(element["option_groups"], f"{at}/option_groups")
        elif type_ in ("static_select", "multi_static_select", "checkboxes", "radio_buttons", "overflow"):
            self.options(element.get("options"), f"{at}/options", MOST_OPTIONS.get(type_, 100), type_)
        most = element.get("max_selected_items", 1)
        if not isinstance(most, int) or most < 1:
            self.no(f"{at}/max_selected_items", "must be at least 1")
        if "filter" in element:
            self.filter(element["filter"], f"{at}/filter")
        self.initial(element, at)

    def options(self, options: Any, at: str, most: int = 100, type_: str = "static_select", least: int = 1) -> None:
        """The options of a menu. Only boxes to tick may have mrkdwn in them."""
        if not self.array(options, at, most, least):
            return
        plain = type_ not in ("checkboxes", "radio_buttons")
        for number, option in enumerate(options):
            here = f"{at}/{number}"
            if not isinstance(option, dict):
                self.no(here, "must be an object")
                continue
            self.only(option, "text value description" + (" url" if type_ == "overflow" else ""), here)
            self.text(option.get("text"), f"{here}/text", 75, plain=plain)
            self.string(option.get("value"), f"{here}/value", 150)
            if "description" in option:
                self.text(option["description"], f"{here}/description", 75, plain=plain)

    def groups(self, groups: Any, at: str, least: int = 1) -> None:
        """The groups of options of a menu."""
        if self.array(groups, at, 100, least):
            for number, group in enumerate(groups):
                self.text((group or {}).get("label"), f"{at}/{number}/label", 75, plain=True)
                self.options((group or {}).get("options"), f"{at}/{number}/options")

    def filter(self, wanted: Any, at: str) -> None:
        """Which conversations a menu offers."""
        if not isinstance(wanted, dict):
            self.no(at, "must be an object")
            return
        self.only(wanted, "include exclude_external_shared_channels exclude_bot_users", at)
        if not wanted:
            self.no(at, "must have at least one property")
        if "include" in wanted and self.array(wanted["include"], f"{at}/include", 4):
            for number, included in enumerate(wanted["include"]):
                if included not in ("im", "mpim", "private", "public"):
                    self.no(f"{at}/include/{number}", "must be one of: im, mpim, private, public")

    def initial(self, element: Json, at: str) -> None:
        """What is chosen from the start: for a static menu it must be one of its options, to the letter."""
        several = "initial_options" in element
        chosen = element.get("initial_options", []) if several else [element.get("initial_option")]
        name = "initial_options" if several else "initial_option"
        if several:
            if not self.array(chosen, f"{at}/initial_options", element.get("max_selected_items", 100)):
                return
        elif "initial_option" not in element:
            return
        if "external" in element["type"]:
            self.options(chosen, f"{at}/{name}")
            return
        offered = [(_words(option), option.get("value")) for option in options_of(element) if isinstance(option, dict)]
        for option in chosen:
            if not isinstance(option, dict) or (_words(option), option.get("value")) not in offered:
                self.no(f"{at}/{name}", f"`{name}` must be among the options")


def _words(option: Json) -> object:
    text = option.get("text")
    return text.get("text") if isinstance(text, dict) else text
