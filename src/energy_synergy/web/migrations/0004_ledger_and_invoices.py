"""The ledger of findings: what each is about, whether it is resolved; contracted power and invoices."""

import hashlib
import json
from datetime import datetime
from typing import Any

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

AT_ONCE = 500


def fill_ledger(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    """Write what each finding is about beside it; of the same trouble of a company the latest row counts."""
    rows = apps.get_model("web", "FindingRow")._base_manager
    latest: dict[tuple[int, str], int] = {}
    some: list[Any] = []
    found = rows.select_related("source_import").order_by("-source_import__recorded_at", "-source_import_id", "-pk")
    for row in found.iterator(chunk_size=AT_ONCE):
        told = row.place.get("meter") or ""
        row.meter = told[:120] if any(one.get("meter") == told for one in row.source_import.series) else ""
        row.starts_at, row.ends_at = (_instant(row.place.get(name)) for name in ("starts_at", "ends_at"))
        row.key = _key(row)
        counts = row.source_import.undone_at is None
        row.replaced_by_id = latest.get((row.source_import.company_id, row.key))
        if counts:
            latest.setdefault((row.source_import.company_id, row.key), row.pk)
        some.append(row)
        if len(some) == AT_ONCE:
            _write(rows, some)
            some = []
    _write(rows, some)


def _write(rows: Any, some: list[Any]) -> None:
    rows.bulk_update(some, ["meter", "starts_at", "ends_at", "key", "replaced_by"], batch_size=100)


def _instant(told: Any) -> datetime | None:
    return datetime.fromisoformat(told["$instant"]) if isinstance(told, dict) and "$instant" in told else None


def _key(row: Any) -> str:
    place = row.place
    begins = row.starts_at and row.starts_at.timestamp()
    sentence = "" if begins is not None or place.get("line") is not None else row.sentence
    where = [place.get(name) for name in ("sheet", "line", "column")]
    about = [row.code, row.meter, begins, *where, row.value, sentence]
    return hashlib.sha256(json.dumps(about).encode()).hexdigest()[:32]


class Migration(migrations.Migration):
    dependencies = [
        ("web", "0003_audit_is_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "direction",
                    models.CharField(
                        choices=[("consumption", "Consumption"), ("production", "Production")],
                        default="consumption",
                        max_length=11,
                    ),
                ),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("energy_kwh", models.FloatField()),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=254)),
            ],
        ),
        migrations.AlterModelOptions(
            name="findingrow",
            options={"base_manager_name": "every"},
        ),
        migrations.AlterModelManagers(
            name="findingrow",
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="findingrow",
            name="ends_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="findingrow",
            name="key",
            field=models.CharField(blank=True, db_index=True, max_length=32),
        ),
        migrations.AddField(
            model_name="findingrow",
            name="meter",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="findingrow",
            name="other_company",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="web.company"
            ),
        ),
        migrations.AddField(
            model_name="findingrow",
            name="reason",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="findingrow",
            name="replaced_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="replaces", to="web.findingrow"
            ),
        ),
        migrations.AddField(
            model_name="findingrow",
            name="resolved_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="findingrow",
            name="resolved_by",
            field=models.CharField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name="findingrow",
            name="starts_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="meter",
            name="contracted_kw",
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.RunPython(fill_ledger, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="findingrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("resolved_at", None), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="finding_resolved_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="meter",
            constraint=models.CheckConstraint(
                condition=models.Q(("contracted_kw", None), ("contracted_kw__gt", 0), _connector="OR"),
                name="meter_contracted_above_zero",
            ),
        ),
        migrations.AddField(
            model_name="invoice",
            name="company",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="invoices", to="web.company"
            ),
        ),
        migrations.AddField(
            model_name="invoice",
            name="meter",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="invoices",
                to="web.meter",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("direction__in", ["consumption", "production"])), name="invoice_direction_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_on__gte", models.F("first_on"))), name="invoice_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(condition=models.Q(("energy_kwh__gt", 0)), name="invoice_above_zero"),
        ),
    ]
