"""The tables of intake: people and what they send, what is told, and the ways it goes."""

from huiyin.intake.models.calls import Call, CallDraft
from huiyin.intake.models.files import Attachment
from huiyin.intake.models.heard import (
    MailHeard,
    SmsHeard,
    WechatCase,
    WechatDraft,
    WechatHeard,
    WechatMedia,
    WechatUser,
)
from huiyin.intake.models.mediations import Mediation, Mediator
from huiyin.intake.models.outbox import Delivery
from huiyin.intake.models.persons import LookUp, OneTimeCode, Petitioner, Reading
from huiyin.intake.models.platforms import PlatformCase, PlatformHeard

__all__ = [
    "Attachment",
    "Call",
    "CallDraft",
    "Delivery",
    "LookUp",
    "MailHeard",
    "Mediation",
    "Mediator",
    "OneTimeCode",
    "Petitioner",
    "PlatformCase",
    "PlatformHeard",
    "Reading",
    "SmsHeard",
    "WechatCase",
    "WechatDraft",
    "WechatHeard",
    "WechatMedia",
    "WechatUser",
]
