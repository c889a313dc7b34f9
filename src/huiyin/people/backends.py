"""Login with a brake: after five failures a name rests for a quarter of an hour."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from huiyin.people.models import Member

TRIES = 5
REST = timedelta(minutes=15)


class BrakedBackend(ModelBackend):
    """Django's own backend behind the brake; the count is kept with the member."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Any:
        """The member, or None; a resting name is None whatever the password."""
        now = timezone.now()
        known = Member.objects.filter(username=username)
        if known.filter(failures__gte=TRIES, failed_at__gt=now - REST).exists():
            return None
        known.filter(failures__gte=TRIES).update(failures=0)
        member = super().authenticate(request, username=username, password=password, **kwargs)
        if member is None:
            known.update(failures=F("failures") + 1, failed_at=now)
        else:
            known.filter(failures__gt=0).update(failures=0, failed_at=None)
        return member


def is_resting(username: str) -> bool:
    """Has this name failed so often that it must wait?"""
    return Member.objects.filter(
        username=username, failures__gte=TRIES, failed_at__gt=timezone.now() - REST
    ).exists()
