"""Proposed changes of the responsibility catalogue, what came of them (PS-3), and what was learned.

The catalogue itself is law and stands in published versions; here is only what leads to the next.
"""

from typing import ClassVar

from django.db import models


class State(models.TextChoices):
    """Where a proposal stands."""

    DRAFT = "draft"  # read from a file, not yet put forward
    OPEN = "open"  # put forward; units are heard
    ADOPTED = "adopted"  # decided, waits for its day
    IN_FORCE = "in_force"  # published
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Proposal(models.Model):
    """One proposal: some lines, why, on what legal ground, and how far it has come.

    `origin`: "", `file:<name>`, or `ruling:<case number>`. `round` and `until`: which round of
    comments runs, and until which day. `version`: the version of the law that it became.
    `trouble`: why it could not be published on its day.
    """

    regime = models.SlugField(max_length=40)
    place = models.CharField(max_length=40)
    reason = models.TextField()
    ground = models.CharField(max_length=500, blank=True)
    origin = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=State.choices)
    by = models.CharField(max_length=80)
    unit = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    round = models.PositiveIntegerField(default=0)
    until = models.DateField(null=True)
    effective_on = models.DateField(null=True)
    version = models.PositiveIntegerField(null=True)
    trouble = models.TextField(blank=True)

    class Meta:
        db_table = "dispatch_proposal"
        indexes: ClassVar = [
            models.Index(fields=["regime", "state"], name="proposal_regime_state"),
            models.Index(fields=["regime", "version"], name="proposal_regime_version"),
        ]

    def __str__(self) -> str:
        return f"proposal:{self.pk}"


class ProposedLine(models.Model):
    """One line as it was when it was proposed, and as it is to be; null where there is none.

    `live`: it holds its class, for which nobody else can put a line forward meanwhile.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="lines")
    regime = models.SlugField(max_length=40)
    code = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    live = models.BooleanField(default=False)
    left_out = models.BooleanField(default=False)

    class Meta:
        db_table = "dispatch_proposed_line"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "code"], name="line_of_proposal"),
            models.UniqueConstraint(
                fields=["regime", "code"], condition=models.Q(live=True), name="line_live_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.code}"


class Asked(models.Model):
    """A unit that is asked in a round; `agrees` is null until it has said something."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="asked")
    round = models.PositiveIntegerField()
    unit = models.CharField(max_length=60)
    agrees = models.BooleanField(null=True)
    reason = models.TextField(blank=True)
    ground = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        db_table = "dispatch_asked"
        ordering: ClassVar = ["round", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "round", "unit"], name="asked_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["unit", "proposal"],
                name="asked_waiting",
                condition=models.Q(agrees__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} r{self.round} {self.unit}"


class Step(models.Model):
    """Something that was done to a proposal; only ever added to."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    unit = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)
    params = models.JSONField(default=dict)

    class Meta:
        db_table = "dispatch_step"
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.kind}"


class Learned(models.Model):
    """A model that is in use, or was.

    `about`: "class", "kind", "level" or "lead". `until`: the newest case it learned from was
    registered then. `figures`: as `learning.training.Figures`, measured on cases it had not seen,
    and `by_label`: label -> [guesses above the bar, of them right].
    """

    place = models.CharField(max_length=40)
    about = models.CharField(max_length=12)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    learned_from = models.PositiveIntegerField()
    figures = models.JSONField()
    model = models.BinaryField()

    class Meta:
        db_table = "dispatch_learned"
        indexes: ClassVar = [
            models.Index(fields=["place", "about", "made_at"], name="learned_place_about"),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.about} {self.made_at:%Y-%m-%d}"
