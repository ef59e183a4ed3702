# SPDX-License-Identifier: Apache-2.0
"""Resident records (住民票の記載), bitemporal full rows: valid in the world × recorded by us.

One row holds every item of one person (住民記録標準 1.1.1, 1.1.2, 1.2.1), also what a household
has in common. A date that need not be a day of the calendar (不詳日, 1.1.8) is a pair: the internal
day, and the official wording in `…_text`, which is empty for an ordinary day.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.db import models


class Sex(models.IntegerChoices):
    """Sex as the register holds it; the numbers are those of rules.inhabitants_tax.facts."""

    UNKNOWN = 0, "不明"
    FEMALE = 1, "女"
    MALE = 2, "男"


class Status(models.TextChoices):
    """State of a record (住民状態): a resident's record, or why it is a removed one (除票)."""

    RESIDENT = "resident", "住民"
    MOVED_OUT = "moved_out", "転出"
    DEAD = "dead", "死亡"
    REMOVED = "removed", "職権消除"


class ResidentKind(models.TextChoices):
    """Kind of resident (住民種別)."""

    JAPANESE = "japanese", "日本人住民"
    FOREIGN = "foreign", "外国人住民"


def _text(label: str, **options: Any) -> models.TextField[str, str]:
    return models.TextField(label, blank=True, default="", db_default="", **options)


def _day(label: str) -> models.DateField[Any, Any]:
    return models.DateField(label, null=True)


def _flag(label: str) -> models.BooleanField[bool, bool]:
    return models.BooleanField(label, default=False, db_default=False)


class ResidentVersion(models.Model):
    """All items of one person during `valid`, as we knew them during `recorded`.

    Rows are never overwritten: a change closes `recorded` and adds rows (history.py). The row with
    the highest `history_no` is the latest state.
    """

    addressee_no = models.BigIntegerField("宛名番号")
    history_no = models.IntegerField("履歴番号")
    event_id: int | None
    # No constraint in the database: its trigger would forbid to drop indexes in a first load.
    event = models.ForeignKey(
        "register.Event", models.PROTECT, null=True, related_name="rows", verbose_name="異動",
        db_index=False, db_constraint=False,
    )  # fmt: skip
    status = models.CharField(
        "住民状態", max_length=10, choices=Status.choices,
        default=Status.RESIDENT, db_default=Status.RESIDENT,
    )  # fmt: skip
    kind = models.CharField(
        "住民種別", max_length=8, choices=ResidentKind.choices,
        default=ResidentKind.JAPANESE, db_default=ResidentKind.JAPANESE,
    )  # fmt: skip
    household_no = models.BigIntegerField("世帯番号", null=True)
    member_order = models.IntegerField("世帯員の並び順", null=True)

    name = models.TextField("氏名")
    name_folded = models.TextField("氏名(検索用)")
    kana = models.TextField("氏名の振り仮名", blank=True)
    kana_folded = models.TextField("振り仮名(検索用)", blank=True)
    kana_confirmed = _flag("氏名の振り仮名確認")
    kanji_name = _text("氏名(漢字、外国人)")
    latin_name = _text("氏名(アルファベット)")
    former_name = _text("旧氏")
    former_name_kana = _text("旧氏の振り仮名")
    former_name_kana_confirmed = _flag("旧氏の振り仮名確認")
    alias = _text("通称")
    alias_kana = _text("通称の振り仮名")
    alias_kana_confirmed = _flag("通称の振り仮名確認")
    alias_entered_on = _day("通称を記載した日")
    alias_entered_at = _text("通称を記載した市区町村")
    alias_removed_on = _day("通称を削除した日")
    alias_removed_at = _text("通称を削除した市区町村")
    name_precedence = _text("氏名優先区分")  # "" 氏名, "alias" 通称

    birth_date = models.DateField("生年月日", null=True)
    birth_date_text = _text("生年月日(不詳日)")
    sex = models.SmallIntegerField("性別", choices=Sex.choices)
    householder_name = _text("世帯主の氏名")
    actual_householder_name = _text("事実上の世帯主")
    relationship = models.TextField("続柄", blank=True)
    registered_domicile = _text("本籍")
    registry_head = _text("筆頭者")

    postcode = models.TextField("郵便番号", blank=True)
    address = models.TextField("住所")
    building = models.TextField("方書", blank=True)
    town = models.TextField("町字", blank=True)
    address_code = _text("住所コード")
    moved_in_on = models.DateField("住所を定めた日", null=True)
    moved_in_text = _text("住所を定めた日(不詳日)")
    address_notified_on = _day("住所を定めた届出日")
    became_resident_on = models.DateField("住民となった日", null=True)
    became_resident_text = _text("住民となった日(不詳日)")
    became_resident_by = _text("住民となった事由")
    notified_on = _day("住民となった届出日")
    previous_address = _text("転入前住所")
    previous_postcode = _text("転入前住所の郵便番号")
    previous_address_code = _text("転入前住所コード")
    previous_householder = _text("転入前の世帯主")
    last_registered_address = _text("最終登録住所地")

    moved_to_planned = _text("転出先住所(予定)")
    moved_to_planned_postcode = _text("転出先(予定)の郵便番号")
    moved_to_planned_code = _text("転出先(予定)の住所コード")
    moved_to = _text("転出先住所(確定)")
    moved_to_postcode = _text("転出先(確定)の郵便番号")
    moved_to_code = _text("転出先(確定)の住所コード")
    move_in_notice_on = _day("転入通知年月日")
    moved_out_planned_on = _day("転出予定年月日")
    moved_out_on = _day("転出年月日(確定)")
    ceased_on = models.DateField("住民でなくなった日", null=True)
    ceased_text = _text("住民でなくなった日(不詳日)")
    cease_reason = models.TextField("消除の事由", blank=True)
    cease_notified_on = _day("消除の届出日")
    reissued_on = _day("改製年月日")

    resident_code = _text("住民票コード")
    card_status = _text("個人番号カードの発行状況")
    signature_serial = _text("署名用電子証明書シリアル番号")
    authentication_serial = _text("利用者証明用電子証明書シリアル番号")
    under_guardianship = _flag("成年被後見人")
    # 選挙・国保・後期・介護・年金・児童手当 (法7条9号–11号の2): code → items; see entitlements.py.
    entitlements = models.JSONField("資格", default=dict, db_default={})

    nationality = models.TextField("国籍・地域", default="JP")
    foreign_resident_on = _day("外国人住民となった日")
    foreign_resident_text = _text("外国人住民となった日(不詳日)")
    alien_registered_on = _day("旧外登法による登録日")
    alien_registered_text = _text("旧外登法による登録日(不詳日)")
    article_30_45 = _text("法30条の45の区分")
    residence_status = _text("在留資格")
    residence_period = _text("在留期間")
    residence_until = _day("在留期間満了の日")
    residence_card_no = _text("在留カード等の番号")
    residence_notified = _flag("住居地の届出")
    landed_by_permit = _flag("上陸許可証による転入")

    public_assistance = models.BooleanField("生活扶助", default=False)
    protected = models.BooleanField("支援措置", default=False)
    valid = DateRangeField("有効期間")
    recorded = DateTimeRangeField("記録期間")
    source = models.BigIntegerField("取込番号", null=True)

    class Meta:
        verbose_name = "住民記録"
        indexes = [
            models.Index(fields=["addressee_no"], name="register_resident_no"),
            models.Index(fields=["household_no"], name="register_household_no"),
            models.Index(
                fields=["source"],
                name="register_source",
            ),
            models.Index(fields=["birth_date", "name_folded"], name="register_resident_birth"),
            models.Index(
                fields=["event"],
                name="register_resident_event",
                condition=models.Q(event__isnull=False),
            ),
            models.Index(
                fields=["resident_code"],
                name="register_resident_code",
                condition=~models.Q(resident_code=""),
            ),
            models.Index(
                fields=["residence_card_no"],
                name="register_residence_card",
                condition=~models.Q(residence_card_no=""),
            ),
            models.Index(
                fields=["addressee_no"],
                name="register_protected",
                condition=models.Q(protected=True),
            ),
            # Days that are searched for (2.1.3).
            models.Index(fields=["moved_in_on"], name="register_moved_in_on"),
            models.Index(fields=["became_resident_on"], name="register_became_on"),
            *(
                models.Index(
                    fields=[name], name=index, condition=models.Q(**{f"{name}__isnull": False})
                )
                for name, index in (
                    ("ceased_on", "register_ceased_on"),
                    ("moved_out_planned_on", "register_planned_on"),
                    ("residence_until", "register_until"),
                )
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["addressee_no", "history_no"], name="register_history_no_unique"
            ),
            ExclusionConstraint(
                name="register_one_truth_at_a_time",
                expressions=[
                    ("addressee_no", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                    ("recorded", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"住民記録 {self.addressee_no}-{self.history_no}"

    @property
    def is_resident(self) -> bool:
        """Whether this is a resident's record; otherwise a removed one (除票)."""
        return self.status == Status.RESIDENT

    @property
    def is_householder(self) -> bool:
        """Whether the person heads the household (世帯主)."""
        return self.relationship == "世帯主"


# What tells one row from another in time; everything else is an item of the person.
BOOKKEEPING = frozenset({"id", "history_no", "event", "valid", "recorded", "source"})
ITEMS: tuple[str, ...] = tuple(
    field.name
    for field in ResidentVersion._meta.concrete_fields
    if field.name not in BOOKKEEPING | {"addressee_no"}
)
