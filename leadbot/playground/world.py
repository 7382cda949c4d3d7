"""What happens in a workspace without the app: people come and go, channels are made and archived."""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from leadbot.playground.messages import Conversation, Sharing
from leadbot.playground.methods.users import user_object
from leadbot.playground.payloads import event_envelope, joined
from leadbot.playground.person import Person
from leadbot.playground.records import Delivery, Json
from leadbot.playground.watch import Watch


class World(Watch, ABC):
    """The people and the conversations of one workspace, and the events that the app gets of them."""

    @property
    @abstractmethod
    def url(self) -> str:
        """Where the server of this Slack listens, without a slash at the end."""

    def event(self, event: Json) -> Delivery | None:
        """Send an event to the app, in its envelope; again later when it is not taken. Gives the first attempt."""
        return self.courier.event(event_envelope(self.workspace, event))

    def add_person(
        self,
        name: str,
        *,
        title: str = "",
        tz: str = "Europe/London",
        locale: str = "en-GB",
        email: str = "",
        is_admin: bool = False,
        is_owner: bool = False,
        is_restricted: bool = False,
        is_ultra_restricted: bool = False,
        is_bot: bool = False,
        deleted: bool = False,
        team_id: str | None = None,
        tell: bool = False,
    ) -> Person:
        """Somebody joins the workspace; `tell` sends the team_join event."""
        username = re.sub(r"[^\w]+", ".", name.lower()).strip(".")
        taken = {account.username for account in self.workspace.accounts.values()}
        while username in taken:
            username += "2"
        person = Person(
            self.workspace.new_id("U"),
            name,
            username,
            team_id or self.workspace.team_id,
            title=title,
            tz=tz,
            locale=locale,
            email=email or f"{username}@example.com",
            is_admin=is_admin,
            is_owner=is_owner,
            is_restricted=is_restricted,
            is_ultra_restricted=is_ultra_restricted,
            is_bot=is_bot,
            deleted=deleted,
            slack=self,
        )
        with self.workspace.change():
            self.workspace.accounts[person.id] = person
        if tell:
            self.event({"type": "team_join", "user": user_object(self.workspace, person)})
        return person

    @property
    def people(self) -> list[Person]:
        """Everybody who was added."""
        return [account for account in self.workspace.accounts.values() if isinstance(account, Person)]

    def person(self, name: str) -> Person:
        """The person with this full name, first name or id."""
        wanted = name.casefold()
        for person in self.people:
            if wanted in (person.name.casefold(), person.name.split()[0].casefold(), person.id.casefold()):
                return person
        raise AssertionError(f"nobody is called {name!r}; there are {[person.name for person in self.people]}")

    def deactivate(self, person: Person, *, tell: bool = True) -> None:
        """Close somebody's account; `tell` sends the user_change event."""
        with self.workspace.change():
            person.deleted = True
            for each in self.workspace.conversations.values():
                if each.channel_type == "channel" and person in each.members:
                    each.members.remove(person)
        if tell:
            self.user_changed(person)

    def user_changed(self, person: Person, **changes: Any) -> None:
        """Change what Slack knows of somebody, and send the user_change event."""
        with self.workspace.change():
            for name, value in changes.items():
                setattr(person, name, value)
        self.event({"type": "user_change", "user": user_object(self.workspace, person, locale=True)})

    def add_channel(
        self, name: str, members: Sequence[Person] = (), *, app_in: bool = True, is_private: bool = False
    ) -> Conversation:
        """A channel, with these people in it, and the app unless `app_in` says otherwise."""
        return self.workspace.new_conversation("channel", name, list(members), app_in=app_in, is_private=is_private)

    @property
    def conversations(self) -> list[Conversation]:
        """All conversations."""
        return list(self.workspace.conversations.values())

    def conversation(self, name: str) -> Conversation:
        """The conversation with this name or id."""
        for each in self.conversations:
            if name.lstrip("#") in (each.name, each.id):
                return each
        raise AssertionError(f"no conversation {name!r}; there are {[each.name for each in self.conversations]}")

    def archive(self, conversation: Conversation, *, tell: bool = True) -> None:
        """Archive a channel; `tell` sends the event."""
        self._set_archived(conversation, True, tell)

    def unarchive(self, conversation: Conversation, *, tell: bool = True) -> None:
        """Bring a channel back; `tell` sends the event."""
        self._set_archived(conversation, False, tell)

    def _set_archived(self, conversation: Conversation, archived: bool, tell: bool) -> None:
        with self.workspace.change():
            conversation.archived = archived
        if tell and conversation.app_in:
            type_ = "channel_archive" if archived else "channel_unarchive"
            self.event({"type": type_, "channel": conversation.id, "user": self._somebody(conversation)})

    def share(self, conversation: Conversation, sharing: Sharing = "outside") -> None:
        """Share a channel with another company (`pending`: it is invited) or with the organisation; "" ends that."""
        with self.workspace.change():
            conversation.sharing = sharing

    def rename(self, conversation: Conversation, name: str) -> None:
        """Rename a channel, and send the event."""
        with self.workspace.change():
            conversation.name = name
        self.event({"type": "channel_rename", "channel": {"id": conversation.id, "name": name, "created": 0}})

    def join(self, conversation: Conversation, person: Person | None = None, inviter: Person | None = None) -> None:
        """Somebody joins a channel (None: the app is invited to it), and the app hears of it if it is there."""
        with self.workspace.change():
            if person is None:
                conversation.app_in = True
            elif person not in conversation.members:
                conversation.members.append(person)
        if conversation.app_in:
            who = person.id if person else self.workspace.bot.id
            self.event(joined(self.workspace, conversation, who, inviter.id if inviter else None))

    def remove(self, conversation: Conversation, person: Person | None = None) -> None:
        """Somebody is taken out of a channel; None: the app."""
        with self.workspace.change():
            if person is None:
                conversation.app_in = False
            else:
                conversation.members.remove(person)

    @staticmethod
    def _somebody(conversation: Conversation) -> str:
        return conversation.members[0].id if conversation.members else "USLACKBOT"
