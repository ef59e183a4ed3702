# SPDX-License-Identifier: Apache-2.0
"""Take in a scanned imprint; calibrate a scanner."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings

from daicho.domains.seals.imprint import calibrate, find_imprint
from daicho.domains.seals.models import ScannerCalibration, SealImage
from daicho.domains.seals.ordinance import ordinance_of
from daicho.domains.seals.persons import day_of, read_people
from daicho.domains.seals.scans import read_scan
from daicho.domains.seals.selectors import calibrated_dpi
from daicho.domains.seals.slips.checking import NOBODY
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit.models import Kind
from daicho.foundation.vault.blobs import seal
from daicho.kernel.findings import Finding

UNKNOWN_DPI = 300.0  # only to find the square; its true side then says the resolution


@dataclass(frozen=True, kw_only=True)
class ScanImprint(Action[int]):
    """Find the imprint in a scanned file and keep it with the original, both sealed."""

    function = "seal.register"
    audit_text = "印影の読取"

    addressee_no: int
    data: bytes = field(repr=False)

    def subjects(self) -> tuple[int, ...]:
        return (self.addressee_no,)

    def change(self, context: Context) -> Outcome[int]:
        known = read_people(addressee_nos=[self.addressee_no], on=day_of(context.at))
        if self.addressee_no not in known:
            return Outcome(None, (NOBODY,))
        scan = read_scan(self.data, calibrated_dpi=calibrated_dpi(terminal=context.terminal))
        if isinstance(scan, Finding):
            return Outcome(None, (scan,))
        found = find_imprint(scan)
        if isinstance(found, Finding):
            return Outcome(None, (found,))
        image = SealImage.objects.create(
            addressee_no=self.addressee_no, png=seal(found.png), original=seal(self.data),
            media=scan.media, sha256=hashlib.sha256(self.data).hexdigest(), width=found.width,
            height=found.height, paper_width=found.paper_width, paper_height=found.paper_height,
            dpi=f"{scan.dpi:.2f}", scanned_by=context.actor.who.login, scanned_at=context.at,
            terminal=context.terminal,
        )  # fmt: skip
        return Outcome(image.pk)


@dataclass(frozen=True, kw_only=True)
class CalibrateScanner(Action[int]):
    """Measure the scanner of this terminal by the sheet with the square of known side."""

    function = "seal.register"
    audit_text = "スキャナーの校正"
    kind = Kind.SETTINGS

    data: bytes = field(repr=False)

    def detail(self) -> Mapping[str, object]:
        return {"バイト数": len(self.data)}

    def change(self, context: Context) -> Outcome[int]:
        scan = read_scan(self.data, calibrated_dpi=UNKNOWN_DPI)
        if isinstance(scan, Finding):
            return Outcome(None, (scan,))
        side = ordinance_of(settings.MUNICIPALITY_CODE).calibration_side_mm
        dpi = calibrate(scan.ink, side_mm=side)
        if isinstance(dpi, Finding):
            return Outcome(None, (dpi,))
        made = ScannerCalibration.objects.create(
            terminal=context.terminal, dpi=f"{dpi:.2f}", measured_by=context.actor.who.login,
            measured_at=context.at,
        )  # fmt: skip
        return Outcome(made.pk)
