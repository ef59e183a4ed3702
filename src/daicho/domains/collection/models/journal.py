# SPDX-License-Identifier: Apache-2.0
"""The journal (仕訳帳): append-only double entry in whole yen.

The database refuses an entry whose postings do not add up to zero, a posting that its kind does not
know, every change and every removal (sql/ledger.sql). Debits are positive, credits negative.
"""

from __future__ import annotations

from django.db import models

from daicho.domains.collection.models.receivable import Receivable


class EntryKind(models.IntegerChoices):
    """What happened. Which postings each kind may have is in `kinds.py`."""

    ASSESS = 1, "調定"
    INCREASE = 2, "更正増"
    DECREASE = 3, "更正減"
    MOVE = 4, "徴収方法・納入者の変更"
    FIX_CHARGE = 5, "延滞金の確定"
    REDUCE_CHARGE = 6, "延滞金の減免"
    DEMAND_FEE = 7, "督促手数料の調定"
    RECEIVE = 10, "収納"
    RECEIVE_UNKNOWN = 11, "不明金の収納"
    ASSIGN_UNKNOWN = 12, "不明金の消込"
    PROVISION = 13, "仮消込"
    SETTLE_PROVISION = 14, "本消込"
    ENTRUST = 15, "納付委託"
    SETTLE_ENTRUSTED = 16, "納付委託の決済"
    PLAN_REFUND = 20, "充当予定"
    DECIDE_REFUND = 21, "還付決定"
    APPROPRIATE = 22, "充当"
    PAY_REFUND = 23, "還付金の支払"
    LAPSE_REFUND = 24, "還付請求権の時効"
    RECOVER = 25, "還付金の戻入"
    WRITE_OFF = 30, "不納欠損"
    CARRY_OVER = 31, "滞納繰越"
    REVERSE = 90, "取消し"


class Account(models.IntegerChoices):
    """Where the money stands (勘定)."""

    OPEN = 1, "未収金"
    OVERPAID = 2, "過誤納金"
    RECOVERY = 3, "戻入未済金"
    ASSESSED = 10, "調定額"
    CASH = 11, "収入金"
    UNKNOWN = 12, "不明金"
    REFUND_DUE = 13, "還付未済金"
    INTEREST = 14, "還付加算金"
    LAPSED = 15, "時効収入"
    WRITTEN_OFF = 16, "不納欠損額"
    PROVISIONAL = 20, "仮消込"
    PROVISIONAL_CLAIM = 21, "仮消込(収納機関)"
    ENTRUSTED = 22, "納付委託"
    ENTRUSTED_PAPER = 23, "納付委託(証券)"
    PLANNED = 24, "充当予定"
    PLANNED_SOURCE = 25, "充当予定(財源)"


class Component(models.IntegerChoices):
    """Of what an amount is a part (本税・延滞金など)."""

    TAX = 1, "本税"
    CHARGE = 2, "延滞金"
    FEE = 3, "督促手数料"
    PENALTY = 4, "加算金"
    COST = 5, "滞納処分費"


class Figure(models.IntegerChoices):
    """Which total of an instalment a posting moves."""

    NONE = 0, "なし"
    ASSESSED = 1, "調定額"
    RECEIVED = 2, "収入額"
    APPROPRIATED = 3, "被充当額"
    WRITTEN_OFF = 4, "不納欠損額"
    REFUNDED = 5, "還付額"
    APPROPRIATED_OUT = 6, "充当額"
    RECOVERED = 7, "戻入額"
    PROVISIONAL = 8, "仮消込額"
    ENTRUSTED = 9, "納付委託額"
    PLANNED = 10, "被充当予定額"


class Channel(models.IntegerChoices):
    """By which way money came or went (収納区分)."""

    COUNTER = 1, "窓口・金融機関"
    CONVENIENCE_STORE = 2, "コンビニ"
    DIRECT_DEBIT = 3, "口座振替"
    PAY_EASY = 4, "ペイジー"
    SHARED_PAYMENT = 5, "共通納税"
    PENSION = 6, "年金特別徴収"
    EL_QR = 7, "eL-QR"
    TRANSFER = 8, "総合振込"
    SEIZURE = 9, "滞納処分"


class JournalEntry(models.Model):
    """One thing that happened to money (仕訳), with the day it counts from and its source."""

    id = models.BigAutoField(primary_key=True)
    kind = models.SmallIntegerField("種別", choices=EntryKind.choices)
    booked_on = models.DateField("収入日・処理日")
    effective_on = models.DateField("領収日・効力の日")
    channel = models.SmallIntegerField("収納区分", choices=Channel.choices, null=True)
    source = models.TextField("根拠の種類")
    source_id = models.BigIntegerField("根拠の番号")
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, verbose_name="取り消す仕訳"
    )
    note = models.TextField("摘要", blank=True)
    posted_at = models.DateTimeField("記帳日時")
    posted_by = models.TextField("記帳者")

    class Meta:
        verbose_name = "仕訳"
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id", "kind"], name="entry_once")
        ]
        indexes = [models.Index(fields=["booked_on", "kind"], name="entry_by_day")]


class Posting(models.Model):
    """One amount of an entry; of an instalment where `receivable` is set."""

    id = models.BigAutoField(primary_key=True)
    # The ledger's trigger holds both references, set by set: a key's own check goes row by row.
    entry = models.ForeignKey(
        JournalEntry, on_delete=models.PROTECT, db_constraint=False, verbose_name="仕訳"
    )
    receivable = models.ForeignKey(
        Receivable,
        on_delete=models.PROTECT,
        null=True,
        db_constraint=False,
        verbose_name="調定(期別)",
    )
    component = models.SmallIntegerField("内訳", choices=Component.choices)
    account = models.SmallIntegerField("勘定", choices=Account.choices)
    figure = models.SmallIntegerField("動く額", choices=Figure.choices)
    book_year = models.SmallIntegerField("会計年度")
    amount = models.BigIntegerField("金額")

    class Meta:
        verbose_name = "仕訳の明細"


class PostingRule(models.Model):
    """A posting that a kind of entry may have; what is not here the database refuses."""

    id = models.BigAutoField(primary_key=True)
    kind = models.SmallIntegerField("種別", choices=EntryKind.choices)
    account = models.SmallIntegerField("勘定", choices=Account.choices)
    figure = models.SmallIntegerField("動く額", choices=Figure.choices)

    class Meta:
        verbose_name = "仕訳の規則"
        constraints = [
            models.UniqueConstraint(fields=["kind", "account", "figure"], name="posting_rule")
        ]
