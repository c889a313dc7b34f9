"""The demo's knowledge base and templates: what is asked and written again and again."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from huiyin.handling import actions, phrases
from huiyin.handling.actions import Said
from huiyin.handling.queries import questions
from huiyin.people.models import Place
from huiyin.rules.case import Actor

FILE = Path(__file__).with_name("answers.toml")
PHRASES = Path(__file__).with_name("phrases.toml")
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
    have = phrases.names(place.pk)
    for told in tomllib.loads(PHRASES.read_text(encoding="utf-8")).values():
        if told["name"] not in have:
            phrases.write(place.pk, phrases.Said(**told), actor=actor, now=now)
