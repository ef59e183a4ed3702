# SPDX-License-Identifier: Apache-2.0
"""The double-entry ledger takes the place of the table of receivables."""

import django.db.models.deletion
from django.db import migrations, models

from daicho.domains.collection.kinds import posting_rules
from daicho.domains.collection.sql import ledger_sql

# No release had this table; where somebody tried it with money in it, nothing is thrown away.
EMPTY = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM collection_receivableposting) THEN
        RAISE EXCEPTION '旧い調定の表に行があります。当初賦課をやり直してください';
    END IF;
END $$;
DROP TRIGGER collection_receivableposting_no_truncate ON collection_receivableposting;
DROP TRIGGER collection_receivableposting_append_only ON collection_receivableposting;
"""


def write_rules(apps, schema_editor):
    rule = apps.get_model("collection", "PostingRule")
    rule.objects.bulk_create(
        rule(kind=kind, account=account, figure=figure) for kind, account, figure in posting_rules()
    )


class Migration(migrations.Migration):
    dependencies = [
        ("collection", "0003_moved_postings"),
    ]

    operations = [
        migrations.RunSQL(EMPTY),
        migrations.CreateModel(
            name="Receivable",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("tax_kind", models.TextField(verbose_name="税目")),
                ("fiscal_year", models.SmallIntegerField(verbose_name="賦課年度")),
                ("tax_year", models.SmallIntegerField(verbose_name="相当年度")),
                ("addressee_no", models.BigIntegerField(verbose_name="納税義務者の宛名番号")),
                ("payer_no", models.BigIntegerField(verbose_name="納入者の宛名番号")),
                (
                    "method",
                    models.SmallIntegerField(
                        choices=[(1, "普通徴収"), (2, "給与特別徴収"), (3, "年金特別徴収")],
                        verbose_name="徴収区分",
                    ),
                ),
                ("instalment_no", models.SmallIntegerField(verbose_name="期別")),
                ("due_date", models.DateField(verbose_name="納期限")),
                ("opened_at", models.DateTimeField(verbose_name="登録日時")),
            ],
            options={
                "verbose_name": "調定(期別)",
            },
        ),
        migrations.CreateModel(
            name="Balance",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "receivable_id",
                        "component",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "component",
                    models.SmallIntegerField(
                        choices=[
                            (1, "本税"),
                            (2, "延滞金"),
                            (3, "督促手数料"),
                            (4, "加算金"),
                            (5, "滞納処分費"),
                        ],
                        verbose_name="内訳",
                    ),
                ),
                ("book_year", models.SmallIntegerField(verbose_name="会計年度")),
                ("assessed", models.BigIntegerField(verbose_name="調定額")),
                ("received", models.BigIntegerField(verbose_name="収入額")),
                ("appropriated", models.BigIntegerField(verbose_name="被充当額")),
                ("written_off", models.BigIntegerField(verbose_name="不納欠損額")),
                ("refunded", models.BigIntegerField(verbose_name="還付額")),
                ("appropriated_out", models.BigIntegerField(verbose_name="充当額")),
                ("recovered", models.BigIntegerField(verbose_name="戻入額")),
                ("open", models.BigIntegerField(verbose_name="未納額")),
                ("overpaid", models.BigIntegerField(verbose_name="過誤納額")),
                ("recovery", models.BigIntegerField(verbose_name="戻入未済額")),
                ("provisional", models.BigIntegerField(verbose_name="仮消込額")),
                ("entrusted", models.BigIntegerField(verbose_name="納付委託額")),
                ("planned", models.BigIntegerField(verbose_name="被充当予定額")),
                (
                    "receivable",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="collection.receivable",
                        verbose_name="調定(期別)",
                    ),
                ),
            ],
            options={
                "verbose_name": "残高",
            },
        ),
        migrations.CreateModel(
            name="DueDateChange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("due_date", models.DateField(verbose_name="変更納期限")),
                ("reason", models.TextField(verbose_name="事由")),
                ("changed_at", models.DateTimeField(verbose_name="変更日時")),
                (
                    "receivable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="collection.receivable",
                        verbose_name="調定(期別)",
                    ),
                ),
            ],
            options={
                "verbose_name": "納期限の変更",
            },
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.SmallIntegerField(
                        choices=[
                            (1, "調定"),
                            (2, "更正増"),
                            (3, "更正減"),
                            (4, "徴収方法・納入者の変更"),
                            (5, "延滞金の確定"),
                            (6, "延滞金の減免"),
                            (7, "督促手数料の調定"),
                            (10, "収納"),
                            (11, "不明金の収納"),
                            (12, "不明金の消込"),
                            (13, "仮消込"),
                            (14, "本消込"),
                            (15, "納付委託"),
                            (16, "納付委託の決済"),
                            (20, "充当予定"),
                            (21, "還付決定"),
                            (22, "充当"),
                            (23, "還付金の支払"),
                            (24, "還付請求権の時効"),
                            (25, "還付金の戻入"),
                            (30, "不納欠損"),
                            (31, "滞納繰越"),
                            (90, "取消し"),
                        ],
                        verbose_name="種別",
                    ),
                ),
                ("booked_on", models.DateField(verbose_name="収入日・処理日")),
                ("effective_on", models.DateField(verbose_name="領収日・効力の日")),
                (
                    "channel",
                    models.SmallIntegerField(
                        choices=[
                            (1, "窓口・金融機関"),
                            (2, "コンビニ"),
                            (3, "口座振替"),
                            (4, "ペイジー"),
                            (5, "共通納税"),
                            (6, "年金特別徴収"),
                            (7, "eL-QR"),
                            (8, "総合振込"),
                            (9, "滞納処分"),
                        ],
                        null=True,
                        verbose_name="収納区分",
                    ),
                ),
                ("source", models.TextField(verbose_name="根拠の種類")),
                ("source_id", models.BigIntegerField(verbose_name="根拠の番号")),
                ("note", models.TextField(blank=True, verbose_name="摘要")),
                ("posted_at", models.DateTimeField(verbose_name="記帳日時")),
                ("posted_by", models.TextField(verbose_name="記帳者")),
                (
                    "reverses",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="collection.journalentry",
                        verbose_name="取り消す仕訳",
                    ),
                ),
            ],
            options={
                "verbose_name": "仕訳",
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "component",
                    models.SmallIntegerField(
                        choices=[
                            (1, "本税"),
                            (2, "延滞金"),
                            (3, "督促手数料"),
                            (4, "加算金"),
                            (5, "滞納処分費"),
                        ],
                        verbose_name="内訳",
                    ),
                ),
                (
                    "account",
                    models.SmallIntegerField(
                        choices=[
                            (1, "未収金"),
                            (2, "過誤納金"),
                            (3, "戻入未済金"),
                            (10, "調定額"),
                            (11, "収入金"),
                            (12, "不明金"),
                            (13, "還付未済金"),
                            (14, "還付加算金"),
                            (15, "時効収入"),
                            (16, "不納欠損額"),
                            (20, "仮消込"),
                            (21, "仮消込(収納機関)"),
                            (22, "納付委託"),
                            (23, "納付委託(証券)"),
                            (24, "充当予定"),
                            (25, "充当予定(財源)"),
                        ],
                        verbose_name="勘定",
                    ),
                ),
                (
                    "figure",
                    models.SmallIntegerField(
                        choices=[
                            (0, "なし"),
                            (1, "調定額"),
                            (2, "収入額"),
                            (3, "被充当額"),
                            (4, "不納欠損額"),
                            (5, "還付額"),
                            (6, "充当額"),
                            (7, "戻入額"),
                            (8, "仮消込額"),
                            (9, "納付委託額"),
                            (10, "被充当予定額"),
                        ],
                        verbose_name="動く額",
                    ),
                ),
                ("book_year", models.SmallIntegerField(verbose_name="会計年度")),
                ("amount", models.BigIntegerField(verbose_name="金額")),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="collection.journalentry",
                        verbose_name="仕訳",
                    ),
                ),
                (
                    "receivable",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="collection.receivable",
                        verbose_name="調定(期別)",
                    ),
                ),
            ],
            options={
                "verbose_name": "仕訳の明細",
            },
        ),
        migrations.CreateModel(
            name="PostingRule",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.SmallIntegerField(
                        choices=[
                            (1, "調定"),
                            (2, "更正増"),
                            (3, "更正減"),
                            (4, "徴収方法・納入者の変更"),
                            (5, "延滞金の確定"),
                            (6, "延滞金の減免"),
                            (7, "督促手数料の調定"),
                            (10, "収納"),
                            (11, "不明金の収納"),
                            (12, "不明金の消込"),
                            (13, "仮消込"),
                            (14, "本消込"),
                            (15, "納付委託"),
                            (16, "納付委託の決済"),
                            (20, "充当予定"),
                            (21, "還付決定"),
                            (22, "充当"),
                            (23, "還付金の支払"),
                            (24, "還付請求権の時効"),
                            (25, "還付金の戻入"),
                            (30, "不納欠損"),
                            (31, "滞納繰越"),
                            (90, "取消し"),
                        ],
                        verbose_name="種別",
                    ),
                ),
                (
                    "account",
                    models.SmallIntegerField(
                        choices=[
                            (1, "未収金"),
                            (2, "過誤納金"),
                            (3, "戻入未済金"),
                            (10, "調定額"),
                            (11, "収入金"),
                            (12, "不明金"),
                            (13, "還付未済金"),
                            (14, "還付加算金"),
                            (15, "時効収入"),
                            (16, "不納欠損額"),
                            (20, "仮消込"),
                            (21, "仮消込(収納機関)"),
                            (22, "納付委託"),
                            (23, "納付委託(証券)"),
                            (24, "充当予定"),
                            (25, "充当予定(財源)"),
                        ],
                        verbose_name="勘定",
                    ),
                ),
                (
                    "figure",
                    models.SmallIntegerField(
                        choices=[
                            (0, "なし"),
                            (1, "調定額"),
                            (2, "収入額"),
                            (3, "被充当額"),
                            (4, "不納欠損額"),
                            (5, "還付額"),
                            (6, "充当額"),
                            (7, "戻入額"),
                            (8, "仮消込額"),
                            (9, "納付委託額"),
                            (10, "被充当予定額"),
                        ],
                        verbose_name="動く額",
                    ),
                ),
            ],
            options={
                "verbose_name": "仕訳の規則",
            },
        ),
        migrations.DeleteModel(
            name="ReceivablePosting",
        ),
        migrations.AddConstraint(
            model_name="postingrule",
            constraint=models.UniqueConstraint(
                fields=("kind", "account", "figure"), name="posting_rule"
            ),
        ),
        migrations.AddIndex(
            model_name="receivable",
            index=models.Index(fields=["payer_no", "fiscal_year"], name="receivable_by_payer"),
        ),
        migrations.AddIndex(
            model_name="receivable",
            index=models.Index(fields=["tax_kind", "due_date"], name="receivable_by_due_date"),
        ),
        migrations.AddConstraint(
            model_name="receivable",
            constraint=models.UniqueConstraint(
                fields=(
                    "addressee_no",
                    "tax_kind",
                    "fiscal_year",
                    "tax_year",
                    "method",
                    "instalment_no",
                    "payer_no",
                ),
                name="receivable_key",
            ),
        ),
        migrations.AddIndex(
            model_name="journalentry",
            index=models.Index(fields=["booked_on", "kind"], name="entry_by_day"),
        ),
        migrations.AddConstraint(
            model_name="journalentry",
            constraint=models.UniqueConstraint(
                fields=("source", "source_id", "kind"), name="entry_once"
            ),
        ),
        migrations.AddIndex(
            model_name="balance",
            index=models.Index(
                condition=models.Q(("open__gt", 0)), fields=["receivable"], name="balance_open"
            ),
        ),
        migrations.AddIndex(
            model_name="balance",
            index=models.Index(
                condition=models.Q(("overpaid__gt", 0)),
                fields=["receivable"],
                name="balance_overpaid",
            ),
        ),
        migrations.RunSQL(ledger_sql()),
        migrations.RunPython(write_rules),
    ]
