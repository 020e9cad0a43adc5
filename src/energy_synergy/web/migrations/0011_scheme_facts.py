"""What country schemes ask of companies, of their sites and of the group."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q

TEXTS = ("building", "grid_node", "substation", "distribution_operator")


class Migration(migrations.Migration):
    """Nobody told these facts yet: texts are empty, numbers null, no company is a public body."""

    dependencies = (("web", "0010_participation"),)

    operations = (
        migrations.AddField(
            model_name="group", name="scheme_answers", field=models.JSONField(blank=True, default=dict)
        ),
        migrations.AddField(model_name="company", name="is_public", field=models.BooleanField(default=False)),
        *(
            migrations.AddField(
                model_name="site",
                name=name,
                field=models.CharField(blank=True, default="", max_length=80),
                preserve_default=False,
            )
            for name in TEXTS
        ),
        migrations.AddField(
            model_name="site", name="grid_level", field=models.PositiveSmallIntegerField(blank=True, null=True)
        ),
        migrations.AddField(model_name="site", name="connection_kw", field=models.FloatField(blank=True, null=True)),
        migrations.AddField(model_name="site", name="installed_kw", field=models.FloatField(blank=True, null=True)),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.CheckConstraint(
                condition=Q(grid_level=None) | Q(grid_level__gte=1, grid_level__lte=7), name="site_grid_level_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.CheckConstraint(
                condition=(Q(connection_kw=None) | Q(connection_kw__gt=0))
                & (Q(installed_kw=None) | Q(installed_kw__gte=0)),
                name="site_power_not_negative",
            ),
        ),
    )
