"""huiyin clocks strike: let every clock strike that is due."""

from argparse import ArgumentParser
from collections import Counter
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from huiyin.jobs import strikes

_AHEAD = (
    "注意：{now} 还没有到。到点的诉求在那以前再有什么事，都会记在那一刻。"
    " Note: {now} lies in the future. Whatever is done before then to the cases that strike now "
    "will be recorded at that moment."
)


def moment(text: str) -> datetime:
    """A moment on the command line, in the calendar's zone where it names none."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}”不是时间，请写成 2026-11-24T09:00。") from None
    return read if read.tzinfo else timezone.make_aware(read)


class Command(BaseCommand):
    """Strike what is due; running it twice strikes nothing twice."""

    help = "clocks strike [--now T]: let every clock strike that is due 到点：亮灯、催办、督办"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`strike`, and the moment to take for now."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        strike = verbs.add_parser("strike", help="strike what is due")
        strike.add_argument(
            "--now",
            metavar="T",
            help="take this moment for now, e.g. 2026-11-24T09:00. A future one tries out a law: "
            "do it on a copy, for what struck stays struck, and until T has come whatever is done "
            "to these cases is recorded at T "
            "以 T 为现在；T 在将来时只宜在副本上试行规则：到点不能收回，T 以前再做的事都记在 T",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Strike, and say how much."""
        present = timezone.now()
        now = moment(options["now"]) if options["now"] else present
        if now > present:
            self.stderr.write(_AHEAD.format(now=f"{timezone.localtime(now):%Y-%m-%d %H:%M}"))
        stages = Counter(min(alarm.stage, 3) for alarm in strikes.strike(now))
        until = f"{timezone.localtime(now):%Y-%m-%d %H:%M}"
        self.stdout.write(f"黄灯 {stages[1]}，红灯 {stages[2]}，督办 {stages[3]}（截至 {until}）")
