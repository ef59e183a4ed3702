# SPDX-License-Identifier: Apache-2.0
"""Every column that holds the keyed hash of an 個人番号 (照合値), for the rotation of its key.

The vault knows no domain: whoever keeps such a hash names its place here.
"""

from __future__ import annotations

from daicho.foundation.vault.rotation import HashHolder

HOLDERS: tuple[HashHolder, ...] = (
    HashHolder("addressee_addressee", "addressee_no", "number_hash"),
    HashHolder("tax_documents_document", "id", "number_hash"),
    HashHolder("tax_documents_document", "id", "relatives", is_json=True),
)
