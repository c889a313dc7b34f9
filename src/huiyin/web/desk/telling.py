"""The record in words for those who work with it: one row for each kind of fact.

What a petitioner reads is another matter: see `huiyin.web.citizen.saying`. Templates name fields of
the fact; `wording` turns their values into words. A test holds the rows against the list of kinds.
"""

from dataclasses import dataclass

from huiyin.rules import facts as f
from huiyin.rules.words import N_


@dataclass(frozen=True, slots=True)
class Row:
    """How a kind of fact is told.

    `more`: remarks, each shown where every field it names is filled; `aside`: the same, beside the
    name of who did it. `says`: fields with people's words; `quote`: somebody's own (a letter, an
    answer). `tone`: as in huiyin/parts/timeline.html.
    """

    title: str
    more: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    tone: str = ""
    quote: bool = False
    aside: tuple[str, ...] = ()


_ASSISTING = N_("协办：{assisting}")
_TEXT, _REASON = ("text",), ("reason",)

ROWS: dict[type[f.What], Row] = {
    # 接
    f.Registered: Row(
        N_("登记"), says=_TEXT, tone="accent", quote=True, aside=(N_("{channel}"), N_("{kind}"))
    ),
    f.Supplemented: Row(N_("补充情况"), says=_TEXT, quote=True),
    f.AskedBack: Row(N_("问诉求人"), says=_TEXT, tone="accent"),
    f.PointsListed: Row(N_("列出 {count} 个诉求点"), says=_TEXT),
    f.CoSigned: Row(N_("又有一人联名")),
    f.Withdrawn: Row(N_("诉求人撤回"), says=_REASON),
    f.Declined: Row(N_("不予受理"), (N_("告知的渠道：{outlet}"),), _REASON, "yellow"),
    f.AnsweredDirectly: Row(N_("直接答复"), says=_TEXT, tone="green", quote=True),
    f.EmergencyTransferred: Row(N_("紧急移交"), says=("to",), tone="accent"),
    # 派
    f.Classified: Row(N_("分类：{class_code}"), (N_("{kind}"), N_("{level}"), N_("{area}"))),
    f.Dispatched: Row(
        N_("交办给{lead}"), (N_("{mode}"), _ASSISTING, N_("{by_catalogue}")), ("note",), "accent"
    ),
    f.Reassigned: Row(N_("改派给{lead}"), (_ASSISTING,), _REASON, "accent"),
    f.MergedInto: Row(N_("并入 {into}")),
    f.Absorbed: Row(N_("{number} 并入本件")),
    f.SplitOff: Row(N_("拆出另一件：{number}")),
    f.Objected: Row(N_("{unit}申请退单"), says=("reason", "basis"), tone="yellow"),
    f.DispatchUpheld: Row(N_("维持原派，由{unit}办理"), (N_("{by_silence}"),), _REASON),
    f.Returned: Row(N_("裁定退单：{justified}"), says=_REASON),
    f.Designated: Row(N_("指定{lead}承办，不得退单"), (N_("{fallback}"),), _REASON, "accent"),
    f.Whistled: Row(N_("吹哨：请{units}到现场报到"), says=_TEXT),
    f.Arrived: Row(N_("{unit}到场报到"), says=_TEXT, tone="accent"),
    f.DutyRated: Row(N_("{by}评价{unit}：{stars} 分"), says=_TEXT),
    f.Claimed: Row(N_("{unit}认领"), (N_("经办人：{officer}"),), tone="accent"),
    f.Escalated: Row(N_("提级：请{to}出面调度"), says=_REASON, tone="yellow"),
    # 办
    f.Accepted: Row(
        N_("{unit}受理"),
        (N_("经办人：{officer}"), N_("承诺：{standard}")),
        ("contact",),
        "accent",
    ),
    f.Contacted: Row(N_("联系诉求人"), says=_TEXT),
    f.Mediated: Row(N_("调解：{mediation}")),
    f.Progressed: Row(N_("办理进展"), says=_TEXT, aside=(N_("{public}"),)),
    f.Noted: Row(N_("内部备注"), (N_("提到：{mentioned}"),), _TEXT, "inside"),
    f.UnitAsked: Row(N_("请{unit}协助"), says=_TEXT),
    f.ExtensionRequested: Row(N_("申请延期 {limit}"), says=_REASON, tone="yellow"),
    f.ExtensionGranted: Row(N_("同意延期 {limit}"), says=_REASON, tone="yellow"),
    f.ExtensionRefused: Row(N_("不同意延期"), says=_REASON),
    f.ExtensionObjected: Row(N_("诉求人对延期提出异议"), says=_REASON, tone="yellow", quote=True),
    f.ExtensionUpheld: Row(N_("裁定：维持延期"), says=_REASON),
    f.ExtensionRevoked: Row(N_("裁定：撤销延期，恢复原时限"), says=_REASON, tone="yellow"),
    f.Shelved: Row(N_("挂账，{until}前复核"), says=("reason", "plan"), tone="yellow"),
    f.ShelvingProlonged: Row(N_("续挂，{until}前再复核"), says=_REASON, tone="yellow"),
    f.Cleared: Row(N_("销账，恢复办理"), says=_REASON, tone="accent"),
    f.Drafted: Row(N_("提交答复"), says=("text", "points"), quote=True),
    f.SignedOff: Row(N_("签发")),
    f.SentBack: Row(N_("退回修改"), says=_REASON, tone="yellow"),
    f.PartDelivered: Row(N_("交来协办结果"), says=_TEXT),
    f.Answered: Row(N_("答复诉求人"), (N_("{call_back}"),), tone="green"),
    # 督
    f.Struck: Row(N_("{clock}：{stage}")),
    f.Urged: Row(N_("催办"), says=_TEXT, tone="yellow"),
    f.Ordered: Row(N_("{colour} {order}"), says=_TEXT, tone="yellow"),
    f.OrderAnswered: Row(N_("回复督办单 {order}"), says=_TEXT),
    f.Inspected: Row(N_("{manner}"), says=("findings",)),
    f.MeetingCalled: Row(N_("召集会议"), says=("agenda",)),
    f.MeetingDecided: Row(N_("会议决定：{outcome}"), says=("decision",), tone="accent"),
    f.MeasureTaken: Row(N_("问责：对{unit}{measure}"), says=_REASON, tone="red"),
    # 评
    f.AuditPassed: Row(N_("审核通过"), says=("remark",)),
    f.AuditFailed: Row(N_("审核未通过，退回重办"), says=_REASON, tone="yellow"),
    f.FollowedUp: Row(N_("回访：{reached}"), (N_("{solved}"), N_("{verdict}")), _TEXT),
    f.Rated: Row(
        N_("评价：{verdict}"),
        says=_TEXT,
        quote=True,
        aside=(
            N_("速度 {speed}"),
            N_("效果 {effect}"),
            N_("态度 {attitude}"),
            N_("解决的点：{solved}"),
        ),
    ),
    f.Voted: Row(N_("收到一票")),
    f.VoteCounted: Row(
        N_("测评结果：满意 {satisfied} 票，不满意 {dissatisfied} 票"), (N_("{passed}"),)
    ),
    f.GatePassed: Row(N_("“{gate}”环节：{by_silence}")),
    f.LeftDissatisfied: Row(N_("诉求人仍不满意，等待会议决定"), tone="red"),
    f.Redone: Row(N_("退回重办"), says=_REASON, tone="yellow"),
    f.ExclusionAppealed: Row(N_("申请剔除：{ground}"), says=_REASON),
    f.ExclusionDecided: Row(N_("复核剔除：{granted}"), says=_REASON),
    f.StruckOff: Row(N_("销号"), (N_("{why}"),), tone="green"),
    f.Referred: Row(N_("移送"), says=("outlet",)),
    # 宣
    f.PublicationConsented: Row(N_("是否公开：{consent}")),
    f.Published: Row(N_("隐去个人信息后公开"), says=("question", "answer")),
    f.Unpublished: Row(N_("撤下公开"), says=_REASON),
    f.Archived: Row(N_("归档"), says=("volume",)),
}

TRUTHS: dict[tuple[str, bool], str] = {
    ("by_catalogue", True): N_("按责任清单自动派单"),
    ("justified", True): N_("退单有理"),
    ("justified", False): N_("退单无理"),
    ("fallback", True): N_("兜底"),
    ("public", True): N_("已告知诉求人"),
    ("public", False): N_("仅内部可见"),
    ("call_back", True): N_("列入回访"),
    ("reached", True): N_("已联系上"),
    ("reached", False): N_("没有联系上"),
    ("solved", True): N_("已解决"),
    ("passed", True): N_("达到销号要求"),
    ("passed", False): N_("没有达到销号要求"),
    ("granted", True): N_("同意"),
    ("granted", False): N_("不同意"),
    ("consent", True): N_("同意"),
    ("consent", False): N_("不同意"),
}
"""What yes and no mean for a field; a no that is not here is not worth a line."""

SILENCE = {
    f.DispatchUpheld: {True: N_("到期没有裁定，原派有效"), False: ""},
    f.GatePassed: {True: N_("到期没有表态，视为通过"), False: N_("通过")},
}

CALLED = {
    "basis": N_("法律依据：{text}"),
    "plan": N_("办理计划：{text}"),
    "points": N_("逐点回应：\n{text}"),
    "contact": N_("告知诉求人：{text}"),
    "question": N_("公开的诉求：{text}"),
    "answer": N_("公开的答复：{text}"),
    "volume": N_("卷号：{text}"),
}
"""People's words that would not be understood without their name."""

WHY = {
    "gates": N_("各环节已完成"),
    "silence": N_("诉求人到期没有不同意见"),
    "decision": N_("按会议决定"),
}
