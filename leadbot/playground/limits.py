"""What Slack refuses: messages, views and lists of options, each with the code that Slack gives."""

import copy
import json
import secrets
from typing import Any

from leadbot.playground.block_rules import BlockRules
from leadbot.playground.inputs import is_stateful
from leadbot.playground.messages import elements_in
from leadbot.playground.records import Json
from leadbot.playground.refusal import Refusal
from leadbot.playground.words import texts

MESSAGE_TEXT = 40_000
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
VIEW_BYTES = 250_000
METADATA_BYTES = 16_000
# Slack does not say how much all blocks of a message may hold together. 13,297 characters of one markdown block were
# too many (slackapi/bolt-js#2509), and so were 11,341 in sections and rich text (slackapi/bolt-js#2867).
MESSAGE_BLOCK_TEXT = 11_000
MODAL = "type title blocks close submit private_metadata callback_id clear_on_close notify_on_close external_id submit_disabled"
HOME = "type blocks private_metadata callback_id external_id"


def checked_message(text: str, blocks: Any, *, other_content: bool = False) -> list[Json]:
    """The blocks as Slack keeps them; a Refusal if the message may not be posted."""
    if not text and not blocks and not other_content:
        raise Refusal("no_text")
    if len(text) > MESSAGE_TEXT:
        raise Refusal("msg_too_long")
    return checked_blocks(blocks or [])


def checked_blocks(blocks: Any) -> list[Json]:
    """The blocks of a message as Slack keeps them; a Refusal if there is anything wrong with them."""
    rules = BlockRules("message")
    rules.blocks(blocks, "/blocks", MESSAGE_BLOCKS)
    if rules.wrong:
        raise Refusal("invalid_blocks", rules.wrong)
    if sum(len(words) for _, words, _ in texts(blocks)) > MESSAGE_BLOCK_TEXT:
        raise Refusal("msg_blocks_too_long")
    return settled(blocks)


def checked_view(view: Any, surface: str) -> Json:
    """The view as Slack keeps it; a Refusal if it may not be shown. `surface` is modal or home.

    docs.slack.dev/reference/views; mistakes in a view are `invalid_arguments` with a list of what is wrong.
    """
    if not isinstance(view, dict):
        raise Refusal("invalid_arguments", ["[ERROR] missing required field: view"])
    if len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES:
        raise Refusal("view_too_large")
    rules = BlockRules(surface)
    if view.get("type") != surface:
        rules.no("/view/type", f"must be {surface}")
    rules.only(view, MODAL if surface == "modal" else HOME, "/view")
    if surface == "modal":
        rules.text(view.get("title"), "/view/title", 24, plain=True)
        for part in ("submit", "close"):
            if view.get(part) is not None:
                rules.text(view[part], f"/view/{part}", 24, plain=True)
    for name, most in (("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)):
        if name in view:
            rules.string(view[name], f"/view/{name}", most, least=0)
    rules.blocks(view.get("blocks"), "/view/blocks", VIEW_BLOCKS)
    blocks = view.get("blocks")
    inputs = isinstance(blocks, list) and any(isinstance(b, dict) and b.get("type") == "input" for b in blocks)
    if surface == "modal" and inputs and not view.get("submit"):
        rules.no("/view", "missing required field: submit")
    if rules.wrong:
        raise Refusal("invalid_arguments", rules.wrong)
    return {**view, "blocks": settled(view["blocks"])}


def checked_metadata(metadata: Any) -> Json | None:
    """The metadata as Slack keeps it, None for none (docs.slack.dev/messaging/message-metadata)."""
    if metadata in (None, "", {}):
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        raise Refusal("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or not metadata["event_type"]:
        raise Refusal("invalid_metadata_format")
    if metadata.keys() - {"event_type", "event_payload", "entities"}:
        raise Refusal("invalid_metadata_schema")
    if len(json.dumps(metadata).encode()) > METADATA_BYTES:
        raise Refusal("metadata_too_large")
    return metadata


def wrong_in_options(answer: Any) -> list[str]:
    """What is wrong with an answer to a block_suggestion; nothing, if all is well.

    docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element: `options` or `option_groups`, up to 100.
    """
    rules = BlockRules("modal")
    if isinstance(answer, dict) and "option_groups" in answer:
        rules.groups(answer["option_groups"], "/option_groups", least=0)
    else:
        rules.options(answer.get("options") if isinstance(answer, dict) else None, "/options", least=0)
    return rules.wrong


def settled(blocks: list[Json]) -> list[Json]:
    """A copy of the blocks with what Slack fills in: block_ids, action_ids, `emoji`, `verbatim`."""
    blocks = copy.deepcopy(blocks)
    for block in blocks:
        block.setdefault("block_id", secrets.token_urlsafe(4))
        inside = [block.get("accessory"), block.get("element"), *(block.get("elements") or [])]
        for element in inside:
            if isinstance(element, dict) and (is_stateful(element) or element.get("type") in ("button", "overflow")):
                element.setdefault("action_id", secrets.token_urlsafe(4))
    _fill_texts(blocks)
    return blocks


def _fill_texts(thing: Any) -> None:
    if isinstance(thing, list):
        for each in thing:
            _fill_texts(each)
    elif isinstance(thing, dict):
        if thing.get("type") == "plain_text":
            thing.setdefault("emoji", True)
        elif thing.get("type") == "mrkdwn":
            thing.setdefault("verbatim", False)
        for each in thing.values():
            _fill_texts(each)


def input_block_ids(blocks: list[Json]) -> set[str]:
    """The block_ids of the input blocks: where an error may be shown."""
    return {block["block_id"] for block, _ in elements_in(blocks) if block["type"] == "input"}
