"""People who petition, kept apart from cases, and every look at them; the files that came along."""

from typing import ClassVar

from django.db import models


class Petitioner(models.Model):
    """A person as they gave themselves. Everything about them is encrypted; see `sealing`."""

    place = models.CharField(max_length=40)
    name = models.BinaryField()
    phone = models.BinaryField()
    identity_no = models.BinaryField()
    email = models.BinaryField(default=bytes)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    case = models.CharField(max_length=24, blank=True)
    made_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "intake_petitioner"

    def __str__(self) -> str:
        return f"petitioner:{self.pk}"


class Reading(models.Model):
    """Somebody looked at a petitioner's identity, and said what for (B17)."""

    petitioner = models.ForeignKey(Petitioner, on_delete=models.CASCADE, related_name="readings")
    case = models.CharField(max_length=24)
    member = models.CharField(max_length=80)
    purpose = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "intake_reading"
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return f"{self.member} -> {self.petitioner_id}"


class LookUp(models.Model):
    """Failed tries to open a case by number and code: to brake guessing, without any address."""

    number = models.CharField(max_length=24, primary_key=True)
    failures = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField()

    class Meta:
        db_table = "intake_look_up"

    def __str__(self) -> str:
        return self.number


class WechatUser(models.Model):
    """Somebody who writes to an official account or uses a mini-program, as WeChat names them.

    The name (openid) is sealed and found by its blind index. `phone` is where they may be called:
    vouched for by WeChat, or else what they themselves gave with a report.
    """

    app = models.CharField(max_length=40)
    openid = models.BinaryField()
    openid_index = models.CharField(max_length=64, unique=True)
    phone = models.BinaryField(default=bytes)
    vouched = models.BooleanField(default=False)
    follows = models.BooleanField(default=True)
    follows_at = models.DateTimeField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "intake_wechat_user"

    def __str__(self) -> str:
        return f"wechat:{self.pk}"


class WechatHeard(models.Model):
    """A message that was heard: so that it is not heard twice, and nobody floods us."""

    user = models.ForeignKey(WechatUser, on_delete=models.CASCADE, related_name="heard")
    once = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "intake_wechat_heard"
        indexes: ClassVar = [
            models.Index(fields=["user", "at"], name="wechat_heard_user"),
            models.Index(fields=["at"], name="wechat_heard_at"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.at}"


class WechatDraft(models.Model):
    """What a user has begun to say in WeChat, sealed, until they report it on the page."""

    user = models.ForeignKey(WechatUser, on_delete=models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=40)
    said = models.BinaryField(default=bytes)
    once = models.BooleanField(default=False)
    until = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "intake_wechat_draft"
        indexes: ClassVar = [
            models.Index(fields=["user", "place"], name="wechat_draft_user"),
            models.Index(fields=["until"], name="wechat_draft_until"),
        ]

    def __str__(self) -> str:
        return f"draft:{self.pk}"


class WechatCase(models.Model):
    """A case that a user brought through WeChat, and as which petitioner: to tell them of it."""

    user = models.ForeignKey(WechatUser, on_delete=models.CASCADE, related_name="cases")
    petitioner = models.OneToOneField(Petitioner, on_delete=models.CASCADE, related_name="wechat")
    number = models.CharField(max_length=24)
    at = models.DateTimeField()

    class Meta:
        db_table = "intake_wechat_case"
        indexes: ClassVar = [models.Index(fields=["user", "at"], name="wechat_case_user")]

    def __str__(self) -> str:
        return self.number


class Delivery(models.Model):
    """A notice on its way to one petitioner by one channel, and what became of it.

    Without a notice it is something said to a number (`to`) in its own words: a one-time code, the
    answer to a short message. Number and words are sealed, emptied once it has ended, and not sent
    any more after `until`.

    `state`: waiting, sending (until the lease ends), sent, failed for good, given up, unsure (the
    worker or the line broke off, and the gateway cannot be asked), none (no channel leads to them).
    `reason` is a word or code of the gateway, nothing personal.
    """

    notice = models.PositiveBigIntegerField(null=True)
    petitioner = models.CharField(max_length=40, blank=True)
    case = models.CharField(max_length=24, blank=True, db_index=True)
    place = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, blank=True)
    to = models.BinaryField(default=bytes)
    words = models.BinaryField(default=bytes)
    until = models.DateTimeField(null=True)
    template = models.CharField(max_length=120, blank=True)
    params = models.JSONField(default=dict)
    at = models.DateTimeField()
    state = models.CharField(max_length=10)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    gateway_id = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "intake_delivery"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "petitioner"], name="delivery_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"],
                name="delivery_due",
                condition=models.Q(next_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.kind} {self.state}"


class Attachment(models.Model):
    """A photo, voice note or document; its bytes lie encrypted in the file store.

    `case` is "" while it is a draft. `once` makes the same file of the same form one row.
    """

    place = models.CharField(max_length=40)
    case = models.CharField(max_length=24, blank=True, db_index=True)
    giver = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=10)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    seconds = models.PositiveIntegerField(null=True)
    salt = models.CharField(max_length=32, blank=True)
    digest = models.CharField(max_length=64)
    name = models.BinaryField()
    stored = models.CharField(max_length=80, blank=True)
    thumb = models.BooleanField(default=False)
    once = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - null is not unique
    scan = models.CharField(max_length=10, db_index=True)
    made_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        db_table = "intake_attachment"

    def __str__(self) -> str:
        return f"attachment:{self.pk}"


class OneTimeCode(models.Model):
    """A code that was asked for, to show that a number is one's own. Neither is readable here.

    `sent`: it was really told; a number that no case belongs to is asked for like any other, and
    nothing is sent.
    """

    place = models.CharField(max_length=40)
    purpose = models.CharField(max_length=20)
    phone_index = models.CharField(max_length=64)
    code = models.CharField(max_length=64)
    sent = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "intake_one_time_code"
        indexes: ClassVar = [
            models.Index(fields=["phone_index", "made_at"], name="one_time_phone"),
            models.Index(fields=["place", "made_at"], name="one_time_place"),
            models.Index(fields=["made_at"], name="one_time_made"),
        ]

    def __str__(self) -> str:
        return f"code:{self.pk}"


class SmsHeard(models.Model):
    """A short message that was heard: so that it is not heard twice, and nobody floods us.

    Blind indexes only: of its id, of the request's nonce, and of who sent it.
    """

    once = models.CharField(max_length=64, unique=True)
    nonce = models.CharField(max_length=64, unique=True)
    sender = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "intake_sms_heard"
        indexes: ClassVar = [
            models.Index(fields=["sender", "at"], name="sms_heard_sender"),
            models.Index(fields=["at"], name="sms_heard_at"),
        ]

    def __str__(self) -> str:
        return f"sms:{self.pk}"


class MailHeard(models.Model):
    """A letter by e-mail that was heard, likewise: blind indexes of its id and of who sent it."""

    once = models.CharField(max_length=64, unique=True)
    sender = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "intake_mail_heard"
        indexes: ClassVar = [
            models.Index(fields=["sender", "at"], name="mail_heard_sender"),
            models.Index(fields=["at"], name="mail_heard_at"),
        ]

    def __str__(self) -> str:
        return f"mail:{self.pk}"
