"""审核延长."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """一张表."""

    dependencies = [
        ("records", "0010_province_orders"),
    ]

    operations = [
        migrations.CreateModel(
            name="OfficeExtension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("county", models.CharField(blank=True, max_length=60, verbose_name="县（市、区）")),
                ("until", models.DateTimeField(verbose_name="延到")),
                ("reason", models.CharField(max_length=300, verbose_name="原因")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="office_extensions",
                        to="records.campaign",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
    ]
