"""With which part of its energy a company belongs to a group."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A company may take part in several groups, with all of its energy in all of them together."""

    dependencies = (("web", "0009_agreement_tables"),)

    operations = (
        migrations.AddField(model_name="membership", name="participation", field=models.FloatField(default=1.0)),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=Q(participation__gt=0, participation__lte=1), name="membership_takes_part"
            ),
        ),
    )
