"""What a petitioner gives of themselves, checked as the channel asks."""

import re
import unicodedata
from dataclasses import dataclass, field

from huiyin.rules.deeds import has_control_characters
from huiyin.rules.refusals import Refusal, invalid
from huiyin.rules.vocabulary import Channel
from huiyin.rules.words import N_

NOT_TOLD = "none"
TOLD_IN = ("", "en", NOT_TOLD)
"""How one may want to be told: in Chinese, in English, not at all (P85)."""

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"^(0\d{2,3}-?)?\d{7,8}$")
_EMAIL = re.compile(r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


@dataclass(frozen=True, slots=True)
class Person:
    """Name, phone, identity number and e-mail address; "" where not given.

    `told_in`: how they want to be told: "" in the place's language, "en", or `NOT_TOLD`.
    """

    name: str = ""
    phone: str = ""
    identity_no: str = ""
    email: str = ""
    told_in: str = field(default="", repr=False)  # no part of what makes a report the same

    def masked(self) -> "Person":
        """As shown without a stated purpose: 张**, 138****5678, w***@example.org."""
        head, at, domain = self.email.partition("@")
        return Person(
            name=self.name[:1] + "*" * max(len(self.name) - 1, 1) if self.name else "",
            phone=_mask(self.phone, 3, 4),
            identity_no=_mask(self.identity_no, 3, 2),
            email=f"{head[:1]}***{at}{domain}" if at else "",
        )


def _mask(text: str, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    return text[:head] + "*" * hidden + text[-tail:] if hidden > 0 else "*" * len(text)


def tidy(person: Person) -> Person:
    """Full-width digits and stray spaces made plain."""
    phone = re.sub(r"[\s()（）]", "", unicodedata.normalize("NFKC", person.phone))
    number = re.sub(r"\s", "", unicodedata.normalize("NFKC", person.identity_no)).upper()
    mobile = re.sub(r"^\+?86-?", "", phone).replace("-", "")
    return Person(
        name=person.name.strip(),
        phone=mobile if is_mobile(mobile) else phone,
        identity_no=number,
        email=person.email.strip().lower(),
        told_in=person.told_in if person.told_in in TOLD_IN else "",
    )


def number_in(text: str) -> str:
    """The telephone number that the text is, tidy; "" where it is not one, or not a whole one."""
    phone = tidy(Person(phone=text)).phone
    return phone if is_mobile(phone) or _LANDLINE.match(phone) else ""


def is_mobile(phone: str) -> bool:
    """Is it a mobile number, tidy: one that a short message reaches?"""
    return bool(_MOBILE.fullmatch(phone))


def check(person: Person, channel: Channel) -> Refusal | None:
    """What is missing or cannot be right for this channel (JS-1, JS-4); `person` is tidy."""
    return _malformed(person) or _missing(person, channel)


def _malformed(person: Person) -> Refusal | None:
    if len(person.name) > 60 or has_control_characters(person.name):
        return invalid("name", N_("姓名请不超过 60 字，不含特殊字符。"))
    if person.phone and not (is_mobile(person.phone) or _LANDLINE.match(person.phone)):
        return invalid("phone", N_("电话号码不对，请填 11 位手机号或带区号的座机号。"))
    if person.email and not is_email(person.email):
        return invalid("email", N_("邮箱地址不对，请核对。"))
    if person.identity_no and not is_identity_number(person.identity_no):
        return invalid("identity_no", N_("身份证号不对，请核对 18 位号码。"))
    return None


def _missing(person: Person, channel: Channel) -> Refusal | None:
    if channel.identity == "code":
        return None
    if not person.phone and not (person.email and channel.identity == "contact"):
        return invalid("phone", N_("请留下联系电话，以便答复您。"))
    if channel.identity == "real_name" and not person.name:
        return invalid("name", N_("请填写真实姓名。"))
    if channel.identity == "real_name" and not person.identity_no:
        return invalid("identity_no", N_("请填写身份证号：本地实行实名登记。"))
    return None


def is_email(text: str) -> bool:
    """Has it the form of an address?"""
    return len(text) <= 254 and bool(_EMAIL.match(text))


def is_identity_number(text: str) -> bool:
    """Is it an 18-digit citizen identity number with the right check digit (GB 11643)?"""
    if not re.fullmatch(r"\d{17}[\dX]", text):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == text[17]
