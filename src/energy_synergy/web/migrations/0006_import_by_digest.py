"""Imports are found by the digest of their file."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A file that came in before is known without reading every import."""

    dependencies = (("web", "0005_company_gaps"),)

    operations = (
        migrations.AddIndex(model_name="import", index=models.Index(fields=("sha256",), name="import_by_digest")),
    )
