# SPDX-License-Identifier: Apache-2.0
"""Dictionaries of addresses and buildings; the planned day of a removal beside the real one."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0007_presence"),
    ]

    operations = [
        migrations.CreateModel(
            name="AddressTown",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=11, primary_key=True, serialize=False, verbose_name="住所コード"
                    ),
                ),
                ("municipality", models.CharField(max_length=5, verbose_name="市区町村コード")),
                ("prefecture", models.TextField(verbose_name="都道府県名")),
                ("city", models.TextField(verbose_name="市区町村名")),
                ("town", models.TextField(verbose_name="大字")),
                ("part", models.TextField(blank=True, verbose_name="小字・丁目")),
                ("prefecture_key", models.TextField(verbose_name="都道府県名(振り仮名の検索用)")),
                ("city_key", models.TextField(verbose_name="市区町村名(振り仮名の検索用)")),
                ("town_key", models.TextField(verbose_name="大字(振り仮名の検索用)")),
                ("postcode", models.CharField(max_length=7, verbose_name="郵便番号")),
                ("is_former", models.BooleanField(default=False, verbose_name="旧町名")),
            ],
            options={
                "verbose_name": "住所辞書",
            },
        ),
        migrations.CreateModel(
            name="Building",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address_key", models.TextField(verbose_name="住所(検索用)")),
                ("address", models.TextField(verbose_name="住所")),
                ("name", models.TextField(verbose_name="方書")),
                ("postcode", models.CharField(blank=True, max_length=7, verbose_name="郵便番号")),
                ("is_removed", models.BooleanField(default=False, verbose_name="廃止")),
            ],
            options={
                "verbose_name": "方書",
            },
        ),
        migrations.AddField(
            model_name="residentversion",
            name="moved_out_planned_on",
            field=models.DateField(null=True, verbose_name="転出予定年月日"),
        ),
        migrations.AddIndex(
            model_name="residentversion",
            index=models.Index(
                fields=["birth_date", "name_folded"], name="register_resident_birth"
            ),
        ),
        migrations.AddIndex(
            model_name="addresstown",
            index=models.Index(
                django.contrib.postgres.indexes.OpClass("town_key", "text_pattern_ops"),
                name="register_town_key",
            ),
        ),
        migrations.AddIndex(
            model_name="addresstown",
            index=models.Index(
                django.contrib.postgres.indexes.OpClass("town", "text_pattern_ops"),
                name="register_town_name",
            ),
        ),
        migrations.AddIndex(
            model_name="addresstown",
            index=models.Index(
                django.contrib.postgres.indexes.OpClass("postcode", "bpchar_pattern_ops"),
                name="register_town_postcode",
            ),
        ),
        migrations.AddIndex(
            model_name="addresstown",
            index=models.Index(fields=["municipality"], name="register_town_municipality"),
        ),
        migrations.AddConstraint(
            model_name="building",
            constraint=models.UniqueConstraint(
                fields=("address_key", "name"), name="register_building_once"
            ),
        ),
    ]
