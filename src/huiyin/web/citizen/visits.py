"""Which cases this browser has opened with a query code: kept in the session, never in an address.

The session ends by itself (see the settings) or when the petitioner says so, which matters on a
computer that others use.
"""

from collections.abc import Mapping

from django.http import HttpRequest

from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.intake.queries import petitioner_actor
from huiyin.rules.case import Case

OPENED = "petitions"
FROM_WECHAT = "wechat"
"""Where the session keeps who came from WeChat (see `handed`)."""


def keep(request: HttpRequest, number: str, ref: str) -> None:
    """Remember that the petitioner `ref` opened the case here."""
    keep_all(request, {number: ref})


def keep_all(request: HttpRequest, refs: Mapping[str, str]) -> None:
    """Remember several cases, each with the petitioner who opened it here."""
    request.session.cycle_key()
    request.session[OPENED] = {**request.session.get(OPENED, {}), **refs}


def numbers(request: HttpRequest) -> list[str]:
    """The cases opened here, the newest first."""
    return list(reversed(request.session.get(OPENED, {})))


def opened(request: HttpRequest, number: str) -> tuple[Case, str] | None:
    """The case and who reads it, where this browser may; merged and split cases come along."""
    refs = request.session.get(OPENED, {})
    for ref in dict.fromkeys([refs.get(number, ""), *refs.values()]):
        try:
            return cases.get(number, petitioner_actor(ref)), ref
        except Refused:
            continue
    return None


def forget(request: HttpRequest) -> None:
    """Leave nothing behind in this browser."""
    request.session.pop(OPENED, None)
    request.session.pop(FROM_WECHAT, None)
    request.session.cycle_key()
