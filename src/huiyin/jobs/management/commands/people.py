"""huiyin people: set up a place, and those who work for it."""

import getpass
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from huiyin.jobs import grid_posts, setting_up
from huiyin.people import actions, queries
from huiyin.people.models import Member, Place
from huiyin.regimes.queries import NoSuchRegime
from huiyin.rules.law import Law
from huiyin.rules.vocabulary import Role

STAFF = [str(role) for role in Role if role not in (Role.PETITIONER, Role.SYSTEM)]


class Command(BaseCommand):
    """A place under a regime, its chief clerk, a member with roles, who looks after a grid."""

    help = (
        "people place|chief|member|grid: set up a place and who works for it "
        "设地方、首席办事员、加人员、上墙网格员"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`place`, `chief`, `member` and `grid`."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        place = verbs.add_parser("place", help="a place under a regime")
        place.add_argument("id", help="short id, part of the address of its pages")
        place.add_argument("--regime", required=True, help="under whose law")
        place.add_argument("--name", help="name; else that of the regime's area")
        place.add_argument("--name-en", help="name in English")
        place.add_argument("--hub", help="the place above it, which sees its cases")
        chief = verbs.add_parser("chief", help="who the chief clerk of a place is now")
        chief.add_argument("place")
        chief.add_argument("--name", default="", help="shown above the pledge")
        chief.add_argument("--photo", type=Path, help="a picture; drawn anew, small")
        member = verbs.add_parser("member", help="somebody who works there; asks for a password")
        member.add_argument("username")
        member.add_argument("--place", required=True)
        member.add_argument("--name", required=True)
        member.add_argument("--role", action="append", required=True, choices=STAFF)
        member.add_argument("--unit", default="", help="code from units.csv")
        member.add_argument("--phone", default="", help="at work, shown to petitioners")
        grid_posts.add_arguments(verbs.add_parser("grid", help="who is on the board of a grid"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the verb."""
        setting_up.tables()
        getattr(self, f"_{options['verb']}")(options)

    def _chief(self, given: dict[str, Any]) -> None:
        place, photo = _found(given["place"]), given["photo"]
        try:
            actions.set_chief(
                place, name=given["name"], photo=photo.read_bytes() if photo else None
            )
        except OSError as error:
            told = gettext("读不了 {path}：{error}")
            raise CommandError(told.format(path=photo, error=error.strerror)) from None
        except ValueError:
            told = gettext("“{photo}”不是能用的照片，请用 JPEG、PNG 或 WebP。")
            raise CommandError(told.format(photo=photo)) from None
        self.stdout.write(gettext("已更新，请看 /{id}/。").format(id=place.pk))

    def _place(self, given: dict[str, Any]) -> None:
        law = _law(given["regime"])
        area = law.areas[law.regime.area]
        hub = _found(given["hub"]) if given["hub"] else None
        if queries.place(given["id"]) is not None:
            raise CommandError(gettext("已经有“{id}”这个地方。").format(id=given["id"]))
        place = actions.add_place(
            given["id"],
            name=given["name"] or area.name,
            name_en=given["name_en"] or area.name_en,
            area=area.code,
            regime=given["regime"],
            hub=hub,
        )
        told = gettext("已设立 {name}，群众页面是 /{id}/。")
        self.stdout.write(told.format(name=place.name, id=place.pk))

    def _member(self, given: dict[str, Any]) -> None:
        place = _found(given["place"])
        units = _law(place.regime).units
        if given["unit"] and given["unit"] not in units:
            told = gettext("“{regime}”的 units.csv 里没有“{unit}”。")
            raise CommandError(told.format(regime=place.regime, unit=given["unit"]))
        if Member.objects.filter(username=given["username"]).exists():
            told = gettext("用户名“{name}”已经有人用了。")
            raise CommandError(told.format(name=given["username"]))
        password = _password()
        actions.add_member(
            given["username"],
            name=given["name"],
            place=place,
            roles=[Role(role) for role in given["role"]],
            unit=given["unit"],
            phone=given["phone"],
            password=password,
        )
        told = gettext("已添加 {name}，登录页面是 /desk/login。")
        self.stdout.write(told.format(name=given["name"]))

    def _grid(self, given: dict[str, Any]) -> None:
        place = _found(given["place"])
        try:
            done = grid_posts.do(place, _law(place.regime), given)
        except grid_posts.Wrong as error:
            raise CommandError("\n".join(error.lines)) from None
        self.stdout.write(done)


def _law(regime: str) -> Law:
    try:
        return setting_up.law_in_force(regime)
    except NoSuchRegime:
        told = gettext("没有“{regime}”这套规则，请先 huiyin regime publish。")
        raise CommandError(told.format(regime=regime)) from None


def _found(slug: str) -> Place:
    place = queries.place(slug)
    if place is None:
        known = "、".join(one.pk for one in queries.places()) or gettext("还没有")
        told = gettext("没有“{place}”这个地方，已有：{known}。")
        raise CommandError(told.format(place=slug, known=known))
    return place


def _password() -> str:
    """Typed twice at a terminal, or one line of standard input."""
    if not sys.stdin.isatty():
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = getpass.getpass(gettext("密码："))
        if password != getpass.getpass(gettext("再输一次：")):
            raise CommandError(gettext("两次输入的密码不一样，请重来。"))
    try:
        validate_password(password)
    except ValidationError as error:
        raise CommandError("".join(error.messages)) from None
    return password
