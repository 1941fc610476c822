"""批次: many reports asked for together, and whose turn it is among those who asked."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """两张表，任务单多三栏."""

    dependencies = [
        ("records", "0008_sent_back"),
    ]

    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "purpose",
                    models.CharField(choices=[("compile", "编制各校报告"), ("audit", "核验一批报告")], max_length=10),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("planned_at", models.DateTimeField(null=True)),
                ("stopped_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="OrderItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=200)),
                ("given", models.CharField(blank=True, max_length=64)),
                ("size", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.RemoveIndex(
            model_name="job",
            name="job_is_due",
        ),
        migrations.AddField(
            model_name="job",
            name="home",
            field=models.CharField(blank=True, default="", max_length=32),
        ),
        migrations.AddField(
            model_name="job",
            name="tenant",
            field=models.CharField(blank=True, default="", max_length=24),
        ),
        migrations.AddField(
            model_name="job",
            name="turn",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="job",
            name="standing",
            field=models.CharField(
                choices=[
                    ("waiting", "排队中"),
                    ("running", "进行中"),
                    ("done", "已完成"),
                    ("failed", "没有做成"),
                    ("stopped", "已停下"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["standing", "turn", "due_at"], name="job_is_next"),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(condition=models.Q(("turn__gt", 0)), fields=["tenant", "turn"], name="job_of_tenant"),
        ),
        migrations.AddField(
            model_name="order",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="records.campaign"
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="plan",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="records.job"
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="summary",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="records.job"
            ),
        ),
        migrations.AddField(
            model_name="orderitem",
            name="job",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="order_items", to="records.job"
            ),
        ),
        migrations.AddField(
            model_name="orderitem",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="items", to="records.order"
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(fields=("campaign", "number"), name="order_is_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="orderitem",
            constraint=models.UniqueConstraint(fields=("order", "key"), name="order_has_a_report_once"),
        ),
    ]
