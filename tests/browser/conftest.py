"""Debian's Chromium before the demo. Without it the browser story is skipped, unless LEADBOT_REQUIRE_ALL=1."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from leadbot.playground.demo import open_demo
from leadbot.playground.local_slack import LocalSlack
from tests.browser.story import DESKTOP, PHONE, Story

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIETLY = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOW_TO_GET_IT = "The browser story needs Chromium: apt-get install chromium"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        if os.environ.get("LEADBOT_REQUIRE_ALL") == "1":
            pytest.fail(HOW_TO_GET_IT)
        pytest.skip(HOW_TO_GET_IT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIETLY)
        yield browser
        browser.close()


@pytest.fixture
def demo() -> Iterator[LocalSlack]:
    with open_demo() as slack:
        yield slack


@pytest.fixture(scope="session")
def artifacts() -> Path:
    folder = Path(__file__).parents[1] / "artifacts"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(params=[pytest.param(DESKTOP, id="desktop"), pytest.param(PHONE, id="phone")])
def story(request: pytest.FixtureRequest, browser: Browser, demo: LocalSlack, artifacts: Path):
    window = browser.new_context(
        viewport=request.param, color_scheme="light", locale="en-GB", timezone_id="Europe/London"
    )
    window.set_default_timeout(10_000)
    page = window.new_page()
    story = Story(page, demo.url, artifacts, request.node.callspec.id)
    page.goto(demo.url)
    yield story
    window.close()
