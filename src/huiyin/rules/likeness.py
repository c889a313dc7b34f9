"""How much of one Chinese text is in another, by pairs of characters: no dictionary is needed."""

import re

_ANY_QUESTION = re.compile(
    "怎么办理?|怎么|如何|什么|哪里|哪儿|哪个|哪些|多少|请问|需要|可以|能不能|有没有|是不是"
    "|是否|申请|办理|投诉|材料|条件|部门|向谁|找谁|归谁|谁管|[吗呢的了要去带]"
)
"""Words of every question: they say nothing about what is asked."""


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters, signs left out."""
    plain = "".join(c for c in text.lower() if c.isalnum())
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def asked(question: str) -> frozenset[str]:
    """The pairs that a question is about; all of them where it is made of such words alone."""
    about = frozenset[str]().union(*map(pairs, _ANY_QUESTION.split(question)))
    return about or pairs(question)


def share(own: frozenset[str], said: frozenset[str]) -> float:
    """How much of the one is in the other, from 0 to 1."""
    return len(own & said) / len(own) if own else 0.0
