# SPDX-License-Identifier: Apache-2.0
"""Every kind of file that can be imported, by the word that `daicho import` takes."""

from __future__ import annotations

from types import ModuleType

from daicho.adapters.eltax import employers, one_stop_notice, pension_report, salary_report
from daicho.adapters.municipal import inhabitants_tax_return, resident_csv
from daicho.adapters.national_tax import tax_return
from daicho.adapters.pension import special_collection

# In the order in which a ward takes them in. Each module has LAYOUT, read(path, fiscal_year=…) and
# write(table, path).
FILE_KINDS: dict[str, ModuleType] = {
    module.LAYOUT.kind: module
    for module in (
        resident_csv,
        employers,
        salary_report,
        pension_report,
        tax_return,
        inhabitants_tax_return,
        one_stop_notice,
        special_collection,
    )
}
