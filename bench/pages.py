"""What a citizen's phone has to fetch: bytes over the wire and requests, page by page.

    .venv/bin/python bench/pages.py [address of a running site] [place]

Debian's chromium opens each page with an empty cache against a server that really runs; without an
address one is started on data of its own. `bytes`: everything the page fetched, as it came over the
wire; `blocks`: what it waits for before it shows anything, beside itself. The aims are at most
100,000 bytes and one blocking request, the stylesheet.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import Any

import httpx
from playwright.sync_api import sync_playwright

PAGES = ("", "report", "look-up")
MOST_BYTES, MOST_BLOCKING = 100_000, 1
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
HUIYIN = [sys.executable, "-m", "huiyin.config.cli"]


@dataclass
class Weight:
    """What one page cost."""

    sizes: dict[str, int]
    blocking: int

    @property
    def total(self) -> int:
        """Bytes over the wire."""
        return sum(self.sizes.values())


def main() -> int:
    """Print the table; 1 where an aim is missed."""
    given = sys.argv[1:]
    place = given[1] if len(given) > 1 else "starter"
    with _serving(place) if not given else _there(given[0]) as site:
        weights = {name: _weigh(f"{site}/{place}/{name}") for name in PAGES}
    print(f"{'page':12}{'bytes':>9}{'requests':>10}{'blocks':>8}")
    for name, weight in weights.items():
        print(
            f"/{name:11}{weight.total:>9,}{len(weight.sizes):>10}{weight.blocking:>8}", flush=True
        )
    missed = [
        name
        for name, one in weights.items()
        if one.total > MOST_BYTES or one.blocking > MOST_BLOCKING
    ]
    return int(bool(missed))


@contextmanager
def _there(site: str) -> Iterator[str]:
    yield site.rstrip("/")


@contextmanager
def _serving(place: str) -> Iterator[str]:
    """A server on a fresh folder, with that place."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        kept = {k: v for k, v in os.environ.items() if k != "HUIYIN_DATABASE_URL"}
        env = kept | {"HUIYIN_HOME": home, "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"}
        for words in (["migrate"], ["people", "place", place, "--regime", place]):
            subprocess.run([*HUIYIN, *words], env=env, check=True, capture_output=True)
        log = Path(home, "server.log")
        with log.open("wb") as said:
            serve = [*HUIYIN, "serve", "--port", str(port)]
            program = subprocess.Popen(serve, env=env, stdout=said, stderr=said)
        try:
            yield _ready(f"http://127.0.0.1:{port}", program)
        finally:
            program.terminate()
            program.wait()


def _ready(site: str, program: "subprocess.Popen[bytes]") -> str:
    while program.poll() is None:
        try:
            httpx.get(site, timeout=5)
        except httpx.HTTPError:
            sleep(0.2)
        else:
            return site
    raise SystemExit("the server did not start")


def _weigh(address: str) -> Weight:
    """One page on a phone, nothing kept from before."""
    sizes: dict[str, int] = {}
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 360, "height": 740})
        wire = page.context.new_cdp_session(page)
        names: dict[str, str] = {}

        def asked(event: Any) -> None:
            names[event["requestId"]] = event["request"]["url"]

        def came(event: Any) -> None:
            sizes[names[event["requestId"]]] = int(event["encodedDataLength"])

        wire.on("Network.requestWillBeSent", asked)
        wire.on("Network.loadingFinished", came)
        wire.send("Network.enable")
        page.goto(address, wait_until="networkidle")
        blocking = page.evaluate(
            "performance.getEntriesByType('resource')"
            ".filter(one => one.renderBlockingStatus === 'blocking').length"
        )
        browser.close()
    return Weight(sizes, blocking)


if __name__ == "__main__":
    raise SystemExit(main())
