"""The points of a matter (B12): is each answered, has each been looked at?"""

from huiyin.rules.case import Case
from huiyin.rules.refusals import Refusal, invalid
from huiyin.rules.words import N_

CHECKED = N_("逐点核对，已经回应的打勾")


def said_to_each(case: Case, said: tuple[str, ...]) -> tuple[str, ...] | Refusal:
    """What is said to each point, each on one line; or which point nothing is said to."""
    each = tuple(" ".join(line.split()) for line in said)
    missing = [n for n in range(case.points) if not any(each[n : n + 1])]
    if missing:
        return invalid("points", N_("第 {n} 点还没有回应，请逐点写明。"), n=missing[0] + 1)
    if len(each) > case.points:
        return invalid(
            "points",
            N_("这件诉求有 {count} 点，回应了 {said} 点，请一点对一点。"),
            count=case.points,
            said=len(each),
        )
    return each


def unchecked_point(case: Case, ticked: tuple[str, ...]) -> Refusal | None:
    """Whoever lets an answer pass has looked at each point; the first that was not ticked."""
    missing = [n for n in range(1, case.points + 1) if str(n) not in ticked]
    if not missing:
        return None
    return invalid("points", N_("第 {n} 点没有勾选：确认已经回应，或者退回。"), n=missing[0])
