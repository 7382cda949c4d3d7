"""Ada's lead, from the post to the introduction."""


def test_a_lead_goes_from_a_post_to_an_introduction(space):
    ada, bob, cat, dan = space.moves_in()

    ada.types("/lead Café on Oldham Street needs a website and a logo, £2k, by 12 December")
    form = ada.wait_for_form(callback_id="lead_form")
    understood = form.values()
    assert understood["title"] == "Café on Oldham Street needs a website and a logo"
    assert understood["budget"] == "£2k"
    assert understood["deadline"].endswith("-12-12")
    assert "logo-design" in understood["skills"]
    form.fill(details="Two floors, opens in spring.", confidential="Ring Jo on 0161 496 0000", client_knows="yes")
    assert form.submit() is None, form.errors

    card = space.card("Ada has a lead to pass on")
    assert "Looking for one neighbour" in card.words
    posted = space.waits_for(ada, "Your lead 1 is out")
    assert "I have asked" in space.slack.wait_until(lambda: "I have asked" in posted.words and posted.words)

    offer = space.waits_for(bob, "Ada has a lead that looks like you")
    assert "£2,000" in offer.words
    assert "You list" in offer.words
    assert "Two floors, opens in spring." in offer.words
    assert "0161" not in offer.words
    space.waits_for(cat, "Ada has a lead that looks like you")

    bob.press(offer, "I'm interested")
    group = space.waits_for_group(ada, bob, "meet")
    assert "Ring Jo on 0161 496 0000" in group.messages[0].words
    assert "I have introduced you to Ada" in space.waits_for(bob, "I have introduced you").words
    assert "Introduced to you: Bob Lindqvist" in space.waits_for(ada, "Introduced to you").words
    space.card("No place is free just now")

    cats = space.waits_for(cat, "Ada has a lead that looks like you")
    cat.press(cats, "I'm interested")
    assert "You're first reserve" in space.waits_for(cat, "reserve").words
    assert space.heard(dan, "lead") is None
    assert "0161" not in "".join(message.words for person in (cat, dan) for message in person.inbox)
