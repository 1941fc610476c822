"""第一次迁移: the tables of the collection year."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def begin_trail(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Add the head of an empty trail."""
    apps.get_model("records", "TrailHead").objects.create(pk=1)


class Migration(migrations.Migration):
    """Every table, and the head of the trail."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True, verbose_name="批次")),
                ("city", models.CharField(max_length=24, verbose_name="市")),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                ("place", models.CharField(max_length=60, verbose_name="地区")),
                ("year", models.PositiveSmallIntegerField(verbose_name="数据年度")),
                ("folder", models.CharField(max_length=500, verbose_name="工作目录")),
                ("deadline", models.DateTimeField(verbose_name="截止")),
                ("opened_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="TrailEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(unique=True)),
                ("at", models.CharField(max_length=32)),
                ("who", models.CharField(blank=True, max_length=60)),
                ("action", models.CharField(max_length=40)),
                ("what", models.CharField(blank=True, max_length=200)),
                ("detail", models.JSONField(default=dict)),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="TrailHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(default=0)),
                (
                    "hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000", max_length=64
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("login", models.CharField(max_length=60, unique=True, verbose_name="账号")),
                ("name", models.CharField(max_length=60, verbose_name="姓名")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("clerk", "填报员"),
                            ("headmaster", "校长"),
                            ("county", "县级审核员"),
                            ("city_editor", "市级编辑"),
                            ("city_approver", "市级审批"),
                            ("province", "省级查看"),
                            ("administrator", "管理员"),
                        ],
                        max_length=20,
                        verbose_name="角色",
                    ),
                ),
                ("city", models.CharField(max_length=24, verbose_name="市")),
                ("place", models.CharField(blank=True, max_length=60, verbose_name="单位")),
                ("sections", models.JSONField(blank=True, default=list, verbose_name="负责的表")),
                ("is_active", models.BooleanField(default=True, verbose_name="可用")),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("locked_until", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "clerk",
                                    "headmaster",
                                    "county",
                                    "city_editor",
                                    "city_approver",
                                    "province",
                                    "administrator",
                                ],
                            )
                        ),
                        name="account_role_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="School",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24, verbose_name="学校代码")),
                ("name", models.CharField(max_length=120, verbose_name="校名")),
                ("county", models.CharField(blank=True, max_length=60, verbose_name="县（市、区）")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="schools", to="records.campaign"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("register", models.CharField(max_length=60, verbose_name="数据表")),
                ("label", models.CharField(max_length=60, verbose_name="表名")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("empty", "未开始"),
                            ("filling", "填报中"),
                            ("returned", "退回"),
                            ("submitted", "待县审"),
                            ("county_approved", "待市审"),
                            ("city_approved", "市审通过"),
                            ("frozen", "已封存"),
                        ],
                        default="empty",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("return_reason", models.CharField(blank=True, max_length=500, verbose_name="退回意见")),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("times", models.PositiveSmallIntegerField(default=0, verbose_name="第几次提交")),
                ("returned_at", models.PositiveIntegerField(blank=True, null=True, verbose_name="退回时的版")),
                ("asked", models.PositiveIntegerField(default=0)),
                ("filled", models.PositiveIntegerField(default=0)),
                ("errors", models.PositiveIntegerField(default=0)),
                ("warnings", models.PositiveIntegerField(default=0)),
                ("touched_at", models.DateTimeField(auto_now=True)),
                (
                    "returned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="submissions", to="records.school"
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("origin", models.CharField(max_length=20)),
                ("lines", models.JSONField(null=True)),
                ("changes", models.JSONField(default=list)),
                ("digest", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="records.submission"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.CharField(blank=True, max_length=40)),
                ("field", models.CharField(blank=True, max_length=60)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("text", models.CharField(max_length=1000, verbose_name="批注")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="records.submission"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[("county", "县审通过"), ("signed", "校长签署"), ("city", "市审通过")], max_length=10
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("digest", models.CharField(max_length=64)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="approvals", to="records.school"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="records.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddConstraint(
            model_name="school",
            constraint=models.UniqueConstraint(fields=("campaign", "code"), name="school_takes_part_once"),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(fields=("school", "register"), name="register_is_handed_in_once"),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["empty", "filling", "returned", "submitted", "county_approved", "city_approved", "frozen"],
                    )
                ),
                name="submission_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["empty", "filling"]),
                    models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                    _connector="OR",
                ),
                name="what_is_submitted_says_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(fields=("submission", "number"), name="revision_is_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("step", "signed"), ("submission__isnull", True)),
                    models.Q(("step__in", ["county", "city"]), ("submission__isnull", False)),
                    _connector="OR",
                ),
                name="a_signature_is_of_the_school",
            ),
        ),
        migrations.RunPython(begin_trail, migrations.RunPython.noop),
    ]
