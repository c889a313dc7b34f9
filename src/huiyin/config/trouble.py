"""One sentence for what went wrong on the machine, in the language of the terminal.

A locked database, a full disk or a folder that may not be written to is no fault of the program:
the operator gets a sentence that says what would help, not a traceback. The sentences must also
work when the settings themselves cannot be read, hence Python's own gettext on Django's catalogue.
"""

import errno
import gettext as catalogue
import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db import DatabaseError, DataError, IntegrityError

from huiyin.config import environ
from huiyin.config.databases import database

TROUBLES = (CommandError, ImproperlyConfigured, OSError, DatabaseError)
OURS = (IntegrityError, DataError)
"""What the database says no to is a fault of the program: its traceback is wanted."""
LOCALES = Path(__file__).resolve().parents[1] / "locale"


def language() -> str:
    """The language of the terminal: English where it says so, else Chinese."""
    spoken = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "en" if next(filter(None, spoken), "").lower().startswith("en") else "zh-hans"


def gettext(sentence: str) -> str:
    """The sentence in the language of the terminal."""
    return catalogue.translation("django", LOCALES, [language()], fallback=True).gettext(sentence)


def sentence(trouble: BaseException) -> str:
    """What to tell the operator about one of the `TROUBLES`."""
    if isinstance(trouble, DatabaseError):
        return _about_database(str(trouble).partition("\n")[0].strip())
    if isinstance(trouble, OSError):
        return _about_file(trouble)
    return str(trouble)


def _about_file(trouble: OSError) -> str:
    path = trouble.filename or environ.home()
    if trouble.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _full()
    if trouble.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return gettext("无权读写 {path}，请检查权限，或用 HUIYIN_HOME 另指一处。").format(path=path)
    if trouble.errno == errno.ENOENT:
        return gettext("找不到 {path}。").format(path=path)
    return f"{path}: {trouble.strerror or trouble}"


def _about_database(said: str) -> str:
    small = said.lower()
    if "locked" in small:
        return gettext("数据库正被另一个程序占用，请稍后重试。")
    if "is full" in small or "no space left" in small:
        return _full()
    if "unable to open" in small or "readonly" in small:
        where = environ.home()
        return gettext("数据库文件打不开或不可写，请检查 {path}。").format(path=where)
    if "malformed" in small or "not a database" in small or "file is encrypted" in small:
        where = database(environ.text("DATABASE_URL"), environ.home())["NAME"]
        return gettext("数据库文件已损坏，请停止服务，用最近的备份替换 {path}。").format(path=where)
    if "no such table" in small or "no such column" in small or "does not exist" in small:
        return gettext("数据库还没有建立或不是最新，请先运行 huiyin migrate（{said}）。").format(
            said=said
        )
    return gettext("数据库没有回应：{said}").format(said=said)


def _full() -> str:
    return gettext("磁盘已满，没有写入任何内容；请腾出空间后重试。")
