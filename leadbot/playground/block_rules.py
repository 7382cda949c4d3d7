"""Block Kit's rules, for blocks. The playground's own copy, written from the pages under
docs.slack.dev/reference/block-kit/blocks; it shares nothing with what the app believes about them.

The sentences and JSON pointers are of the kind that Slack answers with
(slackapi/java-slack-sdk#1017 and adobe/spacecat-api-service#176 show some).
"""

from collections.abc import Callable
from typing import Any

from leadbot.playground.element_rules import ElementRules
from leadbot.playground.records import Json

Check = Callable[["BlockRules", Json, str], None]

SELECTS = frozenset({"static_select", "external_select", "users_select", "conversations_select", "channels_select"})
MULTI_SELECTS = frozenset(f"multi_{type_}" for type_ in SELECTS)
PICKERS = frozenset({"datepicker", "timepicker", "checkboxes", "radio_buttons"})
IN_SECTION = SELECTS | MULTI_SELECTS | PICKERS | {"button", "image", "overflow"}
IN_ACTIONS = SELECTS | MULTI_SELECTS | PICKERS | {"button", "overflow", "datetimepicker"}
IN_INPUT = (
    SELECTS
    | MULTI_SELECTS
    | PICKERS
    | {"plain_text_input", "datetimepicker", "number_input", "email_text_input", "url_text_input"}
)


class BlockRules(ElementRules):
    """Looks through the blocks of one surface (`message`, `modal` or `home`) and collects what is wrong in `wrong`."""

    def __init__(self, surface: str) -> None:
        super().__init__()
        self.surface = surface

    def blocks(self, blocks: Any, at: str, most: int) -> None:
        """Check a list of blocks."""
        if not isinstance(blocks, list):
            self.no(at, "must be an array")
            return
        if len(blocks) > most:
            self.no(at, f"no more than {most} items allowed")
        seen: set[str] = set()
        for number, block in enumerate(blocks):
            here = f"{at}/{number}"
            if not isinstance(block, dict):
                self.no(here, "must be an object")
                continue
            self.block(block, here)
            name = block.get("block_id")
            if name is not None and self.string(name, f"{here}/block_id", 255):
                if name in seen:
                    self.no(f"{here}/block_id", "`block_id` must be unique")
                seen.add(name)

    def block(self, block: Json, at: str) -> None:
        """Check one block."""
        type_ = block.get("type")
        check, known = BLOCKS.get(str(type_), (None, ""))
        if check is None or (type_ == "markdown" and self.surface != "message"):
            self.no(f"{at}/type", f"unsupported type: {type_}")
            return
        self.only(block, f"type block_id {known}", at)
        check(self, block, at)

    def section(self, block: Json, at: str) -> None:
        fields = block.get("fields")
        if "text" not in block and not fields:
            self.no(at, "must define either `text` or `fields`")
        if "text" in block:
            self.text(block["text"], f"{at}/text", 3000)
        if fields is not None and self.array(fields, f"{at}/fields", 10):
            for number, each in enumerate(fields):
                self.text(each, f"{at}/fields/{number}", 2000)
        if "accessory" in block:
            self.element(block["accessory"], f"{at}/accessory", IN_SECTION)

    def header(self, block: Json, at: str) -> None:
        self.text(block.get("text"), f"{at}/text", 150, plain=True)

    def divider(self, block: Json, at: str) -> None:
        """A divider has nothing that could be wrong."""

    def image(self, block: Json, at: str) -> None:
        self.picture(block, at)
        if "title" in block:
            self.text(block["title"], f"{at}/title", 2000, plain=True)

    def actions(self, block: Json, at: str) -> None:
        elements = block.get("elements")
        if self.array(elements, f"{at}/elements", 25):
            seen: set[str] = set()
            for number, each in enumerate(elements or []):
                here = f"{at}/elements/{number}"
                self.element(each, here, IN_ACTIONS)
                name = each.get("action_id") if isinstance(each, dict) else None
                if name is not None and name in seen:
                    self.no(f"{here}/action_id", "`action_id` must be unique within its block")
                seen.add(str(name))

    def context(self, block: Json, at: str) -> None:
        elements = block.get("elements")
        if self.array(elements, f"{at}/elements", 10):
            for number, each in enumerate(elements or []):
                here = f"{at}/elements/{number}"
                if isinstance(each, dict) and each.get("type") == "image":
                    self.picture(each, here)
                else:
                    self.text(each, here, 3000)

    def input(self, block: Json, at: str) -> None:
        self.text(block.get("label"), f"{at}/label", 2000, plain=True)
        if "hint" in block:
            self.text(block["hint"], f"{at}/hint", 2000, plain=True)
        for flag in ("optional", "dispatch_action"):
            if not isinstance(block.get(flag, False), bool):
                self.no(f"{at}/{flag}", "must be a boolean")
        self.element(block.get("element"), f"{at}/element", IN_INPUT)

    def markdown(self, block: Json, at: str) -> None:
        self.string(block.get("text"), f"{at}/text", 12_000)

    def rich_text(self, block: Json, at: str) -> None:
        self.array(block.get("elements"), f"{at}/elements", None)


BLOCKS: dict[str, tuple[Check, str]] = {
    "section": (BlockRules.section, "text fields accessory expand"),
    "header": (BlockRules.header, "text level"),
    "divider": (BlockRules.divider, ""),
    "image": (BlockRules.image, "image_url alt_text title slack_file"),
    "actions": (BlockRules.actions, "elements"),
    "context": (BlockRules.context, "elements"),
    "input": (BlockRules.input, "label hint element optional dispatch_action"),
    "markdown": (BlockRules.markdown, "text"),
    "rich_text": (BlockRules.rich_text, "elements"),
}
