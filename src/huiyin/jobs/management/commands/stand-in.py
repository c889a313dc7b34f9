"""huiyin stand-in: a gateway of others, played on this machine, to try a whole journey with."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from huiyin.intake.channels.sms import accounts as sms
from huiyin.intake.channels.wechat import accounts
from huiyin.jobs.management.commands.serve import refuse_busy
from huiyin.jobs.stand_ins.serving import HOST, server
from huiyin.jobs.stand_ins.sms import Gateway
from huiyin.jobs.stand_ins.wechat import PORT, Wechat, example

WRITE = "请先把下面几行写进 channels.toml，重启网页服务，再运行一次：\n\n{written}"

WRITE_SMS = """请先把下面几行写进 channels.toml，重启服务，再运行一次：

[{place}]
site = "http://127.0.0.1:8000"

[{place}.sms]
url = "http://{host}:{port}/send"
key = "{place}"
secret = "{secret}"
sign = "回音"
"""


class Command(BaseCommand):
    """Play WeChat, with a chat in the browser, or an SMS gateway."""

    help = "stand-in wechat|sms: play a gateway on this machine, for trying 替身：本机试微信、短信"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which gateway, for which place, and where the site is."""
        gateways = parser.add_subparsers(dest="gateway", required=True)
        wechat = gateways.add_parser("wechat", help="official account and mini-program")
        wechat.add_argument("--port", type=int, default=PORT, help=f"port to listen at ({PORT})")
        wechat.add_argument("--place", default="suining", help="whose account (suining)")
        wechat.add_argument("--site", default="http://127.0.0.1:8000", help="where the pages are")

        sms = gateways.add_parser("sms", help="a gateway that shows what it was sent")
        sms.add_argument("--port", type=int, default=8702, help="port to listen at (8702)")
        sms.add_argument("--place", default="suining", help="whose gateway (suining)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until Ctrl-C; without an account, say what to write."""
        if options["gateway"] == "sms":
            self._sms(options["place"], options["port"])
        else:
            self._wechat(**options)

    def _sms(self, place: str, port: int) -> None:
        gateway = sms.gateway(place)
        if not isinstance(gateway, sms.Plain):
            made = {"secret": secrets.token_hex(16)}
            raise CommandError(WRITE_SMS.format(host=HOST, port=port, place=place, **made))
        refuse_busy(HOST, port)
        with server(Gateway(place, gateway.key, gateway.secret), port) as serving:
            self.stdout.write(f"短信替身已启动：http://{HOST}:{port}/")
            self.stdout.flush()
            serving.serve_forever()

    def _wechat(self, **options: Any) -> None:
        place, port = options["place"], options["port"]
        account, program = accounts.official(place), accounts.mini_program(place)
        if account is None:
            raise CommandError(WRITE.format(written=example(place, port)))
        refuse_busy(HOST, port)
        played = Wechat(place, options["site"].rstrip("/"), account, program)
        with server(played, port) as serving:
            self.stdout.write(f"微信替身已启动：http://{HOST}:{port}/")
            self.stdout.flush()
            serving.serve_forever()
