# SPDX-License-Identifier: Apache-2.0
"""Measures, restraints and what follows from them: rows are added, never changed.

Of an application, a measure or a restraint the row with the highest number is how it stands now;
the rows before are its history. The database refuses to change or delete them.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from daicho.rules.resident_register.restraint import LEVEL_LABELS, Level, Process
from daicho.rules.resident_register.support import Support, SupportTerm

LEVELS = [(int(level), LEVEL_LABELS[level]) for level in Level]
PROCESSES = [(one.value, one.value) for one in Process]


class MeasureAct(models.TextChoices):
    """What a step did to a measure."""

    APPLY = "apply", "申出の受付（仮支援措置の開始）"
    RECEIVE = "receive", "転送の受付（仮支援措置の開始）"
    CONFIRM = "confirm", "支援措置の開始"
    EXTEND = "extend", "支援措置の延長"
    MOVE_OUT = "move_out", "転出による仮支援措置への切替え"
    MOVE_OUT_CANCELLED = "cancelled", "転出の取消しによる支援措置への復帰"
    DISMISS = "dismiss", "支援の必要性なし"
    END = "end", "支援措置の終了"


class EndReason(models.TextChoices):
    """Why a measure ended (3.4); nothing ends by itself."""

    OFFER = "offer", "本人からの終了の申出"
    TERM = "term", "期間の経過（延長の申出なし）"
    NO_NEED = "no_need", "支援の必要性がなくなったため"
    NOT_CONFIRMED = "not_confirmed", "支援の必要性が確認できないため"
    DEATH = "death", "死亡"
    MISTAKE = "mistake", "登録誤り"


class ApplicationVersion(models.Model):
    """Everything that one application says (1.1.16), as it was known from `written_at` on.

    `items` are those of facts.SupportItems: they hold places, and are shown to nobody without
    `protected.view`.
    """

    application_no = models.BigIntegerField("申出番号")
    version_no = models.IntegerField("版")
    items = models.JSONField("申出の内容")
    note = models.TextField("訂正の理由", blank=True)
    written_by = models.TextField("記入者")
    written_at = models.DateTimeField("記入日時")

    class Meta:
        verbose_name = "支援措置の申出"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application_no", "version_no"], name="support_application_version"
            )
        ]


class MeasureStep(models.Model):
    """One step of a measure over one person; all of it is said again in every step."""

    measure_no = models.BigIntegerField("支援措置の整理番号")
    step_no = models.IntegerField("履歴番号")
    application_no = models.BigIntegerField("申出番号", db_index=True)
    addressee_no = models.BigIntegerField("宛名番号")
    is_applicant = models.BooleanField("申出者")
    relation = models.TextField("申出者との関係", blank=True)
    act = models.CharField("処理", max_length=10, choices=MeasureAct.choices)
    provisional_from = models.DateField("仮支援措置の開始年月日", null=True)
    first = models.DateField("支援措置の開始年月日", null=True)
    last = models.DateField("支援措置の終了年月日", null=True)
    ended_on = models.DateField("終了した翌日", null=True)  # first day without it
    end_reason = models.CharField(
        "終了の事由", max_length=16, choices=EndReason.choices, blank=True
    )
    is_of_former_municipality = models.BooleanField("前住所地市区町村として", default=False)
    reason = models.TextField("理由・経過", blank=True)
    event_no = models.BigIntegerField("住民異動", null=True)
    written_by = models.TextField("処理した職員")
    written_at = models.DateTimeField("処理日時")

    class Meta:
        verbose_name = "支援措置"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["measure_no", "step_no"], name="support_measure_step")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["addressee_no"], name="support_measure_person")
        ]

    @property
    def support(self) -> Support:
        """The measure as the rules know it."""
        term = SupportTerm(self.first, self.last) if self.first and self.last else None
        return Support(term, self.provisional_from, self.ended_on)

    @property
    def began_on(self) -> Any:
        """The first day on which the person is hidden."""
        days = [day for day in (self.provisional_from, self.first) if day is not None]
        return min(days)


class RestraintKind(models.TextChoices):
    """Why something is restrained (抑止の種類)."""

    SUPPORT = "support", "支援措置"
    GUARDIANSHIP = "guardianship", "成年後見"
    OWN_OFFER = "own", "本人申出"
    RETURNED_MAIL = "mail", "郵便返戻"
    INQUIRY = "inquiry", "職権調査"
    OTHER = "other", "その他"


class RestraintAct(models.TextChoices):
    """What a step did to a restraint."""

    SET = "set", "設定"
    CHANGE = "change", "変更"
    END = "end", "解除"


class Target(models.Model):
    """A person or a household: exactly one of both."""

    addressee_no = models.BigIntegerField("宛名番号", null=True, db_index=True)
    household_no = models.BigIntegerField("世帯番号", null=True, db_index=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(addressee_no__isnull=True) ^ Q(household_no__isnull=True),
                name="%(class)s_one_target",
            )
        ]


class RestraintStep(Target):
    """One step of a restraint (抑止). It does not lapse with `last`; it is ended by hand."""

    restraint_no = models.BigIntegerField("抑止番号")
    step_no = models.IntegerField("履歴番号")
    act = models.CharField("処理", max_length=8, choices=RestraintAct.choices)
    kind = models.CharField("種類", max_length=16, choices=RestraintKind.choices)
    change_level = models.SmallIntegerField("異動", choices=LEVELS)
    issue_level = models.SmallIntegerField("発行", choices=LEVELS)
    inquiry_level = models.SmallIntegerField("照会", choices=LEVELS)
    first = models.DateField("開始日")
    last = models.DateField("終了日", null=True)
    ended_on = models.DateField("解除日", null=True)  # first day without it
    reason = models.TextField("理由")
    written_by = models.TextField("処理した職員")
    written_at = models.DateTimeField("処理日時")

    class Meta(Target.Meta):
        verbose_name = "抑止"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Target.Meta.constraints,
            models.UniqueConstraint(fields=["restraint_no", "step_no"], name="restraint_step"),
        ]

    def level_of(self, process: Process) -> Level:
        """How much it restrains a process."""
        by_process = {
            Process.CHANGE: self.change_level, Process.ISSUE: self.issue_level,
            Process.INQUIRY: self.inquiry_level,
        }  # fmt: skip
        return Level(by_process[process])


class RestraintRelease(Target):
    """A temporary release (一時解除): over by itself at `until`."""

    process = models.CharField("処理", max_length=2, choices=PROCESSES)
    since = models.DateTimeField("解除日時")
    until = models.DateTimeField("抑止に戻る日時")
    reason = models.TextField("理由")
    released_by = models.TextField("解除した職員")

    class Meta(Target.Meta):
        verbose_name = "抑止の一時解除"


class ReleaseTime(models.Model):
    """After how many minutes a restraint is back; the last row counts."""

    minutes = models.PositiveSmallIntegerField("一時解除の時間（分）")
    set_by = models.TextField("設定した職員")
    set_at = models.DateTimeField("設定日時")

    class Meta:
        verbose_name = "一時解除の時間"


class SupportNotice(models.Model):
    """Something happened to a protected person that the officer in charge must look at."""

    measure_no = models.BigIntegerField("支援措置の整理番号")
    addressee_no = models.BigIntegerField("宛名番号")
    text = models.TextField("内容")  # never a place
    event_no = models.BigIntegerField("住民異動")
    made_at = models.DateTimeField("発生日時")
    seen_by = models.TextField("確認した職員", blank=True)
    seen_at = models.DateTimeField("確認日時", null=True)

    class Meta:
        verbose_name = "支援措置の通知"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["made_at"], name="support_notice_open", condition=Q(seen_at__isnull=True)
            )
        ]


class BlockChange(models.Model):
    """What other systems are told (コンビニ交付, CS, 自動応答不可フラグ): issue is blocked.

    `first` None: not blocked any more. A temporary release is never told (3.1). Who reads keeps
    the id of the last row read.
    """

    addressee_no = models.BigIntegerField("宛名番号", db_index=True)
    first = models.DateField("抑止の開始日", null=True)
    last = models.DateField("抑止の最終日", null=True)
    is_measure = models.BooleanField("支援措置")
    made_at = models.DateTimeField("発生日時")

    class Meta:
        verbose_name = "他システムへの抑止の連携"
