# SPDX-License-Identifier: Apache-2.0
"""Notices of persons without a registration, printed copies of lists, and examinations."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

FILL = """
UPDATE inspection_issuenotice AS notice SET addressee_no = held.addressee_no
FROM inspection_noticeregistration AS held WHERE held.id = notice.registration_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("inspection", "0001_inspection_and_notice"),
    ]

    operations = [
        migrations.CreateModel(
            name="ListCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.TextField(unique=True, verbose_name="発行番号")),
                ("printed_at", models.DateTimeField(verbose_name="交付日時")),
                ("place", models.TextField(verbose_name="交付場所")),
                ("terminal", models.TextField(verbose_name="端末")),
                ("printed_by", models.TextField(verbose_name="職員")),
                (
                    "addressee_nos",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="交付対象者"
                    ),
                ),
                ("pages", models.IntegerField(verbose_name="枚数")),
                ("spoilt_at", models.DateTimeField(null=True, verbose_name="処分日時")),
                ("spoilt_by", models.TextField(blank=True, verbose_name="処分した職員")),
                ("disposal", models.TextField(blank=True, verbose_name="処分情報")),
            ],
            options={
                "verbose_name": "閲覧用の写しの交付",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ListRelease",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("addressee_no", models.BigIntegerField(verbose_name="宛名番号")),
                ("reason", models.TextField(verbose_name="載せる理由")),
                ("asked_by", models.TextField(verbose_name="求めた職員")),
                ("asked_at", models.DateTimeField(verbose_name="求めた日時")),
                ("is_allowed", models.BooleanField(null=True, verbose_name="載せてよい")),
                ("comment", models.TextField(blank=True, verbose_name="審査の内容")),
                ("decided_by", models.TextField(blank=True, verbose_name="審査した職員")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="審査日時")),
            ],
            options={
                "verbose_name": "閲覧の支援措置の審査",
                "ordering": ["pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="issuenotice",
            name="inspection_notice_once",
        ),
        migrations.AddField(
            model_name="issuenotice",
            name="addressee_no",
            field=models.BigIntegerField(db_index=True, default=0, verbose_name="宛名番号"),
            preserve_default=False,
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="noticeregistration",
            name="told_end_on",
            field=models.DateField(null=True, verbose_name="期間満了を知らせた日"),
        ),
        migrations.AlterField(
            model_name="issuenotice",
            name="registration",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="inspection.noticeregistration",
                verbose_name="登録",
            ),
        ),
        migrations.AddConstraint(
            model_name="issuenotice",
            constraint=models.UniqueConstraint(
                fields=("addressee_no", "request_no"), name="inspection_notice_once_a_person"
            ),
        ),
        migrations.AddField(
            model_name="listcopy",
            name="list",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="copies",
                to="inspection.inspectionlist",
                verbose_name="閲覧用リスト",
            ),
        ),
        migrations.AddField(
            model_name="listrelease",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="releases",
                to="inspection.application",
                verbose_name="閲覧の申出",
            ),
        ),
        migrations.AddConstraint(
            model_name="listrelease",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_allowed__isnull", True)),
                fields=("application", "addressee_no"),
                name="inspection_release_open_once",
            ),
        ),
    ]
