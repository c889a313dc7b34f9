"""A letter by e-mail becomes a case, or is added to the case that its subject names.

An address is easily forged: a letter may tell us something, but nothing of a case is told, judged
or withdrawn by it. What is answered goes to the address.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext

from huiyin.cases import actions as door
from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.intake import actions as intake
from huiyin.intake import outbox, queries, sealing
from huiyin.intake.actions import Matter
from huiyin.intake.channels.mail.accounts import Mailbox
from huiyin.intake.channels.mail.letters import Letter
from huiyin.intake.identity import Person
from huiyin.intake.models import MailHeard
from huiyin.people.models import Place
from huiyin.regimes import queries as regimes
from huiyin.rules.steps.receive import Supplement

FLOOD = 10
SPAN = timedelta(minutes=10)
"""So many letters of one address are heard within so long; the others wait in the mailbox."""
KEPT = timedelta(days=90)


class Taken(StrEnum):
    """What became of a letter."""

    HEARD = "heard"
    AGAIN = "again"  # it was heard before
    LATER = "later"  # its sender writes too much; it stays where it is


def take(place: Place, box: Mailbox, letter: Letter, *, now: datetime) -> Taken:
    """Do what the letter asks, once, and put the answer into the outbox."""
    once = sealing.index(f"{place.pk}/mail/{letter.once}")
    sender = sealing.index(f"{place.pk}/mail from/{letter.sender}")
    heard = MailHeard.objects.filter(once=once)
    if letter.sender == box.address.lower() or heard.exists():
        return Taken.AGAIN
    if MailHeard.objects.filter(sender=sender, at__gt=now - SPAN).count() >= FLOOD:
        return Taken.LATER
    MailHeard.objects.filter(at__lt=now - KEPT).delete()
    try:
        with transaction.atomic():  # heard, with what came of it, or not at all
            MailHeard.objects.create(once=once, sender=sender, at=now)
            with translation.override(settings.LANGUAGE_CODE):
                words = _answer(place, box, letter, now)
            if words:
                outbox.say(place.pk, letter.sender, words, now=now)
    except IntegrityError:
        if not heard.exists():
            raise
        return Taken.AGAIN  # by another worker, at the same moment
    return Taken.HEARD


def _answer(place: Place, box: Mailbox, letter: Letter, now: datetime) -> str:
    try:
        done = _supplement(letter, now) if letter.number else _report(place, box, letter, now)
    except Refused as no:
        return str(no.refusal)
    left = gettext("附件没有收下，请到网页补充。") if letter.attached else ""
    return done + left


def _report(place: Place, box: Mailbox, letter: Letter, now: datetime) -> str:
    """A new matter. That it is registered is told by the notice of it."""
    law = regimes.current(place.regime)
    channel = law.channels.get(box.channel)
    if channel is None or channel.whistle or channel.identity == "real_name":
        told = gettext("这里不能用邮件反映，请到网页反映，或者打 {phone}。")
        return told.format(phone=law.regime.phone or "12345")
    kind = law.kind_of(f"{letter.title} {letter.text}", box.kind)
    matter = Matter(channel.id, kind, letter.title, letter.text)
    intake.report(place, matter, Person(email=letter.sender), now=now)
    return ""


def _supplement(letter: Letter, now: datetime) -> str:
    case = cases.find(letter.number)
    refs = [one.ref for one in case.petitioners] if case is not None and not case.whistle else []
    mine = next((ref for ref in refs if queries.email_of(ref) == letter.sender), "")
    if not mine:
        told = gettext("没有您用这个邮箱反映的 {number}。新的事请另写一封，标题里不写编号。")
        return told.format(number=letter.number)
    actor = queries.petitioner_actor(mine)
    door.act(letter.number, Supplement(text=letter.text), actor=actor, now=now)
    return gettext("{number}：补充已经收到。").format(number=letter.number)
