# SPDX-License-Identifier: Apache-2.0
"""Every file of records about money, by the word that names its kind."""

from __future__ import annotations

from daicho.adapters.convenience_store.notices import CONVENIENCE_NOTICES
from daicho.adapters.counter_receipts.receipts import COUNTER_RECEIPTS
from daicho.adapters.payment_network.clearing import clearing_layout
from daicho.adapters.pension.collection_results import PENSION_REQUEST, PENSION_RESULT
from daicho.adapters.record_files.layout import RecordFileLayout
from daicho.adapters.zengin.direct_debit import DEBIT_REQUEST, DEBIT_RESULT
from daicho.adapters.zengin.japan_post import debit_layout
from daicho.adapters.zengin.transfer import TRANSFER_REQUEST, TRANSFER_RETURN

RECORD_FILE_KINDS: dict[str, RecordFileLayout] = {
    layout.kind: layout
    for layout in (
        DEBIT_REQUEST,
        DEBIT_RESULT,
        debit_layout(),
        TRANSFER_REQUEST,
        TRANSFER_RETURN,
        CONVENIENCE_NOTICES,
        clearing_layout(),
        COUNTER_RECEIPTS,
        PENSION_REQUEST,
        PENSION_RESULT,
    )
}
