"""Words from which somebody's name, numbers and addresses are taken, before others may read them.

What nobody told the house it cannot know: whoever goes on with the words still reads them.
"""

import re
from collections.abc import Iterable

from huiyin.intake.identity import Person

GAP = "＿＿＿"
_CALLED = "女士|先生|同志|老师|师傅|阿姨|大爷|大妈|某某|某"
_DATE = r"(?<!\d)(?:19|20)\d{2}[-－](?:0?[1-9]|1[0-2])[-－]\d{1,2}(?!\d)"
_NUMBER = r"[+＋]?\d(?:[ \-－—]?\d){6,}[xX]?"
_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_NUMBERS = re.compile(f"({_DATE})|{_EMAIL}|{_NUMBER}")


def blot(text: str, people: Iterable[Person] = ()) -> str:
    """The text with a gap for each name of these people, each number that could be called or
    looked up (a date is none), and each mail address.
    """
    for person in people:
        if len(person.name) > 1:
            named = f"{re.escape(person.name)}|{re.escape(person.name[0])}(?:{_CALLED})"
            text = re.sub(named, GAP, text)
    return _NUMBERS.sub(lambda found: found[1] or GAP, text)
