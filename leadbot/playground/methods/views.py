"""views.open, views.push, views.update and views.publish (docs.slack.dev/reference/methods/…)."""

import copy

from leadbot.playground.limits import checked_view
from leadbot.playground.methods.arguments import Arguments
from leadbot.playground.records import Json
from leadbot.playground.refusal import Refusal
from leadbot.playground.state import Workspace
from leadbot.playground.views import View


def open_modal(workspace: Workspace, arguments: Arguments) -> Json:
    """Open a form for the person whose trigger this is."""
    view, user = _triggered(workspace, arguments)
    return _answered(workspace.open_view(user, view))


def push(workspace: Workspace, arguments: Arguments) -> Json:
    """Put a form on top of the one that is open."""
    view, user = _triggered(workspace, arguments)
    return _answered(workspace.push_view(user, view))


def _triggered(workspace: Workspace, arguments: Arguments) -> tuple[Json, str]:
    """The form and whose it is. The form is looked at first: a mistake in it does not use the trigger up."""
    view = checked_view(arguments.structure("view"), "modal")
    _own_external_id(workspace, view, None)
    return view, workspace.triggers.exchange(arguments.required("trigger_id"))


def update(workspace: Workspace, arguments: Arguments) -> Json:
    """Change a form that is open, or a Home tab."""
    external_id = arguments.text("external_id")
    known = workspace.views.get(arguments.text("view_id")) or next(
        (view for view in workspace.views.values() if external_id and view.content.get("external_id") == external_id),
        None,
    )
    if known is None or not known.open:
        raise Refusal("not_found")
    view = checked_view(arguments.structure("view"), known.content["type"])
    _same_hash(known, arguments)
    _own_external_id(workspace, view, known)
    with workspace.change():
        known.show(view)
    return _answered(known)


def publish(workspace: Workspace, arguments: Arguments) -> Json:
    """Put a Home tab before a person."""
    user = arguments.required("user_id")
    if user not in workspace.accounts:
        raise Refusal("invalid_arguments", ["[ERROR] user_id is not a valid user"])
    view = checked_view(arguments.structure("view"), "home")
    if home := workspace.homes.get(user):
        _same_hash(home, arguments)
    return _answered(workspace.publish_home(user, view))


def _same_hash(view: View, arguments: Arguments) -> None:
    if "hash" in arguments and arguments.text("hash") != view.hash:
        raise Refusal("hash_conflict")


def _own_external_id(workspace: Workspace, content: Json, mine: View | None) -> None:
    wanted = content.get("external_id")
    if wanted and any(
        v.open and v is not mine and v.content.get("external_id") == wanted for v in workspace.views.values()
    ):
        raise Refusal("duplicate_external_id")


def _answered(view: View) -> Json:
    return {"view": copy.deepcopy(view.payload())}
