"""From an empty form to the introduction, in a real browser: what a newcomer does in their first minute."""

import pytest
from playwright.sync_api import expect

from leadbot.playground.local_slack import LocalSlack
from tests.browser.story import Story

pytestmark = pytest.mark.browser


def test_from_an_empty_form_to_the_introduction(story: Story, demo: LocalSlack) -> None:
    page = story.page
    expect(page.get_by_role("heading", name="Try this first")).to_be_visible()
    story.picture("1-first-sight")

    story.acts_as("Ada")
    page.locator("#composer-text").fill("/")
    expect(page.get_by_role("option", name="/skills")).to_be_visible()
    story.picture("2-commands")

    story.types("/lead")
    demo.person("Ada").wait_for_form(10, "lead_form")
    form = page.get_by_role("dialog", name="Pass on a lead")
    expect(form).to_be_visible()
    form.get_by_role("button", name="Pass it on").click()
    expect(form.get_by_text("Please complete this required field.")).to_be_visible()
    story.picture("3-something-missing")

    form.get_by_label("What is needed?").fill("Website and logo for a café on Oldham Street")
    story.adds_skill("web d", "web design")
    story.adds_skill("logo", "logo design")
    form.get_by_label("Budget").fill("£2k")
    story.picture("4-filled-in")
    form.get_by_role("button", name="Pass it on").click()
    expect(form).to_be_hidden()

    expect(page.locator(".role", has_text="Bob").locator(".badge")).to_be_visible()
    story.acts_as("Bob")
    offer = page.get_by_role("article").filter(has_text="Website and logo for a café on Oldham Street")
    expect(offer).to_be_visible()
    story.picture("5-the-offer")
    opens_home_by_keyboard(story)
    offer.get_by_role("button", name="I'm interested").click()

    expect(page.locator(".role[aria-current] .badge")).to_have_text("1 unread")
    if page.locator(".menu-button").is_visible():
        expect(page.get_by_role("button", name="Conversations, 1 unread")).to_be_visible()
        expect(page.locator(".menu-button .dot")).to_be_visible()
    story.picture("7-something-new")
    with page.expect_navigation():
        page.get_by_role("link", name="the group message of the two").click()
    expect(page.get_by_text("That is how an introduction is made.")).to_be_visible()
    expect(page.get_by_role("log", name="Messages")).to_contain_text("Website and logo for a café")

    story.acts_as("Ada")
    story.opens("Bob Lindqvist")
    expect(page.get_by_role("log", name="Messages")).to_contain_text("Website and logo for a café")
    story.picture("8-the-introduction")

    opens_home_by_mouse(story)
    goes_on_through_next_monday(story, demo)
    assert "\n".join(story.oddities) == ""
    assert demo.faults == []


def opens_home_by_keyboard(story: Story) -> None:
    """What waits for Bob stands on his Home tab too; and from there he comes back to the messages."""
    page = story.page
    for tab in ("Home", "Messages"):
        page.get_by_role("navigation", name="Leadbot").get_by_role("link", name=tab).focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        if tab == "Home":
            expect(page.locator("#main")).to_contain_text("Ada has a lead that looks like you")
            story.picture("6-what-waits-at-home")


def opens_home_by_mouse(story: Story) -> None:
    """Ada sees what she has open, and how the form for another opens from there."""
    page = story.page
    story.opens("Leadbot")
    with page.expect_navigation():
        page.get_by_role("navigation", name="Leadbot").get_by_role("link", name="Home").click()
    expect(page.locator("#main")).to_contain_text("Website and logo for a café on Oldham Street")
    story.picture("9-at-home")
    page.get_by_role("button", name="Post a lead").click()
    expect(page.get_by_role("dialog", name="Pass on a lead")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def goes_on_through_next_monday(story: Story, demo: LocalSlack) -> None:
    """A week later Bob is asked how it went, and tells; the week after, the channel reads of it."""
    page = story.page
    story.moves_the_clock("Next Monday")
    story.opens("leads")
    expect(page.get_by_role("log", name="Messages")).to_contain_text("from 1 lead that was open")

    story.acts_as("Bob")
    story.opens("Leadbot")
    asked = page.get_by_role("article").filter(has_text="Have you and Ada spoken yet?")
    expect(asked).to_be_visible()
    story.picture("10-how-did-it-go")
    asked.get_by_role("button", name="Say what came of it").click()
    form = page.get_by_role("dialog", name="What came of it?")
    form.get_by_label("It was won: the work goes ahead").check()
    form.get_by_label("If it was won: for how much?").fill("£1,800")
    form.get_by_label("A word of thanks").fill("Ada, that made my month.")
    form.get_by_label("You may name me").check()
    story.picture("11-what-came-of-it")
    form.get_by_role("button", name="Send").click()
    expect(form).to_be_hidden()
    demo.wait_until(lambda: "it was won" in demo.person("Ada").inbox[-1].words, what="Ada hears of it")

    story.acts_as("Ada")
    story.opens("Leadbot")
    told = page.get_by_role("article").filter(has_text="it was won")
    expect(told).to_contain_text("Ada, that made my month.")
    story.picture("12-it-was-won")

    story.moves_the_clock("Next Monday")
    story.opens("leads")
    expect(page.get_by_role("log", name="Messages")).to_contain_text("Won:")
    story.picture("13-the-next-monday")


def test_a_half_filled_form_outlives_news_and_a_reload(story: Story, demo: LocalSlack) -> None:
    page = story.page
    story.types("/lead")
    title = page.get_by_label("What is needed?")
    title.fill("Half a")
    demo.person("Hal").says("leads", "Somebody parked across the gate.")
    expect(page.get_by_role("log", name="Messages", include_hidden=True)).to_contain_text("across the gate")
    assert (title.input_value(), title.evaluate("each => each === document.activeElement")) == ("Half a", True)

    title.press("Tab")
    demo.wait_until(lambda: demo.person("Ada").form.values()["title"] == "Half a", what="the form is remembered")
    page.reload()
    expect(page.get_by_label("What is needed?")).to_have_value("Half a")

    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert demo.person("Ada").form is None
    assert "\n".join(story.oddities) == ""


def test_news_while_the_button_is_held_down_does_not_swallow_the_click(story: Story, demo: LocalSlack) -> None:
    page = story.page
    story.acts_as("Ada")
    story.opens("Leadbot")
    if page.locator(".menu-button").is_visible():
        page.get_by_role("button", name="Conversations").click()
    page.locator(".sidebar").get_by_role("link", name="leads").hover()
    page.mouse.down()
    with page.expect_request("**/changes?*"):  # the page asks again when it has taken in what was new
        demo.person("Hal").says("leads", "Somebody parked across the gate.")
    with page.expect_navigation():
        page.mouse.up()
    expect(page.get_by_role("log", name="Messages")).to_contain_text("across the gate")


def test_the_clock_is_moved_by_keyboard(story: Story, demo: LocalSlack) -> None:
    page = story.page
    clock = page.locator("#clock-menu > summary")
    expect(clock).to_contain_text("Mon ")
    expect(clock).to_contain_text(", 10:0")
    expect(page.locator(".day")).to_have_text(["Today"])

    clock.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Tomorrow morning")).to_be_visible()
    story.picture("14-the-clock")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Tomorrow morning")).to_be_hidden()
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(clock).to_contain_text("Tue ")
    expect(clock).to_be_focused()
    expect(page.locator(".day")).to_have_text(["Yesterday"])
    story.types("The kettle is on.")
    expect(page.locator(".day")).to_have_text(["Yesterday", "Today"])
    expect(page.get_by_role("article").filter(has_text="The kettle is on.")).to_contain_text("09:0")
    story.picture("15-the-next-day")
    assert "\n".join(story.oddities) == ""
    assert demo.faults == []
