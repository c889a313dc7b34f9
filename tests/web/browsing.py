"""What the browser tests do on every page: follow a link or a button, and look."""

from collections.abc import Mapping
from typing import Any

from axe_playwright_python.sync_playwright import Axe


def follow(page: Any, what: str) -> None:
    """Click what leads to another page, and be there: a click alone does not wait for it."""
    with page.expect_navigation():
        page.click(what)


def look(page: Any) -> None:
    """Nothing hangs over the edge, and a screen reader finds its way."""
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert over <= 0, f"{page.url} is {over}px too wide"
    report = Axe().run(page)
    assert report.violations_count == 0, f"{page.url}\n{report.generate_report()}"


def touch(page: Any) -> None:
    """The same, and every button can be hit with a finger."""
    look(page)
    low = page.evaluate(
        "[...document.querySelectorAll('.button, .entrance, .cell, summary, select, "
        "input:not([type=hidden], [type=radio], [type=checkbox])')]"
        ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5)"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    assert low == [], f"too low to touch on {page.url}: {low}"


def step_on(page: Any) -> None:
    """To the next step of a report; without a script it stands below already."""
    ways = page.locator("[data-step-on]:visible")
    if ways.count():
        way = ways.first.element_handle()
        way.click()
        way.wait_for_element_state("hidden")  # the step is turned after the click, not in it


def write_report(page: Any, matter: Mapping[str, str], person: Mapping[str, str]) -> None:
    """What, where and who, as the form asks them, up to the button that sends it."""
    page.fill("[name=text]", matter["text"])
    step_on(page)
    page.fill("[name=address]", matter["address"])
    step_on(page)
    for name, value in person.items():
        if page.locator(f"[name={name}]").count():
            page.fill(f"[name={name}]", value)
