"""Answers that are known, every wording they ever had, how often they helped; words for drafts."""

from typing import ClassVar

from django.db import models


class Article(models.Model):
    """A question with its answer, as it stands now.

    `ways`: other ways to ask it, a line each. `source`: the law or notice it rests on.
    `class_code`: what of the catalogue it is about. `unit`: who answers for it. After `until` the
    public sees it no more, and somebody must look at it again. `case`: whose answer it was once.
    """

    place = models.CharField(max_length=40)
    question = models.CharField(max_length=200)
    ways = models.TextField(blank=True)
    answer = models.TextField()
    source = models.CharField(max_length=300, blank=True)
    class_code = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    public = models.BooleanField()
    until = models.DateField()
    version = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True)
    retired_by = models.CharField(max_length=80, blank=True)
    case = models.CharField(max_length=24, blank=True)

    class Meta:
        db_table = "handling_article"
        indexes: ClassVar = [models.Index(fields=["place", "until"], name="article_place_until")]

    def __str__(self) -> str:
        return f"article:{self.pk}"


class Wording(models.Model):
    """An article as somebody left it; nothing is overwritten without leaving one."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="wordings")
    version = models.PositiveIntegerField()
    question = models.CharField(max_length=200)
    ways = models.TextField(blank=True)
    answer = models.TextField()
    source = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "handling_wording"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "version"], name="wording_once"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} v{self.version}"


class Help(models.Model):
    """How many readers an article helped on a day; of whom, nothing is known."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="helps")
    day = models.DateField()
    readers = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "handling_help"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "day"], name="help_of_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.day}"


class Answered(models.Model):
    """A matter that was answered at once from the knowledge base (P111), and by which wording."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="answered")
    version = models.PositiveIntegerField()
    case = models.CharField(max_length=24, unique=True)
    day = models.DateField()

    class Meta:
        db_table = "handling_answered"

    def __str__(self) -> str:
        return f"{self.case} <- {self.article_id} v{self.version}"


class Phrase(models.Model):
    """Words that are written again and again, with blanks (P105); see `phrases.BLANKS`.

    `deed`: of which deed they are. `class_code`: of what matters; "" of any. `unit`: whose they
    are; "" for everybody. Another wording is another row, and this one is retired.
    """

    place = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    text = models.TextField()
    deed = models.CharField(max_length=40)
    class_code = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "handling_phrase"
        indexes: ClassVar = [
            models.Index(fields=["place", "retired_at", "deed"], name="phrase_place_deed")
        ]

    def __str__(self) -> str:
        return f"phrase:{self.pk}"
