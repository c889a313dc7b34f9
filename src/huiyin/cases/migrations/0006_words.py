"""Cases are found by their words; `huiyin journal index` indexes those that are there already."""

from typing import ClassVar

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from huiyin.cases import words


def install(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in words.installing(editor.connection.vendor):
        editor.execute(statement, params=None)


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in words.removing(editor.connection.vendor):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0005_notice_member")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="WordsRow",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("words", words.Tokens()),
                ("scope", words.Tokens()),
            ],
            options={"db_table": "cases_words"},
        ),
        migrations.RunPython(install, remove),
    ]
