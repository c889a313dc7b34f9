"""Places and members."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models


class Place(models.Model):
    """An area with a regime, and perhaps a hub above it (1+7).

    `chief`, `portrait`: who its chief clerk is now, and how they look (SN-1); the office and the
    pledge are law, the person is not.
    """

    id = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    area = models.CharField(max_length=20)
    regime = models.SlugField(max_length=40)
    hub = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="below"
    )
    chief = models.CharField(max_length=60, blank=True)
    portrait = models.FileField(upload_to="portraits", blank=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.name


class MemberManager(BaseUserManager["Member"]):
    """Makes members; `createsuperuser` uses it too."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Member":
        """A member with that password, or none to log in with."""
        member = self.model(username=self.model.normalize_username(username), **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def create_superuser(self, username: str, password: str, **fields: Any) -> "Member":
        """The operator of the installation."""
        return self.create_user(username, password, is_superuser=True, **fields)


class Member(AbstractBaseUser, PermissionsMixin):
    """Somebody who works with cases: in a place, perhaps in a unit, in one or more roles.

    `phone` is the number at work, shown to petitioners where the regime says so (SN-7).
    """

    username = models.CharField("用户名", max_length=80, unique=True)
    name = models.CharField("姓名", max_length=60)
    phone = models.CharField("工作电话", max_length=30, blank=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT)
    unit = models.CharField("单位", max_length=40, blank=True)
    roles = models.JSONField("角色", default=list)
    is_active = models.BooleanField("启用", default=True)

    objects: ClassVar[MemberManager] = MemberManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class FailedLogin(models.Model):
    """How often a name has failed to log in of late, whether anybody bears it or not.

    The name stands as a digest: people type their password there by mistake.
    """

    name = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "people_failed_login"

    def __str__(self) -> str:
        return f"{self.name[:8]}: {self.failures}"


class GridPost(models.Model):
    """Who looks after a grid (FX-3): its worker, or the head of a building or hamlet.

    A worker is a member, or for a while only a name; a building head is a neighbour without a
    login. All of it is public: it hangs on the wall.
    """

    class Kind(models.TextChoices):
        """What one is to the grid."""

        WORKER = "worker"  # 网格员
        BUILDING_HEAD = "building_head"  # 楼长、屯（组）长

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="grid_posts")
    area = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    member = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.CASCADE, related_name="grid_posts"
    )
    name = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    duties = models.CharField(max_length=300, blank=True)
    photo = models.FileField(upload_to="grid-posts", blank=True)

    class Meta:
        ordering: ClassVar = ["area", "-kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place", "area", "kind"], name="people_grid_post_once"),
            models.CheckConstraint(
                condition=models.Q(member__isnull=False) | ~models.Q(name=""),
                name="people_grid_post_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.area} {self.kind}"

    @property
    def called(self) -> str:
        """The name on the board: the member's, while there is one."""
        return self.member.name if self.member else self.name

    @property
    def rings(self) -> str:
        """The number on the board: one given for the grid, else the member's at work."""
        return self.phone or (self.member.phone if self.member else "")


class SavedView(models.Model):
    """Filters of a list under a name: one's own, or shared with one's unit or place (P112).

    `query` is what stands in the list's address. `unit` is the one it is shared with.
    """

    LONGEST_NAME: ClassVar = 20
    LONGEST_QUERY: ClassVar = 500

    class Shared(models.TextChoices):
        """With whom."""

        NOBODY = "nobody"
        UNIT = "unit"
        PLACE = "place"

    owner = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="saved_views")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="saved_views")
    unit = models.CharField(max_length=40, blank=True)
    shared = models.CharField(max_length=10, choices=Shared.choices)
    listing = models.CharField(max_length=10)
    name = models.CharField(max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY)

    class Meta:
        db_table = "people_saved_view"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "listing", "name"], name="people_saved_view_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["place", "shared", "unit"], name="people_saved_view_shared")
        ]

    def __str__(self) -> str:
        return self.name


class Looking(models.Model):
    """Who has a case open, and when that was last heard of (P116)."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="looking_at")
    case = models.CharField(max_length=24)
    at = models.DateTimeField()

    class Meta:
        db_table = "people_looking"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "member"], name="people_looking_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.case}"


class Following(models.Model):
    """A case whose news a member wants to hear, and since when (P57)."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="following")
    case = models.CharField(max_length=24)
    since = models.DateTimeField()

    class Meta:
        db_table = "people_following"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "case"], name="people_following_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.case}"
