"""What stands in for the missing readings of a company."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Companies leave missing readings missing until they say otherwise."""

    dependencies = (("web", "0004_ledger_and_invoices"),)

    operations = (
        migrations.AddField(model_name="company", name="gaps", field=models.JSONField(blank=True, default=dict)),
    )
