"""Shortcuts on the demo's page: by mouse and by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from leadbot.playground.local_slack import LocalSlack

pytestmark = pytest.mark.browser
SAID = "Bakery on Tib Street needs a logo"


@pytest.fixture
def page(browser: Browser, demo: LocalSlack) -> Iterator[Page]:
    window = browser.new_context(locale="en-GB", timezone_id="Europe/London")
    window.set_default_timeout(10_000)
    demo.person("Cat Morgan").says("leads", SAID)
    page = window.new_page()
    page.goto(demo.url)
    yield page
    window.close()


def the_form_holds(page: Page, title: str) -> None:
    """The lead form is open, with this title."""
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_label("What is needed?")).to_have_value(title)


def test_a_message_is_shared_by_mouse(page: Page) -> None:
    line = page.locator(".line", has_text=SAID)
    line.hover()
    line.get_by_role("button", name="Share as a lead").click()
    the_form_holds(page, SAID)
    expect(page.get_by_role("dialog")).to_contain_text("From a message by @Cat Morgan.")


def test_a_message_is_shared_by_keyboard(page: Page) -> None:
    page.locator(".line", has_text=SAID).get_by_role("link", name="Reply in a thread").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    the_form_holds(page, SAID)
    expect(page.get_by_role("dialog")).to_contain_text("From a message by @Cat Morgan.")


def test_the_composer_opens_a_form_by_mouse(page: Page) -> None:
    page.locator("#composer-text").press_sequentially("/")
    page.get_by_role("option", name="Post an opportunity").click()
    page.get_by_role("dialog").get_by_role("button", name="Pass on a lead").click()
    the_form_holds(page, "")
    expect(page.locator("#composer-text")).to_have_value("")


def test_the_composer_opens_a_form_by_keyboard(page: Page) -> None:
    page.locator("#composer-text").press_sequentially("/post an")
    expect(page.get_by_role("option", name="Post an opportunity")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Pass on a lead").focus()
    page.keyboard.press("Enter")
    the_form_holds(page, "")
