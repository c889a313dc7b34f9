"""The demo's knowledge base: what is asked again and again, in every place."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from huiyin.handling import actions
from huiyin.handling.actions import Said
from huiyin.handling.queries import questions
from huiyin.people.models import Place
from huiyin.rules.case import Actor

FILE = Path(__file__).with_name("answers.toml")
GOOD_FOR = timedelta(days=365)


def furnish(place: Place, actor: Actor, now: datetime) -> None:
    """Write down what is not there yet."""
    today = timezone.localdate(now)
    there = questions(place.pk)
    for told in tomllib.loads(FILE.read_text(encoding="utf-8")).values():
        if told["question"] not in there:
            said = Said(
                question=told["question"],
                ways="\n".join(told.get("ways", ())),
                answer=told["answer"],
                source=told.get("source", ""),
                public=told.get("public", True),
                until=today + GOOD_FOR,
            )
            actions.write(place.pk, said, actor=actor, today=today, now=now)
