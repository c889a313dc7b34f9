"""What the fixed words of the rules are called, in Chinese and in English.

The field's standard terms (docs of the field: see the glossary). Labels of one place's own things
(kinds, levels, clocks) stand in its regime.
"""

from huiyin.rules.case import Phase, Stand
from huiyin.rules.vocabulary import Gate, Mode, Outcome, Role

Label = tuple[str, str]

ROLES: dict[str, Label] = {
    Role.PETITIONER: ("诉求人", "petitioner"),
    Role.AGENT: ("坐席", "agent"),
    Role.DISPATCHER: ("分拨员", "dispatcher"),
    Role.CLERK: ("经办人", "unit clerk"),
    Role.HEAD: ("单位主要负责人", "unit head"),
    Role.LEADER: ("分管领导", "leader in charge"),
    Role.GRID_WORKER: ("网格员", "grid worker"),
    Role.AUDITOR: ("审核员", "auditor"),
    Role.CALLER: ("回访员", "follow-up caller"),
    Role.INSPECTOR: ("督查室", "inspection office"),
    Role.DISCIPLINE: ("纪检监察", "discipline inspection"),
    Role.CHIEF: ("首席办事员", "chief clerk"),
    Role.PUBLICIST: ("宣传员", "publicist"),
    Role.SYSTEM: ("系统", "system"),
}

PHASES: dict[str, Label] = {
    Phase.REGISTERED: ("待交办", "registered"),
    Phase.DISPATCHED: ("待受理", "dispatched"),
    Phase.HANDLING: ("办理中", "handling"),
    Phase.SIGNING: ("待签发", "awaiting sign-off"),
    Phase.AUDITING: ("待审核", "awaiting audit"),
    Phase.ANSWERED: ("待评价", "answered"),
    Phase.STRUCK_OFF: ("已销号", "struck off"),
    Phase.DECLINED: ("不予受理", "declined"),
    Phase.ANSWERED_DIRECTLY: ("直接答复", "answered directly"),
    Phase.MERGED: ("已并单", "merged"),
    Phase.WITHDRAWN: ("已撤回", "withdrawn"),
    Phase.REFERRED: ("已移送", "referred"),
}

STANDS: dict[str, Label] = {
    Stand.OFFERED: ("待受理", "offered"),
    Stand.ACCEPTED: ("已受理", "accepted"),
    Stand.DELIVERED: ("已交办理结果", "delivered"),
    Stand.OBJECTED: ("申请退单", "objected"),
    Stand.UPHELD: ("维持原派", "upheld"),
    Stand.DESIGNATED: ("指定承办", "designated"),
}

MODES: dict[str, Label] = {
    Mode.DIRECT: ("直派", "direct"),
    Mode.LEAD_ASSISTING: ("主办加协办", "lead and assisting"),
    Mode.PARALLEL: ("并行派单", "parallel"),
    Mode.TASK_FORCE: ("专班", "task force"),
    Mode.CLAIM: ("认领", "claim"),
    Mode.FALLBACK: ("兜底", "fallback"),
}

GATES: dict[str, Label] = {
    Gate.SIGN_OFF: ("签发", "sign-off"),
    Gate.AUDIT: ("审核", "audit"),
    Gate.FOLLOW_UP: ("回访", "follow-up"),
    Gate.RATING: ("评价", "rating"),
    Gate.VOTE: ("群众测评", "vote"),
}

OUTCOMES: dict[str, Label] = {
    Outcome.CONTINUE: ("继续办理", "continue handling"),
    Outcome.CONCLUDE: ("终结销号", "conclude and strike off"),
    Outcome.REFER: ("移送法定渠道", "refer to the lawful outlet"),
}

RULINGS: dict[str, Label] = {
    "uphold": ("维持原派，由原单位办理", "uphold: the unit keeps it"),
    "reassign": ("改派其他单位", "reassign to another unit"),
    "designate": ("指定承办，不得再退", "designate: may not be returned again"),
}

VERDICTS: dict[str, Label] = {
    "satisfied": ("满意", "satisfied"),
    "basic": ("基本满意", "basically satisfied"),
    "dissatisfied": ("不满意", "dissatisfied"),
}

COLOURS: dict[str, Label] = {
    "blue": ("蓝色督办单", "blue order"),
    "yellow": ("黄色督办单", "yellow order"),
    "red": ("红色督办单", "red order"),
}

MANNERS: dict[str, Label] = {
    "on_site": ("现场督查", "on-site inspection"),
    "unannounced": ("明察暗访", "unannounced inspection"),
    "joint": ("联合督查", "joint inspection"),
    "special": ("专项督查", "special inspection"),
    "online": ("线上督查", "online inspection"),
}

MEDIATIONS: dict[str, Label] = {
    "agreed": ("达成协议", "agreed"),
    "partly": ("部分达成协议", "partly agreed"),
    "failed": ("未达成协议", "not agreed"),
    "withdrawn": ("当事人退出", "a party withdrew"),
}

MEASURES: dict[str, Label] = {
    "remind": ("提醒", "reminder"),
    "summon": ("约谈", "summons"),
    "refer": ("移送纪委问责", "referral to discipline inspection"),
}

OUTLETS: dict[str, Label] = {
    "litigation": ("诉讼", "litigation"),
    "arbitration": ("仲裁", "arbitration"),
    "discipline": ("纪检监察举报", "discipline inspection"),
    "administrative_review": ("行政复议", "administrative review"),
    "open_government": ("政府信息公开申请", "open-government request"),
    "petition": ("信访（已在办理）", "petition already being handled"),
    "repeat": ("同一事项已在办理", "the same matter is already being handled"),
    "unlawful": ("违法或涉密，不能受理", "unlawful or secret"),
    "disturbance": ("恶意骚扰，移交处理", "malicious disturbance"),
}
"""Lawful outlets named when a case is declined (国办发〔2020〕53号)."""

GROUNDS: dict[str, Label] = {
    "same_fact": ("同一事实重复反映", "same fact again"),
    "no_cooperation": ("诉求人不配合", "no cooperation"),
    "enforcement": ("执法或调解，不宜只看满意度", "enforcement or mediation"),
    "unreasonable": ("诉求不合理", "unreasonable demand"),
    "wrong_unit": ("考核对象有误", "wrongly attributed"),
    "not_due": ("未到办理期限", "not yet due"),
}
"""Grounds on which a case may be left out of evaluation (剔除)."""
