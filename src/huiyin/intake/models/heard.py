"""What channels have heard: so that nothing is heard twice, and nobody floods us."""

from typing import ClassVar

from django.db import models

from huiyin.intake.models.persons import Petitioner


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


class WechatMedia(models.Model):
    """A photo or voice note that was sent in WeChat, on its way to a draft or a case.

    `state`: waiting, kept (fetched, with the draft), shown (in the draft's form), joined (with the
    case `number`), telling (it cannot be had, which the user is to be told), refused (was told).
    `media`, what it is called there, and `words`, what is told, are sealed and emptied at the end.
    """

    user = models.ForeignKey(WechatUser, on_delete=models.CASCADE, related_name="media")
    place = models.CharField(max_length=40)
    draft = models.ForeignKey(
        WechatDraft, on_delete=models.SET_NULL, null=True, related_name="media"
    )
    number = models.CharField(max_length=24, blank=True)
    petitioner = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=10)
    media = models.BinaryField()
    file = models.CharField(max_length=120, blank=True)
    words = models.BinaryField(default=bytes)
    sent_at = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    state = models.CharField(max_length=10)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "intake_wechat_media"
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"],
                name="wechat_media_due",
                condition=models.Q(next_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"media:{self.pk} {self.state}"


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
