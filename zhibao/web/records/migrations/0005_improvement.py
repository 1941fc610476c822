"""诊断与改进: problems, what is done about them, what happened to them, and targets."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """四张表."""

    dependencies = [
        ("records", "0004_accounts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Improvement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=24, verbose_name="单位代码")),
                ("number", models.PositiveIntegerField(verbose_name="编号")),
                ("origin", models.CharField(blank=True, max_length=120, verbose_name="来自")),
                ("indicator", models.CharField(blank=True, max_length=120, verbose_name="指标")),
                ("title", models.CharField(max_length=120, verbose_name="问题")),
                ("fact", models.CharField(max_length=400, verbose_name="事实")),
                ("topic", models.CharField(max_length=60, verbose_name="主题")),
                ("year", models.PositiveSmallIntegerField(verbose_name="数据年度")),
                ("opened_value", models.CharField(blank=True, max_length=80)),
                ("line", models.CharField(blank=True, max_length=80, verbose_name="标准线")),
                ("direction", models.CharField(blank=True, max_length=10)),
                ("target", models.CharField(blank=True, max_length=80, verbose_name="目标")),
                ("causes", models.JSONField(default=list, verbose_name="原因类别")),
                ("cause", models.CharField(blank=True, max_length=1000, verbose_name="原因")),
                ("lead", models.CharField(blank=True, max_length=60, verbose_name="牵头")),
                ("due", models.DateField(null=True, verbose_name="完成时限")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("planned", "立项"),
                            ("doing", "实施"),
                            ("checking", "复核"),
                            ("returned", "退回"),
                            ("extended", "延期"),
                            ("closed", "销号"),
                        ],
                        default="planned",
                        max_length=12,
                        verbose_name="环节",
                    ),
                ),
                ("opened_at", models.DateTimeField(auto_now_add=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("touched_at", models.DateTimeField(auto_now=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="improvements", to="records.campaign"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="improvements",
                        to="records.school",
                    ),
                ),
            ],
            options={
                "ordering": ["campaign", "number"],
            },
        ),
        migrations.CreateModel(
            name="ImprovementEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("side", models.CharField(choices=[("own", "责任方"), ("recheck", "复核方")], max_length=8)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "立项"),
                            ("planned", "改计划"),
                            ("measure", "定措施"),
                            ("progress", "措施进展"),
                            ("note", "进展记录"),
                            ("evidence", "佐证"),
                            ("moved", "环节"),
                            ("taken", "写入数据表"),
                        ],
                        max_length=10,
                    ),
                ),
                ("label", models.CharField(max_length=60)),
                ("text", models.CharField(blank=True, max_length=1000)),
                ("link", models.CharField(blank=True, max_length=500)),
                ("file_name", models.CharField(blank=True, max_length=120)),
                ("file_digest", models.CharField(blank=True, max_length=64)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "improvement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="records.improvement"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=300, verbose_name="做什么")),
                ("owner", models.CharField(max_length=60, verbose_name="谁")),
                ("decided", models.DateField(verbose_name="确定日期")),
                ("due", models.DateField(verbose_name="到期")),
                ("aim", models.CharField(blank=True, max_length=200, verbose_name="做到什么")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("未开始", "未开始"),
                            ("推进中", "推进中"),
                            ("已完成", "已完成"),
                            ("延期", "延期"),
                            ("取消", "取消"),
                        ],
                        default="未开始",
                        max_length=8,
                        verbose_name="进展",
                    ),
                ),
                ("finished", models.DateField(null=True, verbose_name="完成日期")),
                ("result", models.CharField(blank=True, max_length=500, verbose_name="结果")),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "improvement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="measures", to="records.improvement"
                    ),
                ),
            ],
            options={
                "ordering": ["improvement", "number"],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("city", models.CharField(max_length=24)),
                ("place", models.CharField(max_length=24)),
                ("indicator", models.CharField(max_length=120, verbose_name="指标")),
                ("year", models.PositiveSmallIntegerField(verbose_name="数据年度")),
                ("direction", models.CharField(choices=[("at_least", "不低于"), ("at_most", "不高于")], max_length=10)),
                ("number", models.CharField(blank=True, max_length=40, verbose_name="目标值")),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddIndex(
            model_name="improvement",
            index=models.Index(fields=["place", "stage"], name="improvement_stands"),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.UniqueConstraint(fields=("campaign", "number"), name="improvement_is_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ["planned", "doing", "checking", "returned", "extended", "closed"])),
                name="improvement_stage_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage", "closed"), _negated=True),
                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                    _connector="OR",
                ),
                name="what_is_struck_off_says_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.UniqueConstraint(fields=("improvement", "number"), name="measure_is_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["未开始", "推进中", "已完成", "延期", "取消"])),
                name="measure_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "已完成"), _negated=True), ("finished__isnull", False), _connector="OR"
                ),
                name="what_is_done_says_when",
            ),
        ),
        migrations.AddIndex(
            model_name="target",
            index=models.Index(fields=["city", "place"], name="target_of_place"),
        ),
    ]
