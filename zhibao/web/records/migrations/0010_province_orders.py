"""全省批次: the orders of many cities asked for together."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """两张表."""

    dependencies = [
        ("records", "0009_orders"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProvinceOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("year", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("parts", models.ManyToManyField(related_name="+", to="records.order")),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
    ]
