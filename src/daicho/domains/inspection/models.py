# SPDX-License-Identifier: Apache-2.0
"""Applications to inspect the register, the lists made for them, and who sat over them.

And the advance registrations (事前登録) of those who want to be told of copies given to others.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Ground(models.TextChoices):
    """On what ground the register may be inspected (住基法11条, 11条の2)."""

    OFFICIAL = "official", "国・地方公共団体の事務(11条)"
    SURVEY = "survey", "公益性の高い統計・世論・学術調査(11条の2第1項1号)"
    WELFARE = "welfare", "公共的団体の公益性の高い活動(11条の2第1項2号)"
    OTHER = "other", "営利以外の目的で市区町村長が認めるもの(11条の2第1項3号)"


class State(models.TextChoices):
    """How far an application is."""

    RECEIVED = "received", "受付"
    APPROVED = "approved", "承認"
    REFUSED = "refused", "不承認"
    CLOSED = "closed", "閲覧終了"


class Application(models.Model):
    """One request (11条) or application (11条の2): who, what for, which residents."""

    ground = models.CharField("区分", max_length=8, choices=Ground.choices)
    applicant = models.TextField("請求・申出者(機関・法人の名称)")
    representative = models.TextField("代表者・職名", blank=True)
    consignor = models.TextField("委託者", blank=True)
    purpose = models.TextField("利用目的")
    handling = models.TextField("閲覧事項の管理方法", blank=True)
    publication = models.TextField("成果の取扱い", blank=True)
    viewers = models.TextField("閲覧者の氏名")
    towns = ArrayField(models.TextField(), verbose_name="閲覧する住民の範囲(町字)")
    sex = models.SmallIntegerField("性別", null=True)
    kind = models.CharField("住民種別", max_length=8, blank=True)
    born_from = models.DateField("生年月日(から)", null=True)
    born_to = models.DateField("生年月日(まで)", null=True)
    most = models.IntegerField("抽出人数", null=True)  # none: everybody of the range
    state = models.CharField("状態", max_length=8, choices=State.choices)
    received_by = models.TextField("受付者")
    received_at = models.DateTimeField("受付日時")
    decided_by = models.TextField("審査者", blank=True)
    decided_at = models.DateTimeField("審査日時", null=True)
    reason = models.TextField("審査の内容", blank=True)

    class Meta:
        verbose_name = "閲覧の申出"
        ordering: ClassVar[list[str]] = ["-pk"]


class InspectionList(models.Model):
    """One list made: whom it names, and the seed that draws the same again."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="lists", verbose_name="閲覧の申出"
    )
    seed = models.BigIntegerField("抽出の種", null=True)
    day = models.DateField("基準日")
    known_at = models.DateTimeField("記録の時点")
    addressee_nos = ArrayField(models.BigIntegerField(), verbose_name="掲載した人")
    left_out = models.IntegerField("除いた人数")
    made_by = models.TextField("作成者")
    made_at = models.DateTimeField("作成日時")

    class Meta:
        verbose_name = "閲覧用リスト"
        ordering: ClassVar[list[str]] = ["-pk"]


class ListRelease(models.Model):
    """Whether one protected person may stand on a list after all (審査による解除, 3.4)."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="releases", verbose_name="閲覧の申出"
    )
    addressee_no = models.BigIntegerField("宛名番号")
    reason = models.TextField("載せる理由")
    asked_by = models.TextField("求めた職員")
    asked_at = models.DateTimeField("求めた日時")
    is_allowed = models.BooleanField("載せてよい", null=True)  # none: not examined yet
    comment = models.TextField("審査の内容", blank=True)
    decided_by = models.TextField("審査した職員", blank=True)
    decided_at = models.DateTimeField("審査日時", null=True)

    class Meta:
        verbose_name = "閲覧の支援措置の審査"
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "addressee_no"],
                condition=models.Q(is_allowed__isnull=True),
                name="inspection_release_open_once",
            )
        ]


class ListCopy(models.Model):
    """One printed copy of a list (住民基本台帳の一部の写し, 20.3.1), kept as history (1.3.8)."""

    list = models.ForeignKey(
        InspectionList, models.PROTECT, related_name="copies", verbose_name="閲覧用リスト"
    )
    number = models.TextField("発行番号", unique=True)
    printed_at = models.DateTimeField("交付日時")
    place = models.TextField("交付場所")
    terminal = models.TextField("端末")
    printed_by = models.TextField("職員")
    addressee_nos = ArrayField(models.BigIntegerField(), verbose_name="交付対象者")
    pages = models.IntegerField("枚数")
    spoilt_at = models.DateTimeField("処分日時", null=True)
    spoilt_by = models.TextField("処分した職員", blank=True)
    disposal = models.TextField("処分情報", blank=True)

    class Meta:
        verbose_name = "閲覧用の写しの交付"
        ordering: ClassVar[list[str]] = ["-pk"]


class Session(models.Model):
    """One supervised sitting (閲覧の立会)."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="sessions", verbose_name="閲覧の申出"
    )
    viewer = models.TextField("閲覧者")
    identity = models.TextField("本人確認")
    began_at = models.DateTimeField("開始日時")
    ended_at = models.DateTimeField("終了日時")
    supervisor = models.TextField("立会者")
    note = models.TextField("備考", blank=True)

    class Meta:
        verbose_name = "閲覧の記録"
        ordering: ClassVar[list[str]] = ["pk"]


class NoticeRegistration(models.Model):
    """A resident who wants to be told (本人通知の事前登録, 8.1.1)."""

    addressee_no = models.BigIntegerField("宛名番号", db_index=True)
    offered_by = models.TextField("申出者")
    first = models.DateField("登録日")
    last = models.DateField("登録期間の末日", null=True)
    ended_on = models.DateField("廃止日", null=True)
    told_end_on = models.DateField("期間満了を知らせた日", null=True)
    written_by = models.TextField("登録した職員")
    written_at = models.DateTimeField("登録日時")

    class Meta:
        verbose_name = "本人通知の登録"
        ordering: ClassVar[list[str]] = ["-pk"]


class Asker(models.TextChoices):
    """Who got the copy (交付請求者区分)."""

    SELF = "self", "本人"
    AGENT = "agent", "代理人"
    THIRD_PARTY = "third_party", "第三者"


class IssueNotice(models.Model):
    """A copy was given: what the person on it may be told (8.1.3).

    Of who registered, every copy; of others, those that an agent or a third party got.
    """

    registration = models.ForeignKey(
        NoticeRegistration, models.PROTECT, related_name="notices", verbose_name="登録", null=True
    )
    addressee_no = models.BigIntegerField("宛名番号", db_index=True)
    request_no = models.BigIntegerField("交付請求番号")
    issued_on = models.DateField("発行日")
    asker = models.CharField("請求者区分", max_length=12, choices=Asker.choices)
    certificate = models.CharField("証明書種別", max_length=40)
    copies = models.IntegerField("枚数")
    made_at = models.DateTimeField("発生日時")
    sent_on = models.DateField("通知日", null=True)
    sent_by = models.TextField("通知した職員", blank=True)

    class Meta:
        verbose_name = "本人通知"
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["addressee_no", "request_no"], name="inspection_notice_once_a_person"
            )
        ]
