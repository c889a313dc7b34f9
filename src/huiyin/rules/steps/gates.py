"""The gates between a drafted answer and striking off: which stand open, and where they lead."""

import hashlib
from fractions import Fraction

from huiyin.rules.case import Case, Phase
from huiyin.rules.law import Law
from huiyin.rules.vocabulary import Gate, Role

_PHASE_OF = {Gate.SIGN_OFF: Phase.SIGNING, Gate.AUDIT: Phase.AUDITING}


def applies(gate: Gate, case: Case) -> bool:
    """Collective matters are voted on, others rated (JS-12)."""
    if gate is Gate.VOTE:
        return case.collective
    return True


def open_gates(case: Case, law: Law, *just_passed: Gate) -> tuple[Gate, ...]:
    """The gates that still stand, in order."""
    voted_instead = case.collective and Gate.VOTE in law.gates
    return tuple(
        gate
        for gate in law.gates
        if gate not in case.passed
        and gate not in just_passed
        and applies(gate, case)
        and not (gate is Gate.RATING and voted_instead)
    )


def next_phase(case: Case, law: Law, *just_passed: Gate) -> Phase:
    """Where the case goes when it moves on from here."""
    left = open_gates(case, law, *just_passed)
    return _PHASE_OF.get(left[0], Phase.ANSWERED) if left else Phase.ANSWERED


def current(case: Case, law: Law) -> Gate | None:
    """The gate that the case stands before."""
    left = open_gates(case, law)
    return left[0] if left else None


def drawn_for_follow_up(case: Case, law: Law) -> bool:
    """Is the case in the share that is called back? Drawn from its number, so anyone can check."""
    if Gate.FOLLOW_UP not in law.gates:
        return False
    share = law.regime.gates.follow_up.share
    draw = int(hashlib.sha256(f"{case.number}/{case.answers}".encode()).hexdigest()[:8], 16)
    return Fraction(draw, 16**8) < share


def struck_off_by_itself(law: Law) -> bool:
    """Does the last gate strike off, without a further deed?"""
    return Role.SYSTEM in law.regime.gates.strike_off_by
