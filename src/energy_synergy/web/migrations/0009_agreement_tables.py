"""What an agreement ended, and the coefficients of its key for each slot."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """An agreement that is withdrawn gives the one before it its end back; a key may have a coefficient each slot."""

    dependencies = (("web", "0007_market"),)

    operations = (
        migrations.AddField(
            model_name="agreement",
            name="ended",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="web.agreement",
            ),
        ),
        migrations.AddField(model_name="agreement", name="ended_until", field=models.DateField(blank=True, null=True)),
        migrations.CreateModel(
            name="AgreementCoefficients",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day_index", models.IntegerField()),
                ("values", models.BinaryField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coefficients",
                        to="web.agreement",
                    ),
                ),
            ],
            options={
                "constraints": (
                    models.UniqueConstraint(
                        fields=("agreement", "day_index"), name="agreement_coefficients_once_a_day"
                    ),
                )
            },
        ),
    )
