"""The record of who did what can be added to and never changed; sources in use get their history."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.utils import timezone

TABLE = "web_auditentry"
SQLITE = [
    f"CREATE TRIGGER audit_no_{verb} BEFORE {verb.upper()} ON {TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END"
    for verb in ("update", "delete")
]
POSTGRESQL = [
    "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit record is append-only'; END $$",
    f"CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()",
]


def protect(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    """Let the database refuse to change or remove an entry."""
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def begin_history(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    """Write down what each meter is read from now."""
    meters = apps.get_model("web", "Meter").objects.all()
    history, now = apps.get_model("web", "MeterSource"), timezone.now()
    rows = apps.get_model("web", "Import").objects.order_by("recorded_at").values_list("company_id", "recorded_at")
    first: dict[int, Any] = {}
    for company_id, recorded_at in rows:
        first.setdefault(company_id, recorded_at)
    history.objects.bulk_create(
        history(meter=meter, source=meter.source, recorded_at=first.get(meter.company_id, now)) for meter in meters
    )


class Migration(migrations.Migration):
    """Triggers that no later model change touches."""

    dependencies = [("web", "0002_people_and_platform")]

    operations = [
        migrations.RunPython(protect, migrations.RunPython.noop),
        migrations.RunPython(begin_history, migrations.RunPython.noop),
    ]
