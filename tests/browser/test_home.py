"""Home and settings in a real browser: what a member finds there, and how a host sets the space up."""

import pytest
from playwright.sync_api import expect

from leadbot.playground.local_slack import LocalSlack
from tests.browser.story import Story

pytestmark = pytest.mark.browser


def opens_the_tab(story: Story) -> None:
    story.opens("Leadbot")
    with story.page.expect_navigation():
        story.page.get_by_role("navigation", name="Leadbot").get_by_role("link", name="Home").click()


def test_a_member_answers_at_home_and_a_host_sets_the_space_up(story: Story, demo: LocalSlack) -> None:
    page, main = story.page, story.page.locator("#main")
    story.acts_as("Ada")
    opens_the_tab(story)
    expect(main).to_contain_text("For hosts")
    for title in ("Website and logo for a café on Oldham Street", "Menu for a bakery", "Photographs of a loft"):
        demo.person("Ada").types(f"/lead {title}, £2k")
        demo.person("Ada").wait_for_form(callback_id="lead_form").submit()
    page.reload()
    expect(main).to_contain_text("Photographs of a loft")

    story.acts_as("Bob")
    opens_the_tab(story)
    bob = demo.person("Bob")
    demo.wait_until(lambda: bob.opens_home() and "looks like you" in bob.home.words, what="the offer waits for Bob")
    expect(main).to_contain_text("Ada has a lead that looks like you")
    story.picture("21-what-waits")
    main.get_by_role("button", name="I'm interested").first.click()
    expect(main).to_contain_text("Introductions under way")
    main.get_by_role("button", name="Pause").click()
    expect(main).to_contain_text("You've paused")

    story.acts_as("Ada")
    opens_the_tab(story)
    expect(main).to_contain_text("Introductions under way")
    story.picture("23-home-of-a-host")
    main.get_by_role("button", name="Settings").click()
    form = page.get_by_role("dialog", name="Settings")
    expect(form).to_be_visible()
    story.picture("24-settings")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_contain_text("Saved.")
    page.keyboard.press("Escape")

    with page.expect_navigation():
        page.get_by_role("navigation", name="Leadbot").get_by_role("link", name="Messages").click()
    told = page.get_by_role("article").filter(has_text="Three steps, and your space can begin.")
    told.scroll_into_view_if_needed()
    story.picture("25-three-steps")
    told.get_by_role("button", name="Choose when").click()
    expect(page.get_by_role("dialog", name="The weekly summary")).to_be_visible()
    page.keyboard.press("Escape")
    told.get_by_role("button", name="Invite members").click()
    expect(page.get_by_role("dialog", name="Your members")).to_be_visible()
    page.keyboard.press("Escape")
    assert "\n".join(story.oddities) == ""
    assert demo.faults == []
