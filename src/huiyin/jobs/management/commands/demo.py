"""huiyin demo: places, people and cases to look at, made once; then served."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from huiyin.jobs import setting_up
from huiyin.jobs.demo import gateways
from huiyin.jobs.demo.making import Making
from huiyin.jobs.demo.showing import lines
from huiyin.jobs.management.commands.serve import refuse_busy

HOST = "127.0.0.1"


class Command(BaseCommand):
    """Add what is missing of the demo, say how to get in, and serve."""

    help = "demo --port N: six places with invented people and cases, then serve 演示"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to serve, or not at all."""
        parser.add_argument("--port", type=int, default=8000, help="port to listen at (8000)")
        parser.add_argument("--no-serve", action="store_true", help="only make the demo")

    def handle(self, *args: Any, **options: Any) -> None:
        """A second run finds everything there and only serves."""
        port, serves = options["port"], not options["no_serve"]
        if serves:
            refuse_busy(HOST, port)
        setting_up.tables()
        making = Making(timezone.now())
        for _ in tqdm(making.work(), total=len(making), unit="", desc="demo", disable=None):
            pass
        site = f"http://{HOST}:{port}"
        gateways.write(settings.HUIYIN_HOME / "channels.toml", site)
        for line in lines(making, site):
            self.stdout.write(line)
        if serves:
            call_command("serve", port=port)
