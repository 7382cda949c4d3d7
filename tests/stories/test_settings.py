"""/leadbot settings: a host changes how Leadbot works, and it holds from then on. Nobody else can."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from leadbot.db.tables import Workspace
from tests.stories.passing import later
from tests.stories.space import on_one_engine

DEFAULTS = {
    "leads_channel": None,
    "hosts": [],
    "summary_day": "0",
    "summary_time": "09:00",
    "empty_week": "line",
    "time_zone": "Europe/London",
    "region": "none",
    "currency": "GBP",
    "working_days": ["0", "1", "2", "3", "4"],
    "working_start": "09:00",
    "working_end": "17:30",
    "wave_size": "3",
    "waves": "3",
    "daily_cap": "3",
    "capacity": "2",
    "retention_days": "90",
    "guests": [],
}
DESIGNERS = ("Bob Lindqvist", "Cat Morgan", "Eve Sato", "Fay Mensah")


@pytest.fixture
def hope(space):
    """The space's host, an admin of its Slack, whom Leadbot knows already."""
    hope = space.joins("Hope Adeyemi", "bookkeeping", is_admin=True)
    space.settles()
    return hope


def settings(person):
    """The form that /leadbot settings opens."""
    person.types("/leadbot settings")
    return person.wait_for_form(callback_id="settings_form")


def shown(person):
    """What the form shows; it is closed again."""
    form = settings(person)
    form.close()
    return form.values()


def sets(person, **changes):
    """A host changes settings, which are taken."""
    left = settings(person).fill(**changes).submit()
    assert left.words.startswith("Saved. The next summary comes on "), left.errors
    left.close()


def forged(form, name, **state):
    """Something enters what no client offers."""
    form.view.values[name]["value"].update(state)


def forged_option(value):
    """An option that no menu offers."""
    return {"text": {"type": "plain_text", "text": "Forged", "emoji": False}, "value": value}


def workspace_of(space):
    """The workspace as it is kept."""
    with space.leadbot.database.reading() as session:
        return session.scalar(select(Workspace))


def test_a_host_sees_what_is_set_and_changes_all_of_it(space, hope):
    bob = space.joins("Bob Lindqvist")
    form = settings(hope)
    assert form.values() == DEFAULTS
    changes = {
        "leads_channel": space.leads.id,
        "hosts": [bob.id],
        "summary_day": "2",
        "summary_time": "00:00",
        "empty_week": "nothing",
        "time_zone": "Europe/Berlin",
        "region": "DE-BE",
        "currency": "EUR",
        "working_days": ["1", "6"],
        "working_start": "10:15",
        "working_end": "16:45",
        "wave_size": "5",
        "waves": "1",
        "daily_cap": "7",
        "capacity": "4",
        "retention_days": "365",
        "guests": ["yes"],
    }
    saved = form.fill(**changes).submit()
    assert saved.words == "Saved. The next summary comes on Wed 2 Dec at 00:00."
    saved.close()
    assert shown(hope) == changes
    kept = workspace_of(space)
    assert (kept.working_days, kept.working_end, kept.region, kept.guests) == ([1, 6], time(16, 45), "DE-BE", True)
    sets(hope, leads_channel=None, hosts=None, region="none", guests=None)
    emptied = {"leads_channel": None, "hosts": [], "region": "none", "guests": []}
    assert shown(hope) == changes | emptied
    assert workspace_of(space).region == ""


@on_one_engine
def test_every_field_says_what_it_does(space, hope):
    form = settings(hope)
    assert [block["block_id"] for block in form.blocks] == list(DEFAULTS)
    assert all(block["hint"]["text"].endswith(".") for block in form.blocks)
    assert form.options("currency")[:2] == [("GBP", "British pounds (GBP)"), ("EUR", "Euros (EUR)")]


@on_one_engine
def test_whoever_is_no_host_hears_who_is(space):
    ada = space.joins("Ada Okafor")
    ada.types("/leadbot settings")
    space.settles()
    told = "Only a host can change settings. Please ask"
    assert ada.types("/leadbot settings").text == f"{told} an admin of this Slack workspace."
    hope, ivo = (
        space.joins(name, "bookkeeping", **{role: True}) for name, role in (("Hope", "is_admin"), ("Ivo", "is_owner"))
    )
    space.settles()
    assert ada.types("/leadbot settings").text == f"{told} *Hope* and *Ivo*."
    assert ada.form is None
    sets(ivo, capacity="3")
    assert shown(hope)["capacity"] == "3"


def test_a_host_whom_leadbot_has_never_seen_is_not_left_outside(space):
    space.settles()
    hope = space.slack.add_person("Hope Adeyemi", is_admin=True)
    with space.leadbot.courier.at_rest(30):
        first = hope.types("/leadbot settings").text
    assert first == "I'm just finding out who you are. Please type `/leadbot settings` again in a moment."
    space.settles()
    assert shown(hope) == DEFAULTS


def test_a_member_who_became_an_admin_unheard_is_found_out_on_asking(space):
    ada = space.joins("Ada Okafor", "copywriting")
    space.settles()
    ada.is_admin = True
    assert ada.types("/leadbot settings").text.startswith("Only a host")
    space.settles()
    assert shown(ada) == DEFAULTS


def test_whom_a_host_names_is_a_host_until_they_are_named_no_more(space, hope):
    bob = space.joins("Bob Lindqvist", "logo design")
    sets(hope, hosts=[bob])
    open_still = settings(bob)
    sets(hope, hosts=None)
    assert open_still.fill(capacity="9").submit().errors == {"leads_channel": "Only a host can change settings."}
    open_still.close()
    assert shown(hope)["capacity"] == "2"


@on_one_engine
def test_a_named_host_who_leaves_is_one_no_more(space, hope):
    bob = space.joins("Bob Lindqvist", "logo design")
    sets(hope, hosts=[bob])
    space.slack.deactivate(bob)
    space.settles()
    assert shown(hope)["hosts"] == []


def test_bad_input_is_refused_under_its_field_and_nothing_is_stored_or_lost(space, hope):
    form = settings(hope).fill(working_start="12:00", working_end="12:00", capacity="9")
    forged(form, "leads_channel", selected_conversation="D0123456")
    forged(form, "time_zone", selected_option=forged_option("Europe/Atlantis"))
    forged(form, "region", selected_option=forged_option("GB-XX"))
    forged(form, "currency", selected_option=forged_option("ZZZ"))  # three letters, as a currency has
    forged(form, "working_days", selected_options=[forged_option("7")])
    forged(form, "summary_day", selected_option=forged_option("7"))
    forged(form, "summary_time", selected_time="25:61")
    forged(form, "hosts", selected_users=["nobody"])
    for name in ("wave_size", "waves", "daily_cap"):
        forged(form, name, selected_option=forged_option("0"))
    one = "Please choose one of these."
    assert form.submit().errors == {
        "leads_channel": "Please choose a public channel.",
        "hosts": "Only people can be hosts. Please choose members of this workspace.",
        "summary_day": one,
        "summary_time": "Please fill this in.",
        "time_zone": "There is no such time zone. Type a city, and choose it from the list.",
        "region": "The public holidays there are not known. Type a country, and choose it from the list.",
        "currency": one,
        "working_days": "Please choose from these.",
        "working_end": "This must be later than the start.",
        "wave_size": one,
        "waves": one,
        "daily_cap": one,
    }
    assert form.values()["capacity"] == "9"
    form.close()
    assert shown(hope) == DEFAULTS


@on_one_engine
def test_no_working_day_is_refused(space, hope):
    form = settings(hope).fill(working_days=None)
    form._missing = dict  # a client that does not ask
    assert form.submit().errors == {"working_days": "Please fill this in."}


@on_one_engine
def test_an_app_a_guest_and_whoever_has_left_cannot_be_hosts(space, hope):
    app, gus, lou = (
        space.slack.add_person(name, **about)
        for name, about in (
            ("Robot", {"is_bot": True}),
            ("Gus", {"is_restricted": True}),
            ("Lou", {}),
        )
    )
    sets(hope, hosts=[app, gus, lou])  # Leadbot has never heard of them, and asks Slack
    space.settles()
    assert shown(hope)["hosts"] == [lou.id]
    space.slack.deactivate(lou)
    space.settles()
    assert shown(hope)["hosts"] == []
    for person, why in (
        (app, "Robot is an app, and cannot be a host."),
        (gus, "Gus is not a member of this workspace, and cannot be a host."),
        (lou, "Lou has left, and cannot be a host."),
    ):
        assert settings(hope).fill(hosts=[person]).submit().errors == {"hosts": why}
        hope.form.close()
    form = settings(hope)
    forged(form, "hosts", selected_users=[space.slack.bot_user_id])
    assert form.submit().errors == {"hosts": "Only people can be hosts. Please choose members of this workspace."}


@on_one_engine
def test_somebody_must_be_left_who_may_change_this(space, hope):
    bob = space.joins("Bob Lindqvist", "logo design")
    sets(hope, hosts=[bob])
    space.slack.user_changed(hope, is_admin=False)
    space.settles()
    told = "Please name at least one host: else nobody could change this again."
    assert settings(bob).fill(hosts=None).submit().errors == {"hosts": told}


@on_one_engine
def test_time_zones_and_regions_are_found_by_typing(space, hope):
    form = settings(hope)
    assert form.type_ahead("time_zone", "lond") == [("Europe/London", "London, United Kingdom")]
    assert ("America/Sao_Paulo", "Sao Paulo, Brazil") in form.type_ahead("time_zone", "são")
    assert form.type_ahead("time_zone", "atlantis") == []
    nothing = ("none", "No public holidays")
    assert form.type_ahead("region", "scot") == [("GB-SCT", "Scotland, United Kingdom"), nothing]
    assert form.type_ahead("region", "united king")[0] == ("GB", "United Kingdom")
    assert form.type_ahead("region", "atlantis") == [nothing]


def test_leadbot_joins_the_channel_that_is_chosen_and_the_card_goes_there(space, hope):
    board = space.slack.add_channel("board", members=[hope], app_in=False)
    sets(hope, leads_channel=board)
    space.slack.wait_until(lambda: board.app_in, what="Leadbot joins the channel")
    space.posts(space.joins("Ada Okafor"), "Logo for a bakery")
    assert "Logo for a bakery" in board.messages[-1].words
    assert space.leads.messages == []


@on_one_engine
@pytest.mark.parametrize("code", ["restricted_action", "missing_scope"])
def test_a_channel_that_leadbot_may_not_join_is_told_to_the_host_at_once_and_nothing_else_stops(space, hope, code):
    board = space.slack.add_channel("board", members=[hope], app_in=False)
    space.slack.fail("conversations.join", code)
    sets(hope, leads_channel=board)
    told = space.waits_for(hope, "Saved, but I can't use that channel.").words
    assert "Type /invite @Leadbot there, or choose another." in told
    bob = space.joins("Bob Lindqvist", "logo design")
    space.posts(space.joins("Ada Okafor"), "Logo for a bakery")
    space.offered(bob)


@on_one_engine
def test_a_channel_that_was_archived_while_a_host_chose_it_is_told_with_its_mend(space, hope):
    board = space.slack.add_channel("board", members=[hope], app_in=False)
    form = settings(hope).fill(leads_channel=board)
    space.slack.archive(board)
    form.submit()
    assert "It is archived: bring it back, or choose another." in space.waits_for(hope, "I can't use that").words


@on_one_engine
def test_only_open_channels_of_this_workspace_alone_are_offered(space, hope):
    closed = space.slack.add_channel("committee", members=[hope], is_private=True)
    with pytest.raises(AssertionError, match="not among the channels"):
        settings(hope).fill(leads_channel=closed)


def test_the_wave_is_as_large_as_the_host_says(space, hope):
    people = [space.joins(name, "logo design") for name in DESIGNERS]
    sets(hope, wave_size="1")
    space.posts(space.joins("Ada Okafor"), "Logo for a bakery")
    assert sum(space.heard(person, "looks like you") is not None for person in people) == 1


def test_guests_take_part_where_the_host_says_so(space, hope):
    ada = space.joins("Ada Okafor")
    gus = space.joins("Gus Guest", "logo design", is_restricted=True)
    space.settles()
    space.posts(ada, "Logo for a bakery")
    assert space.heard(gus, "looks like you") is None
    assert "Leadbot is for the members" in gus.types("/leads").text
    sets(hope, guests=["yes"])
    space.posts(ada, "Logo for a brewery")
    space.accepts(gus, "brewery")
    assert space.waits_for_group(ada, gus, "brewery")
    assert gus.types("/leads mine").text == "Yours: 2 Logo for a brewery"


def test_whoever_has_not_said_how_many_takes_as_many_as_the_host_says(space, hope):
    ada, bob = space.joins("Ada Okafor"), space.joins("Bob Lindqvist", "logo design")
    sets(hope, capacity="1")
    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    space.posts(ada, "Logo for a brewery")
    assert space.heard(bob, "brewery") is None


@pytest.mark.parametrize(
    ("limits", "wait"),
    [
        ({"working_start": "11:00", "working_end": "12:00"}, {"hours": 1}),  # it is ten
        ({"working_days": ["1"]}, {"days": 1}),  # it is Monday
    ],
)
def test_nobody_is_asked_outside_the_hours_and_days_that_the_host_sets(space, hope, limits, wait):
    ada, bob = space.joins("Ada Okafor"), space.joins("Bob Lindqvist", "logo design")
    sets(hope, **limits)
    space.posts(ada, "Logo for a bakery")
    assert space.heard(bob, "bakery") is None
    space.time.passes(**wait)
    space.settles()
    assert space.heard(bob, "bakery")


@on_one_engine
def test_a_budget_that_names_no_currency_is_in_the_hosts(space, hope):
    bob = space.joins("Bob Lindqvist", "logo design")
    sets(hope, currency="EUR")
    space.posts(space.joins("Ada Okafor"), "Logo for a bakery", budget="2k")
    assert "€2,000" in space.offered(bob).words


def berlin_day(space):
    """The day of the next summary, in Berlin."""
    return workspace_of(space).summary_due_at.astimezone(ZoneInfo("Europe/Berlin")).date()


def test_the_summary_is_due_when_the_host_says(space, hope):
    sets(hope, summary_day="2", summary_time="08:30", time_zone="Europe/Berlin")
    wednesday = space.time().date() + timedelta(days=2)
    assert workspace_of(space).summary_due_at == datetime.combine(wednesday, time(8, 30), ZoneInfo("Europe/Berlin"))
    sets(hope, summary_day="0")
    assert berlin_day(space) == wednesday, "Monday has passed: this week's comes when it was announced"
    sets(hope, summary_day="4")
    assert berlin_day(space) == wednesday + timedelta(days=2)


@on_one_engine
def test_what_waits_for_an_answer_until_midnight_does_so_by_the_hosts_new_time_zone(space, hope):
    bob = space.joins("Bob Lindqvist", "logo design")
    ada = space.joins("Ada Okafor")
    space.posts(ada, "Logo for a bakery", deadline=space.time().date())
    sets(hope, time_zone="America/New_York")
    later(space, hours=15)  # one in the morning in London, eight in the evening in New York
    space.accepts(bob, "bakery")
    assert len(space.waits_for_group(ada, bob, "bakery").messages) == 1


@on_one_engine
def test_help_names_what_may_be_typed_after_leadbot(space, hope):
    help = hope.types("/leadbot help").text
    assert "• `/leadbot settings` – for hosts: change how Leadbot works here." in help
    assert hope.types("/leadbot setings").text == "I don't know that one. Try `/leadbot help`"
    hope.types("/leadbot  Settings please")
    assert hope.wait_for_form(callback_id="settings_form")


@on_one_engine
def test_an_admin_who_is_none_any_more_can_change_nothing_after_five_minutes_though_no_event_told(space, hope):
    bob = space.joins("Bob Lindqvist", "logo design", is_admin=True)
    open_still = settings(bob).fill(capacity="9")
    bob.is_admin = False
    space.time.passes(minutes=5)
    bob.types("/leadbot settings")
    space.whispered(bob, "Only a host can change settings. Please ask Hope Adeyemi.", where=bob.dm)
    assert open_still.submit().errors == {"leads_channel": "Only a host can change settings."}
    open_still.close()
    assert bob.form is None
    assert shown(hope)["capacity"] == "2"
