# SPDX-License-Identifier: Apache-2.0
"""In whose name certificates are issued (認証者), their seals (公印), and the terminals."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models


class CertifierRole(models.TextChoices):
    """Mayor, or who stands in for the mayor: for a time that is entered beforehand."""

    HEAD = "head", "市区町村長"
    DEPUTY = "deputy", "職務代理者"


class Certifier(models.Model):
    """Title and name during `valid`. While a deputy is in force, it is the deputy who certifies."""

    role = models.CharField("区分", max_length=8, choices=CertifierRole.choices)
    title = models.TextField("職名")  # with the prefecture (標準 5.6)
    name = models.TextField("氏名")
    valid = DateRangeField("期間")
    entered_by = models.TextField("登録者")
    entered_at = models.DateTimeField("登録日時")

    class Meta:
        verbose_name = "認証者"
        constraints = [
            ExclusionConstraint(
                name="certificates_one_certifier",
                expressions=[("role", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            )
        ]


class SealKind(models.TextChoices):
    """Which seal (公印の種類)."""

    HEAD = "head", "市区町村長の印"
    DEPUTY = "deputy", "職務代理者の印"
    CERTIFICATE = "certificate", "証明書専用の印"
    CARD = "card", "カード券面用の印"


class SealColour(models.TextChoices):
    """Black on paper; on the face of a card, black or red (標準 5.6)."""

    BLACK = "black", "黒"
    RED = "red", "赤"


class SealState(models.TextChoices):
    """A seal is entered by one person and approved by another."""

    ENTERED = "entered", "承認待ち"
    APPROVED = "approved", "承認済み"
    REJECTED = "rejected", "却下"


class OfficialSeal(models.Model):
    """The image of a seal of office (電子公印): black, at most 25 mm a side."""

    kind = models.CharField("種類", max_length=12, choices=SealKind.choices)
    media = models.CharField("形式", max_length=4)  # png, svg
    data = models.BinaryField("印影")
    colour = models.CharField(
        "色", max_length=5, choices=SealColour.choices, default=SealColour.BLACK
    )
    side_mm = models.DecimalField("一辺(mm)", max_digits=4, decimal_places=1)
    valid = DateRangeField("期間")
    state = models.CharField(
        "状態", max_length=8, choices=SealState.choices, default=SealState.ENTERED
    )
    entered_by = models.TextField("登録者")
    entered_at = models.DateTimeField("登録日時")
    decided_by = models.TextField("承認者", blank=True)
    decided_at = models.DateTimeField("承認日時", null=True)

    class Meta:
        verbose_name = "公印"
        constraints = [
            ExclusionConstraint(
                name="certificates_one_seal",
                expressions=[("kind", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                condition=models.Q(state="approved"),
            ),
            models.CheckConstraint(
                condition=models.Q(colour="black") | models.Q(kind="card"),
                name="certificates_red_on_cards_only",
            ),
        ]


class Signer(models.TextChoices):
    """Whose title, name and seal stand on a kind of certificate."""

    AUTO = "auto", "認証者(職務代理の期間は職務代理者)"
    HEAD = "head", "市区町村長"
    DEPUTY = "deputy", "職務代理者"


class SealChoice(models.TextChoices):
    """Which seal a kind of certificate bears, if any."""

    AUTO = "auto", "認証者に合わせる"
    HEAD = "head", "市区町村長の印"
    DEPUTY = "deputy", "職務代理者の印"
    CERTIFICATE = "certificate", "証明書専用の印"
    NONE = "none", "印字しない"


class KindSetting(models.Model):
    """What stands around a kind of certificate (標準 5.6): signer, seal, fixed words.

    Entered by one person, approved by another; the former one ends where the next begins.
    """

    kind = models.CharField("証明書の種別", max_length=40)
    signer = models.CharField("認証者", max_length=8, choices=Signer.choices)
    seal = models.CharField("公印", max_length=12, choices=SealChoice.choices)
    seal_words = models.TextField("公印の文言", blank=True)
    omitted_words = models.TextField("公印を省くときの文言", blank=True)
    fixed_words = models.TextField("固定文言", blank=True)
    valid = DateRangeField("期間")
    state = models.CharField(
        "状態", max_length=8, choices=SealState.choices, default=SealState.ENTERED
    )
    entered_by = models.TextField("登録者")
    entered_at = models.DateTimeField("登録日時")
    decided_by = models.TextField("承認者", blank=True)
    decided_at = models.DateTimeField("承認日時", null=True)

    class Meta:
        verbose_name = "証明書ごとの印字の設定"
        constraints = [
            ExclusionConstraint(
                name="certificates_one_kind_setting",
                expressions=[("kind", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                condition=models.Q(state="approved"),
            )
        ]


class Terminal(models.Model):
    """A terminal by its address: at which counter it stands, and what 発行番号 call it."""

    address = models.CharField("端末のアドレス", max_length=64, primary_key=True)
    counter = models.TextField("窓口")
    label = models.TextField("発行端末名番号", unique=True)
    printer = models.TextField("発行プリンタ番号", blank=True)

    class Meta:
        verbose_name = "発行端末"

    def __str__(self) -> str:
        return f"{self.label} {self.counter} ({self.address})"


class OutputChoice(models.TextChoices):
    """How a paper comes out unless somebody chooses otherwise (標準 10.7)."""

    PAPER = "paper", "紙に印刷"
    PDF = "pdf", "PDF"


class PrinterSetting(models.Model):
    """Printer and tray (トレー) of a terminal, for one kind of certificate or for all others."""

    terminal = models.ForeignKey(
        Terminal, models.PROTECT, related_name="printers", verbose_name="発行端末"
    )
    kind = models.CharField("証明書の種別", max_length=40, blank=True)  # empty: all others
    printer = models.TextField("プリンタ")
    tray = models.TextField("トレー", blank=True)
    output = models.CharField("出力", max_length=5, choices=OutputChoice.choices)
    entered_by = models.TextField("登録者")
    entered_at = models.DateTimeField("登録日時")

    class Meta:
        verbose_name = "プリンタの設定"
        constraints = [
            models.UniqueConstraint(fields=["terminal", "kind"], name="certificates_one_printer")
        ]
