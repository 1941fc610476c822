"""后台任务与核验台: the queue of jobs, the reports on the desk, and how often who may bring one."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import zhibao.web.records.audit_case


class Migration(migrations.Migration):
    """三张表."""

    dependencies = [
        ("records", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Allowance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("whose", models.CharField(max_length=64)),
                ("hour", models.DateTimeField()),
                ("count", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("whose", "hour"), name="allowance_is_one_per_hour")],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=120, unique=True)),
                ("asked", models.JSONField(default=dict)),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("waiting", "排队中"),
                            ("running", "进行中"),
                            ("done", "已完成"),
                            ("failed", "没有做成"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("lease", models.CharField(blank=True, max_length=32)),
                ("leased_until", models.DateTimeField(null=True)),
                ("result", models.JSONField(null=True)),
                ("fault", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("began_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["standing", "due_at"], name="job_is_due")],
            },
        ),
        migrations.CreateModel(
            name="AuditCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.CharField(default=zhibao.web.records.audit_case.new_slug, max_length=32, unique=True)),
                ("token", models.CharField(blank=True, max_length=64)),
                ("name", models.CharField(max_length=120)),
                ("size", models.PositiveBigIntegerField()),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                ("until", models.DateTimeField(null=True)),
                ("views", models.PositiveIntegerField(default=0)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "job",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="case", to="records.job"
                    ),
                ),
            ],
            options={
                "ordering": ["-begun_at"],
                "indexes": [models.Index(fields=["until"], name="case_ends")],
            },
        ),
    ]
