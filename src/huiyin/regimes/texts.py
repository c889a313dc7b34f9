"""What a place tells its petitioners in words of its own: `texts.toml` in a regime's folder.

    [registered]                        # a notice, by its name in `rules.notices.PETITIONERS`
    any = "{number} 已经收到。"          # by every channel,
    sms = "{number} 已经收到，回“进度”可查。"   # or by one of them,
    any_en = "{number} has arrived."   # and to whoever wants to be told in English

A place need not have one. Where nothing stands there, the house's own sentence is sent.
"""

import tomllib
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

from django.utils.translation import gettext

from huiyin.regimes.places import line_of
from huiyin.rules.deeds import has_control_characters
from huiyin.rules.notices import PETITIONERS

NAME = "texts.toml"
ANY = "any"
KINDS = (ANY, "sms", "wechat", "mail", "platform")
CHANNELS = (*KINDS, *(f"{kind}_en" for kind in KINDS))
LONGEST = 160
"""Characters, with the blanks: a short message of three parts, and room for the address."""


def own(text: str) -> Mapping[str, Mapping[str, str]]:
    """Notice's own sentence -> channel -> the place's words, of a file without faults."""
    said = tomllib.loads(text) if text else {}
    return {PETITIONERS[name]: ways for name, ways in said.items() if name in PETITIONERS}


def faults(text: str) -> Iterator[tuple[int, str, str]]:
    """What is wrong with the file: line (0 where none can be said), path and message."""
    try:
        said = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        yield 0, "", gettext("TOML 写法有误：{error}").format(error=error)
        return
    for name, ways in said.items():
        for path, message in _of_notice(name, ways):
            yield line_of(text, path), path, message


def _of_notice(name: str, ways: Any) -> Iterator[tuple[str, str]]:
    if name not in PETITIONERS:
        known = ", ".join(PETITIONERS)
        yield name, gettext("没有这种通知，请从这些里选：{known}。").format(known=known)
    elif not isinstance(ways, dict):
        yield name, gettext("请写成 [{name}]，下面每行一个渠道。").format(name=name)
    else:
        for way, words in ways.items():
            message = _of_words(name, way, words)
            if message:
                yield f"{name}.{way}", message


def _of_words(name: str, way: str, words: Any) -> str:
    """What is wrong with the words for one channel; "" for nothing."""
    if way not in CHANNELS:
        told = gettext("没有这个渠道，请从这些里选：{known}。")
        return told.format(known=", ".join(CHANNELS))
    if not isinstance(words, str) or not words.strip() or has_control_characters(words):
        return gettext("请写一句话，不含特殊字符。")
    if len(words) > LONGEST:
        return gettext("最多 {most} 字，现有 {count} 字。").format(most=LONGEST, count=len(words))
    return _of_blanks(words, _blanks(PETITIONERS[name]))


def _of_blanks(words: str, known: set[str]) -> str:
    told = gettext("花括号里只能是：{known}。").format(known=", ".join(sorted(known)))
    try:
        return "" if _blanks(words) <= known else told
    except ValueError:
        return told


def _blanks(words: str) -> set[str]:
    """The names in braces, with whatever is done to them. Raises ValueError."""
    return {
        f"{name}{'!' + conversion if conversion else ''}{':' + spec if spec else ''}"
        for _, name, spec, conversion in Formatter().parse(words)
        if name is not None
    }
