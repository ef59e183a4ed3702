# SPDX-License-Identifier: Apache-2.0
"""Initial passwords, one session a person; service accounts, their secrets and tokens."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Additions only: an older release still runs on these tables."""

    dependencies = [
        ("identity", "0001_staff"),
    ]

    operations = [
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "staff",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="service",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "networks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=43),
                        size=None,
                        verbose_name="接続元ネットワーク",
                    ),
                ),
            ],
            options={
                "verbose_name": "連携用アカウント",
            },
        ),
        migrations.AddField(
            model_name="staff",
            name="is_service",
            field=models.BooleanField(default=False, verbose_name="連携用"),
        ),
        migrations.AddField(
            model_name="staff",
            name="must_change_password",
            field=models.BooleanField(default=False, verbose_name="初期パスワードのまま"),
        ),
        migrations.AddField(
            model_name="staff",
            name="password_changed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="パスワード変更日時"),
        ),
        migrations.AddField(
            model_name="staff",
            name="session_key",
            field=models.CharField(
                blank=True, default="", max_length=40, verbose_name="セッション"
            ),
        ),
        migrations.CreateModel(
            name="ServiceSecret",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.BinaryField(verbose_name="要約値")),
                ("issued_at", models.DateTimeField(verbose_name="発行日時")),
                ("expires_at", models.DateTimeField(verbose_name="有効期限")),
                (
                    "revoked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="失効日時"),
                ),
                (
                    "last_used_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="最終使用日時"),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="secrets",
                        to="identity.service",
                    ),
                ),
            ],
            options={
                "verbose_name": "連携用シークレット",
            },
        ),
        migrations.CreateModel(
            name="ServiceToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.BinaryField(verbose_name="要約値")),
                ("expires_at", models.DateTimeField(verbose_name="有効期限")),
                (
                    "secret",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to="identity.servicesecret",
                    ),
                ),
            ],
            options={
                "verbose_name": "連携用トークン",
            },
        ),
        migrations.AddConstraint(
            model_name="servicesecret",
            constraint=models.UniqueConstraint(fields=("digest",), name="service_secret_once"),
        ),
        migrations.AddConstraint(
            model_name="servicetoken",
            constraint=models.UniqueConstraint(fields=("digest",), name="service_token_once"),
        ),
    ]
