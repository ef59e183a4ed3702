# SPDX-License-Identifier: Apache-2.0
"""What must hold between measures, the persons hidden, and what other systems were told."""

from __future__ import annotations

from daicho.foundation.database.checks import broken, holds
from daicho.foundation.database.query import rows
from daicho.kernel.findings import Finding

_LATEST = (
    "SELECT DISTINCT ON (measure_no) * FROM support_measurestep ORDER BY measure_no, step_no DESC"
)
_TODAY = "(now() AT TIME ZONE 'Asia/Tokyo')::date"


@holds("終了していない支援措置の対象者は、始まりの日から非表示である")
def measures_hide() -> list[Finding]:
    """Every running measure has its open period of protection."""
    found = rows(
        f"SELECT m.measure_no FROM ({_LATEST}) m WHERE m.ended_on IS NULL AND NOT EXISTS"
        " (SELECT FROM access_protectedperson p WHERE p.addressee_no = m.addressee_no"
        " AND p.measure = m.measure_no::text AND upper_inf(p.valid)"
        " AND lower(p.valid) <= LEAST(m.provisional_from, m.first))"
    )
    return [
        broken("support.not_hidden", "支援措置の対象者が非表示になっていません。", str(number))
        for (number,) in found
    ]


@holds("支援措置のない人は、支援措置によって非表示になっていない")
def nothing_else_hides() -> list[Finding]:
    """No period goes on under a measure that has ended or never was."""
    found = rows(
        "SELECT p.addressee_no FROM access_protectedperson p WHERE p.measure ~ '^[0-9]+$'"
        f" AND p.valid @> {_TODAY} AND NOT EXISTS (SELECT FROM ({_LATEST}) m"
        " WHERE m.measure_no::text = p.measure AND m.addressee_no = p.addressee_no"
        f" AND (m.ended_on IS NULL OR m.ended_on > {_TODAY}))"
    )
    return [
        broken("support.hidden", "支援措置がないのに非表示になっています。", str(number))
        for (number,) in found
    ]


@holds("支援措置の印は、住民記録と宛名で一致する")
def marks_agree() -> list[Finding]:
    """The mark that the register's rows carry is the addressee's too."""
    found = rows(
        "SELECT a.addressee_no FROM addressee_addressee a JOIN register_residentversion r"
        " ON r.addressee_no = a.addressee_no AND upper_inf(r.recorded)"
        f" AND r.valid @> {_TODAY} WHERE (a.protected OR r.protected)"
        " AND a.protected <> r.protected"
    )
    return [
        broken("support.mark", "支援措置の印が住民記録と宛名で異なります。", str(number))
        for (number,) in found
    ]


@holds("支援措置と抑止の履歴に欠番はない")
def steps_are_whole() -> list[Finding]:
    """Steps are numbered from one on."""
    found = rows(
        "SELECT 'measure', measure_no FROM support_measurestep GROUP BY measure_no"
        " HAVING max(step_no) <> count(*) UNION ALL"
        " SELECT 'restraint', restraint_no FROM support_restraintstep GROUP BY restraint_no"
        " HAVING max(step_no) <> count(*) UNION ALL"
        " SELECT 'application', application_no FROM support_applicationversion"
        " GROUP BY application_no HAVING max(version_no) <> count(*)"
    )
    return [
        broken("support.steps", "履歴番号が欠けています。", f"{kind} {number}")
        for kind, number in found
    ]


@holds("他システムへ連携した抑止は、支援措置の現在の状態と一致する")
def told_is_true() -> list[Finding]:
    """Whoever is under a running measure was told as blocked, without an end."""
    found = rows(
        f"SELECT m.addressee_no FROM ({_LATEST}) m WHERE m.ended_on IS NULL AND NOT EXISTS"
        " (SELECT FROM support_blockchange b WHERE b.addressee_no = m.addressee_no"
        " AND b.first IS NOT NULL AND b.last IS NULL AND b.is_measure AND b.id ="
        " (SELECT max(id) FROM support_blockchange WHERE addressee_no = m.addressee_no))"
    )
    return [
        broken("support.not_told", "支援措置が他システムへ連携されていません。", str(number))
        for (number,) in found
    ]
