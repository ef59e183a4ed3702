# SPDX-License-Identifier: Apache-2.0
"""Balances (残高): derived from the postings by the database, never written by hand."""

from __future__ import annotations

from django.db import models

from daicho.domains.collection.models.journal import Component
from daicho.domains.collection.models.receivable import Receivable


class Balance(models.Model):
    """The figures of one component of an instalment.

    `open`, `overpaid` and `recovery` are sums of postings; a constraint of the database holds them
    to what the other figures make of them (`position.py` says it in Python).
    """

    pk = models.CompositePrimaryKey("receivable_id", "component")
    receivable = models.ForeignKey(
        Receivable,
        on_delete=models.PROTECT,
        db_constraint=False,
        db_index=False,
        verbose_name="調定(期別)",
    )
    component = models.SmallIntegerField("内訳", choices=Component.choices)
    book_year = models.SmallIntegerField("会計年度")
    assessed = models.BigIntegerField("調定額")
    received = models.BigIntegerField("収入額")
    appropriated = models.BigIntegerField("被充当額")
    written_off = models.BigIntegerField("不納欠損額")
    refunded = models.BigIntegerField("還付額")
    appropriated_out = models.BigIntegerField("充当額")
    recovered = models.BigIntegerField("戻入額")
    open = models.BigIntegerField("未納額")
    overpaid = models.BigIntegerField("過誤納額")
    recovery = models.BigIntegerField("戻入未済額")
    provisional = models.BigIntegerField("仮消込額")
    entrusted = models.BigIntegerField("納付委託額")
    planned = models.BigIntegerField("被充当予定額")

    class Meta:
        verbose_name = "残高"
        indexes = [
            models.Index(
                fields=["receivable"], condition=models.Q(open__gt=0), name="balance_open"
            ),
            models.Index(
                fields=["receivable"], condition=models.Q(overpaid__gt=0), name="balance_overpaid"
            ),
        ]
