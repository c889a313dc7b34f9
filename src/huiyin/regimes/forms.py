"""Forms on paper in a place's own words: `order.txt` and `answer.txt` in a regime's folder.

`order_en.txt` and `answer_en.txt` are the same for those who read English. A place need not have
any: where one is absent, the house's own is printed, which lies in `regimes/forms`. What a line may
be is said in `rules.printed`.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext

from huiyin.rules.blanks import Known
from huiyin.rules.printed import FORMS, faults
from huiyin.rules.refusals import Refusal

ENGLISH = "_en"
LONGEST = 20_000
"""Characters of a template."""


def name_of(form: str, *, english: bool) -> str:
    """The file of a form: order -> order.txt, order_en.txt."""
    return f"{form}{ENGLISH if english else ''}.txt"


def _faults(known: Known, text: str) -> Iterator[tuple[int, str, str]]:
    if len(text) > LONGEST:
        told = gettext("最多 {most} 字，现有 {count} 字。")
        yield 0, "", told.format(most=LONGEST, count=len(text))
        return
    for line, wrong in faults(text, known):
        yield line, "", sentence(wrong)


CHECKS = {
    name_of(form, english=english): partial(_faults, known)
    for form, known in FORMS.items()
    for english in (False, True)
}
"""File -> what is wrong with one: line (0 where none can be said), path and message."""


def sentence(wrong: Refusal) -> str:
    """What is wrong, with every name that may stand in braces, in both languages."""
    told = dict(wrong.params)
    if "blanks" in told:
        told["blanks"] = "、".join(f"{chinese}({english})" for chinese, english in told["blanks"])
    return gettext(wrong.message).format(**told)


def template(files: Mapping[str, str], form: str, *, english: bool) -> str:
    """The form that a place prints, given the files of its regime; else the house's own."""
    name = name_of(form, english=english)
    return files.get(name) or house(name)


def house(name: str) -> str:
    """The form that ships with the program."""
    return (Path(settings.REGIMES_DIR) / "forms" / name).read_text(encoding="utf-8")
