"""What people do, changed on its way: whatever Slack might deliver, Leadbot answers, says nothing of its insides, and lives."""

import random
import re
from copy import deepcopy

import pytest
from sqlalchemy import text

SENT = {"http": 300, "socket": 100}
SENT_IN_SOAK = 5_000  # over each of the two roads
INSIDES = re.compile(
    r"Traceback|leadbot[./_]\w|\.py\b|[Ss]qlalchemy|sqlite|psycopg|SELECT|INSERT|UPDATE |\w+Error\b|/tmp/"
)
OTHER_KINDS = {"command": "interaction", "interaction": "event", "event": "command"}


def deep(levels):
    """Something that is in something, and so on."""
    return {"in": deep(levels - 1)} if levels else []


STRANGE = [None, True, 0, -1, 2**70, 1.5, "", " ", "\x00", "\ud800", "T1", "U1", "x" * 40_000, "' OR 1=1 --", "١٢٣"]
STRANGER = [[], {}, [None], [[]], {"id": None}, {"type": "modal"}, deep(60), [{"value": "1"}] * 300]


def places_in(body, path=()):
    """Every place in a payload, by the keys that lead to it."""
    inner = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for key, value in inner:
        yield (*path, key)
        yield from places_in(value, (*path, key))


def mutated(chance, body):
    """The same with up to three changes: something is missing, or is of another kind, or is somebody else's."""
    body = deepcopy(body)
    for _ in range(chance.randrange(1, 4)):
        places = list(places_in(body))
        if not places:
            break
        *way, last = chance.choice(places)
        holder = body
        for key in way:
            holder = holder[key]
        if chance.random() < 0.3:
            del holder[last]
        else:
            holder[last] = deepcopy(chance.choice(STRANGE + STRANGER))
    return body


def what_was_done(space):
    """One of everything that people can do, as it came to Leadbot."""
    ada, bob, cat, dan = space.moves_in()
    space.posts(ada)
    space.accepts(bob)
    space.passes(cat, "busy")
    ada.types("/contract A new website for the museum")
    ada.wait_for_form(callback_id="contract_form").close()
    dan.types("/leads")
    dan.types("/here until 5, by the window")
    dan.types("/skills")
    dan.wait_for_form(callback_id="skills_form").type_ahead("skills", "logo")
    dan.shares(space.card(), "share_as_lead")
    dan.uses_shortcut("post_opportunity")
    dan.opens_home()
    dan.says(None, "Hello")
    space.slack.user_changed(dan, name="Dan A")
    space.slack.rename(space.leads, "leads")
    space.slack.join(space.leads, dan)
    space.settles()
    samples = {}
    for each in space.slack.deliveries:
        named = each.body.get("event") or (each.body.get("actions") or [each.body.get("view") or {}])[0]
        samples[each.payload_type, named.get("type"), named.get("action_id"), named.get("callback_id")] = each
    assert len(samples) >= 12
    return list(samples.values())


def anew(space, sample):
    """The same, done once more: Slack numbers what people do, and what happens."""
    workspace = space.slack.workspace
    if sample.payload_type != "event":
        return sample.body | {"trigger_id": workspace.triggers.give(space.slack.people[0].id)}
    event = sample.body["event"] | {"event_ts": workspace.next_ts()}
    return sample.body | {"event": event, "event_id": workspace.new_id("Ev")}


def changes_of(space):
    """A number that is another after whatever anybody has written."""
    with space.leadbot.database.reading() as session:
        tables = ("seen_requests", "members", "opportunities", "offers", "introductions", "messages", "member_skills")
        counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in tables)
        versions = "(SELECT coalesce(sum(version), 0) FROM messages), (SELECT coalesce(sum(taken), 0) FROM roles)"
        return tuple(session.execute(text(f"SELECT {counts}, {versions}")).one())


def sends_mutated(space, number):
    """Sends so many requests, each twice; gives what was wrong about the answers."""
    samples, chance, wrong = what_was_done(space), random.Random(number), []
    space.leadbot.courier.stop(10)  # what is left to be said would only take time
    space.slack.courier.retry_delays = ()
    space.slack.courier.patience = 2.0  # over Socket Mode, what cannot be read is not acked
    for _ in range(number):
        sample = chance.choice(samples)
        kind = sample.payload_type if chance.random() < 0.95 else OTHER_KINDS[sample.payload_type]
        body = mutated(chance, anew(space, sample))
        before = changes_of(space)
        first = space.slack.courier.send(kind, body)
        after = changes_of(space)
        if not first.ok:
            wrong += [("5xx", first)] * ((first.status or 0) >= 500)
            wrong += [("done though refused", first)] * (before != after)
            continue
        second = space.slack.courier.send(kind, body)
        wrong += [("insides", first)] * bool(INSIDES.search(first.answer + second.answer))
        wrong += [("not taken again", first)] * (not second.ok)
        wrong += [("done twice", first)] * (changes_of(space) != after)
    return wrong


def still_answers(space):
    """Leadbot goes on as if nothing had been."""
    space.slack.courier.patience = 3.0
    space.slack.faults.clear()  # Slack does not open a form for what nobody pressed
    eve = space.slack.add_person("Eve Sato")
    assert eve.types("/skills logo design").text.startswith("Saved.")


def test_whatever_is_changed_on_the_way_is_answered_and_done_once(space, road):
    assert sends_mutated(space, SENT[road]) == []
    still_answers(space)


@pytest.mark.soak
def test_ten_thousand_changed_requests_are_answered_and_done_once(space):
    assert sends_mutated(space, SENT_IN_SOAK) == []
    still_answers(space)
