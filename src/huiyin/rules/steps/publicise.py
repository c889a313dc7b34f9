"""宣 publicise: what was solved becomes visible, by consent and after redaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from huiyin.rules import facts as f
from huiyin.rules.case import ENDS, Actor, Case, Phase
from huiyin.rules.deeds import Deed, Row, Step, Tick, Words
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal, not_now
from huiyin.rules.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentPublication(Deed):
    """The petitioner agrees, or takes agreement back."""

    consent: Annotated[bool, Tick(N_("同意隐去个人信息后公开"))] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish(Deed):
    """Publish a redacted question and answer (FX-17, JS-15)."""

    question: Annotated[str, Words(N_("公开的诉求（隐去个人信息）"), lines=5)]
    answer: Annotated[str, Words(N_("公开的答复（隐去个人信息）"), lines=5)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpublish(Deed):
    """Take it back from everywhere."""

    reason: Annotated[str, Words(N_("撤下理由"), lines=2)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive(Deed):
    """归档: nothing more will happen (FX-13)."""

    volume: Annotated[str, Words(N_("卷号"), required=False, lines=1, longest=60)] = ""


Facts = tuple[f.What, ...]


def consent_publication(
    case: Case, deed: ConsentPublication, actor: Actor, now: datetime, law: Law
) -> Facts:
    """Yes or no; a no to something already published takes it down."""
    said: Facts = (f.PublicationConsented(consent=deed.consent),)
    if case.published and not deed.consent:
        return (*said, f.Unpublished(reason=""))
    return said


def publish(case: Case, deed: Publish, actor: Actor, now: datetime, law: Law) -> Facts:
    """The redacted words go out."""
    return (f.Published(question=deed.question.strip(), answer=deed.answer.strip()),)


def cannot_publish(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """By consent, or where the place publishes all; never what is confidential."""
    if case.published:
        return not_now(N_("已经公开。"))
    if case.confidential:
        return not_now(N_("保密件不公开。"))
    if case.consent is False:
        return not_now(N_("诉求人不同意公开。"))
    if law.regime.publication.answers == "consent" and not case.consent:
        return not_now(N_("诉求人还没有同意公开。"))
    return None


def unpublish(case: Case, deed: Unpublish, actor: Actor, now: datetime, law: Law) -> Facts:
    """It is taken back."""
    return (f.Unpublished(reason=deed.reason.strip()),)


def not_published(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """Only what is published."""
    return None if case.published else not_now(N_("这件诉求没有公开。"))


def archive(case: Case, deed: Archive, actor: Actor, now: datetime, law: Law) -> Facts:
    """On the shelf."""
    return (f.Archived(volume=deed.volume.strip()),)


def cannot_archive(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """Not twice, and not while an appeal waits."""
    if case.archived:
        return not_now(N_("已经归档。"))
    if case.exclusion == "appealed":
        return not_now(N_("剔除申请还没有复核。"))
    return None


_JUDGED = frozenset({Phase.ANSWERED, Phase.STRUCK_OFF, Phase.ANSWERED_DIRECTLY})
_CLOSED = frozenset({Phase.STRUCK_OFF, Phase.ANSWERED_DIRECTLY})
_P = Step.PUBLICISE


def _publishes(law: Law) -> bool:
    return law.regime.publication.answers != "none"


ROWS = (
    Row(
        ConsentPublication,
        _P,
        N_("是否同意公开"),
        "consent to publication",
        _JUDGED,
        consent_publication,
        None,
        _publishes,
    ),
    Row(Publish, _P, N_("公开"), "publish", _CLOSED, publish, cannot_publish, _publishes),
    Row(Unpublish, _P, N_("撤下公开"), "unpublish", _CLOSED, unpublish, not_published, _publishes),
    Row(Archive, _P, N_("归档"), "archive", ENDS, archive, cannot_archive),
)
