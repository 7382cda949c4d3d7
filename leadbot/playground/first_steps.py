"""The first minute of a newcomer in three steps: which of them are done, where they lead, and where they are shown."""

from dataclasses import dataclass

from leadbot.playground.messages import Conversation
from leadbot.playground.page_dates import local, moment_of
from leadbot.playground.page_view import Place, Seen
from leadbot.playground.person import Person
from leadbot.playground.world import World

YES, LEAD = "I'm interested", "lead_form"
SENT_OFF = "view_submission"  # a form, in what Slack delivers


@dataclass(frozen=True)
class Steps:
    """The steps as one person sees them: a card on the leads channel; elsewhere, and at the end, one line."""

    posted: bool
    answered: bool
    introduced: bool
    poster: Person
    helper: Person
    offered_in: Conversation | None  # the helper's direct message
    group: Conversation | None  # in which two were introduced
    reader: Person  # as whom that is read
    is_card: bool

    @property
    def following(self) -> int:
        """The number of the step that comes next; 4 if none is left."""
        return 4 if self.introduced else 3 if self.answered else 2 if self.posted else 1


def steps_for(place: Place, seen: Seen) -> Steps | None:
    """The steps, if this is a place for them: the leads channel, or where the second and the third are done.

    Once all are done, a line says how to go on; it goes with the day.
    """
    slack = place.person.slack
    people = [each for each in slack.people if not each.deleted]
    if len(people) < 2 or place.home:
        return None
    poster, helper, *_ = people
    offered_in, group = slack.workspace.find_together([helper]), introduction(slack)
    posted, answered, introduced = what_is_done(slack, seen)
    on_leads = place.room.channel_type == "channel" and place.room.app_in
    if introduced and group and is_past(place, group):
        return None
    if not (on_leads or place.room is group or (place.room is offered_in and not introduced)):
        return None
    reader = place.person if group is None or place.person in group.members else helper
    return Steps(
        posted, answered, introduced, poster, helper, offered_in, group, reader, is_card=on_leads and not introduced
    )


def what_is_done(slack: World, seen: Seen) -> tuple[bool, bool, bool]:
    """A lead was sent off and a card is on a channel, somebody said yes to an offer, and somebody has looked at the introduction.

    Whatever comes of a contract or an enquiry alone is none of the three.
    """
    rooms = slack.conversations
    cards = (line for room in rooms if room.channel_type == "channel" for line in room.messages if line.from_app)
    presses = (action for sent in slack.deliveries if sent.ok for action in sent.body.get("actions", []))
    forms = (
        sent.body["view"]["callback_id"] for sent in slack.deliveries if sent.ok and sent.body.get("type") == SENT_OFF
    )
    group = introduction(slack)
    posted = any(cards) and LEAD in forms
    return (
        posted,
        posted and any(action.get("text", {}).get("text") == YES for action in presses),
        posted and group is not None and any(seen.has_read(person, group) for person in slack.people),
    )


def introduction(slack: World) -> Conversation | None:
    """The first group message in which something was said."""
    return next((room for room in slack.conversations if room.channel_type == "mpim" and room.everything), None)


def is_past(place: Place, group: Conversation) -> bool:
    """Whether another day has begun since the two were introduced."""
    now = place.person.slack.workspace.clock()
    return local(moment_of(group.everything[0].ts), place.person.tz).date() < local(now, place.person.tz).date()
