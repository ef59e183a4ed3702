# SPDX-License-Identifier: Apache-2.0
"""What later domains want of the register: asked before an event, told after it, rebuilt at will.

Dotted paths of functions; see domains/register/hooks.py for their shapes.
"""

from __future__ import annotations

from daicho.domains.extraction.records import Records
from daicho.domains.register.migration.tables import Table

GUARDS: tuple[str, ...] = ("daicho.domains.support.public.guard_event",)
FOLLOWERS: tuple[str, ...] = (
    "daicho.domains.register.search.index.follow",
    "daicho.domains.register.lots.follow",
    "daicho.domains.addressee.public.follow_register",
    "daicho.domains.support.public.follow_register",
    "daicho.domains.seals.public.follow_register",
    "daicho.domains.tax.inhabitants.public.follow_register",
)
REBUILDERS: tuple[str, ...] = (
    "daicho.domains.register.search.index.rebuild",
    "daicho.domains.register.lots.rebuild",
    "daicho.domains.addressee.public.rebuild_from_register",
    "daicho.domains.seals.public.rebuild_from_register",
)
# warner(row=…, context=…) -> warnings shown on every page of a person.
WARNERS: tuple[str, ...] = (
    "daicho.domains.support.public.warn_of",
    "daicho.domains.seals.public.warn_of",
)
# paper(event=…, context=…) -> (label, address) of each paper that a registered event calls for.
PAPERS: tuple[str, ...] = ("daicho.domains.certificates.public.papers_due",)
# after(events=…, context=…) -> address of the page that follows a registration; empty for none.
AFTER: tuple[str, ...] = ("daicho.domains.certificates.public.page_of_papers",)
# marker(rows=…, context=…) -> 宛名番号 of those for whom something is restrained (抑止あり).
MARKERS: tuple[str, ...] = ("daicho.domains.support.public.restrained_among",)
# What other domains do for a person: label, function needed, route, arguments before the number.
PERSON_LINKS: tuple[tuple[str, ...], ...] = (
    ("証明書", "certificate.issue", "certificates:new"),
    ("改製等の前の除票", "certificate.issue", "certificates:former"),
    ("印鑑登録", "seal.register", "seals:person"),
    ("抑止", "register.restrain", "support:restraints", "person"),
    ("個人住民税", "tax.taxpayer.view", "inhabitants:taxpayer"),
)
# Tables of `daicho register export`, in the order in which they can be put back.
EXPORTED: tuple[Table, ...] = (
    Table("events", "register.Event"),
    Table("residents", "register.ResidentVersion", ("addressee_no", "history_no")),
    Table("remarks", "register.Remark"),
    Table("memos", "register.Memo"),
    Table("resident_codes", "register.ResidentCodeStock"),
    Table("towns", "register.AddressTown", ("code",)),
    Table("buildings", "register.Building"),
    Table("countries", "register.Country", ("code",)),
    Table("lots", "register.AddressLot"),
    Table("own_variants", "register.OwnVariant"),
    Table("immigration_notices", "register.ImmigrationNotice"),
    Table("bulk_changes", "register.BulkChange"),
    Table("bulk_lines", "register.BulkLine"),
    Table("put_away", "register.PutAway", ("addressee_no",)),
    Table("protected_people", "access.ProtectedPerson"),
    Table("protection_changes", "access.ProtectionChange"),
    Table(
        "support_applications",
        "support.ApplicationVersion",
        series=(("support_application", "application_no"),),
    ),
    Table(
        "support_measures",
        "support.MeasureStep",
        series=(("support_measure", "measure_no"),),
    ),
    Table(
        "restraints",
        "support.RestraintStep",
        series=(("support_restraint", "restraint_no"),),
    ),
    Table("restraint_releases", "support.RestraintRelease"),
    Table("support_notices", "support.SupportNotice"),
    Table("block_changes", "support.BlockChange"),
)
# Further tables from which data can be extracted (EUC, 10.1); free texts are hidden like places.
_NOTE = ("text", "is_removed", "written_by", "written_at")
EXTRACTED: tuple[Records, ...] = (
    Records(
        code="issues",
        label="証明書の交付履歴",
        model_name="certificates.CertificateIssue",
        fields=(
            "kind",
            "number",
            "state",
            "issued_at",
            "place",
            "terminal",
            "issued_by",
            "pages",
            "has_protected",
            "handed_by",
            "handed_at",
            "disposal",
            "disposed_by",
            "disposed_at",
        ),
        joined=(
            "request",
            (
                "door",
                "relation",
                "asker",
                "asker_address",
                "identity",
                "purpose",
                "bearer",
                "bearer_name",
                "fee",
                "waiver",
                "received_at",
            ),
        ),
        person="subject_nos",
        is_list=True,
        function="certificate.issue",
        places=frozenset({"asker_address", "purpose", "disposal"}),
        choices={"kind": "daicho.domains.certificates.kinds.KINDS"},
    ),
    Records(
        code="restraints",
        label="抑止(設定・変更・解除の履歴)",
        model_name="support.RestraintStep",
        fields=(
            "restraint_no",
            "step_no",
            "act",
            "kind",
            "change_level",
            "issue_level",
            "inquiry_level",
            "first",
            "last",
            "ended_on",
            "reason",
            "written_by",
            "written_at",
        ),
        household="household_no",
        function="register.restrain",
        places=frozenset({"reason"}),
        steps=("restraint_no", "step_no"),
    ),
    Records(
        code="measures",
        label="支援措置(履歴)",
        model_name="support.MeasureStep",
        fields=(
            "measure_no",
            "step_no",
            "application_no",
            "is_applicant",
            "relation",
            "act",
            "provisional_from",
            "first",
            "last",
            "ended_on",
            "end_reason",
            "is_of_former_municipality",
            "reason",
            "written_by",
            "written_at",
        ),
        function="protected.view",
        places=frozenset({"reason"}),
        steps=("measure_no", "step_no"),
    ),
    Records(
        code="remarks",
        label="備考",
        model_name="register.Remark",
        fields=_NOTE,
        places=frozenset({"text"}),
        steps=("thread", "id"),
    ),
    Records(
        code="memos",
        label="メモ",
        model_name="register.Memo",
        fields=_NOTE,
        places=frozenset({"text"}),
        steps=("thread", "id"),
    ),
    Records(
        code="notices",
        label="出入国在留管理庁長官通知",
        model_name="register.ImmigrationNotice",
        fields=(
            "notified_on",
            "happened_on",
            "kind",
            "state",
            "fault",
            "file_name",
            "line",
            "imported_by",
            "imported_at",
        ),
        places=frozenset({"fault"}),
    ),
    Records(
        code="log",
        label="操作ログ",
        model_name="audit.Entry",
        fields=(
            "at",
            "kind",
            "login",
            "section",
            "terminal",
            "function",
            "screen",
            "purpose",
            "individual_number_shown",
            "result",
            "detail",
        ),
        person="subjects",
        is_list=True,
        function="audit.view",
        places=frozenset({"detail"}),
    ),
)
