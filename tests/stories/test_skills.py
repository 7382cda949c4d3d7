"""/skills WORDS saves at once; /skills alone opens the form with what is known."""

from tests.stories.space import on_one_engine

pytestmark = on_one_engine


def skills_form(person):
    """The form that /skills opens."""
    person.types("/skills")
    return person.wait_for_form(callback_id="skills_form")


def test_words_are_saved_at_once(space):
    bob = space.joins("Bob Lindqvist")
    answer = bob.types("/skills web design, logo design, WP")
    assert (
        answer.text == "Saved. You list *web design*, *logo design* and *WordPress*. I'll ask you when something fits."
    )
    assert answer.ephemeral
    assert skills_form(bob).values()["skills"] == ["web-design", "logo-design", "wordpress"]


def test_what_is_replaced_is_said_and_how_to_add(space):
    bob = space.joins("Bob Lindqvist", "web design, logo design, WordPress")
    assert bob.types("/skills logo design, bookkeeping").text == (
        "Saved. You list *logo design* and *bookkeeping*. I'll ask you when something fits. You no longer list"
        " *web design* and *WordPress*. To add without replacing, type `/skills` on its own."
    )
    assert "no longer" not in bob.types("/skills bookkeeping, logo design, SEO").text


def test_what_nobody_knows_is_kept_as_it_was_typed(space):
    bob = space.joins("Bob Lindqvist")
    answer = bob.types("/skills logo design, Ça & *va* <tuning>")
    assert "new to me, and kept as you typed." in answer.text
    assert "&amp;" in answer.text
    assert "<tuning>" not in answer.text
    form = skills_form(bob)
    assert len(form.values()["skills"]) == 2
    assert "Ça & *va* <tuning>" in [option["text"]["text"] for option in form.blocks[0]["element"]["initial_options"]]
    assert form.submit() is None
    assert len(skills_form(bob).values()["skills"]) == 2


def test_too_many_or_none_are_refused_and_the_old_ones_stay(space):
    bob = space.joins("Bob Lindqvist", "logo design")
    eleven = ", ".join(f"skill {number}" for number in range(11))
    refused = "Ten skills at most, please: those you would like to be asked for. You named 11."
    assert bob.types(f"/skills {eleven}").text == refused
    assert bob.types("/skills , ;").text == (
        "Name at least one skill, like this: `/skills web design, logo design, WordPress`"
    )
    assert skills_form(bob).values()["skills"] == ["logo-design"]


def test_the_form_is_filled_in_and_completes_what_is_typed(space):
    bob = space.joins("Bob Lindqvist", "logo design")
    form = skills_form(bob)
    assert form.values() == {
        "skills": ["logo-design"],
        "profile": None,
        "capacity": "2",
        "usual_days": [],
        "together": [],
    }
    assert ("wordpress", "WordPress") in form.type_ahead("skills", "wordp")
    assert form.type_ahead("skills", "zither lessons")[-1] == ("new:zither lessons", "Add “zither lessons”")
    assert "web-design" in dict(form.type_ahead("skills", "Web design"))
    form.fill(skills=["logo-design", "wordpress"], profile="I draw & build.\nSlowly.", capacity="3")
    form.fill(usual_days=["4", "0"], together=["tell"])
    assert form.submit() is None
    assert skills_form(bob).values() == {
        "skills": ["logo-design", "wordpress"],
        "profile": "I draw & build.\nSlowly.",
        "capacity": "3",
        "usual_days": ["0", "4"],
        "together": ["tell"],
    }


def test_an_empty_form_is_refused_under_the_field(space):
    bob = space.joins("Bob Lindqvist", "logo design")
    form = skills_form(bob).fill(skills=None, profile="I draw.")
    assert form.submit().errors.keys() == {"skills"}
    assert form.values()["profile"] == "I draw."
    form.close()
    assert skills_form(bob).values()["skills"] == ["logo-design"]


def test_more_than_ten_in_a_forged_form_are_refused(space):
    bob = space.joins("Bob Lindqvist", "logo design")
    form = skills_form(bob)
    form.view.values["skills"]["value"]["selected_options"] = [
        {"text": {"type": "plain_text", "text": f"Skill {number}"}, "value": f"new:skill {number}"}
        for number in range(11)
    ]
    assert "Ten skills at most" in form.submit().errors["skills"]
    form.close()
    assert skills_form(bob).values()["skills"] == ["logo-design"]


def test_a_day_that_no_week_has_is_refused_under_its_field(space):
    bob = space.joins("Bob Lindqvist", "logo design")
    form = skills_form(bob).fill(usual_days=["0"])
    form.view.values["usual_days"]["value"]["selected_options"] = [
        {"text": {"type": "plain_text", "text": "Someday"}, "value": "7"}
    ]
    assert form.submit().errors == {"usual_days": "Please choose from these."}
    form.close()
    assert skills_form(bob).values()["usual_days"] == []


def test_who_has_as_many_introductions_as_they_take_is_not_asked(space):
    ada, bob, cat, _ = space.moves_in()
    skills_form(bob).fill(capacity="1").submit()
    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    space.posts(ada, "Logo for a brewery")
    space.offered(cat, "brewery")
    assert space.heard(bob, "brewery") is None
    space.steps_back(bob, ada)
    space.posts(ada, "Logo for a chandler")
    space.offered(bob, "chandler")
