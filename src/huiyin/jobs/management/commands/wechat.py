"""huiyin wechat: try an account's credentials, and put up its menu."""

from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from huiyin.intake.channels.wechat import accounts
from huiyin.intake.channels.wechat.accounts import Account, MiniProgram
from huiyin.intake.channels.wechat.client import Client, Failed


class Command(BaseCommand):
    """Two verbs, for the accounts written in channels.toml."""

    help = "wechat check|menu: try a WeChat account, put up its menu 微信：试连接、设菜单"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`check` and `menu`."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        check = verbs.add_parser("check", help="are AppID and AppSecret good?")
        check.add_argument("place")
        menu = verbs.add_parser("menu", help="report, my cases; in force for all who follow")
        menu.add_argument("place")
        menu.add_argument("--site", default="", help="this site, if not in channels.toml")

    def handle(self, *args: Any, **options: Any) -> None:
        """Call WeChat, and say what came of it."""
        place = options["place"]
        if options["verb"] == "menu":
            self._menu(place, options["site"])
            return
        both = (accounts.official(place), accounts.mini_program(place))
        apps: list[Account | MiniProgram] = [app for app in both if app is not None]
        if not apps:
            told = gettext("channels.toml 里没有 [{place}.wechat] 或 [{place}.miniprogram]。")
            raise CommandError(told.format(place=place))
        for app in apps:
            with _calling(app) as client, _Told():
                client.check()
            self.stdout.write(gettext("{app} 可以用。").format(app=app.app))

    def _menu(self, place: str, site: str) -> None:
        account = accounts.official(place)
        if account is None:
            raise CommandError(
                gettext("channels.toml 里没有 [{place}.wechat]。").format(place=place)
            )
        site = site or str(settings.HUIYIN_CHANNELS[place].get("site", ""))
        if urlsplit(site).scheme not in {"http", "https"}:
            told = gettext("请用 --site 写完整地址，例如 https://huiyin.example.gov.cn。")
            raise CommandError(told)
        report = site.rstrip("/") + reverse("citizen:report", args=[place])
        buttons = [
            {"type": "view", "name": "反映问题", "url": f"{report}?channel={account.channel}"},
            {"type": "click", "name": "我的诉求", "key": "mine"},
        ]
        with _calling(account) as client, _Told():
            client.make_menu(buttons)
        self.stdout.write(gettext("菜单已生效：反映问题、我的诉求。"))


def _calling(app: Account | MiniProgram) -> Client:
    return Client(app.calling(), timezone.now())


class _Told:
    """WeChat's no as a sentence on the terminal."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, Failed) and error.again:
            raise CommandError(gettext("微信没有回应，请检查网络后再试。")) from None
        if isinstance(error, Failed):
            told = gettext("微信不接受（errcode {code}），请核对 AppID、AppSecret 和 IP 白名单。")
            raise CommandError(told.format(code=error.code)) from None
