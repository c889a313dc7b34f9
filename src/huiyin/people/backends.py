"""Login with a brake: after five failures a name rests for a quarter of an hour.

A name that nobody bears rests in the same way, so that nobody learns which names exist.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from huiyin.people.models import FailedLogin

TRIES = 5
REST = timedelta(minutes=15)
FORGOTTEN = timedelta(days=1)
"""After so long a few failures are no more held against a name."""


class BrakedBackend(ModelBackend):
    """Django's own backend behind the brake."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Any:
        """The member, or None; a resting name is None whatever the password."""
        now, name = timezone.now(), _digest(username or "")
        if _resting(name, now).exists():
            return None
        member = super().authenticate(request, username=username, password=password, **kwargs)
        if member is None:
            _failed(name, now)
        else:
            FailedLogin.objects.filter(name=name).delete()
        return member


def is_resting(username: str) -> bool:
    """Has this name failed so often that it must wait?"""
    return _resting(_digest(username), timezone.now()).exists()


def _digest(username: str) -> str:
    return hashlib.sha256(username.encode(errors="surrogatepass")).hexdigest()


def _resting(name: str, now: datetime) -> QuerySet[FailedLogin]:
    return FailedLogin.objects.filter(name=name, failures__gte=TRIES, failed_at__gt=now - REST)


def _failed(name: str, now: datetime) -> None:
    """Count it; what has rested is forgotten, so that invented names do not fill the table."""
    FailedLogin.objects.filter(failures__gte=TRIES, failed_at__lte=now - REST).delete()
    FailedLogin.objects.filter(failed_at__lte=now - FORGOTTEN).delete()
    if not FailedLogin.objects.filter(name=name).update(failures=F("failures") + 1, failed_at=now):
        FailedLogin.objects.update_or_create(name=name, defaults={"failures": 1, "failed_at": now})
