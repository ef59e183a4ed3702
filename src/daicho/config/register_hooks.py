# SPDX-License-Identifier: Apache-2.0
"""What later domains want of the register: asked before an event, told after it, rebuilt at will.

Dotted paths of functions; see domains/register/hooks.py for their shapes.
"""

from __future__ import annotations

from daicho.domains.register.migration.tables import Table

GUARDS: tuple[str, ...] = ("daicho.domains.support.public.guard_event",)
FOLLOWERS: tuple[str, ...] = (
    "daicho.domains.register.search.index.follow",
    "daicho.domains.addressee.public.follow_register",
    "daicho.domains.support.public.follow_register",
    "daicho.domains.seals.public.follow_register",
    "daicho.domains.tax.inhabitants.public.follow_register",
)
REBUILDERS: tuple[str, ...] = (
    "daicho.domains.register.search.index.rebuild",
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
# marker(rows=…, context=…) -> 宛名番号 of those for whom something is restrained (抑止あり).
MARKERS: tuple[str, ...] = ("daicho.domains.support.public.restrained_among",)
# What other domains do for a person: label, function needed, route, arguments before the number.
PERSON_LINKS: tuple[tuple[str, ...], ...] = (
    ("証明書", "certificate.issue", "certificates:new"),
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
)
