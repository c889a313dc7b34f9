"""huiyin stand-in: a gateway of others, played on this machine, to try a whole journey with."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from huiyin.intake.channels.sms import accounts as sms
from huiyin.intake.channels.wechat import accounts
from huiyin.jobs.management.commands.serve import refuse_busy
from huiyin.jobs.stand_ins import sms as sms_gateway
from huiyin.jobs.stand_ins.serving import HOST, server
from huiyin.jobs.stand_ins.wechat import PORT, Wechat, example


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
        own = sms_gateway.PORT
        sms.add_argument("--port", type=int, default=own, help=f"port to listen at ({own})")
        sms.add_argument("--place", default="suining", help="whose gateway (suining)")
        sms.add_argument("--site", default="http://127.0.0.1:8000", help="where the pages are")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until Ctrl-C; without an account, say what to write."""
        if options["gateway"] == "sms":
            self._sms(options["place"], options["port"], options["site"].rstrip("/"))
        else:
            self._wechat(**options)

    def _sms(self, place: str, port: int, site: str) -> None:
        gateway = sms.gateway(place)
        if not isinstance(gateway, sms.Plain):
            raise CommandError(_write(sms_gateway.example(place, port)))
        refuse_busy(HOST, port)
        played = sms_gateway.Gateway(place, gateway.key, gateway.secret, site=site)
        with server(played, port) as serving:
            told = gettext("短信替身已启动：{address}")
            self.stdout.write(told.format(address=f"http://{HOST}:{port}/"))
            self.stdout.flush()
            serving.serve_forever()

    def _wechat(self, **options: Any) -> None:
        place, port = options["place"], options["port"]
        account, program = accounts.official(place), accounts.mini_program(place)
        if account is None:
            raise CommandError(_write(example(place, port)))
        refuse_busy(HOST, port)
        played = Wechat(place, options["site"].rstrip("/"), account, program)
        with server(played, port) as serving:
            told = gettext("微信替身已启动：{address}")
            self.stdout.write(told.format(address=f"http://{HOST}:{port}/"))
            self.stdout.flush()
            serving.serve_forever()


def _write(example: str) -> str:
    told = gettext("请先把下面几行写进 channels.toml，重启服务，再运行一次：")
    return f"{told}\n\n{example}"
