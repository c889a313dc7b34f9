"""The `huiyin` command: a thin face on Django's management commands.

It lists what an operator needs, and puts what went wrong into one sentence on stderr: status 1
when the machine or the data said no, 2 when the command was not understood. `--traceback` shows
where it happened.
"""

import difflib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import django
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.db import connections
from django.utils import translation

from huiyin import __version__
from huiyin.config.trouble import OURS, TROUBLES, gettext, language, sentence

GROUPS = {
    "开始 Start": ("demo", "serve", "worker"),
    "规则 The law of a place": ("regime", "people"),
    "案件 Cases": ("import", "clocks", "journal", "suggest", "topics"),
    "渠道 Channels": ("wechat", "stand-in"),
    "系统 System": ("migrate", "check", "createsuperuser", "changepassword", "shell"),
}
DJANGO = {
    "migrate": "create or update the tables 建立或更新数据表",
    "check": "look for mistakes in the set-up 检查配置",
    "createsuperuser": "make an operator's login 新建系统管理员",
    "changepassword": "give a member a new password 修改密码",
    "shell": "a Python prompt with everything loaded 交互环境",
}
DEVELOPERS = {"makemessages"}
NOISE = frozenset(
    {"--settings", "--pythonpath", "--version", "--no-color", "--force-color", "--traceback"}
)
MISUNDERSTOOD = 2
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command (the words after `huiyin`) and give the status for the shell."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    words = list(sys.argv[1:] if arguments is None else arguments)
    loud = "--traceback" in words
    try:
        return _run([word for word in words if word != "--traceback"])
    except BrokenPipeError:  # the reader had enough: `huiyin ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except TROUBLES as trouble:
        if loud or isinstance(trouble, OURS):
            raise
        print(sentence(trouble), file=sys.stderr)  # noqa: T201 - this is the terminal
        return int(getattr(trouble, "returncode", 1))
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(words: list[str]) -> int:
    match words:
        case ["--version"]:
            return _print(f"huiyin {__version__}")
        case ["help", name, *_]:
            return _run([name, "--help"])
    django.setup()
    translation.activate(language())
    known = get_commands()
    if not words or words[0] in {"-h", "--help", "help"}:
        return _print("\n".join(_overview(known)))
    if words[0] not in known:
        return _unknown(words[0], known)
    return _execute(words[0], known, words[1:])


def _execute(name: str, known: Mapping[str, Any], words: list[str]) -> int:
    """Run Django's command; its errors come back to `main`, which words them."""
    command = _load(name, known)
    command.suppressed_base_arguments = {*command.suppressed_base_arguments, *NOISE}
    try:
        command.run_from_argv(["huiyin", name, "--traceback", *words])
    finally:
        connections.close_all()
    return 0


def _load(name: str, known: Mapping[str, Any]) -> BaseCommand:
    owner = known[name]
    return owner if isinstance(owner, BaseCommand) else load_command_class(owner, name)


def _overview(known: Mapping[str, Any]) -> Iterator[str]:
    yield gettext(
        "回音：事事有回音，件件有落实。用法：huiyin 命令 [选项]；huiyin 命令 --help 看详情。"
    )
    listed = {name for group in GROUPS.values() for name in group} | DEVELOPERS
    ours = {name for name, owner in known.items() if str(owner).startswith("huiyin.")}
    groups = GROUPS | {"更多 More": tuple(sorted(ours - listed))}
    for title, names in groups.items():
        if present := [name for name in names if name in known]:
            yield from ("", title, *(_line(name, known) for name in present))


def _line(name: str, known: Mapping[str, Any]) -> str:
    """`name [words]   what it does`; a command's help may begin with its words and a colon."""
    about = DJANGO.get(name) or str(_load(name, known).help).strip().partition("\n")[0]
    usage, colon, rest = about.partition(": ")
    if not (colon and usage.split(" ")[0] == name):
        usage, rest = name, about
    return f"  {usage:<20} {rest}" if len(usage) <= 20 else f"  {usage}\n  {'':<20} {rest}"


def _unknown(name: str, known: Mapping[str, Any]) -> int:
    close = difflib.get_close_matches(name, known, n=1)
    hint = gettext("是不是 {command}？").format(command=close[0]) if close else ""
    text = gettext("没有“{name}”这个命令。{hint}运行 huiyin --help 查看全部命令。")
    print(text.format(name=name, hint=hint), file=sys.stderr)  # noqa: T201
    return MISUNDERSTOOD


def _print(text: str) -> int:
    print(text)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
