"""Who may do what: everything that can be pressed or sent off, by everybody who may not, changes nothing and is told kindly."""

import json
from types import SimpleNamespace

import pytest
from sqlalchemy import create_engine, select

from leadbot.db.tables import Introduction, Member, Offer, Opportunity
from leadbot.services.authority import Right
from tests.stories.forgery import chosen, presses, presses_in_silence, rows_of, sends, typed, whispers
from tests.stories.space import open_space

MEMBERS = ("poster", "asked", "partner", "teammate", "other", "host")
STRANGERS = ("guest", "external", "left", "bot")
FINDING_OUT = "I'm just finding out who you are."
FOR_MEMBERS = "Leadbot is for the members of this workspace."
NOT_YOURS = "Only the person who posted it can do that."
LEADS = "Only the person who posted it, or who convenes its team, can do that."
SOMEBODY_ELSES = "This offer is for somebody else."
TWO = "Only the two who were introduced can answer that."
GONE = "That button is out of date: what it was about is no longer here."
HOSTS = "Only hosts can do that."
OWN_TEAM = "This is your own. You can hand the team over, or close the contract."

# What is pressed, on which thing, for whom it is, and what everybody else reads. Of those for whom it is, the first presses
# it at last, from top to bottom.
BUTTONS = {
    "offer_why offer_pass offer_snooze": ("offer", ["asked"], SOMEBODY_ELSES),
    "card_recommend": ("lead", ["asked", "poster", "partner"], GONE),
    "opportunity_edit opportunity_widen opportunity_extend opportunity_next_wave": ("lead", ["poster"], NOT_YOURS),
    "follow_up_not_yet follow_up_outcome follow_up_spoke follow_up_met": ("introduction", ["partner", "poster"], TWO),
    "team_propose team_hand_over team_invite team_gather bid_not_yet bid_outcome bid_sent": (
        "contract",
        ["poster"],
        LEADS,
    ),
    "team_name_me": ("contract", ["teammate", "poster"], "Only those of the team can answer that."),
    "outcome_name_me": ("introduction", ["poster", "partner"], TWO),
    "card_interested offer_accept": ("offer", ["asked"], SOMEBODY_ELSES),
    "introduce_no introduce_yes": ("introduction", ["poster"], NOT_YOURS),
    "opportunity_put_on_channel message_post_again": ("lead", ["poster"], NOT_YOURS),
    "introduction_step_back": ("introduction", ["partner"], "Only the one who was introduced can do that."),
    "team_step_back": ("contract", ["teammate"], "You are not in this team any more."),
    "opportunity_close opportunity_reopen opportunity_withdraw": ("lead", ["poster"], NOT_YOURS),
    "opportunity_adopt orphan_close": ("orphan", ["host"], HOSTS),
    "message_send_again": ("", ["host"], "Only a host can do that."),
    "home_health": ("", ["host"], "Only a host can do that."),
    "setup_channel setup_summary setup_invite": ("", ["host"], "Only a host can change settings."),
}
DAY = {"type": "datepicker", "selected_date": "2099-01-05"}
FORMS = {
    "lead_form": ("lead", {"title": typed("Mine now"), "places": chosen("1")}, ["poster"], NOT_YOURS),
    "contract_form": ("contract", {"title": typed("Mine now"), "role_1": typed("Baker")}, ["poster"], NOT_YOURS),
    "extend_form": ("lead", {"deadline": DAY}, ["poster"], NOT_YOURS),
    "pass_form": ("offer", {"reason": chosen("busy")}, ["asked"], SOMEBODY_ELSES),
    "help_form": ("lead", {"role": chosen("1")}, ["poster", "asked", "partner"], GONE),
    "recommend_form": ("lead", {"someone": {"type": "users_select"}}, ["poster", "asked", "partner"], GONE),
    "not_yet_form": ("introduction", {"again": DAY}, ["poster", "partner"], TWO),
    "outcome_form": ("introduction", {"outcome": chosen("lost")}, ["poster", "partner"], TWO),
    "team_form": ("contract 1", {"place_1": chosen("open")}, ["poster"], LEADS),
    "hand_over_form": ("contract", {"convener": chosen("teammate")}, ["poster"], LEADS),
    "settings_form": ("", {"region": chosen("none")}, ["host"], "Only a host can change settings."),
    "setup_channel_form": ("", {}, ["host"], "Only a host can change settings."),
    "setup_summary_form": ("", {"region": chosen("none")}, ["host"], "Only a host can change settings."),
    "setup_invite_form": ("", {}, ["host"], "Only a host can change settings."),
}
OTHER_WORDS = {  # where somebody for whom it is not has a reason of their own
    ("card_interested", "poster"): "",
    ("team_step_back", "poster"): OWN_TEAM,
}


@pytest.fixture(scope="module")
def yard(sqlite_databases):
    """A lead with one who is asked and one who is introduced, a team, something whose poster has left; and all who press."""
    with sqlite_databases.migrated() as url, open_space(url) as space:
        cast = moves_in(space)
        space.posts(cast["poster"], "Logo for a brewery", places="2", reach="matched", skills=["logo-design"])
        space.accepts(cast["partner"])
        gathers(space, cast)
        space.posts(cast["gone"], "Beds for a hostel", skills=["logo-design"], reach="matched")
        for gone in ("gone", "left"):
            space.slack.deactivate(cast[gone])
        for presser in (*MEMBERS, *STRANGERS):
            cast[presser].says(None, "Hello")
        space.settles()
        space.settles()
        yield SimpleNamespace(space=space, cast=cast, url=url, things=things_of(url, cast))


def moves_in(space):
    """Everybody who presses."""
    return {
        "poster": space.joins("Ada Okafor"),
        "asked": space.joins("Bob Lindqvist", "logo design"),
        "partner": space.joins("Cat Morgan", "logo design"),
        "teammate": space.joins("Pat Quill", "copywriting"),
        "other": space.joins("Dan Achterberg", "bookkeeping"),
        "host": space.joins("Hana Novak", "bookkeeping", is_admin=True),
        "guest": space.joins("Gus Guest", is_restricted=True),
        "external": space.joins("Oli Outside", team_id="T0999999999"),
        "left": space.joins("Lee Park", "bookkeeping"),
        "bot": space.joins("Clock Bot", is_bot=True),
        "gone": space.joins("Olga Swan"),
    }


def gathers(space, cast):
    """A contract whose team is gathered."""
    cast["poster"].types("/contract")
    form = cast["poster"].wait_for_form(callback_id="contract_form")
    assert form.fill(title="Menu for an inn", role_1="Copywriter", role_1_skills=["copywriting"]).submit() is None
    space.settles()
    cast["poster"].press(space.waits_for(cast["poster"], "Your contract", button="Edit"), "team_invite")
    space.settles()
    space.accepts(cast["teammate"], "has a place for you")


def things_of(url, cast):
    """What is pressed on, by its id."""
    engine = create_engine(url)
    with engine.connect() as connection:
        member = {slack: id for id, slack in connection.execute(select(Member.id, Member.slack_user_id))}
        titles = {title: id for id, title in connection.execute(select(Opportunity.id, Opportunity.title))}
        asked = select(Offer.id).where(Offer.member_id == member[cast["asked"].id]).order_by(Offer.id)
        met = select(Introduction.id).where(Introduction.partner_id == member[cast["partner"].id])
        things = {
            "lead": titles["Logo for a brewery"],
            "contract": titles["Menu for an inn"],
            "orphan": titles["Beds for a hostel"],
            "offer": connection.scalars(asked).first(),
            "introduction": connection.scalars(met).one(),
        }
    engine.dispose()
    return {name: str(id) for name, id in things.items()} | {"": "", "contract 1": f"{things['contract']} 1"}


def kept(yard):
    """All that is kept, but for whoever has left: they are looked up again whenever they come."""
    yard.space.settles()
    rows = rows_of(yard.url)
    return rows | {"members": [row for row in rows["members"] if yard.cast["left"].id not in row]}


def may_not(allowed):
    """Everybody for whom it is not."""
    return [presser for presser in (*MEMBERS, *STRANGERS) if presser not in allowed]


def buttons():
    """Each button with what there is to know of it."""
    return [(action, *about) for actions, about in BUTTONS.items() for action in actions.split()]


@pytest.mark.case("AUTHZ-01", "AUTHZ-02", "AUTHZ-04")
def test_whoever_presses_what_is_somebody_elses_changes_nothing_and_hears_why(yard):
    before = kept(yard)
    for action, thing, allowed, sentence in buttons():
        thing, sentence = ("lead", GONE) if action == "card_interested" else (thing, sentence)
        allowed = ["poster", "asked", "partner"] if action == "card_interested" else allowed
        for presser in may_not(allowed):
            told = presses(yard.space, yard.cast[presser], action, yard.things[thing])
            words = OTHER_WORDS.get((action, presser), sentence if presser in MEMBERS else FOR_MEMBERS)
            assert told.startswith(words), (action, presser, told)
        assert kept(yard) == before, action


@pytest.mark.case("AUTHZ-01", "AUTHZ-02", "AUTHZ-04")
def test_whoever_sends_off_what_is_somebody_elses_changes_nothing_and_hears_why(yard):
    before = kept(yard)
    for form, (thing, values, allowed, sentence) in FORMS.items():
        if form == "hand_over_form":
            values = {"convener": chosen("00000000-0000-0000-0000-000000000000")}
        if form == "recommend_form":
            values = {"someone": {"type": "users_select", "selected_user": yard.cast["other"].id}}
        for presser in may_not(allowed):
            person = yard.cast[presser]
            answer = sends(yard.space, person, form, yard.things[thing], values)
            if presser == "left":  # Slack is asked about them once more, after the ack
                assert FINDING_OUT in json.dumps(answer), (form, answer)
                person.wait_for_form(callback_id="notice")
                answer = {"shown": person.form.words}
            words = sentence if presser in MEMBERS else FOR_MEMBERS
            assert words in json.dumps(answer, ensure_ascii=False), (form, presser, answer)
        assert kept(yard) == before, form


def about_something(listeners):
    """The names of those that are about some thing."""
    about = {name for name, each in listeners.items() if not each.right & (Right.MEMBER | Right.READER)}
    return about - {
        "home_settings"
    }  # has Slack asked who presses: as `/leadbot settings`, in the story of the settings


def test_every_button_and_form_that_is_about_something_is_in_the_tables(yard):
    registry = yard.space.leadbot.registry
    assert {action for action, *_ in buttons()} == about_something(registry.buttons)
    assert FORMS.keys() == about_something(registry.forms)


@pytest.mark.soak
@pytest.mark.case("AUTHZ-01", "AUTHZ-02")
def test_for_whom_it_is_it_does_something(yard):
    for action, thing, allowed, sentence in buttons():
        if action == "introduce_yes":
            continue  # they are introduced already, and to press twice is to press once
        person, before = yard.cast[allowed[0]], rows_of(yard.url)
        thing = "lead" if action == "card_interested" else thing
        heard, form = len(whispers(person)), person.form
        assert presses_in_silence(person, action, yard.things[thing]) == 200

        def done(person=person, before=before, heard=heard, form=form):
            return rows_of(yard.url) != before or whispers(person)[heard:] or (person.form and person.form != form)

        assert yard.space.slack.wait_until(done, what=action)
        assert not [told.text for told in whispers(person)[heard:] if told.text in (sentence, GONE, NOT_YOURS)], action
        yard.space.settles()
