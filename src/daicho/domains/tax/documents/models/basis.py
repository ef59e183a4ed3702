# SPDX-License-Identifier: Apache-2.0
"""The merged basis (資料併合の結果) of one person and year; append-only versions."""

from __future__ import annotations

from django.db import models


class Basis(models.Model):
    """What the tax of one person is computed from, and where every figure of it came from."""

    fiscal_year = models.SmallIntegerField("年度")
    addressee_no = models.BigIntegerField("宛名番号")
    version = models.IntegerField("版")
    facts = models.JSONField("課税の基礎")  # PersonFacts, non-zero fields, and "dependants": [...]
    trace = models.JSONField("採用の経過")
    # {field: {"value", "document", "rejected": [[id, value, reason]]}}
    findings = models.JSONField("指摘", default=list)
    rule = models.TextField("優先順位の根拠", blank=True)
    source = models.TextField("作成の契機")  # initial | redetermined
    document_ids = models.JSONField("採用資料", default=list)
    stale = models.BooleanField("再併合が必要", default=False)  # a document of it was withdrawn
    recorded_at = models.DateTimeField("記録日時")

    class Meta:
        verbose_name = "課税の基礎"
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "addressee_no", "version"], name="tax_basis_version"
            )
        ]

    def __str__(self) -> str:
        return f"基礎 {self.fiscal_year}-{self.addressee_no}-{self.version}"
