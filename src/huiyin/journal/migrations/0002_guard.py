"""The database itself refuses to change or delete what is recorded."""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from huiyin.journal import guard


def install(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in guard.installing(editor.connection.vendor):
        editor.execute(statement, params=None)


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in guard.removing(editor.connection.vendor):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("journal", "0001_initial")]

    operations: ClassVar = [migrations.RunPython(install, remove)]
