"""Marks sentences for translation inside the pure rules, which know no gettext."""


def N_(text: str) -> str:  # noqa: N802 - the name gettext's extractors look for
    """Return `text` unchanged; skins translate it when they show it."""
    return text
