"""Triggers by which the database itself refuses to change or delete the record.

The same promise on both databases: facts are never updated, replaced or deleted; of a text only
the body may be emptied, for good, and with it the salt, so that nobody can try words on the digest.
"""

_MESSAGE = "the journal is append-only"

_SQLITE = (
    [
        (
            f"CREATE TRIGGER journal_fact_no_{verb.lower()} BEFORE {verb} ON journal_fact "
            f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
        )
        for verb in ("UPDATE", "DELETE")
    ]
    + [
        (  # REPLACE deletes without asking the trigger for deletion; S608: names of our own tables
            f"CREATE TRIGGER journal_{table}_no_replace BEFORE INSERT ON journal_{table} "  # noqa: S608
            f"WHEN EXISTS (SELECT 1 FROM journal_{table} WHERE id = NEW.id OR "
            f'("case" = NEW."case" AND seq = NEW.seq{field})) '
            f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
        )
        for table, field in (("fact", ""), ("text", " AND field = NEW.field"))
    ]
    + [
        (
            "CREATE TRIGGER journal_text_no_delete BEFORE DELETE ON journal_text "
            f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
        ),
        (
            "CREATE TRIGGER journal_text_no_update BEFORE UPDATE ON journal_text "
            'WHEN NEW.body IS NOT NULL OR OLD.id <> NEW.id OR OLD."case" <> NEW."case" '
            "OR OLD.seq <> NEW.seq OR OLD.field <> NEW.field "
            "OR (OLD.salt <> NEW.salt AND NEW.salt <> '') "
            f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
        ),
    ]
)

_POSTGRESQL = [
    (
        "CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_MESSAGE}'; END $$"
    ),
    (
        "CREATE TRIGGER journal_fact_no_change BEFORE UPDATE OR DELETE ON journal_fact "
        "FOR EACH ROW EXECUTE FUNCTION journal_refuse()"
    ),
    (
        "CREATE TRIGGER journal_fact_no_truncate BEFORE TRUNCATE ON journal_fact "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()"
    ),
    (
        "CREATE TRIGGER journal_text_no_delete BEFORE DELETE ON journal_text "
        "FOR EACH ROW EXECUTE FUNCTION journal_refuse()"
    ),
    (
        "CREATE TRIGGER journal_text_no_truncate BEFORE TRUNCATE ON journal_text "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()"
    ),
    (
        "CREATE TRIGGER journal_text_no_update BEFORE UPDATE ON journal_text FOR EACH ROW "
        'WHEN (NEW.body IS NOT NULL OR (OLD.id, OLD."case", OLD.seq, OLD.field) '
        'IS DISTINCT FROM (NEW.id, NEW."case", NEW.seq, NEW.field) '
        "OR (OLD.salt <> NEW.salt AND NEW.salt <> '')) "
        "EXECUTE FUNCTION journal_refuse()"
    ),
]

_TRIGGERS = {
    "sqlite": {
        "journal_fact_no_update": "",
        "journal_fact_no_delete": "",
        "journal_fact_no_replace": "",
        "journal_text_no_replace": "",
        "journal_text_no_delete": "",
        "journal_text_no_update": "",
    },
    "postgresql": {
        "journal_fact_no_change": " ON journal_fact",
        "journal_fact_no_truncate": " ON journal_fact",
        "journal_text_no_delete": " ON journal_text",
        "journal_text_no_truncate": " ON journal_text",
        "journal_text_no_update": " ON journal_text",
    },
}


def installing(vendor: str) -> list[str]:
    """The statements that set the guard up on `sqlite` or `postgresql`."""
    return list(_SQLITE if vendor == "sqlite" else _POSTGRESQL)


def removing(vendor: str) -> list[str]:
    """The statements that take it away: only for reversing a migration and for emptying tests."""
    drops = [f"DROP TRIGGER IF EXISTS {name}{on}" for name, on in _TRIGGERS[vendor].items()]
    return drops if vendor == "sqlite" else [*drops, "DROP FUNCTION IF EXISTS journal_refuse()"]
