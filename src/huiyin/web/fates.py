"""What became of the notices to petitioners, in words, for both kinds of pages."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from huiyin.intake import queries as intake
from huiyin.rules.law import Law
from huiyin.rules.words import N_
from huiyin.web import asking

KINDS = {
    "sms": N_("短信"),
    "wechat": N_("微信"),
    "mail": N_("邮件"),
    "platform": N_("来件平台"),
}
FATES = {
    "waiting": N_("等待发送"),
    "sending": N_("正在发送"),
    "sent": N_("已发出"),
    "failed": N_("没有发出，请电话告知"),
    "given_up": N_("试了多次没有发出，请电话告知"),
    "unsure": N_("发送中断，不能确定是否发出"),
    "quiet": N_("按您的意思不发通知，凭编号和查询码查看"),
    "none": N_("没有能用的短信或微信，凭编号和查询码查看"),
}
TONES = {"sent": "green", "failed": "red", "given_up": "red", "unsure": "yellow"}


def steps(number: str, law: Law, petitioner: str = "") -> Iterable[dict[str, Any]]:
    """As `huiyin/parts/timeline.html` takes them, newest first; `petitioner`: theirs only."""
    for row in intake.deliveries(number, petitioner):
        fate = gettext(FATES[row.state])
        if row.kind:
            how = gettext(KINDS.get(row.kind, row.kind))
            fate = gettext("{channel}：{fate}").format(channel=how, fate=fate)
        if row.reason and row.state != "sent" and not petitioner:
            fate = gettext("{fate}（{reason}）").format(fate=fate, reason=row.reason)
        yield {
            "at": row.at,
            "title": asking.told(row.template, {**row.params, "number": number}, law),
            "text": fate,
            "tone": TONES.get(row.state, ""),
        }
