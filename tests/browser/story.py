"""What somebody does before a browser window with the demo in it, and the pictures that are taken of that."""

from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT as AXE
from playwright.sync_api import Page, expect

DESKTOP, WIDE, PHONE = ({"width": w, "height": h} for w, h in ((1280, 800), (1920, 1080), (390, 844)))
SCHEMES = "dark", "light"  # which differ in colours.css alone: what is done is done in the light


class Story:
    """One browser window before the demo, and the pictures taken of it. Everything odd that the page logs is kept."""

    def __init__(self, page: Page, home: str, folder: Path, name: str) -> None:
        self.page, self.folder, self.name = page, folder, name
        self.oddities: list[str] = []
        page.on("pageerror", lambda error: self.oddities.append(str(error)))
        page.on("console", lambda line: self.oddities.append(line.text) if line.type in ("error", "warning") else None)
        page.on("request", lambda request: None if request.url.startswith(home) else self.oddities.append(request.url))

    def picture(self, what: str) -> None:
        """A picture, for whoever judges how it looks; and what axe-core finds there that keeps somebody out is odd."""
        self.page.evaluate(AXE)
        size = self.page.viewport_size
        for scheme in SCHEMES:
            self.page.emulate_media(color_scheme=scheme)
            self.looks_at(f"{self.name}-{scheme}-{what}")
            if size == DESKTOP:
                self.page.set_viewport_size(WIDE)
                self.looks_at(f"wide-{self.name}-{scheme}-{what}")
                self.page.set_viewport_size(size)

    def looks_at(self, picture: str) -> None:
        self.page.screenshot(path=self.folder / f"{picture}.png", animations="disabled")
        found = self.page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        self.oddities += [f"{picture}: {each['id']}: {node['html']}" for each in found for node in each["nodes"]]

    def acts_as(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("navigation", name="Act as").get_by_role("link", name=name).click()
        expect(self.page.locator(".role[aria-current]")).to_contain_text(name)

    def opens(self, room: str) -> None:
        if self.page.locator(".menu-button").is_visible():
            self.page.get_by_role("button", name="Conversations").click()
        with self.page.expect_navigation():
            self.page.locator(".sidebar").get_by_role("link", name=room).click()

    def moves_the_clock(self, to: str) -> None:
        self.page.locator("#clock-menu > summary").click()
        self.page.get_by_role("button", name=to).click()
        expect(self.page.get_by_role("button", name=to)).to_be_hidden()
        expect(self.page.locator("#clock-menu")).not_to_have_attribute("aria-busy", "true", timeout=30_000)

    def types(self, text: str) -> None:
        self.page.locator("#composer-text").fill(text)
        self.page.keyboard.press("Enter")

    def adds_skill(self, typed: str, offered: str) -> None:
        box = self.page.get_by_label("Skills", exact=False).first
        box.press_sequentially(typed)
        self.page.get_by_role("option", name=offered, exact=True).click()
        expect(self.page.locator(".chips-chosen")).to_contain_text(offered)
