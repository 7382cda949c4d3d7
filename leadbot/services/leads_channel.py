"""Which channel is the leads channel: the one that a host chose, or else one that is found by its name."""

from leadbot.db.scope import Scope


def look_for_channel(scope: Scope) -> None:
    """One that was found by its name is looked for anew. One that a host chose stays theirs, whatever has become of it:
    they may bring it back, or choose another.
    """
    if not scope.workspace.channel_chosen:
        scope.workspace.leads_channel = None
