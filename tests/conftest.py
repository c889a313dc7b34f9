"""What every test may use, and what is left out on a machine that lacks something.

The whole suite runs on the database that HUIYIN_DATABASE_URL names (SQLite when it is empty).
A test marked `postgres` or `sqlite` runs on that one only. HUIYIN_TESTS_REQUIRE lists what must be
there (`sqlite`, `postgres`, `browser`, `data`; commas between): then its absence is a failure, and
the tests of the other database, which belong to another run, are left out without a word.
"""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from huiyin.journal import guard
from huiyin.web import crowd

ROOT = Path(__file__).resolve().parents[1]
REQUIRED = frozenset(filter(None, os.environ.get("HUIYIN_TESTS_REQUIRE", "").split(",")))
DATABASES = {"sqlite", "postgres"}
DATABASE = "postgres" if "postgresql" in settings.DATABASES["default"]["ENGINE"] else "sqlite"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--use-fake-device-for-media-stream",  # a microphone that beeps
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NO_DATA = "The letters are not beside the checkout (../shared/data or HUIYIN_SHARED_DATA)."

# a busy machine is not a fault: no example is judged by the time it took
hypothesis.register_profile(
    "huiyin", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.load_profile("huiyin")


def pytest_configure() -> None:
    """Refuse to run on another database than the one that was required."""
    wanted = REQUIRED & DATABASES
    if wanted and DATABASE not in wanted:
        asked = " and ".join(wanted)
        raise pytest.UsageError(
            f"HUIYIN_TESTS_REQUIRE asks for {asked}; HUIYIN_DATABASE_URL gives {DATABASE}."
        )


def pytest_unconfigure() -> None:
    """Take the home away: a process of a parallel run ends too abruptly for `atexit`."""
    connection.close()
    shutil.rmtree(settings.HUIYIN_HOME, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the other database's tests when another run is known to have them."""
    (other,) = DATABASES - {DATABASE}
    if not REQUIRED & DATABASES:
        return
    left_out = [item for item in items if item.get_closest_marker(other)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs the database that is not there."""
    if DATABASE == "sqlite" and item.get_closest_marker("postgres"):
        pytest.skip("No PostgreSQL: HUIYIN_DATABASE_URL=$(tools/postgres start) gives one.")
    if DATABASE == "postgres" and item.get_closest_marker("sqlite"):
        pytest.skip("This run is on PostgreSQL; unset HUIYIN_DATABASE_URL for SQLite.")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[Any]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything was required, a skipped test is a failed one."""
    report = yield
    reason = str(report.longrepr)
    missing_data = "HUIYIN_SHARED_DATA" in reason and "data" not in REQUIRED
    if REQUIRED and report.skipped and not hasattr(report, "wasxfail") and not missing_data:
        report.outcome = "failed"
        report.longrepr = f"Skipped, though HUIYIN_TESTS_REQUIRE is set: {reason}"
    return report


@pytest.fixture(scope="session", autouse=True)
def _record_can_be_emptied() -> Iterator[None]:
    """After a test with real transactions the tables are emptied; the record's guard would refuse.

    It is up during every test, and away only while the tables are emptied.
    """
    empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def unguarded(self: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            for statement in guard.removing(connection.vendor):
                cursor.execute(statement)
        empty(self)
        with connection.cursor() as cursor:
            for statement in guard.installing(connection.vendor):
                cursor.execute(statement)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", unguarded)
        yield


@pytest.fixture
def file_store(tmp_path: Path, settings: Any) -> Path:
    """A store for files, of this test alone."""
    folder = tmp_path / "files"
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": folder}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return folder


@pytest.fixture(autouse=True)
def _the_first_language() -> Iterator[None]:
    """A request in English, or a command, leaves its language behind for the next test."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _nobody_came_before() -> None:
    """A standing clock keeps a minute for ever, and a process is one for many tests."""
    for pace in (crowd.ASKING, crowd.SENDING, crowd.PLATFORMS):
        pace.forget()


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real letters, which is not part of the repository."""
    folder = Path(os.environ.get("HUIYIN_SHARED_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(NO_DATA)
    return folder


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless browser without a network of its own; Debian's, never a downloaded one."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow, for these tests only

    found = os.environ.get("HUIYIN_TEST_BROWSER") or next(
        filter(None, map(shutil.which, BROWSERS)), ""
    )
    if not found:
        pytest.skip("No browser: install Debian's chromium and fonts-noto-cjk for the page tests.")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # playwright keeps an event loop in this thread; the live server's queries are not in it
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium: Any) -> Iterator[Any]:
    """Opens pages as asked; a script error or a refused script, style or file fails the test."""
    contexts: list[Any] = []
    faults: list[str] = []

    def opened(**how: Any) -> Any:
        context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **how)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if _is_fault(said) else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults, "The browser complained:\n" + "\n".join(faults)


@pytest.fixture
def page(browse: Any) -> Any:
    """A desktop page."""
    return browse(viewport={"width": 1280, "height": 800})


@pytest.fixture
def phone(browse: Any) -> Any:
    """The same on a phone held upright."""
    size = {"width": 390, "height": 844}
    return browse(viewport=size, has_touch=True, is_mobile=True, device_scale_factor=2)


def _is_fault(said: Any) -> bool:
    """An error in the console; a page answered with 403, 404, 409 or 422 on purpose is none.

    Nor is a line that the test has cut.
    """
    meant = ("the server responded with a status of 4", "ERR_INTERNET_DISCONNECTED")
    return said.type == "error" and not any(words in said.text for words in meant)
