# SPDX-License-Identifier: Apache-2.0
"""Granted functions (権限), the requests for them, and the yearly look at all of them.

A right is held by a person, or by a unit for whoever has a post there on the day; never by rank.
"""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

LONGEST_GRANT = timedelta(days=366)


def _term(prefix: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_to__gte=F("valid_from"))
        & Q(valid_to__lte=F("valid_from") + LONGEST_GRANT),
        name=f"{prefix}_at_most_a_year",
    )


def _one_holder(prefix: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(staff__isnull=False, unit="") | (Q(staff__isnull=True) & ~Q(unit="")),
        name=f"{prefix}_of_person_or_unit",
    )


class RequestState(models.TextChoices):
    """Where a request stands."""

    OPEN = "open", "承認待ち"
    APPROVED = "approved", "承認"
    REFUSED = "refused", "却下"
    WITHDRAWN = "withdrawn", "取下げ"


class RightsRequest(models.Model):
    """Functions asked for, for a person or a unit, for a term, with a reason (権限の申請)."""

    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="rights_requests"
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="requested_rights"
    )
    unit = models.CharField("所属コード", max_length=16, blank=True, default="")
    functions = ArrayField(models.CharField(max_length=64), verbose_name="機能")
    scope = models.CharField("所管", max_length=16, blank=True, default="")
    valid_from = models.DateField("開始日")
    valid_to = models.DateField("終了日")
    reason = models.TextField("理由")
    requested_at = models.DateTimeField("申請日時")
    state = models.CharField(
        "状態", max_length=12, choices=RequestState.choices, default=RequestState.OPEN
    )
    decider = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="decided_rights"
    )
    decided_at = models.DateTimeField("決定日時", null=True)
    comment = models.TextField("決定の理由", blank=True, default="")

    class Meta:
        verbose_name = "権限の申請"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["requested_at"], condition=Q(state="open"), name="rights_request_open"
            ),
            models.Index(fields=["requester", "-requested_at"], name="rights_request_of"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _term("rights_request"),
            _one_holder("rights_request"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "refused"])
                | (
                    Q(decider__isnull=False)
                    & ~Q(decider=F("requester"))
                    & (Q(staff__isnull=True) | ~Q(decider=F("staff")))
                ),
                name="rights_decided_by_another",
            ),
        ]


class Grant(models.Model):
    """One function, one person or unit, for at most a year (III-3-2-06).

    With `scope` it opens only what that office handles. `revoked_at` may lie ahead: a transfer
    ends the rights of the person on its day.
    """

    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="grants"
    )
    unit = models.CharField("所属コード", max_length=16, blank=True, default="")
    function = models.CharField("機能", max_length=64)
    scope = models.CharField("所管", max_length=16, blank=True, default="")
    valid_from = models.DateField("開始日")
    valid_to = models.DateField("終了日")
    granted_by = models.CharField("付与者", max_length=64)
    granted_at = models.DateTimeField("付与日時")
    request = models.ForeignKey(RightsRequest, models.PROTECT, null=True, related_name="grants")
    revoked_by = models.CharField("取消者", max_length=64, blank=True, default="")
    revoked_at = models.DateTimeField("取消日時", null=True)

    class Meta:
        verbose_name = "権限"
        constraints: ClassVar[list[models.BaseConstraint]] = [_term("grant"), _one_holder("grant")]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["staff", "valid_from", "valid_to"], name="grant_of_staff"),
            models.Index(
                fields=["unit", "valid_from", "valid_to"],
                condition=~Q(unit=""),
                name="grant_of_unit",
            ),
        ]


class RightsConfirmation(models.Model):
    """The table of rights (操作権限一覧表) was looked at for a fiscal year, and by whom."""

    fiscal_year = models.PositiveSmallIntegerField("年度")
    unit = models.CharField("所属コード", max_length=16, blank=True, default="")
    lines_count = models.PositiveIntegerField("行数")
    sha256 = models.CharField("一覧表の要約値", max_length=64)
    comment = models.TextField("所見", blank=True, default="")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="confirmed_rights"
    )
    confirmed_at = models.DateTimeField("確認日時")

    class Meta:
        verbose_name = "権限の年度確認"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["fiscal_year", "unit"], name="rights_confirmation_of")
        ]
