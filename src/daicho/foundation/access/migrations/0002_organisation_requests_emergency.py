# SPDX-License-Identifier: Apache-2.0
"""Organisation and posts, requests and rights of units, emergency access, open protection."""

import datetime

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_grants_and_protection"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EmergencyAccess",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "functions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), size=None, verbose_name="機能"
                    ),
                ),
                ("reason", models.TextField(verbose_name="理由")),
                ("opened_at", models.DateTimeField(verbose_name="開始日時")),
                ("until", models.DateTimeField(verbose_name="期限")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="終了日時")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("", "未点検"), ("justified", "正当"), ("unjustified", "不当")],
                        default="",
                        max_length=12,
                        verbose_name="点検結果",
                    ),
                ),
                ("reviewed_at", models.DateTimeField(null=True, verbose_name="点検日時")),
                ("comment", models.TextField(blank=True, default="", verbose_name="点検の所見")),
            ],
            options={
                "verbose_name": "緊急アクセス",
            },
        ),
        migrations.CreateModel(
            name="PersonnelImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ファイル名")),
                ("sha256", models.CharField(max_length=64, unique=True, verbose_name="要約値")),
                ("orders_count", models.PositiveIntegerField(verbose_name="件数")),
                ("applied_by", models.CharField(max_length=64, verbose_name="取込者")),
                ("applied_at", models.DateTimeField(verbose_name="取込日時")),
            ],
            options={
                "verbose_name": "人事異動の取込",
            },
        ),
        migrations.CreateModel(
            name="PersonnelOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveIntegerField(verbose_name="行")),
                ("kind", models.CharField(max_length=12, verbose_name="区分")),
                ("unit", models.CharField(blank=True, max_length=16, verbose_name="所属コード")),
                ("title", models.CharField(blank=True, max_length=50, verbose_name="職名")),
                ("effective", models.DateField(verbose_name="発令日")),
            ],
            options={
                "verbose_name": "発令",
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit", models.CharField(max_length=16, verbose_name="所属コード")),
                ("title", models.CharField(max_length=50, verbose_name="職名")),
                ("is_head", models.BooleanField(default=False, verbose_name="所属長")),
                (
                    "kind",
                    models.CharField(
                        choices=[("main", "本務"), ("concurrent", "兼務"), ("leave", "休職")],
                        max_length=12,
                        verbose_name="区分",
                    ),
                ),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="期間"),
                ),
            ],
            options={
                "verbose_name": "配属",
            },
        ),
        migrations.CreateModel(
            name="ProtectionChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("addressee_no", models.BigIntegerField(verbose_name="宛名番号")),
                (
                    "measure",
                    models.CharField(
                        blank=True, default="", max_length=40, verbose_name="支援措置の整理番号"
                    ),
                ),
                ("is_start", models.BooleanField(verbose_name="開始")),
                ("day", models.DateField(verbose_name="開始日・最終日")),
                ("changed_by", models.CharField(max_length=64, verbose_name="変更者")),
                ("changed_at", models.DateTimeField(verbose_name="変更日時")),
            ],
            options={
                "verbose_name": "支援措置の開始・終了",
            },
        ),
        migrations.CreateModel(
            name="RightsConfirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "unit",
                    models.CharField(
                        blank=True, default="", max_length=16, verbose_name="所属コード"
                    ),
                ),
                ("lines_count", models.PositiveIntegerField(verbose_name="行数")),
                ("sha256", models.CharField(max_length=64, verbose_name="一覧表の要約値")),
                ("comment", models.TextField(blank=True, default="", verbose_name="所見")),
                ("confirmed_at", models.DateTimeField(verbose_name="確認日時")),
            ],
            options={
                "verbose_name": "権限の年度確認",
            },
        ),
        migrations.CreateModel(
            name="RightsRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        blank=True, default="", max_length=16, verbose_name="所属コード"
                    ),
                ),
                (
                    "functions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), size=None, verbose_name="機能"
                    ),
                ),
                (
                    "scope",
                    models.CharField(blank=True, default="", max_length=16, verbose_name="所管"),
                ),
                ("valid_from", models.DateField(verbose_name="開始日")),
                ("valid_to", models.DateField(verbose_name="終了日")),
                ("reason", models.TextField(verbose_name="理由")),
                ("requested_at", models.DateTimeField(verbose_name="申請日時")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "承認待ち"),
                            ("approved", "承認"),
                            ("refused", "却下"),
                            ("withdrawn", "取下げ"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="状態",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="決定日時")),
                ("comment", models.TextField(blank=True, default="", verbose_name="決定の理由")),
            ],
            options={
                "verbose_name": "権限の申請",
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=16, verbose_name="所属コード")),
                (
                    "level",
                    models.CharField(
                        choices=[("department", "部"), ("section", "課"), ("subsection", "係")],
                        max_length=12,
                        verbose_name="区分",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "parent",
                    models.CharField(
                        blank=True, default="", max_length=16, verbose_name="上位の所属コード"
                    ),
                ),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="期間"),
                ),
            ],
            options={
                "verbose_name": "組織",
            },
        ),
        migrations.RemoveConstraint(
            model_name="protectedperson",
            name="protected_once_at_a_time",
        ),
        migrations.AddField(
            model_name="grant",
            name="scope",
            field=models.CharField(blank=True, default="", max_length=16, verbose_name="所管"),
        ),
        migrations.AddField(
            model_name="grant",
            name="unit",
            field=models.CharField(
                blank=True, default="", max_length=16, verbose_name="所属コード"
            ),
        ),
        migrations.AddField(
            model_name="protectedperson",
            name="measure",
            field=models.CharField(
                blank=True, default="", max_length=40, verbose_name="支援措置の整理番号"
            ),
        ),
        migrations.AlterField(
            model_name="grant",
            name="granted_by",
            field=models.CharField(max_length=64, verbose_name="付与者"),
        ),
        migrations.AlterField(
            model_name="grant",
            name="revoked_by",
            field=models.CharField(blank=True, default="", max_length=64, verbose_name="取消者"),
        ),
        migrations.AlterField(
            model_name="grant",
            name="staff",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grants",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="protectedperson",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("addressee_no", "="), ("measure", "="), ("valid", "&&")],
                name="protected_once_at_a_time",
            ),
        ),
        migrations.AddField(
            model_name="emergencyaccess",
            name="reviewer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviewed_emergencies",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="emergencyaccess",
            name="staff",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="emergencies",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="personnelorder",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="orders",
                to="access.personnelimport",
            ),
        ),
        migrations.AddField(
            model_name="personnelorder",
            name="staff",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="orders",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="post",
            name="staff",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="posts",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="protectionchange",
            index=models.Index(fields=["addressee_no"], name="protection_change_no"),
        ),
        migrations.AddField(
            model_name="rightsconfirmation",
            name="confirmed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="confirmed_rights",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="rightsrequest",
            name="decider",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decided_rights",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="rightsrequest",
            name="requester",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rights_requests",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="rightsrequest",
            name="staff",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requested_rights",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="request",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grants",
                to="access.rightsrequest",
            ),
        ),
        migrations.AddIndex(
            model_name="grant",
            index=models.Index(
                condition=models.Q(("unit", ""), _negated=True),
                fields=["unit", "valid_from", "valid_to"],
                name="grant_of_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("staff__isnull", False), ("unit", "")),
                    models.Q(("staff__isnull", True), models.Q(("unit", ""), _negated=True)),
                    _connector="OR",
                ),
                name="grant_of_person_or_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(fields=["code"], name="unit_code"),
        ),
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(fields=["parent"], name="unit_parent"),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("code", "="), ("valid", "&&")], name="unit_once_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("code")), _negated=True),
                name="unit_not_own_part",
            ),
        ),
        migrations.AddIndex(
            model_name="emergencyaccess",
            index=models.Index(fields=["staff", "until"], name="emergency_of_staff"),
        ),
        migrations.AddIndex(
            model_name="emergencyaccess",
            index=models.Index(
                condition=models.Q(("verdict", "")),
                fields=["opened_at"],
                name="emergency_unreviewed",
            ),
        ),
        migrations.AddConstraint(
            model_name="emergencyaccess",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__gt", models.F("opened_at")),
                    (
                        "until__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("opened_at"),
                            "+",
                            models.Value(datetime.timedelta(seconds=3600)),
                        ),
                    ),
                ),
                name="emergency_at_most_an_hour",
            ),
        ),
        migrations.AddConstraint(
            model_name="emergencyaccess",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reviewer__isnull", True),
                    models.Q(("reviewer", models.F("staff")), _negated=True),
                    _connector="OR",
                ),
                name="emergency_reviewed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="emergencyaccess",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("reviewed_at__isnull", True), ("reviewer__isnull", True), ("verdict", "")
                    ),
                    models.Q(
                        models.Q(("verdict", ""), _negated=True),
                        ("reviewed_at__isnull", False),
                        ("reviewer__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="emergency_review_is_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["staff"], name="post_of_staff"),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["unit"], name="post_in_unit"),
        ),
        migrations.AddIndex(
            model_name="post",
            index=django.contrib.postgres.indexes.GistIndex(fields=["valid"], name="post_valid"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("staff", "="), ("unit", "="), ("valid", "&&")],
                name="post_once_in_a_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("kind", "concurrent"), _negated=True),
                expressions=[("staff", "="), ("valid", "&&")],
                name="post_main_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="rightsconfirmation",
            index=models.Index(fields=["fiscal_year", "unit"], name="rights_confirmation_of"),
        ),
        migrations.AddIndex(
            model_name="rightsrequest",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["requested_at"],
                name="rights_request_open",
            ),
        ),
        migrations.AddIndex(
            model_name="rightsrequest",
            index=models.Index(fields=["requester", "-requested_at"], name="rights_request_of"),
        ),
        migrations.AddConstraint(
            model_name="rightsrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__gte", models.F("valid_from")),
                    (
                        "valid_to__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("valid_from"), "+", models.Value(datetime.timedelta(days=366))
                        ),
                    ),
                ),
                name="rights_request_at_most_a_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="rightsrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("staff__isnull", False), ("unit", "")),
                    models.Q(("staff__isnull", True), models.Q(("unit", ""), _negated=True)),
                    _connector="OR",
                ),
                name="rights_request_of_person_or_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="rightsrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "refused"]), _negated=True),
                    models.Q(
                        ("decider__isnull", False),
                        models.Q(("decider", models.F("requester")), _negated=True),
                        models.Q(
                            ("staff__isnull", True),
                            models.Q(("decider", models.F("staff")), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="rights_decided_by_another",
            ),
        ),
    ]
