"""huiyin stand-in: a gateway of others, played on this machine, to try a whole journey with."""

from argparse import ArgumentParser
from contextlib import ExitStack
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from huiyin.intake.channels.mail import accounts as mail
from huiyin.intake.channels.platform import accounts as platforms
from huiyin.intake.channels.sms import accounts as sms
from huiyin.intake.channels.wechat import accounts
from huiyin.jobs.management.commands.serve import refuse_busy
from huiyin.jobs.stand_ins import mail as post
from huiyin.jobs.stand_ins import platform as upper
from huiyin.jobs.stand_ins import sms as sms_gateway
from huiyin.jobs.stand_ins.serving import HOST, server
from huiyin.jobs.stand_ins.wechat import PORT, Wechat, example


class Command(BaseCommand):
    """Play WeChat, an SMS gateway, a mail server, or a platform above, each with its own page."""

    help = "stand-in wechat|sms|mail|platform: play the other side here 替身：本机试各渠道"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which gateway, for which place, and where the site is."""
        gateways = parser.add_subparsers(dest="gateway", required=True)
        for name, port, place, words in (
            ("wechat", PORT, "suining", "official account and mini-program"),
            ("sms", sms_gateway.PORT, "suining", "a gateway that shows what it was sent"),
            ("mail", post.PORT, "starter", "a mail server, and somebody who writes"),
            ("platform", upper.PORT, "xining", "a platform that hands matters over"),
        ):
            one = gateways.add_parser(name, help=words)
            one.add_argument("--port", type=int, default=port, help=f"port to listen at ({port})")
            one.add_argument("--place", default=place, help=f"for which place ({place})")
            one.add_argument("--site", default="http://127.0.0.1:8000", help="where the pages are")
            if name == "platform":
                one.add_argument("--channel", default="", help="which of them (the first)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until Ctrl-C; without an account, say what to write."""
        play = {"sms": self._sms, "mail": self._mail, "platform": self._platform}
        self.channel = options.get("channel", "")
        one = play.get(options["gateway"], self._wechat)
        one(options["place"], options["port"], options["site"].rstrip("/"))

    def _sms(self, place: str, port: int, site: str) -> None:
        gateway = sms.gateway(place)
        if not isinstance(gateway, sms.Plain):
            raise CommandError(_write(sms_gateway.example(place, port)))
        played = sms_gateway.Gateway(place, gateway.key, gateway.secret, site=site)
        self._serve(played, port, gettext("短信替身已启动：{address}"))

    def _mail(self, place: str, port: int, site: str) -> None:
        box = mail.mailbox(place)
        if box is None or not (_is_here(box.smtp) and _is_here(box.imap)):
            raise CommandError(_write(post.example(place, port)))
        for address in (box.smtp, box.imap):
            refuse_busy(HOST, mail.server(address).port)
        played = post.Post(box)
        with ExitStack() as lines:
            played.lines(lines)
            self._serve(played, port, gettext("邮箱替身已启动：{address}"))

    def _platform(self, place: str, port: int, site: str) -> None:
        listed = platforms.platforms(place)
        own = next((one for one in listed if self.channel in ("", one.channel)), None)
        if own is None:
            raise CommandError(_write(upper.example(place, self.channel or "upper", port)))
        played = upper.Upper(place, own.key, own.secret, site=site)
        self._serve(played, port, gettext("上级平台替身已启动：{address}"))

    def _wechat(self, place: str, port: int, site: str) -> None:
        account, program = accounts.official(place), accounts.mini_program(place)
        if account is None:
            raise CommandError(_write(example(place, port)))
        played = Wechat(place, site, account, program)
        self._serve(played, port, gettext("微信替身已启动：{address}"))

    def _serve(self, played: Any, port: int, told: str) -> None:
        refuse_busy(HOST, port)
        with server(played, port) as serving:
            self.stdout.write(told.format(address=f"http://{HOST}:{port}/"))
            self.stdout.flush()
            serving.serve_forever()


def _is_here(address: str) -> bool:
    """Is it a mail server of this machine, on a plain line?"""
    return bool(address) and str(mail.server(address)).startswith(
        (f"smtp://{HOST}:", f"imap://{HOST}:")
    )


def _write(example: str) -> str:
    told = gettext("请先把下面几行写进 channels.toml，重启服务，再运行一次：")
    return f"{told}\n\n{example}"
