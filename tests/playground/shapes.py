"""Short ways to write Block Kit in tests."""


def text(words="words", kind="plain_text"):
    return {"type": kind, "text": words}


def section(words="words", **more):
    return {"type": "section", "text": text(words, "mrkdwn"), **more}


def button(label="Press", action_id="press", **more):
    return {"type": "button", "text": text(label), "action_id": action_id, **more}


def actions(*elements, **more):
    return {"type": "actions", "elements": list(elements), **more}


def options(*values):
    return [{"text": text(value.title()), "value": value} for value in values]


def select(*values, kind="static_select", **more):
    return {"type": kind, "action_id": "value", "options": options(*values), **more}


def entry(block_id="title", element=None, **more):
    element = element or {"type": "plain_text_input", "action_id": "value"}
    return {"type": "input", "block_id": block_id, "label": text(block_id.title()), "element": element, **more}


def modal(*blocks, **more):
    shape = {"type": "modal", "callback_id": "form", "title": text("Form"), "submit": text("Save")}
    return {**shape, "blocks": list(blocks or [entry()]), **more}
