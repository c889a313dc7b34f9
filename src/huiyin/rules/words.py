"""Words of the rules: sentences marked for translation, and names of types as ids."""

import re
from functools import cache


def N_(text: str) -> str:  # noqa: N802 - the name gettext's extractors look for
    """Return `text` unchanged; skins translate it when they show it."""
    return text


@cache
def snake(name: str) -> str:
    """`SignedOff` -> `signed_off`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
