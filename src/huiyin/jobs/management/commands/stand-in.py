"""huiyin stand-in: a gateway of others, played on this machine, to try a whole journey with."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from huiyin.intake.channels.platform import accounts as platforms
from huiyin.intake.channels.sms import accounts as sms
from huiyin.intake.channels.wechat import accounts
from huiyin.jobs.management.commands.serve import refuse_busy
from huiyin.jobs.stand_ins import platform as upper
from huiyin.jobs.stand_ins import sms as sms_gateway
from huiyin.jobs.stand_ins.serving import HOST, server
from huiyin.jobs.stand_ins.wechat import PORT, Wechat, example


class Command(BaseCommand):
    """Play WeChat, with a chat in the browser, an SMS gateway, or a platform above."""

    help = "stand-in wechat|sms|platform: play the other side on this machine 替身：本机试各渠道"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which gateway, for which place, and where the site is."""
        gateways = parser.add_subparsers(dest="gateway", required=True)
        for name, port, place, words in (
            ("wechat", PORT, "suining", "official account and mini-program"),
            ("sms", sms_gateway.PORT, "suining", "a gateway that shows what it was sent"),
            ("platform", upper.PORT, "xining", "a platform that hands matters over"),
        ):
            one = gateways.add_parser(name, help=words)
            one.add_argument("--port", type=int, default=port, help=f"port to listen at ({port})")
            one.add_argument("--place", default=place, help=f"for which place ({place})")
            one.add_argument("--site", default="http://127.0.0.1:8000", help="where the pages are")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until Ctrl-C; without an account, say what to write."""
        play = {"sms": self._sms, "platform": self._platform, "wechat": self._wechat}
        play[options["gateway"]](options["place"], options["port"], options["site"].rstrip("/"))

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

    def _platform(self, place: str, port: int, site: str) -> None:
        listed = platforms.platforms(place)
        if not listed:
            raise CommandError(_write(upper.example(place, "upper", port)))
        refuse_busy(HOST, port)
        played = upper.Upper(place, listed[0].key, listed[0].secret, site=site)
        with server(played, port) as serving:
            told = gettext("上级平台替身已启动：{address}")
            self.stdout.write(told.format(address=f"http://{HOST}:{port}/"))
            self.stdout.flush()
            serving.serve_forever()

    def _wechat(self, place: str, port: int, site: str) -> None:
        account, program = accounts.official(place), accounts.mini_program(place)
        if account is None:
            raise CommandError(_write(example(place, port)))
        refuse_busy(HOST, port)
        played = Wechat(place, site, account, program)
        with server(played, port) as serving:
            told = gettext("微信替身已启动：{address}")
            self.stdout.write(told.format(address=f"http://{HOST}:{port}/"))
            self.stdout.flush()
            serving.serve_forever()


def _write(example: str) -> str:
    told = gettext("请先把下面几行写进 channels.toml，重启服务，再运行一次：")
    return f"{told}\n\n{example}"
