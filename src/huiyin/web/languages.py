"""In which language somebody writes who chose none: by letters, and no more is claimed."""

import re

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ENGLISH = re.compile(r"[A-Za-z]{3}")


def written_in(text: str) -> str | None:
    """ "" Chinese, "en" English; None where there are no words to tell by."""
    if _CHINESE.search(text):
        return ""
    return "en" if _ENGLISH.search(text) else None
