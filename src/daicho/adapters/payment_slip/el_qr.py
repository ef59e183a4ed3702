# SPDX-License-Identifier: Apache-2.0
"""地方税統一QRコード (eL-QR) and eL番号 as a plug-in: nothing of their digits is known to us.

The layouts are given to municipalities, not published. `NullElQr` is what runs until one is
configured: slips are printed without the code. `ConfiguredElQr` works by the municipality's
tables. The digits are checked only by what the tables say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

from daicho.adapters.payment_slip.digit_line import DigitLine
from daicho.kernel.findings import Finding, Severity


class SlipItems(NamedTuple):
    """What a slip can say about itself; a configured layout takes what it needs, by name."""

    municipality_code: str  # 6 digits
    tax_code: str
    fiscal_year: int
    assessed_year: int
    instalment: int
    key: str  # the receivable's own number
    amount: int
    last_day: int  # yyyymmdd

    def as_values(self) -> dict[str, str]:
        """The items as digits."""
        return {name: str(value) for name, value in self._asdict().items()}


class ElQrCode(NamedTuple):
    """What goes on the slip; both empty where there is no code."""

    qr_text: str = ""
    el_number: str = ""
    findings: tuple[Finding, ...] = ()


class ElQr(Protocol):
    """Makes the code of a slip and reads the eL番号 that comes back with a payment."""

    def make(self, slip: SlipItems) -> ElQrCode:
        """The code of a slip, or the findings that say why it has none."""
        ...

    def key_of(self, el_number: str) -> tuple[str, tuple[Finding, ...]]:
        """The receivable's own number in an eL番号, or the findings."""
        ...


class NullElQr:
    """No layout is configured: no slip has a code, no number is understood."""

    def make(self, slip: SlipItems) -> ElQrCode:
        """No code, with the reason."""
        return ElQrCode(findings=(_finding("not_configured", _NOT_CONFIGURED, Severity.INFO),))

    def key_of(self, el_number: str) -> tuple[str, tuple[Finding, ...]]:
        """Nothing, with the reason."""
        return "", (_finding("not_configured", _NOT_CONFIGURED, Severity.ERROR),)


@dataclass(frozen=True, slots=True)
class ConfiguredElQr:
    """By the tables of a municipality: one for the QR, one for the number, which holds `key`."""

    qr_line: DigitLine
    number_line: DigitLine

    def make(self, slip: SlipItems) -> ElQrCode:
        """The code of a slip, or every reason why it has none."""
        values = slip.as_values()
        qr_text, qr_reasons = self.qr_line.compose(values)
        number, number_reasons = self.number_line.compose(values)
        reasons = dict.fromkeys((*qr_reasons, *number_reasons))
        if reasons:
            told = tuple(_finding("unfit", reason, Severity.ERROR) for reason in reasons)
            return ElQrCode(findings=told)
        return ElQrCode(qr_text, number)

    def key_of(self, el_number: str) -> tuple[str, tuple[Finding, ...]]:
        """The receivable's own number, or the reasons."""
        values, reasons = self.number_line.parse(el_number)
        told = tuple(_finding("unreadable", reason, Severity.ERROR) for reason in reasons)
        return values.get("key", ""), told


_NOT_CONFIGURED = "eL-QRの形式が設定されていません"


def _finding(code: str, message_ja: str, severity: Severity) -> Finding:
    return Finding(f"el_qr.{code}", severity, message_ja)
