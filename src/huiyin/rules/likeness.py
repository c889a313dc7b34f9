"""How much of one Chinese text is in another, by pairs of characters: no dictionary is needed."""


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters, signs left out."""
    plain = "".join(c for c in text.lower() if c.isalnum())
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def share(own: frozenset[str], said: frozenset[str]) -> float:
    """How much of the one is in the other, from 0 to 1."""
    return len(own & said) / len(own) if own else 0.0
