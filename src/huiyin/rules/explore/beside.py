"""What goes on beside the way of a case, and what shapes forget for that."""

BESIDE: dict[str, tuple[str, ...]] = {
    "supplement": ("supplemented",),
    "list_points": ("points_listed",),
    "ask_back": ("asked_back",),
    "classify": ("classified",),
    "contact": ("contacted",),
    "progress": ("progressed",),
    "mediate": ("mediated",),
    "note": ("noted",),
    "arrive": ("arrived",),
    "rate_duty": ("duty_rated",),
    "object_to_extension": ("extension_objected",),
    "rule_on_extension": ("extension_upheld", "extension_revoked"),
    "urge": ("urged",),
    "order": ("ordered",),
    "answer_order": ("order_answered",),
    "inspect": ("inspected",),
    "call_meeting": ("meeting_called",),
    "take_measure": ("measure_taken",),
    "escalate": ("escalated",),
    "split": ("split_off",),
    "absorb": ("absorbed",),
    "consent_publication": ("publication_consented", "unpublished"),
    "publish": ("published",),
    "unpublish": ("unpublished",),
    "archive": ("archived",),
    "appeal_exclusion": ("exclusion_appealed",),
    "decide_exclusion": ("exclusion_decided",),
}
"""Deeds that go on beside the way of a case, and the facts they make."""

AFTER = {"arrive": "whistle", "rate_duty": "whistle"}
"""Deeds that look at what shapes forget (who was called): possible once the other was done."""

FIELDS = {
    "orders": ("order", "answer_order"),
    "meeting_open": ("call_meeting",),
    "escalated_to": ("escalate",),
    "exclusion": ("appeal_exclusion", "decide_exclusion"),
    "extension_stand": ("object_to_extension", "rule_on_extension"),
}
"""Fields of a case that only deeds beside look at and change."""
